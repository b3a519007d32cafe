/** Somebody's text on a terminal: its width in cells, nothing in it that the terminal would obey, and colours. */

export type Paint = (style: Style, text: string) => string;
export type Style = "error" | "warning" | "information" | "hint" | "frame" | "strong" | "added" | "removed";

const codes: Readonly<Record<Style, string>> = {
  error: "1;31",
  warning: "1;33",
  information: "1;36",
  hint: "1;32",
  frame: "1;34",
  strong: "1",
  added: "32",
  removed: "31",
};

/** Paints, or leaves everything plain. */
export function painter(colours: boolean): Paint {
  return colours ? (style, text) => `\u001b[${codes[style]}m${text}\u001b[0m` : (_, text) => text;
}

/** Control and direction characters become a visible mark. */
export function harmless(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, "\uFFFD");
}

const tabWidth = 4;
const none = /^\p{M}$/u;
/** East Asian wide characters and emoji, as far as they are common. */
const wide =
  /^[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]$/u;

export interface Cell {
  readonly text: string;
  readonly width: number;
  /** UTF-16 offset in the line. */
  readonly at: number;
}

/** A line as the terminal shows it, one cell for each character, tabs as blanks. */
export function cellsOf(line: string): readonly Cell[] {
  let at = 0;
  return [...line].map((character) => {
    const cell = { text: character === "\t" ? " ".repeat(tabWidth) : harmless(character), width: widthOf(character), at };
    at += character.length;
    return cell;
  });
}

function widthOf(character: string): number {
  if (character === "\t") return tabWidth;
  return wide.test(character) ? 2 : none.test(character) ? 0 : 1;
}
