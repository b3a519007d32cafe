/** Fixes as a unified diff, which patch and git apply read. */

import { fixedText } from "../../features/fixes/fixes.ts";
import type { TextFix } from "../../features/fixes/proof.ts";
import { comparePositions, type TextChange } from "../../features/textChange.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { type Paint, painter } from "./terminal.ts";

const context = 3;

/** The diff of each file that has fixes, in order. */
export function diff(files: readonly ConfigFile[], fixes: readonly TextFix[], colours: boolean): string {
  const changes = fixes.flatMap((fix) => fix.changes);
  return files
    .map((file) => ({ file, own: changes.filter(({ uri }) => uri === file.uri) }))
    .filter(({ own }) => own.length > 0)
    .map(({ file, own }) => fileDiff(file, fixedText(file, fixes), own, painter(colours)))
    .join("");
}

/** Lines that are replaced: half-open ranges of the old text and of the new one. */
interface Block {
  readonly old: readonly [number, number];
  readonly now: readonly [number, number];
}

function fileDiff(file: ConfigFile, after: string, changes: readonly TextChange[], paint: Paint): string {
  const old = linesOf(file.text);
  const now = linesOf(after);
  const hunks = hunksOf(blocksOf(changes, old.length, now.length)).map((blocks) => hunk(old, now, blocks, paint));
  return `${paint("strong", `--- ${file.uri}\n+++ ${file.uri}`)}\n${hunks.join("")}`;
}

/** Lines with their line feed, which the last one may lack. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Changes that touch the same lines, or neighbours, are one block. */
function blocksOf(changes: readonly TextChange[], oldCount: number, nowCount: number): readonly Block[] {
  const ranges: { from: number; to: number; grown: number }[] = [];
  for (const { from, to, text } of changes.toSorted((a, b) => comparePositions(a.from, b.from))) {
    const whole = from.column === 0 && to.column === 0 && (text === "" || text.endsWith("\n"));
    const end = whole ? to.line : to.line + 1;
    const grown = text.split("\n").length - 1 - (to.line - from.line);
    const last = ranges.at(-1);
    if (last !== undefined && from.line <= last.to) {
      last.to = Math.max(last.to, end);
      last.grown += grown;
    } else ranges.push({ from: from.line, to: end, grown });
  }
  let shift = 0;
  return ranges.map(({ from, to, grown }): Block => {
    const start = from + shift;
    shift += grown;
    // a line end at the end of the file adds no line
    return { old: [from, Math.min(to, oldCount)], now: [start, Math.min(to + shift, nowCount)] };
  });
}

/** Blocks whose surroundings touch are shown together. */
function hunksOf(blocks: readonly Block[]): readonly (readonly Block[])[] {
  const hunks: Block[][] = [];
  for (const block of blocks) {
    const last = hunks.at(-1)?.at(-1);
    if (last !== undefined && block.old[0] - last.old[1] <= 2 * context) hunks.at(-1)?.push(block);
    else hunks.push([block]);
  }
  return hunks;
}

function hunk(old: readonly string[], now: readonly string[], blocks: readonly Block[], paint: Paint): string {
  const [first, last] = [blocks[0] as Block, blocks.at(-1) as Block];
  const from = Math.max(0, first.old[0] - context);
  const to = Math.min(old.length, last.old[1] + context);
  const nowFrom = first.now[0] - (first.old[0] - from);
  const nowTo = last.now[1] + (to - last.old[1]);
  let body = "";
  let at = from;
  for (const block of blocks) {
    body += same(old, at, block.old[0]);
    body += old
      .slice(...block.old)
      .map((line) => paint("removed", written("-", line)))
      .join("");
    body += now
      .slice(...block.now)
      .map((line) => paint("added", written("+", line)))
      .join("");
    at = block.old[1];
  }
  body += same(old, at, to);
  return `${paint("frame", `@@ -${range(from, to)} +${range(nowFrom, nowTo)} @@`)}\n${body}`;
}

/** An empty range names the line before it. */
function range(from: number, to: number): string {
  return `${from === to ? from : from + 1},${to - from}`;
}

function same(lines: readonly string[], from: number, to: number): string {
  return lines
    .slice(from, to)
    .map((line) => written(" ", line))
    .join("");
}

function written(sign: string, line: string): string {
  return line.endsWith("\n") ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
}
