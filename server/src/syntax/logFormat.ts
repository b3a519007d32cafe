/** Log-format strings: aliases (`%ci`), expressions (`%[src]`), flags (`%{+Q}o`) and what is wrong with them (parse_logformat_string()). */
import { readExpression, type SampleExpression } from "./expression.ts";
import { recalled } from "./recalled.ts";

/** A stretch of the text. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Where an item begins, its percent sign included, and what stands between that and its alias or bracket. */
interface Lead {
  readonly from: number;
  /** `%(name)`, without the parentheses. */
  readonly name: Stretch | undefined;
  /** `%{+Q,+E}`, without the braces. */
  readonly flags: Stretch | undefined;
}

export type LogFormatItem =
  | { readonly kind: "alias"; readonly name: string; readonly lead: Lead; readonly start: number; readonly end: number }
  | {
      readonly kind: "expression";
      readonly expression: SampleExpression;
      readonly lead: Lead;
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: "problem";
      readonly problem: "unclosed-expression" | "unclosed-flags" | "lone-percent";
      /** As far as an expression that is not closed can be read. */
      readonly expression?: SampleExpression;
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
  const name = named ? { start: i + 1, end: i + named[0].length - 1 } : undefined;
  if (named) i += named[0].length;
  let flags: Stretch | undefined;
  if (text[i] === "{") {
    const close = text.indexOf("}", i);
    if (close < 0) return { kind: "problem", problem: "unclosed-flags", start, end: text.length };
    flags = { start: i + 1, end: close };
    i = close + 1;
  }
  const lead: Lead = { from: start, name, flags };
  if (text[i] === "[") return readBracket(text, lead, i + 1);
  const alias = /^[A-Za-z]+/.exec(text.slice(i))?.[0];
  if (alias === undefined) return { kind: "problem", problem: "lone-percent", start, end: Math.min(i + 1, text.length) };
  return { kind: "alias", name: alias, lead, start: i, end: i + alias.length };
}

function readBracket(text: string, lead: Lead, from: number): LogFormatItem {
  const blanks = /^\s*/.exec(text.slice(from))?.[0].length ?? 0;
  const expression = readExpression(text, from + blanks, "]");
  const close = /^\s*\]/.exec(text.slice(expression.end));
  if (!close && expression.problem !== "missing-comma")
    return { kind: "problem", problem: "unclosed-expression", expression, start: lead.from, end: text.length };
  const end = close ? expression.end + close[0].length : text.indexOf("]", expression.end) + 1 || text.length;
  return { kind: "expression", expression, lead, start: from + blanks, end };
}
