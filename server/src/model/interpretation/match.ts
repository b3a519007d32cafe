/**
 * One attempt to match words against a part of the grammar: the roles given so far, and how far it came.
 *
 * The grammar is a chain of steps (argumentSteps.ts). A step looks at a word, notes its role and calls the step behind it; where that
 * fails it takes the role back and tries its next alternative. What this keeps while it goes forth and back is used again for the next
 * statement, so that a file of any length makes no other garbage than the roles themselves.
 */
import { firstOf, type Node } from "../../knowledge/notation.ts";
import type { Word } from "../../syntax/line.ts";
import type { WordFault } from "./wordTypes.ts";

/** A word and the part of the grammar that it fills. */
export interface Role {
  /** Index of the word in the statement. */
  readonly index: number;
  readonly node: Node;
}

export interface Mismatch {
  /** Index of the first word that does not fit; the number of words when one is missing. */
  readonly index: number;
  /** What could stand there; empty when nothing may. */
  readonly expected: readonly Node[];
  /** What is wrong with a word that has the right place but the wrong form. */
  readonly fault: WordFault | undefined;
  /** The roles of the words before it. */
  readonly fitting: readonly Role[];
}

/** What the matcher cannot decide alone. */
export interface MatchContext {
  /** A converter stands here: the words after a sample expression may go on with converters. */
  isConverter(text: string): boolean;
}

const none: readonly Role[] = [];
const nothing: readonly Word[] = [];
const farthest: Mismatch = { index: -1, expected: [], fault: undefined, fitting: none };

export class Match {
  words: readonly Word[] = nothing;
  /** The words end before this index. */
  to = 0;
  context: MatchContext;
  /** Alternatives tried; the steps give up beyond a number of them. */
  steps = 0;
  /** Where the words accepted end; -1 as long as none are. */
  end = -1;
  mismatch: Mismatch = farthest;
  /** What could stand at `to`, and where a condition starts that goes on there. */
  readonly expected: Set<Node> | undefined;
  condition: number | undefined;
  /** The first `depth` are those of the way under trial; the rest is left from ways that failed. */
  private readonly roles: Role[] = [];
  private depth = 0;
  /** The first `acceptedCount` are those of the longest way that was accepted. */
  private readonly accepted: Role[] = [];
  private acceptedCount = 0;
  private readonly purpose: Purpose;
  /** Step > indices of the words at which it was tried. */
  private readonly been: Map<object, Set<number>> | undefined;

  constructor(purpose: Purpose, context: MatchContext) {
    this.purpose = purpose;
    this.context = context;
    this.expected = this.expecting ? new Set() : undefined;
    this.been = this.expecting ? new Map() : undefined;
  }

  /** Makes ready for other words. */
  start(words: readonly Word[], to: number, context: MatchContext): this {
    this.words = words;
    this.to = to;
    this.context = context;
    this.steps = 0;
    this.end = -1;
    this.mismatch = farthest;
    this.depth = 0;
    this.acceptedCount = 0;
    return this;
  }

  /** Lets go of the words. */
  finish(): void {
    this.words = nothing;
  }

  /** The roles of the words accepted. */
  get acceptedRoles(): readonly Role[] {
    return sharedRoles(this.accepted, this.acceptedCount);
  }

  /** Every way is gone to its end, none is accepted. */
  get expecting(): boolean {
    return this.purpose === "expecting" || this.purpose === "expecting leniently";
  }

  get lenient(): boolean {
    return this.purpose === "expecting leniently";
  }

  /** Whether a step was taken at this place before; asked only where every way is gone. */
  wasAt(step: object, i: number): boolean {
    const places = this.been?.get(step) ?? new Set<number>();
    if (places.has(i)) return true;
    this.been?.set(step, places.add(i));
    return false;
  }

  word(i: number): Word | undefined {
    return i < this.to ? this.words[i] : undefined;
  }

  /** Goes on at the word `next` with one role more, which is taken back behind it. */
  grown(role: Role, next: number, then: Step): boolean {
    this.roles[this.depth++] = role;
    const fits = then(this, next);
    this.depth--;
    return fits;
  }

  /** Notes what could stand at the place looked at, if that is where the words end. */
  expect(index: number, node: Node): void {
    if (index >= this.to) this.expected?.add(node);
  }

  /** The words up to `end` fit; the longest way counts. */
  accept(end: number): void {
    if (end <= this.end) return;
    this.end = end;
    for (let i = 0; i < this.depth; i++) this.accepted[i] = this.roles[i] as Role;
    this.acceptedCount = this.depth;
  }

  /** Remembers the failure that came furthest. */
  fail(index: number, node: Node | undefined, fault: WordFault | undefined): false {
    if (node !== undefined) this.expect(index, node);
    if (this.purpose !== "recording") return false;
    const best = this.mismatch;
    if (index > best.index)
      this.mismatch = { index, expected: node === undefined ? [] : firstOf(node), fault, fitting: this.roles.slice(0, this.depth) };
    else if (index === best.index && node !== undefined) {
      this.mismatch = { ...best, expected: [...best.expected, ...firstOf(node)], fault: best.fault ?? fault };
    }
    return false;
  }
}

/** Lists of roles given last, for each number of roles some, the last one first: statements of one kind mostly have the same. */
const lastLists: (readonly Role[] | undefined)[] = [];
const kindsAtHand = 4;
/** Longer lists are not kept. */
const mostShared = 64;

/** The first of some roles in a list of their own; where one of the last lists of that length was the same, it is shared. */
export function sharedRoles(roles: readonly Role[], count: number): readonly Role[] {
  if (count === 0) return none;
  if (count >= mostShared) return roles.slice(0, count);
  const first = count * kindsAtHand;
  let at = first;
  let list = lastLists[at];
  while (list !== undefined && !areFirstOf(roles, list)) list = ++at < first + kindsAtHand ? lastLists[at] : undefined;
  list ??= roles.slice(0, count);
  for (let i = Math.min(at, first + kindsAtHand - 1); i > first; i--) lastLists[i] = lastLists[i - 1];
  lastLists[first] = list;
  return list;
}

function areFirstOf(roles: readonly Role[], list: readonly Role[]): boolean {
  for (let i = list.length - 1; i >= 0; i--) if (list[i] !== roles[i]) return false;
  return true;
}

/** `recording` tells how far a match came, `expecting` what could stand where the words end. */
type Purpose = "matching" | "recording" | "expecting" | "expecting leniently";

/** Matches from the word `i` on, all that comes behind included; false where the caller shall try its next alternative. */
export type Step = (match: Match, i: number) => boolean;
