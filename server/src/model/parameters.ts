/** The parameters of a bind or server line: each word that names one, with the words that it takes. */
import { argumentsOf, entryOf } from "../knowledge/grammar.ts";
import type { GrammarEntry } from "../knowledge/grammarEntry.ts";
import { parseNotation } from "../knowledge/notation.ts";
import type { Word } from "../syntax/line.ts";
import { type ArgumentMatch, matchParameter } from "./arguments.ts";
import type { MatchContext } from "./match.ts";

export interface ReadParameter {
  /** Index of its name. */
  readonly index: number;
  /** What stands in parentheses left out. */
  readonly name: string;
  /** Undefined where no release knows it. */
  readonly entry: GrammarEntry | undefined;
  /** Undefined where there is no entry to match. */
  readonly match: ArgumentMatch | undefined;
}

/** One after another, in any order, from the word `from` on; ends behind the first that cannot be read. */
export function* readParameters(
  grammarClass: "bind" | "server",
  words: readonly Word[],
  from: number,
  branch: string | undefined,
  context: MatchContext,
): Generator<ReadParameter> {
  let i = from;
  while (i < words.length) {
    const word = words[i] as Word;
    if (word.dynamic) return;
    const name = nameOf(word.value);
    const entry = entryOf(grammarClass, name);
    const match = entry && matchParameter(parseNotation(argumentsOf(entry, branch)), words, i + 1, context);
    yield { index: i, name, entry, match };
    if (match === undefined || "mismatch" in match) return;
    i = match.end;
  }
}

function nameOf(text: string): string {
  const open = text.indexOf("(");
  return open < 0 ? text : text.slice(0, open);
}
