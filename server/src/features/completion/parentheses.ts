/** Words of a statement's name that take arguments in parentheses, as `set-var(txn.x)` and `balance hdr(host)` do. */
import { entryOf } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { parseNotation } from "../../knowledge/notation.ts";
import { expectedAt } from "../../model/interpretation/arguments.ts";
import { hooks } from "../../model/interpretation/hooks.ts";
import { rulesets } from "../../model/interpretation/placement.ts";
import { actionName, proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Word } from "../../syntax/line.ts";
import { type Completions, type Item, ranks } from "./item.ts";
import { type Place, partOf, spanOf, wholeWord } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";
import { type TypeContext, typeAt } from "./values.ts";

/** Inside the parentheses of a word of the name: `set-var(`, `hdr(`. */
export function insideWord(place: Place, around: Surroundings, context: TypeContext): Completions | undefined {
  const { typed, words, section } = place;
  const open = typed.indexOf("(");
  if (open < 0) return undefined;
  const entry = entryWithParentheses([...words.map(({ value }) => value), typed.slice(0, open)], section.kind);
  if (entry?.inWord === undefined) return undefined;
  const units = typed
    .slice(open + 1)
    .split(/(,)/)
    .filter((unit) => unit !== "");
  const typing = units.at(-1) === "," ? undefined : units.pop();
  const pseudo = units.map((value): Word => ({ span: { start: 0, end: 0 }, value, quoting: "none", dynamic: false }));
  const root = parseNotation(entry.inWord);
  const { nodes } = expectedAt(root, pseudo, 0, pseudo.length, around.match);
  const slot = partOf(wholeWord(place), typed.length - (typing ?? "").length, /[^,)\s]/);
  const found = nodes.flatMap((node): readonly Item[] => {
    if (node.kind === "word") return node.text === "," ? [] : [{ label: node.text, kind: "value", rank: ranks.ordinary }];
    return node.kind === "type" ? (typeAt(node.type, node.parameter, slot, context, around)?.items ?? []) : [];
  });
  return { ...spanOf(slot), items: found };
}

export function entryWithParentheses(words: readonly string[], kind: string): GrammarEntry | undefined {
  const [first = "", second = ""] = words;
  if (!proxyKinds.has(kind)) return entryOf(kind, words.join(" "));
  if (!rulesets.has(first)) return entryOf("proxy", words.join(" "));
  const ruleset = hooks.has(second) ? `${first} ${second}` : first;
  const at = ruleset === first ? 1 : 2;
  return words.length === at + 1 ? entryOf(ruleset, actionName(words[at] ?? "", ruleset)) : undefined;
}
