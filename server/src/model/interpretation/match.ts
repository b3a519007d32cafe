/** One attempt to match words against a part of the grammar: the roles given so far, and how far it came. */
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
const farthest: Mismatch = { index: -1, expected: [], fault: undefined, fitting: none };

/** One attempt: the words, and the roles given so far. */
export class Match {
  readonly words: readonly Word[];
  /** The words end before this index. */
  readonly to: number;
  readonly context: MatchContext;
  steps = 0;
  /** Where the words accepted end; -1 as long as none are. */
  end = -1;
  accepted: readonly Role[] = none;
  mismatch: Mismatch = farthest;
  /** What could stand at `to`, and where a condition starts that goes on there. */
  readonly expected: Set<Node> | undefined;
  condition: number | undefined;
  private readonly roles: Role[] = [];
  private readonly purpose: Purpose;
  private readonly been: Map<object, Set<number>> | undefined;

  constructor(words: readonly Word[], to: number, context: MatchContext, purpose: Purpose) {
    this.words = words;
    this.to = to;
    this.context = context;
    this.purpose = purpose;
    // a match is made for each statement and each parameter: hardly any asks for these
    this.expected = this.expecting ? new Set() : undefined;
    this.been = this.expecting ? new Map() : undefined;
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

  /** Goes on at `next` with one role more. */
  grown(role: Role, next: number, then: Step): boolean {
    this.roles.push(role);
    const fits = then(this, next);
    this.roles.pop();
    return fits;
  }

  /** Notes what could stand at the place looked at, if that is where the words end. */
  expect(index: number, node: Node): void {
    if (index >= this.to) this.expected?.add(node);
  }

  accept(end: number): void {
    if (end <= this.end) return;
    this.end = end;
    this.accepted = this.roles.slice();
  }

  /** Remembers the failure that came furthest. */
  fail(index: number, node: Node | undefined, fault: WordFault | undefined): false {
    if (node !== undefined) this.expect(index, node);
    if (this.purpose !== "recording") return false;
    const best = this.mismatch;
    if (index > best.index)
      this.mismatch = { index, expected: node === undefined ? [] : firstOf(node), fault, fitting: this.roles.slice() };
    else if (index === best.index && node !== undefined) {
      this.mismatch = { ...best, expected: [...best.expected, ...firstOf(node)], fault: best.fault ?? fault };
    }
    return false;
  }
}

/** `recording` tells how far a match came, `expecting` what could stand where the words end. */
type Purpose = "matching" | "recording" | "expecting" | "expecting leniently";

/** Matches from a word on, all that comes behind included. */
export type Step = (match: Match, i: number) => boolean;
