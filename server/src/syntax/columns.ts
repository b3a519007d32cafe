/** From offsets in the value of a word to columns of its line: they differ where the word is quoted or holds escapes. */

import { columnsOfValues, type Line, type Word } from "./line.ts";
import { perObject } from "./perObject.ts";
import type { Span } from "./span.ts";

const columnsOf = perObject(({ raw }: Line): ReadonlyMap<number, readonly number[]> => columnsOfValues(raw));

/** Where a unit of a word's value stands in the line; behind the last one, the column behind it. */
export function columnIn(line: Line, { span, value, quoting }: Word, offset: number): number {
  const more = span.end - span.start - value.length;
  if (more === 0 && quoting === "none") return span.start + offset;
  // one pair of quotes around it all, and no escape inside
  if (more === 2 && (quoting === "weak" || quoting === "strong") && line.raw[span.start] === line.raw[span.end - 1])
    return span.start + 1 + offset;
  const ofWord = columnsOf(line).get(span.start) ?? [];
  if (offset < ofWord.length) return ofWord[offset] as number;
  const closing = quoting === "weak" || quoting === "strong" ? 1 : 0;
  // where the closing quote is missing, the last unit stands in its place
  return Math.max((ofWord.at(-1) ?? span.start - 1) + 1, span.end - closing);
}

/** Stretch of the line that holds a stretch of a word's value, without the quotes around it. */
export function spanIn(line: Line, word: Word, start: number, end: number): Span {
  const from = columnIn(line, word, start);
  // an escape in front of what follows belongs to what follows, and so does a quote
  const next = columnIn(line, word, end);
  const to = end > start ? afterUnit(line.raw, columnIn(line, word, end - 1), next) : next;
  return { start: from, end: Math.max(from, to) };
}

/** Behind the unit at `at`, which may be written as an escape; quotes in front of the next one are left out. */
function afterUnit(raw: string, at: number, next: number): number {
  if (raw[at] !== "\\" || next === at + 1) return Math.min(at + 1, next);
  return Math.min(raw[at + 1] === "x" ? at + 4 : at + 2, next);
}

/** Where a line ends for an editor: in front of the carriage return of files from Windows. */
export function endOf({ raw }: Pick<Line, "raw">): number {
  return raw.endsWith("\r") ? raw.length - 1 : raw.length;
}
