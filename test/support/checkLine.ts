/** Shows how a line was read. */
import { expect } from "vitest";
import { readLine } from "../../server/src/syntax/line.ts";

/** "a|b c|D$" : words in order, a `$` behind one that holds a variable; then the comment and the problems. */
function lexed(raw: string): string {
  const { words, comment, problems } = readLine(raw);
  const parts = [words.map((word) => `${word.value}${word.dynamic ? "$" : ""}`).join("|")];
  if (comment) parts.push(`comment ${comment.start}-${comment.end}`);
  parts.push(...problems.map(({ kind, span }) => `${kind} ${span.start}-${span.end}`));
  return parts.join("; ");
}

/** Expects a line to be read as shown by `lexed`. */
export function checkLine(raw: string, shown: string): void {
  expect(lexed(raw)).toBe(shown);
}
