/** Layout while somebody types: the line that has just begun, and a header as soon as it is one. */
import { type ConfigFile, openedSection } from "../../syntax/config.ts";
import type { TextChange } from "../textChange.ts";
import { protectedLines } from "./blankLines.ts";
import { lineChanges } from "./format.ts";
import { isBlank, levelsOf } from "./levels.ts";
import { isOdd } from "./lineLayout.ts";
import type { FormatOptions } from "./options.ts";

/** What asks for a layout: the end of a line, and the blank behind a word that may open a section. */
export const typedCharacters = ["\n", " "] as const;

/** `line` and `column` are where the cursor stands behind the character. */
export function formatOnType(
  file: ConfigFile,
  line: number,
  column: number,
  character: string,
  options: FormatOptions,
): readonly TextChange[] {
  if (character === " ") return isOpening(file, line, column) ? marginOf(file, line, options) : [];
  if (character !== "\n") return [];
  return [...(line > 0 && standsAtMargin(file, line - 1) ? marginOf(file, line - 1, options) : []), ...marginOf(file, line, options)];
}

/** Exactly the first word of a header and a blank stand before the cursor. */
function isOpening(file: ConfigFile, line: number, column: number): boolean {
  const at = file.lines[line];
  return at !== undefined && openedSection(at) !== undefined && at.words[0]?.span.end === column - 1;
}

/** Headers, and the other parts of a block once they are complete. */
function standsAtMargin(file: ConfigFile, line: number): boolean {
  const at = file.lines[line];
  return at !== undefined && (openedSection(at) !== undefined || at.words[0]?.value.startsWith(".") === true);
}

/** The blanks in front of a line; a line of nothing else gets what a statement there would have. */
function marginOf(file: ConfigFile, line: number, options: FormatOptions): readonly TextChange[] {
  const at = file.lines[line];
  const levels = levelsOf(file)[line];
  if (at === undefined || levels === undefined || isOdd(at) || protectedLines(file).has(line)) return [];
  const level = isBlank(at) ? levels.ambient : levels.level;
  const end = /^[ \t\v\f]*/.exec(at.raw)?.[0].length ?? 0;
  return lineChanges(file, line, [{ span: { start: 0, end }, text: options.indent.repeat(level) }]);
}
