/** Columns over several lines: comments that stood below each other stay so, and lines of one kind where the user wants it. */
import type { ConfigFile } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { widthOf } from "./levels.ts";
import { type Gap, widthBefore } from "./lineLayout.ts";
import type { FormatOptions } from "./options.ts";

/** Gaps of the lines that are laid out; undefined for those that stay as they are. */
export type Layout = (readonly Gap[] | undefined)[];

/** Words that have a column of their own, the first one included, in statements that come in lists. */
const columns: ReadonlyMap<string, number> = new Map([
  ["acl", 3],
  ["bind", 2],
  ["mailer", 2],
  ["nameserver", 2],
  ["peer", 3],
  ["server", 3],
  ["user", 2],
]);

/** Puts the words of runs of statements with the same keyword into columns. */
export function alignWords(file: ConfigFile, layout: Layout): void {
  runsOf(
    layout,
    (i) => keywordOf(file.lines[i]),
    (run, keyword) => {
      for (let gap = 1; gap <= (columns.get(keyword) ?? 0); gap++) {
        const widths = run.map((i) => wordLength(file.lines[i] as Line, gap - 1));
        const widest = Math.max(...widths);
        run.forEach((i, n) => {
          // behind the last word there is nothing to align
          if (gap < (file.lines[i] as Line).words.length) setGap(layout, i, gap, 1 + widest - (widths[n] as number));
        });
      }
    },
  );
}

function keywordOf(line: Line | undefined): string | undefined {
  const first = line?.words[0]?.value;
  return first !== undefined && columns.has(first) ? first : undefined;
}

function wordLength({ words }: Line, index: number): number {
  const word = words[index];
  return word === undefined ? 0 : word.span.end - word.span.start;
}

/** Comments behind statements that start in one column do so afterwards. */
export function alignComments(file: ConfigFile, layout: Layout, { tabSize }: FormatOptions): void {
  const columnOf = (i: number) => commentColumn(file.lines[i], layout[i], tabSize);
  runsOf(layout, columnOf, (run) => {
    if (run.length < 2) return;
    const widths = run.map((i) => widthBefore(file.lines[i] as Line, layout[i] as readonly Gap[], gapOfComment(file, i), tabSize));
    const widest = Math.max(...widths);
    run.forEach((i, n) => {
      setGap(layout, i, gapOfComment(file, i), 1 + widest - (widths[n] as number));
    });
  });
}

/** Column of a comment that stands behind words, with blanks between. */
function commentColumn(line: Line | undefined, gaps: readonly Gap[] | undefined, tabSize: number): number | undefined {
  const last = line?.words.at(-1);
  if (line?.comment === undefined || last === undefined || last.span.end === line.comment.start) return undefined;
  if (gaps === undefined || line.words[0]?.value.startsWith(".")) return undefined;
  return widthOf(line.raw.slice(0, line.comment.start), tabSize);
}

function gapOfComment(file: ConfigFile, i: number): number {
  return file.lines[i]?.words.length ?? 0;
}

function setGap(layout: Layout, line: number, gap: number, width: number): void {
  const gaps = layout[line];
  const old = gaps?.[gap];
  if (gaps === undefined || old === undefined) return;
  layout[line] = gaps.with(gap, { ...old, text: " ".repeat(width) });
}

/** Calls `take` with each longest stretch of neighbouring lines that have the same key. */
function runsOf<Key>(layout: Layout, keyOf: (line: number) => Key | undefined, take: (run: readonly number[], key: Key) => void): void {
  let run: number[] = [];
  let key: Key | undefined;
  for (let i = 0; i <= layout.length; i++) {
    const next = layout[i] === undefined ? undefined : keyOf(i);
    if (next !== undefined && next === key) {
      run.push(i);
      continue;
    }
    if (key !== undefined) take(run, key);
    run = [i];
    key = next;
  }
}
