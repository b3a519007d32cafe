/** The numbers of semantic tokens, line by line, so that an answer is told as an edit of the one before without comparing all of it. */
import type { SemanticTokensEdit } from "vscode-languageserver";

/** Numbers of the tokens of one line; the first one, which counts lines, is filled in when rows are joined. */
export type Row = readonly number[];

/** The rows of lines that follow each other. */
export interface Rows {
  readonly rows: readonly Row[];
  /** How many numbers they hold. */
  readonly size: number;
  /** The first and the last row that is not empty; -1 where all are. */
  readonly first: number;
  readonly last: number;
}

/** Rows where they stand in the document. */
export interface Chunk {
  readonly firstLine: number;
  readonly rows: Rows;
}

export function measured(rows: readonly Row[]): Rows {
  let size = 0;
  let first = -1;
  let last = -1;
  for (let i = 0; i < rows.length; i++) {
    const { length } = rows[i] as Row;
    if (length === 0) continue;
    size += length;
    if (first < 0) first = i;
    last = i;
  }
  return { rows, size, first, last };
}

/** All numbers of chunks in the order of the document. */
export function joined(chunks: readonly Chunk[]): number[] {
  return numbersOf(rowsBetween(withTokens(chunks), 0, 0));
}

/** What turns the numbers of one answer into those of the next: nothing, or one edit. */
export function editBetween(before: readonly Chunk[], after: readonly Chunk[]): SemanticTokensEdit[] {
  const was = withTokens(before);
  const is = withTokens(after);
  // chunks that did not change are told by identity, then rows, and only what is left by its numbers
  const { head, tail } = shared(was.length, is.length, (i, j) => sameChunk(was, is, i, j));
  const oldRows = rowsBetween(was, head, tail);
  const newRows = rowsBetween(is, head, tail);
  const kept = shared(oldRows.length, newRows.length, (i, j) => sameRow(oldRows[i] as LedRow, newRows[j] as LedRow));
  const old = numbersOf(oldRows.slice(kept.head, oldRows.length - kept.tail));
  const fresh = numbersOf(newRows.slice(kept.head, newRows.length - kept.tail));
  const numbers = shared(old.length, fresh.length, (i, j) => old[i] === fresh[j]);
  const deleteCount = old.length - numbers.head - numbers.tail;
  const data = fresh.slice(numbers.head, fresh.length - numbers.tail);
  if (deleteCount === 0 && data.length === 0) return [];
  let start = numbers.head;
  for (let i = 0; i < head; i++) start += (was[i] as Chunk).rows.size;
  for (let i = 0; i < kept.head; i++) start += (oldRows[i] as LedRow).row.length;
  return [{ start, deleteCount, data }];
}

/** How many items two lists have in common at their heads and, of the rest, at their tails. */
function shared(most: number, others: number, same: (i: number, j: number) => boolean): { readonly head: number; readonly tail: number } {
  const least = Math.min(most, others);
  let head = 0;
  while (head < least && same(head, head)) head++;
  let tail = 0;
  while (tail < least - head && same(most - 1 - tail, others - 1 - tail)) tail++;
  return { head, tail };
}

function withTokens(chunks: readonly Chunk[]): readonly Chunk[] {
  return chunks.filter(({ rows }) => rows.size > 0);
}

function sameChunk(was: readonly Chunk[], is: readonly Chunk[], i: number, j: number): boolean {
  return was[i]?.rows === is[j]?.rows && leadOf(was, i) === leadOf(is, j);
}

/** Lines between the first token of a chunk and the token before it. */
function leadOf(chunks: readonly Chunk[], index: number): number {
  const { firstLine, rows } = chunks[index] as Chunk;
  return firstLine + rows.first - lineBefore(chunks, index);
}

function lineBefore(chunks: readonly Chunk[], index: number): number {
  const before = chunks[index - 1];
  return before === undefined ? 0 : before.firstLine + before.rows.last;
}

/** A row and its distance from the one before. */
interface LedRow {
  readonly row: Row;
  readonly lead: number;
}

function sameRow(a: LedRow, b: LedRow): boolean {
  return a.row === b.row && a.lead === b.lead;
}

/** The rows of chunks, without the first `head` and the last `tail` of them. */
function rowsBetween(chunks: readonly Chunk[], head: number, tail: number): LedRow[] {
  const found: LedRow[] = [];
  let before = lineBefore(chunks, head);
  for (let i = head; i < chunks.length - tail; i++) {
    const { firstLine, rows } = chunks[i] as Chunk;
    for (let at = rows.first; at <= rows.last; at++) {
      const row = rows.rows[at] as Row;
      if (row.length === 0) continue;
      found.push({ row, lead: firstLine + at - before });
      before = firstLine + at;
    }
  }
  return found;
}

function numbersOf(rows: readonly LedRow[]): number[] {
  const data: number[] = [];
  for (const { row, lead } of rows) {
    data.push(lead);
    for (let i = 1; i < row.length; i++) data.push(row[i] as number);
  }
  return data;
}
