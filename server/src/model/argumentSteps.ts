/** The grammar's notation as steps of a match: each is made once, and knows what comes behind it; a match then makes nothing but its roles. */
import { firstOf, longestOf, type Node } from "../knowledge/notation.ts";
import type { Word } from "../syntax/line.ts";
import { faultOf, type WordFault } from "./wordTypes.ts";

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

/** Enough for any statement that a person writes; beyond it we say nothing. */
const mostSteps = 50_000;

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

interface Steps {
  /** Accepts where the words end. */
  readonly whole: Step;
  /** Accepts anywhere, and looks for more. */
  readonly open: Step;
  /** Most words that it can take; repetitions count as a few. */
  readonly longest: number;
}
const compiled = new WeakMap<Node, Steps>();

export function stepsOf(node: Node): Steps {
  let steps = compiled.get(node);
  if (steps === undefined) {
    steps = { whole: stepOf(node, atEnd), open: stepOf(node, anywhere), longest: longestOf(node) };
    compiled.set(node, steps);
  }
  return steps;
}

const atEnd: Step = (match, i) => {
  if (i < match.to) return match.fail(i, undefined, undefined);
  match.accept(i);
  return !match.expecting;
};

const anywhere: Step = (match, i) => {
  match.accept(i);
  return i >= match.to || match.fail(i, undefined, undefined);
};

function stepOf(node: Node, then: Step): Step {
  switch (node.kind) {
    case "sequence":
      return node.items.reduceRight((next, item) => stepOf(item, next), then);
    case "choice":
      return choiceStep(
        node.items.map((item) => stepOf(item, then)),
        then,
      );
    case "optional":
      return choiceStep([stepOf(node.item, then), then], then);
    case "many":
      return manyStep(node, then);
    case "rest":
      return (match) => {
        match.expect(match.to, node);
        return then(match, match.to);
      };
    case "condition":
      return conditionStep(node, then);
    default:
      return wordStep(node, then);
  }
}

function choiceStep(items: readonly Step[], then: Step): Step {
  return (match, i) => {
    if (match.expecting && match.wasAt(items, i)) return false;
    if (++match.steps > mostSteps) return then(match, match.to);
    for (const item of items) if (item(match, i)) return true;
    return false;
  };
}

/** What is repeated takes a word at least (the build sees to it), so the loop ends. */
function manyStep(node: Node & { kind: "many" }, then: Step): Step {
  const again = stepOf(node.item, (match, i) => more(match, i));
  const more = choiceStep([again, then], then);
  return node.atLeast === 1 ? again : more;
}

function conditionStep(node: Node & { kind: "condition" }, then: Step): Step {
  const roleAt = rolesOf(node);
  return (match, i) => {
    const first = match.word(i);
    if (first === undefined) match.expect(i, node);
    if (match.expecting && (first?.value === "if" || first?.value === "unless")) match.condition = i;
    if (first === undefined) return node.required ? match.fail(i, node, undefined) : then(match, i);
    if (first.value === "if" || first.value === "unless") return match.grown(roleAt(i), match.to, then);
    return match.fail(i, node, undefined) || (first.dynamic && then(match, match.to));
  };
}

function wordStep(node: Node & { kind: "word" | "type" }, then: Step): Step {
  const roleAt = rolesOf(node);
  const fits = node.kind === "word" ? literalStep(node, then, roleAt) : typeStep(node, then, roleAt);
  return (match, i) => {
    const word = match.word(i);
    if (word === undefined) return match.fail(i, node, undefined);
    if (!word.dynamic) return fits(match, i);
    // a list variable may stand for any number of words
    return match.grown(roleAt(i), word.value.includes("[*]") ? match.to : i + 1, then);
  };
}

function literalStep(node: Node & { kind: "word" }, then: Step, roleAt: (i: number) => Role): Step {
  const { text } = node;
  return (match, i) => (match.words[i]?.value === text ? match.grown(roleAt(i), i + 1, then) : match.fail(i, node, undefined));
}

function typeStep(node: Node & { kind: "type" }, then: Step, roleAt: (i: number) => Role): Step {
  const next = node.type === "expr" ? convertersStep(then) : then;
  return (match, i) => {
    const fault = faultOf(node.type, node.parameter, match.words[i]?.value ?? "");
    return fault === undefined || match.lenient ? match.grown(roleAt(i), i + 1, next) : match.fail(i, node, fault);
  };
}

/** Converters in words of their own behind a sample expression, as old configurations have them. */
function convertersStep(then: Step): Step {
  const step: Step = (match, i) => {
    if (then(match, i)) return true;
    const word = match.word(i);
    return word !== undefined && match.context.isConverter(word.value) && step(match, i + 1);
  };
  return step;
}

/** Roles of one node: they differ in their index only, so each is made once. */
function rolesOf(node: Node): (i: number) => Role {
  const known: Role[] = [];
  return (index) => {
    // the index is bounded by the words that a line can hold; beyond the usual nothing is kept
    if (index >= 64) return { index, node };
    let role = known[index];
    if (role === undefined) {
      role = { index, node };
      known[index] = role;
    }
    return role;
  };
}
