/** Changes of text as plain values, and what they make of a file. */
import type { ConfigFile } from "../syntax/config.ts";

/** Between two UTF-16 units; both count from 0. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Puts `text` in place of a stretch that may span lines; empty where text is only added. */
export interface TextChange {
  readonly uri: string;
  readonly from: Position;
  readonly to: Position;
  readonly text: string;
}

/** A change inside one line. */
export function inLine(uri: string, line: number, start: number, end: number, text: string): TextChange {
  return { uri, from: { line, column: start }, to: { line, column: end }, text };
}

/** Whole lines, without their last line end, put before a line. */
export function insertedLines(file: ConfigFile, line: number, lines: readonly string[]): TextChange {
  const end = lineEndOf(file);
  const last = file.lines.length - 1;
  const raw = file.lines[last]?.raw ?? "";
  // behind a last line that does not end, its end comes first
  if (line > last && raw !== "") return inLine(file.uri, last, raw.length, raw.length, lines.map((text) => end + text).join(""));
  const at = { line: Math.min(line, last), column: 0 };
  return { uri: file.uri, from: at, to: at, text: lines.map((text) => text + end).join("") };
}

/** Takes out the lines from `first` to `last`, both included, with one line end. */
export function removedLines(file: ConfigFile, first: number, last: number): TextChange {
  const next = last + 1;
  if (next < file.lines.length) return { uri: file.uri, from: { line: first, column: 0 }, to: { line: next, column: 0 }, text: "" };
  const to = { line: last, column: file.lines[last]?.raw.length ?? 0 };
  return { uri: file.uri, from: { line: first, column: 0 }, to, text: "" };
}

/** What ends the lines of the file. */
export function lineEndOf(file: ConfigFile): string {
  return file.lines.length > 1 && file.lines[0]?.raw.endsWith("\r") ? "\r\n" : "\n";
}

/** The text of a file after the changes that are meant for it; those that start at the same place come in their order. */
export function changedText(file: ConfigFile, changes: readonly TextChange[]): string {
  const own = changes.filter(({ uri }) => uri === file.uri);
  if (own.length === 0) return file.text;
  const starts: number[] = [];
  let at = 0;
  for (const { raw } of file.lines) {
    starts.push(at);
    at += raw.length + 1;
  }
  const offsetOf = ({ line, column }: Position) => Math.min((starts[line] ?? file.text.length) + column, file.text.length);
  const parts: string[] = [];
  let done = 0;
  for (const { from, to, text } of own.toSorted((a, b) => comparePositions(a.from, b.from))) {
    parts.push(file.text.slice(done, offsetOf(from)), text);
    done = Math.max(done, offsetOf(to));
  }
  return parts.join("") + file.text.slice(done);
}

export function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.column - b.column;
}

/** Whether two changes claim the same text; what only touches may stand, but not two that start at one place. */
export function overlap(a: TextChange, b: TextChange): boolean {
  if (a.uri !== b.uri) return false;
  if (comparePositions(a.from, b.from) === 0) return true;
  return comparePositions(a.from, b.to) < 0 && comparePositions(b.from, a.to) < 0;
}
