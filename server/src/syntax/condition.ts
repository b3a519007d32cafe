/** Conditions behind `if` and `unless`: ACL names, anonymous ACLs in braces, `or`, `!` (parse_acl_cond() in src/acl.c). */
import type { Word } from "./line.ts";

export type ConditionItem =
  | { readonly kind: "acl"; readonly name: string; readonly index: number }
  /** Words between the braces, both excluded. */
  | { readonly kind: "anonymous"; readonly from: number; readonly to: number }
  | { readonly kind: "problem"; readonly problem: "unclosed-brace" | "empty-braces" | "no-condition"; readonly index: number };

/** Reads the words from `from` (behind `if`) to the end. */
export function readCondition(words: readonly Word[], from: number): readonly ConditionItem[] {
  const items: ConditionItem[] = [];
  for (let i = from; i < words.length; i++) {
    const word = words[i] as Word;
    const name = word.value.startsWith("!") ? word.value.replace(/^!+/, "") : word.value;
    if (name === "" || name === "||" || name.toLowerCase() === "or") continue;
    if (name !== "{") {
      if (!word.dynamic) items.push({ kind: "acl", name, index: i });
      continue;
    }
    const close = words.findIndex((other, j) => j > i && other.value === "}");
    if (close < 0) return [...items, { kind: "problem", problem: "unclosed-brace", index: i }];
    items.push(close === i + 1 ? { kind: "problem", problem: "empty-braces", index: i } : { kind: "anonymous", from: i + 1, to: close });
    i = close;
  }
  if (items.length === 0 && words.length <= from) items.push({ kind: "problem", problem: "no-condition", index: from - 1 });
  return items;
}

const truths = new Set(["if TRUE", "unless FALSE", "if { always_true }", "unless { always_false }"]);

/** Whether a condition, from `if` or `unless` on, is one that everybody meets. */
export function alwaysHolds(condition: readonly Word[]): boolean {
  return condition.length < 5 && truths.has(condition.map(({ value }) => value).join(" "));
}
