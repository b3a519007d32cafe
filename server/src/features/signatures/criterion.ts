/** What stands behind the name of an ACL, or in the braces of a condition: a criterion, flags, patterns. */

import { aclFetch, entryOf } from "../../knowledge/grammar.ts";
import { type GrammarEntry, summaryOf } from "../../knowledge/grammarEntry.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import { conditionStart } from "../../syntax/condition.ts";
import { readExpression } from "../../syntax/expression.ts";
import type { Word } from "../../syntax/line.ts";
import { flagsOnly, openBrace } from "../completion/conditions.ts";
import type { Place } from "../completion/place.ts";
import type { Signature } from "./signatureHelp.ts";

const parts = ["<criterion>", "[<flag>…]", "[<pattern>…]"];
const [flags, patterns] = [1, 2];

export function criterionSignature(place: Place): Signature | undefined {
  const { words, section } = place;
  const isAcl = words[0]?.value === "acl" && (proxyKinds.has(section.kind) || section.kind === "fcgi-app");
  const from = isAcl ? 2 : braceAfterIf(words) + 1;
  if (from === 0) return undefined;
  const lead = isAcl ? ["acl", "<name>"] : ["{"];
  const label = [...lead, ...parts, ...(isAcl ? [] : ["}"])].join(" ");
  const parameters = (isAcl ? ["<name>", ...parts] : parts).map((part) => ({
    start: label.indexOf(part),
    end: label.indexOf(part) + part.length,
  }));
  const first = parameters.length - parts.length;
  const active = words.length < from ? 0 : first + (words.length === from ? 0 : partAt(words.slice(from + 1), wordHere(place)));
  const criterion = words[from]?.value;
  const told = criterion !== undefined ? entryOfCriterion(criterion) : isAcl ? entryOf("proxy", "acl") : undefined;
  const documentation = told && summaryOf(told);
  return { label, parameters, active, documentation };
}

/** The whole word that the cursor is in or in front of. */
function wordHere({ typed, raw, column, wordEnd }: Place): string {
  return typed + raw.slice(column, wordEnd);
}

/** -1 where none is open. */
function braceAfterIf(words: readonly Word[]): number {
  const at = conditionStart(words, 0);
  return at < 0 ? -1 : (openBrace(words, at + 1) ?? -1);
}

/** Behind a flag that wants a word, that word is the flag's. */
function partAt(behind: readonly Word[], word: string): number {
  const given = behind.map(({ value }) => value);
  if (!flagsOnly(given)) return patterns;
  return word.startsWith("-") || /^-[mfu]$/.test(given.at(-1) ?? "") ? flags : patterns;
}

function entryOfCriterion(criterion: string): GrammarEntry | undefined {
  const name = readExpression(criterion.replace(/^!+/, "")).calls[0]?.name ?? "";
  return entryOf("fetch", name) ?? entryOf("fetch", aclFetch(name) ?? "");
}
