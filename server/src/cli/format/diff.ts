/** Fixes as a unified diff, which patch and git apply read. */
import { fixedText, type TextFix } from "../../features/fixes.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { type Paint, painter } from "./terminal.ts";

const context = 3;

/** The diff of each file that has fixes, in order. */
export function diff(files: readonly ConfigFile[], fixes: readonly TextFix[], colours: boolean): string {
  const touched = files.filter(({ uri }) => fixes.some((fix) => fix.uri === uri));
  return touched.map((file) => fileDiff(file.uri, fixedText(file, []), fixedText(file, fixes), painter(colours))).join("");
}

function fileDiff(name: string, before: string, after: string, paint: Paint): string {
  const old = linesOf(before);
  const now = linesOf(after);
  const changed = old.flatMap((line, i) => (line === now[i] ? [] : [i]));
  const hunks = hunksOf(changed, old.length).map(([from, to]) => hunk(old, now, from, to, paint));
  return `${paint("strong", `--- ${name}\n+++ ${name}`)}\n${hunks.join("")}`;
}

/** Lines with their line feed, which the last one may lack; fixes change lines and never their number. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Half-open ranges of lines around the changed ones; those that touch are one. */
function hunksOf(changed: readonly number[], count: number): readonly (readonly [number, number])[] {
  const found: [number, number][] = [];
  for (const line of changed) {
    const from = Math.max(0, line - context);
    const to = Math.min(count, line + context + 1);
    const last = found.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = to;
    else found.push([from, to]);
  }
  return found;
}

function hunk(old: readonly string[], now: readonly string[], from: number, to: number, paint: Paint): string {
  const range = `${from + 1},${to - from}`;
  let body = "";
  let i = from;
  while (i < to) {
    if (old[i] === now[i]) {
      body += written(" ", old[i] ?? "");
      i++;
      continue;
    }
    const start = i;
    while (i < to && old[i] !== now[i]) i++;
    body += old
      .slice(start, i)
      .map((line) => paint("removed", written("-", line)))
      .join("");
    body += now
      .slice(start, i)
      .map((line) => paint("added", written("+", line)))
      .join("");
  }
  return `${paint("frame", `@@ -${range} +${range} @@`)}\n${body}`;
}

function written(sign: string, line: string): string {
  return line.endsWith("\n") ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;
}
