/** Lines that remember what others worked out of them. */
import type { Line, SyntaxProblem, Word } from "./line.ts";
import type { Span } from "./span.ts";

/** A line with room for what others work out from it: ten thousand entries of a WeakMap would cost more than all the reading. */
export class RememberingLine implements Line {
  readonly raw: string;
  readonly words: readonly Word[];
  readonly signs: number;
  readonly comment?: Span;
  readonly problems: readonly SyntaxProblem[];
  #key: object | undefined;
  #value: unknown;
  /** Earlier keys and their values in turn. */
  #others: readonly unknown[] = nothing;
  /** What was made of the line at the place where it stood last. */
  #placed: object | undefined;

  constructor(raw: string, words: readonly Word[], signs: number, comment: Span | undefined, problems: readonly SyntaxProblem[]) {
    this.raw = raw;
    this.words = words;
    this.signs = signs;
    if (comment !== undefined) this.comment = comment;
    this.problems = problems;
  }

  static recall(line: RememberingLine, key: object): unknown {
    if (line.#key === key) return line.#value;
    const others = line.#others;
    for (let i = 0; i < others.length; i += 2) if (others[i] === key) return others[i + 1];
    return undefined;
  }

  static placed(line: RememberingLine): object | undefined {
    return line.#placed;
  }

  static place(line: RememberingLine, as: object): void {
    line.#placed = as;
  }

  static remember(line: RememberingLine, key: object, value: unknown): void {
    if (line.#key !== undefined) line.#others = [line.#key, line.#value, ...line.#others.slice(0, 2 * (mostOthers - 1))];
    line.#key = key;
    line.#value = value;
  }
}

const nothing: readonly never[] = [];
/** A line that stands in several sections is asked twice for each kind of section; further kinds push the first ones out. */
const mostOthers = 7;

/** What was made of a line at the place where it stood last. */
export function placedLast(line: Line): object | undefined {
  return line instanceof RememberingLine ? RememberingLine.placed(line) : undefined;
}

/** Keeps what was made of a line at its place, for the next reading of its section. */
export function keepPlaced(line: Line, placed: object): void {
  if (line instanceof RememberingLine) RememberingLine.place(line, placed);
}

/** What was remembered of a line under a key; keys are told apart by identity. */
export function recalledOf(line: Line, key: object): unknown {
  return line instanceof RememberingLine ? RememberingLine.recall(line, key) : undefined;
}

/** What `compute` gave for this line and key the last time, or gives now. */
export function remembered<T>(line: Line, key: object, compute: () => T): T {
  const known = recalledOf(line, key);
  if (known !== undefined) return known as T;
  const value = compute();
  rememberOf(line, key, value);
  return value;
}

/** Remembers something of a line, as long as the line lives; nothing of a line without room. */
export function rememberOf(line: Line, key: object, value: unknown): void {
  if (line instanceof RememberingLine) RememberingLine.remember(line, key, value);
}
