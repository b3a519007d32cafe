/** The parameters of a bind or server line: each word that names one, with the words that it takes. */
import { argumentsOf, entryOf } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import type { Word } from "../../syntax/line.ts";
import { type ArgumentMatch, matchParameter } from "./arguments.ts";
import type { MatchContext } from "./match.ts";
import { faultOf } from "./wordTypes.ts";

export interface ReadParameter {
  /** Index of its name. */
  readonly index: number;
  /** What stands in parentheses left out. */
  readonly name: string;
  /** Undefined where no release knows it. */
  readonly entry: GrammarEntry | undefined;
  /** Undefined where there is no entry to match. */
  readonly match: ArgumentMatch | undefined;
  /** Index of the word behind it and its arguments; undefined where it cannot be read. */
  readonly next: number | undefined;
}

/** The parameter that a word names, with its arguments; undefined where the words end, or an environment variable may stand for more. */
export function readParameter(
  grammarClass: "bind" | "server",
  words: readonly Word[],
  index: number,
  branch: string | undefined,
  context: MatchContext,
): ReadParameter | undefined {
  const word = words[index];
  if (word === undefined || word.dynamic) return undefined;
  const name = parameterName(word.value);
  const entry = entryOf(grammarClass, name);
  const after = entry && matchedWith(grammarClass, parseNotation(argumentsOf(entry, branch)), words, index + 1, context);
  const match = after && "mismatch" in after ? after : (insideFault(entry, word, index) ?? after);
  return { index, name, entry, match, next: match === undefined || "mismatch" in match ? undefined : match.end };
}

/** A parameter that carries its own argument in parentheses; of a whole number HAProxy takes any way to write it. */
function insideFault(entry: GrammarEntry | undefined, { value }: Word, index: number): ArgumentMatch | undefined {
  if (entry?.inWord === undefined) return undefined;
  const inside = /\((.*)\)$/.exec(value)?.[1];
  const [, type = "", range] = /^<(\w+):?(.*)>$/.exec(entry.inWord) ?? [];
  const fault = inside === undefined ? (value.includes("(") ? "not-what-fits" : undefined) : faultOf(type, range, inside);
  return fault === undefined ? undefined : { mismatch: { index, expected: [], fault, fitting: [] } };
}

/** Where a value may be missing, a word that is no parameter was meant to be one. */
function matchedWith(
  grammarClass: "bind" | "server",
  root: Node,
  words: readonly Word[],
  from: number,
  context: MatchContext,
): ArgumentMatch {
  const match = matchParameter(root, words, from, context);
  const next = words[from];
  const isLeftOut = root.kind === "optional" && "end" in match && match.end === from && next !== undefined && !next.dynamic;
  return isLeftOut && entryOf(grammarClass, parameterName(next.value)) === undefined
    ? matchParameter(root.item, words, from, context)
    : match;
}

/** Of `set-proxy-v2-tlv-fmt(0x20)` the part that the grammar knows. */
export function parameterName(text: string): string {
  const open = text.indexOf("(");
  return open < 0 ? text : text.slice(0, open);
}
