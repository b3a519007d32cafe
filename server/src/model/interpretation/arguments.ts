/**
 * Matches the words of a statement against the grammar: which word plays which role, or where and why they do not fit;
 * or what could stand where the words end.
 */
import type { Node } from "../../knowledge/notation.ts";
import type { Word } from "../../syntax/line.ts";
import { stepsOf } from "./argumentSteps.ts";
import { Match, type MatchContext, type Mismatch, type Role, type Step } from "./match.ts";

const none: readonly Role[] = [];

export type ArgumentMatch = { readonly end: number; readonly roles: readonly Role[] } | { readonly mismatch: Mismatch };

/** What could stand behind some words. */
export interface Expected {
  /** Words, types, conditions and `...`, each once, in the order of the notation. */
  readonly nodes: readonly Node[];
  /** Index of the `if` or `unless` whose condition goes on; undefined where none does. */
  readonly condition: number | undefined;
}

/** Matches all of the words from `from` up to `to`. Words with environment variables fit everywhere. */
export function matchArguments(node: Node, words: readonly Word[], from: number, to: number, context: MatchContext): ArgumentMatch {
  return run(stepsOf(node).whole, words, from, to, context);
}

/** The longest run of words from `from` on that the grammar accepts. */
export function matchParameter(node: Node, words: readonly Word[], from: number, context: MatchContext): ArgumentMatch {
  const { open, longest } = stepsOf(node);
  if (longest === 0) return { end: from, roles: none };
  return run(open, words, from, Math.min(words.length, from + longest), context);
}

/** What could stand at `to`, behind the words from `from` on. Where a word has the wrong form we go on as if it had the right one. */
export function expectedAt(node: Node, words: readonly Word[], from: number, to: number, context: MatchContext): Expected {
  const strict = expectedBy(node, words, from, to, context, false);
  return strict.nodes.length > 0 || strict.condition !== undefined ? strict : expectedBy(node, words, from, to, context, true);
}

function expectedBy(node: Node, words: readonly Word[], from: number, to: number, context: MatchContext, lenient: boolean): Expected {
  const match = new Match(lenient ? "expecting leniently" : "expecting", context).start(words, to, context);
  stepsOf(node).whole(match, from);
  return { nodes: [...(match.expected ?? [])], condition: match.condition };
}

/** Used again and again: a large file asks for tens of thousands of matches. No step asks for another match. */
const usual = new Match("matching", { isConverter: () => false });

function run(step: Step, words: readonly Word[], from: number, to: number, context: MatchContext): ArgumentMatch {
  step(usual.start(words, to, context), from);
  usual.finish();
  if (usual.end >= 0) return { end: usual.end, roles: usual.acceptedRoles };
  // a second time, to tell how far it came: hardly any statement needs it
  const again = new Match("recording", context).start(words, to, context);
  step(again, from);
  return { mismatch: again.mismatch };
}
