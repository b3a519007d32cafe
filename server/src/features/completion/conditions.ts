/** Conditions behind `if` and `unless`, and the criterion, flags and values of an ACL. */
import { readExpression } from "../../syntax/expression.ts";
import type { Word } from "../../syntax/line.ts";
import { aclItems, namesForAcl, predefinedAcls } from "./acls.ts";
import { fileAt } from "./files.ts";
import type { Completions, Item } from "./item.ts";
import { ranks } from "./item.ts";
import { type Slot, spanOf, wholeWord } from "./place.ts";
import { typeBehind } from "./samples.ts";
import type { Surroundings } from "./surroundings.ts";
import { enumItems, valueItems } from "./valueItems.ts";
import { expressionAt, listed } from "./values.ts";

/** `from`: index of the first word behind `if`. */
export function conditionAt(
  slot: Slot,
  from: number,
  around: Surroundings,
  condition: readonly number[] | undefined,
): Completions | undefined {
  const { words } = slot.place;
  const open = openBrace(words, from);
  if (open !== undefined) {
    const inside = criterionAt(slot, open + 1, around, condition, true);
    return inside;
  }
  const negated = /^!*/.exec(slot.typed)?.[0].length ?? 0;
  const part: Slot = { ...slot, at: slot.at + negated, typed: slot.typed.slice(negated) };
  const operators = words.length > from && negated === 0 ? [operator("or"), operator("||")] : [];
  const brace: Item = {
    label: "{",
    kind: "operator",
    text: "{ ",
    snippet: "{ $1 }",
    goesOn: true,
    rank: ranks.usual,
    order: 0,
    signature: " <sample> }",
  };
  const items = [brace, ...aclItems(slot.place), ...predefinedAcls(around.branch), ...operators, ...(negated === 0 ? [operator("!")] : [])];
  return { ...spanOf(part), items };
}

function operator(label: string): Item {
  return { label, kind: "operator", rank: ranks.other };
}

/** Index of the brace that is open behind the words. */
export function openBrace(words: readonly Word[], from: number): number | undefined {
  let open: number | undefined;
  words.forEach(({ value }, i) => {
    if (i < from) return;
    if (/^!*\{$/.test(value)) open = i;
    else if (value === "}") open = undefined;
  });
  return open;
}

/** A criterion with flags and values from the word at `from` on, in braces or in an `acl` line. */
function criterionAt(
  slot: Slot,
  from: number,
  around: Surroundings,
  places: readonly number[] | undefined,
  braces: boolean,
): Completions | undefined {
  const { words } = slot.place;
  if (words.length === from) {
    const negated = /^!*/.exec(slot.typed)?.[0].length ?? 0;
    return expressionAt({ ...slot, at: slot.at + negated, typed: slot.typed.slice(negated) }, { places, criteria: true }, around);
  }
  const close: readonly Item[] = braces ? [{ label: "}", kind: "operator", rank: ranks.other }] : [];
  const before = words.at(-1)?.value;
  const onlyFlags = flagsOnly(words.slice(from + 1).map(({ value }) => value));
  if (onlyFlags && before === "-m")
    return {
      ...spanOf(slot),
      items: enumItems("match_methods", around.branch, ranks.ordinary),
    };
  if (onlyFlags && (before === "-f" || before === "-M")) return fileAt(slot, [], close);
  if (onlyFlags && before === "-u") return undefined;
  const given = new Set(words.slice(from + 1).map(({ value }) => value));
  const flags = onlyFlags
    ? enumItems("acl_flags", around.branch, ranks.other).filter(({ label }) => label === "-f" || !given.has(label))
    : [];
  const criterion = (words[from] as Word).value;
  const values = patternItems(criterion, around.branch);
  const from0 = listed(slot, undefined);
  return { ...spanOf(from0), items: [...values, ...flags.map((item) => withValue(item)), ...close] };
}

/** Whether all words are flags, their arguments included. */
export function flagsOnly(words: readonly string[]): boolean {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] as string;
    if (word === "--" || !/^-[a-zA-Z]$/.test(word)) return false;
    if (/^-[mfu]$/.test(word)) i++;
  }
  return true;
}

function withValue(item: Item): Item {
  return /^-[mfu]$/.test(item.label) ? { ...item, text: `${item.label} `, goesOn: true } : item;
}

/** What the value may be, by the type that the criterion gives. */
function patternItems(criterion: string, branch: string | undefined): readonly Item[] {
  const { calls } = readExpression(criterion);
  const name = calls[0]?.name ?? "";
  if (/^(?:status|txn\.status)$/.test(name)) return enumItems("status", branch, ranks.ordinary);
  switch (typeBehind(calls, branch)) {
    case "meth":
      return valueItems("method", branch, ranks.ordinary);
    case "sint":
      return enumItems("comparisons", branch, ranks.ordinary);
    case "addr":
    case "ipv4":
      return valueItems("localhost", branch, ranks.ordinary);
    default:
      return [];
  }
}

/** `acl NAME CRITERION …`: in all sections that have ACLs. */
export function aclLineAt(place: Slot["place"], around: Surroundings): Completions | undefined {
  const slot = wholeWord(place);
  if (place.words.length === 1) return { ...spanOf(slot), items: namesForAcl(place, around) };
  return criterionAt(slot, 2, around, undefined, false);
}
