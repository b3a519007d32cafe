/** Misspelt words and names: the one that was probably meant. */
import * as l10n from "@vscode/l10n";
import { enumValues } from "../../knowledge/grammar.ts";
import { type LintCode, undefinedCodes, unknownWords } from "../../lints/codes.ts";
import { nearest } from "../../lints/nearest.ts";
import { namesOf } from "../../model/names.ts";
import { withKeyword, wordOf } from "../../model/statement.ts";
import { sectionKinds } from "../../syntax/config.ts";
import { inLine } from "../textChange.ts";
import type { Draft, FixContext, FixMaker, FixMakers } from "./fix.ts";

const ofWords: readonly LintCode[] = [...unknownWords, "unknown-log-alias", "unknown-value"];

export const spellings: FixMakers = Object.fromEntries<FixMaker>([
  ["unknown-section", sectionMeant],
  ...ofWords.map((code) => [code, wordMeant] as const),
  ...[...undefinedCodes.values()].map((code) => [code, nameMeant] as const),
  ["undefined-lua", scriptNameMeant],
]);

function wordMeant(context: FixContext): Draft[] {
  const { issue } = context;
  if (issue === undefined || !("known" in issue)) return [];
  const meant = nearest(issue.name, issue.known);
  return meant === undefined && issue.id === "unknown-word" ? sectionMeant(context) : renamed(context, issue.name, meant);
}

/** A misspelt header makes HAProxy take the line for a statement of the section above; at the start of a line a section was meant. */
function sectionMeant(context: FixContext): Draft[] {
  const { issue, finding } = context;
  if (issue?.id !== "unknown-word" || issue.index > 0 || finding.span.start > 0) return [];
  return renamed(context, issue.name, nearest(issue.name, sectionKinds));
}

function nameMeant(context: FixContext): Draft[] {
  const name = missingName(context);
  return name === undefined ? [] : renamed(context, name, nearest(name, knownNames(context)));
}

/** `lua.name` of something that a script registers under nearly that name. */
function scriptNameMeant(context: FixContext): Draft[] {
  const { model, text } = context;
  const name = /lua\.([\w.-]+)/.exec(text)?.[1];
  if (name === undefined) return [];
  return renamed(
    context,
    name,
    nearest(
      name,
      model.lua.registered.flatMap((one) => (one.name === undefined ? [] : [one.name])),
    ),
  );
}

/** The name that the finding says is not there. */
export function missingName(context: FixContext): string | undefined {
  const { interpretation, finding } = context;
  const kind = finding.code.replace("undefined-", "");
  const uses = interpretation?.uses.filter(
    (use) => !use.declares && use.kind === kind && interpretation.statement.words[use.index]?.span.start === finding.span.start,
  );
  // a word may name several, such as acl(a,!b)
  const known = knownNames(context);
  return (uses?.find(({ name }) => !known.includes(name)) ?? uses?.[0])?.name;
}

function knownNames({ model, branch, finding, placed }: FixContext): readonly string[] {
  const kind = finding.code.replace("undefined-", "");
  const proxy = model.proxies.find((one) => one.placed === placed);
  if (kind === "acl") {
    const acls = [...withKeyword(proxy?.inherited ?? [], "acl"), ...withKeyword(proxy?.own ?? [], "acl")];
    const before = acls.filter(({ lineNumber, section }) => section !== placed.section || lineNumber < finding.line);
    return [...before.map((at) => wordOf(at, 1)), ...enumValues("predefined_acls", branch)];
  }
  if (kind === "server") return withKeyword(proxy?.own ?? [], "server").map((at) => wordOf(at, 1));
  return [...(namesOf(model).sets.get(kind) ?? [])];
}

/** The name inside the word, where it stands there once and as it is. */
function renamed({ file, finding, text }: FixContext, name: string, meant: string | undefined): Draft[] {
  if (meant === undefined || meant === name || name === "") return [];
  const at = text.indexOf(name);
  if (at < 0 || text.indexOf(name, at + 1) >= 0) return [];
  const start = finding.span.start + at;
  const title = l10n.t('Change "{0}" to "{1}"', name, meant);
  return [{ title, changes: [inLine(file.uri, finding.line, start, start + name.length, meant)], preferred: true }];
}
