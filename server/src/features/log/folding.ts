/** What of a crash log can be folded: incidents, threads, dumps of streams and of memory, stacks. */

import type { LogText } from "../../incident/logText.ts";
import { perObject } from "../../syntax/perObject.ts";
import { type LogSymbol, logOutline } from "./outline.ts";

export interface Fold {
  /** Lines from 0, both included. */
  readonly line: number;
  readonly endLine: number;
}

/** Lines of one incident looked at for blocks inside of threads. */
const mostLines = 20_000;
/** Kinds of lines that form a block where they follow each other. */
const blocks = [/^pool\.memory$/, /^stream\./, /^frame\./];

/** Outer ones first; none twice, none of a single line. */
export const logFolds = perObject((log: LogText): readonly Fold[] => {
  const outline = logOutline(log);
  const folds = [...outline.flatMap(foldsOf), ...outline.flatMap((incident) => blocksIn(log, incident))];
  const seen = new Set<string>();
  return folds
    .filter(({ line, endLine }) => endLine > line && !seen.has(`${line} ${endLine}`) && seen.add(`${line} ${endLine}`))
    .sort((a, b) => a.line - b.line || b.endLine - a.endLine);
});

function foldsOf({ line, endLine, children }: LogSymbol): readonly Fold[] {
  return [{ line, endLine }, ...children.filter(({ kind }) => kind === "thread").map((one) => ({ line: one.line, endLine: one.endLine }))];
}

/** A stack folds under its "call trace" line. */
function blocksIn(log: LogText, { line, endLine }: LogSymbol): readonly Fold[] {
  const folds: { line: number; endLine: number; block: number }[] = [];
  let trace = -1;
  for (const number of log.linesWithFields(line, Math.min(endLine, line + mostLines))) {
    const kind = log.fieldsOf(number)[0]?.line ?? "";
    if (kind === "thread.trace") trace = number;
    const block = blocks.findIndex((one) => one.test(kind));
    if (block < 0) continue;
    const last = folds.at(-1);
    if (last?.block === block && last.endLine === number - 1 && kind !== "stream.head") last.endLine = number;
    else folds.push({ line: trace === number - 1 && block === 2 ? trace : number, endLine: number, block });
  }
  return folds.map(({ line: from, endLine: to }) => ({ line: from, endLine: to }));
}
