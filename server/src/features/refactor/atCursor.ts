/** What a refactoring starts from. */
import { type Interpretation, interpretationsOf } from "../../model/interpretation/interpretation.ts";
import type { Model } from "../../model/model.ts";
import type { Statement } from "../../model/statement.ts";
import type { ConfigFile, PlacedSection } from "../../syntax/config.ts";

export interface AtCursor {
  readonly model: Model;
  readonly file: ConfigFile;
  readonly placed: PlacedSection;
  readonly line: number;
  readonly column: number;
  readonly statement: Statement;
  readonly interpretation: Interpretation;
  readonly branch: string | undefined;
}

/** Sections whose rules are theirs alone: what stands in defaults is used elsewhere. */
export const proxySections: ReadonlySet<string> = new Set(["frontend", "backend", "listen"]);

/** Statements of the section, its header left out. */
export function statementsAround({ placed, branch }: AtCursor): readonly Interpretation[] {
  return interpretationsOf(placed.section, branch).filter(({ statement }) => statement.offset > 0);
}

/** First of the comments that stand right above a line of the section. */
export function withComments({ file, placed }: Pick<AtCursor, "file" | "placed">, line: number): number {
  let first = line;
  while (first - 1 > placed.firstLine && file.lines[first - 1]?.comment !== undefined && file.lines[first - 1]?.words.length === 0) first--;
  return first;
}

/** The blanks in front of a statement. */
export function indentOf({ line }: Statement): string {
  return /^[ \t]*/.exec(line.raw)?.[0] ?? "";
}

/** The text of some words as it is written, from the first to the last. */
export function rawOf({ line, words }: Statement, from: number, to: number): string {
  return line.raw.slice(words[from]?.span.start, words[to - 1]?.span.end);
}
