/** Log-formats: aliases, flags and expressions behind `%`. */
import * as l10n from "@vscode/l10n";
import { enumFact, enumValues } from "../../knowledge/grammar.ts";
import { meaningOf, meaningsOf } from "../../knowledge/meanings.ts";
import { readExpression } from "../../syntax/expression.ts";
import { type Item, ranks } from "./item.ts";
import type { Surroundings } from "./surroundings.ts";
import { usualFirst } from "./valueItems.ts";

/** What a log-format that ends at the cursor is about to be; `at` is an offset into the text. */
export interface FormatAt {
  readonly kind: "expression" | "alias" | "flags";
  readonly at: number;
}

export function formatAt(text: string): FormatAt | undefined {
  for (let i = text.indexOf("%"); i >= 0 && i < text.length; i = text.indexOf("%", i)) {
    if (text[i + 1] === "%") {
      i += 2;
      continue;
    }
    const item = itemAt(text, i + 1);
    if (typeof item === "object") return item;
    i = Math.max(item, i + 1);
  }
  return undefined;
}

/** What is open at the end of the text, or where the item ends. */
function itemAt(text: string, from: number): FormatAt | number {
  let i = from;
  if (text[i] === "(") {
    const close = text.indexOf(")", i);
    if (close < 0) return text.length;
    i = close + 1;
  }
  if (text[i] === "{") {
    const close = text.indexOf("}", i);
    if (close < 0) return { kind: "flags", at: Math.max(i, text.lastIndexOf(",")) + 1 };
    i = close + 1;
  }
  if (text[i] === "[") {
    const lead = /^\s*/.exec(text.slice(i + 1))?.[0].length ?? 0;
    const { end } = readExpression(text, i + 1 + lead, "]");
    const close = /^\s*\]/.exec(text.slice(end));
    return close === null ? { kind: "expression", at: i + 1 + lead } : end + close[0].length;
  }
  const alias = /^[A-Za-z]*/.exec(text.slice(i))?.[0].length ?? 0;
  return i + alias === text.length ? { kind: "alias", at: i } : i + alias;
}

export function aliasItems({ branch, mode }: Surroundings): readonly Item[] {
  const aliases = [...enumValues("log_aliases", branch)].map((label): Item => {
    const unfit = mode === "tcp" && enumFact("log_aliases", label) === "http";
    const says = unfit ? l10n.t("needs mode {0}", "http") : meaningOf("log_aliases", label);
    return { label, kind: "alias", rank: unfit ? ranks.other : ranks.ordinary, ...(says !== undefined && { note: says }) };
  });
  return [
    { label: "[", kind: "operator", text: "[", snippet: "[$1]", goesOn: true, rank: ranks.usual, order: 0, signature: "<sample>]" },
    ...usualFirst("log alias", aliases),
  ];
}

export function flagItems(branch: string | undefined): readonly Item[] {
  const flags = meaningsOf("log_flags", branch).flatMap(({ value, says }) =>
    // what encodes a whole line is never taken back
    value.length > 2
      ? [[value, says] as const]
      : [[value, says] as const, [`-${value.slice(1)}`, l10n.t("switched off: {0}", says)] as const],
  );
  return flags.map(([label, note], order) => ({ label, kind: "value", note, rank: ranks.ordinary, order }));
}
