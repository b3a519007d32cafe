/** Shows the parts of a line of a configuration. */
import { expect } from "vitest";
import type { Part } from "../../server/src/model/parts/part.ts";
import { partAt, partsOf } from "../../server/src/model/parts/parts.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { configUri, withCursor } from "./configText.ts";

/** The part's text in the line, quotes and escapes as they stand. */
function shown(part: Part, raw: string): string {
  const kind = part.kind === undefined ? "" : `/${part.kind}`;
  return `${part.unknown === true ? "?" : ""}${part.role}${kind}:${raw.slice(part.span.start, part.span.end)}`;
}

/** The parts of the last line of a text. */
export function partsShown(text: string, branch?: string): string[] {
  const file = readConfig(configUri, text);
  const { section } = file.sections.at(-1)!;
  const raw = section.lines.at(-1)!.raw;
  return partsOf(section, section.lines.length - 1, branch).map((part) => shown(part, raw));
}

/** Expects the parts of a line of a section, `role:text` or `role/kind:text`; `␠` stands for a blank inside a part. */
export function checkParts(section: string, line: string, expected: string, branch?: string): void {
  const parts = partsShown(`${section}\n    ${line}`, branch).map((part) => part.replace(/(?<=:.*) /g, "␠"));
  expect(parts).toEqual(expected.split(" "));
}

/** The part at the mark `$0`, as text. */
export function partShownAt(marked: string, branch?: string): string | undefined {
  const { text, line, column } = withCursor(marked);
  const part = partAt(readConfig(configUri, text), line, column, branch)?.part;
  return part && shown(part, text.split("\n")[line]!);
}
