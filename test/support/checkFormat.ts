/** Shows a configuration laid out. */
import { expect } from "vitest";
import { formatDocument } from "../../server/src/features/format/format.ts";
import { formatOnType } from "../../server/src/features/format/onType.ts";
import { type FormatOptions, usualLayout } from "../../server/src/features/format/options.ts";
import { changedText } from "../../server/src/features/textChange.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { configUri, withCursor } from "./configText.ts";

export function formatted(text: string, options: Partial<FormatOptions> = {}): string {
  const file = readConfig(configUri, text);
  return changedText(file, formatDocument(file, { ...usualLayout, ...options }));
}

/** Expects a text to be laid out like this, and then to stay. */
export function checkFormat(before: string, after: string, options: Partial<FormatOptions> = {}): void {
  expect(formatted(before, options)).toBe(after);
  expect(formatDocument(readConfig(configUri, after), { ...usualLayout, ...options })).toEqual([]);
}

/** The text after the character before the mark `$0` was typed, and what the editor then does. */
export function typed(marked: string, character: "\n" | " " = "\n"): string {
  const { text, line, column } = withCursor(marked);
  const file = readConfig(configUri, text);
  return changedText(file, formatOnType(file, line, column, character, usualLayout));
}

/** What HAProxy reads of a text: the words of its lines as written, and their comments; blank lines left out. */
export function tokensOf(text: string): readonly (readonly string[])[] {
  return readConfig(configUri, text).lines.flatMap(({ raw, words, comment, problems }) => {
    const tokens = [
      ...words.map(({ span, value }) => `${raw.slice(span.start, span.end)} = ${value}`),
      ...(comment ? [raw.slice(comment.start, comment.end).trimEnd()] : []),
      ...problems.map(({ kind }) => kind),
    ];
    return tokens.length === 0 ? [] : [tokens];
  });
}
