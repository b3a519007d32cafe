/** The blanks of one line: in front, between words, before a comment, at the end. Words and comments stay as written. */
import type { Line } from "../../syntax/line.ts";
import type { Span } from "../../syntax/span.ts";
import { widthOf } from "./levels.ts";
import type { FormatOptions } from "./options.ts";

/** A stretch of blanks and what it shall be. */
export interface Gap {
  readonly span: Span;
  readonly text: string;
}

/** At the start of a line it is taken for no letter, anywhere else it is. */
const byteOrderMark = "\uFEFF";

/** A line that HAProxy reads in a way of its own is left as it is: quotes that do not close, characters that end it early. */
export function isOdd({ raw, words, comment, problems }: Line): boolean {
  const early = raw.indexOf("\r");
  if (problems.length > 0 || (early >= 0 && early < raw.length - 1) || raw.includes(byteOrderMark)) return true;
  const last = words.at(-1);
  return comment === undefined && last !== undefined && raw.slice(last.span.start, last.span.end).endsWith("\\");
}

/** All gaps of a line, also those that stay; what stands between the words of `.if` and its kin is a language of its own. */
export function gapsOf(line: Line, level: number, options: FormatOptions): readonly Gap[] {
  const { raw, words, comment } = line;
  const end = raw.endsWith("\r") ? raw.length - 1 : raw.length;
  const pieces = piecesOf(line);
  const first = pieces[0];
  const last = pieces.at(-1);
  if (first === undefined || last === undefined)
    return [{ span: { start: 0, end }, text: options.trimTrailingWhitespace ? "" : raw.slice(0, end) }];
  const gaps: Gap[] = [{ span: { start: 0, end: first.start }, text: options.indent.repeat(level) }];
  for (let i = 1; i < pieces.length && words[0]?.value.startsWith(".") !== true; i++) {
    const span = { start: (pieces[i - 1] as Span).end, end: (pieces[i] as Span).start };
    // a comment right behind a word is already where its author wants it
    gaps.push({ span, text: span.start === span.end ? "" : " " });
  }
  if (!options.trimTrailingWhitespace) return gaps;
  const from = comment === undefined ? last.end : last.start + raw.slice(last.start, end).replace(/[ \t\v\f]+$/, "").length;
  gaps.push({ span: { start: from, end }, text: "" });
  return gaps;
}

/** Words and comment, in order. */
function piecesOf({ words, comment }: Line): Span[] {
  const spans = words.map(({ span }) => span);
  return comment === undefined ? spans : [...spans, comment];
}

/** The line with its gaps filled. */
function filled(raw: string, gaps: readonly Gap[]): string {
  let text = "";
  let at = 0;
  for (const { span, text: put } of gaps) {
    text += raw.slice(at, span.start) + put;
    at = span.end;
  }
  return text + raw.slice(at);
}

/** Columns from the margin up to the gap with this number, once those in front are filled. */
export function widthBefore(line: Line, gaps: readonly Gap[], gap: number, tabSize: number): number {
  const end = gaps[gap]?.span.start ?? line.raw.length;
  return widthOf(filled(line.raw.slice(0, end), gaps.slice(0, gap)), tabSize);
}
