/** Conditions behind `if` and `unless`: ACL names, anonymous ACLs in braces, `or`, `!` (parse_acl_cond() in src/acl.c). */
import type { Word } from "./line.ts";

export type ConditionItem =
  | { readonly kind: "acl"; readonly name: string; readonly index: number }
  /** Words between the braces, both excluded. */
  | { readonly kind: "anonymous"; readonly from: number; readonly to: number }
  | { readonly kind: "problem"; readonly problem: "unclosed-brace" | "empty-braces" | "no-condition"; readonly index: number };

/** Index of the `if` or `unless` in front of a condition, at `from` or behind; -1 where there is none. */
export function conditionStart(words: readonly Word[], from: number): number {
  return words.findIndex(({ value }, i) => i >= from && (value === "if" || value === "unless"));
}

/** Told each item of a condition, in order. */
export interface ConditionReader {
  acl(name: string, index: number): void;
  /** Words between the braces, both excluded. */
  anonymous(from: number, to: number): void;
  problem(problem: (ConditionItem & { readonly kind: "problem" })["problem"], index: number): void;
}

/** Reads the words from `from` (behind `if`) to the end. */
export function eachCondition(words: readonly Word[], from: number, reader: ConditionReader): void {
  if (words.length <= from) reader.problem("no-condition", from - 1);
  for (let i = from; i < words.length; i++) {
    const { value, dynamic } = words[i] as Word;
    const name = value.startsWith("!") ? value.replace(/^!+/, "") : value;
    if (name === "" || name === "||" || (name.length === 2 && name.toLowerCase() === "or")) continue;
    if (name !== "{") {
      if (!dynamic) reader.acl(name, i);
      continue;
    }
    let close = i + 1;
    while (close < words.length && words[close]?.value !== "}") close++;
    if (close === words.length) {
      reader.problem("unclosed-brace", i);
      return;
    }
    if (close === i + 1) reader.problem("empty-braces", i);
    else reader.anonymous(i + 1, close);
    i = close;
  }
}

/** The items of a condition, as a list. */
export function readCondition(words: readonly Word[], from: number): readonly ConditionItem[] {
  const items: ConditionItem[] = [];
  eachCondition(words, from, {
    acl: (name, index) => items.push({ kind: "acl", name, index }),
    anonymous: (start, to) => items.push({ kind: "anonymous", from: start, to }),
    problem: (problem, index) => items.push({ kind: "problem", problem, index }),
  });
  return items;
}

const truths = new Set(["if TRUE", "unless FALSE", "if { always_true }", "unless { always_false }"]);

/** Whether a condition, from `if` or `unless` on, is one that everybody meets. */
export function alwaysHolds(condition: readonly Word[]): boolean {
  const { length } = condition;
  return (length === 2 || length === 4) && truths.has(condition.map(({ value }) => value).join(" "));
}
