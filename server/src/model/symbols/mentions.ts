/** Which lines of a section may hold a name: few do, and only those need to be read. */
import type { Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";

const nothing: readonly number[] = [];
const memo = new WeakMap<Section, string>();

/** Offsets of lines with words in which the text occurs, as it stands or behind quotes and escapes. */
export function linesWith(section: Section, name: string): readonly number[] {
  let text = memo.get(section);
  if (text === undefined) {
    text = section.lines.map(textOf).join("\n");
    memo.set(section, text);
  }
  if (!text.includes(name)) return nothing;
  const found: number[] = [];
  for (const [offset, line] of section.lines.entries()) if (line.words.length > 0 && textOf(line).includes(name)) found.push(offset);
  return found;
}

/** The line as it stands and, where that is another text, what its words come to. */
function textOf({ raw, words }: Line): string {
  return /["'\\]/.test(raw) ? `${raw}\n${words.map(({ value }) => value).join("\n")}` : raw;
}
