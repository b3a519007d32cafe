/** How a file shall be laid out. */

export interface FormatOptions {
  /** Blanks of one level. */
  readonly indent: string;
  /** Columns that a tab takes. */
  readonly tabSize: number;
  /** Runs of lines such as `server` stand in columns. */
  readonly alignColumns: boolean;
  readonly trimTrailingWhitespace: boolean;
  readonly insertFinalNewline: boolean;
  readonly trimFinalNewlines: boolean;
}

export const usualLayout: FormatOptions = {
  indent: "    ",
  tabSize: 4,
  alignColumns: false,
  trimTrailingWhitespace: true,
  insertFinalNewline: true,
  trimFinalNewlines: true,
};

/** What an editor asks for, as far as it says: HAProxy wants the last line to end, so what it leaves open is done. */
export interface EditorLayout {
  readonly tabSize?: unknown;
  readonly insertSpaces?: unknown;
  readonly trimTrailingWhitespace?: unknown;
  readonly insertFinalNewline?: unknown;
  readonly trimFinalNewlines?: unknown;
}

const widestTab = 16;

export function layoutOf(asked: EditorLayout, alignColumns: boolean): FormatOptions {
  const given = typeof asked.tabSize === "number" ? Math.trunc(asked.tabSize) : usualLayout.tabSize;
  const tabSize = given >= 1 && given <= widestTab ? given : usualLayout.tabSize;
  return {
    indent: asked.insertSpaces === false ? "\t" : " ".repeat(tabSize),
    tabSize,
    alignColumns,
    trimTrailingWhitespace: asked.trimTrailingWhitespace !== false,
    insertFinalNewline: asked.insertFinalNewline !== false,
    trimFinalNewlines: asked.trimFinalNewlines !== false,
  };
}
