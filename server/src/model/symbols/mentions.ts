/** Which lines of a section may hold a name: few do, and only those need to be read. */

import type { Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";

const nothing: readonly number[] = [];

/** Offsets of lines with words in which the text occurs, as it stands or behind quotes and escapes. */
export function linesWith(section: Section, name: string): readonly number[] {
  if (!textOfAll(section).includes(name)) return nothing;
  const found: number[] = [];
  for (const [offset, line] of section.lines.entries()) if (line.words.length > 0 && textOf(line).includes(name)) found.push(offset);
  return found;
}

const textOfAll = perObject(({ lines }: Section): string => lines.map(textOf).join("\n"));

/** The line as it stands and, where that is another text, what its words come to. */
function textOf({ raw, words }: Line): string {
  return /["'\\]/.test(raw) ? `${raw}\n${words.map(({ value }) => value).join("\n")}` : raw;
}
