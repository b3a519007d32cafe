/** Where the lines of a changed file come from. */
import type { ConfigFile } from "../../syntax/config.ts";
import { comparePositions, type TextChange } from "../textChange.ts";

/**
 * For each line after the changes the line before them from which its first letter comes; undefined for a line of which nothing
 * was there. Lines of blanks only have no origin.
 */
export function lineOrigins(file: ConfigFile, changes: readonly TextChange[]): readonly (number | undefined)[] {
  const origins: (number | undefined)[] = [undefined];
  let line = 0;
  let column = 0;
  const copyTo = (toLine: number, toColumn: number) => {
    while (line < toLine || (line === toLine && column < toColumn)) {
      const raw = file.lines[line]?.raw ?? "";
      const end = line < toLine ? raw.length : toColumn;
      if (origins.at(-1) === undefined && raw.slice(column, end).trim() !== "") origins[origins.length - 1] = line;
      if (line === toLine) {
        column = toColumn;
        return;
      }
      origins.push(undefined);
      line++;
      column = 0;
    }
  };
  for (const { from, to, text } of changes.toSorted((a, b) => comparePositions(a.from, b.from))) {
    copyTo(from.line, from.column);
    for (const c of text) if (c === "\n") origins.push(undefined);
    line = to.line;
    column = to.column;
  }
  const last = file.lines.length - 1;
  copyTo(last, file.lines[last]?.raw.length ?? 0);
  return origins;
}
