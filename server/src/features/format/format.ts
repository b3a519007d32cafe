/** Layout of a configuration: where blanks stand, and nothing else. Every word and every comment stays as it is written. */
import type { ConfigFile } from "../../syntax/config.ts";
import { inLine, insertedLines, lineEndOf, removedLines, type TextChange } from "../textChange.ts";
import { alignComments, alignWords, type Layout } from "./alignment.ts";
import { blankLinesOf, protectedLines } from "./blankLines.ts";
import { isBlank, levelsOf } from "./levels.ts";
import { type Gap, gapsOf, isOdd } from "./lineLayout.ts";
import type { FormatOptions } from "./options.ts";

/** The changes that lay a file out, in order, none overlapping; none where it is laid out already. */
export function formatDocument(file: ConfigFile, options: FormatOptions): readonly TextChange[] {
  const levels = levelsOf(file);
  const guarded = protectedLines(file);
  const ended = file.lines.at(-1)?.raw === "";
  const last = file.lines.length - (ended ? 1 : 0);
  const { surplus, missing } = blankLinesOf(file, last, (line) => guarded.has(line), options.trimFinalNewlines);
  const layout: Layout = file.lines.map((line, i) =>
    i >= last || guarded.has(i) || isOdd(line) ? undefined : gapsOf(line, levels[i]?.level ?? 0, options),
  );
  if (options.alignColumns) alignWords(file, layout);
  alignComments(file, layout, options);
  const changes: TextChange[] = [];
  for (let i = 0; i < last; i++) {
    if (missing.has(i)) changes.push(insertedLines(file, i, [""]));
    if (!surplus.has(i)) changes.push(...lineChanges(file, i, layout[i] ?? []));
    else if (!surplus.has(i - 1)) changes.push(removedLines(file, i, endOfRun(surplus, i)));
  }
  if (!ended && options.insertFinalNewline && !surplus.has(last - 1)) changes.push(...finalEnd(file, options));
  return changes;
}

/** The same, as far as it touches the lines from `first` to `last`, both included. */
export function formatRange(file: ConfigFile, first: number, last: number, options: FormatOptions): readonly TextChange[] {
  return formatDocument(file, options).filter(({ from, to }) => {
    const end = to.column === 0 && to.line > from.line ? to.line - 1 : to.line;
    return first <= from.line && end <= last;
  });
}

function endOfRun(lines: ReadonlySet<number>, from: number): number {
  let end = from;
  while (lines.has(end + 1)) end++;
  return end;
}

/** Only the gaps that change. */
export function lineChanges(file: ConfigFile, line: number, gaps: readonly Gap[]): readonly TextChange[] {
  const raw = file.lines[line]?.raw ?? "";
  return gaps
    .filter(({ span, text }) => raw.slice(span.start, span.end) !== text)
    .map(({ span, text }) => inLine(file.uri, line, span.start, span.end, text));
}

function finalEnd(file: ConfigFile, { trimTrailingWhitespace }: FormatOptions): readonly TextChange[] {
  const line = file.lines.length - 1;
  const last = file.lines[line];
  if (last === undefined || (trimTrailingWhitespace && isBlank(last))) return [];
  const { raw } = last;
  return [inLine(file.uri, line, raw.length, raw.length, raw.endsWith("\r") ? "\n" : lineEndOf(file))];
}
