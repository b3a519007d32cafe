/** Log-format strings: aliases (`%ci`), expressions (`%[src]`), flags (`%{+Q}o`) and what is wrong with them (parse_logformat_string()). */
import { readExpression, type SampleExpression } from "./expression.ts";
import { recalled } from "./recalled.ts";

export type LogFormatItem =
  | { readonly kind: "alias"; readonly name: string; readonly start: number; readonly end: number }
  | { readonly kind: "expression"; readonly expression: SampleExpression; readonly start: number; readonly end: number }
  | {
      readonly kind: "problem";
      readonly problem: "unclosed-expression" | "unclosed-flags" | "lone-percent";
      readonly start: number;
      readonly end: number;
    };

/** Items in order; plain text between them is left out. */
export const readLogFormat = recalled((text): readonly LogFormatItem[] => {
  const items: LogFormatItem[] = [];
  for (let i = text.indexOf("%"); i >= 0 && i < text.length; i = text.indexOf("%", i)) {
    if (text[i + 1] === "%") {
      i += 2;
      continue;
    }
    const item = readItem(text, i);
    items.push(item);
    i = Math.max(item.end, i + 1);
  }
  return items;
});

function readItem(text: string, start: number): LogFormatItem {
  let i = start + 1;
  // an optional name and type, then flags: %(name)ci, %{+Q}ci
  const named = /^\([^)]*\)/.exec(text.slice(i));
  if (named) i += named[0].length;
  if (text[i] === "{") {
    const close = text.indexOf("}", i);
    if (close < 0) return { kind: "problem", problem: "unclosed-flags", start, end: text.length };
    i = close + 1;
  }
  if (text[i] === "[") return readBracket(text, start, i + 1);
  const alias = /^[A-Za-z]+/.exec(text.slice(i))?.[0];
  if (alias === undefined) return { kind: "problem", problem: "lone-percent", start, end: Math.min(i + 1, text.length) };
  return { kind: "alias", name: alias, start: i, end: i + alias.length };
}

function readBracket(text: string, start: number, from: number): LogFormatItem {
  const lead = /^\s*/.exec(text.slice(from))?.[0].length ?? 0;
  const expression = readExpression(text, from + lead, "]");
  const close = /^\s*\]/.exec(text.slice(expression.end));
  if (!close && expression.problem !== "missing-comma") return { kind: "problem", problem: "unclosed-expression", start, end: text.length };
  const end = close ? expression.end + close[0].length : text.indexOf("]", expression.end) + 1 || text.length;
  return { kind: "expression", expression, start: from + lead, end };
}
