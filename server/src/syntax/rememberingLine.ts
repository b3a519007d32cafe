/** Lines that remember what others worked out of them. */
import type { Line, SyntaxProblem, Word } from "./line.ts";
import type { Span } from "./span.ts";

/** A line with room for what others work out from it: ten thousand entries of a WeakMap would cost more than all the reading. */
export class RememberingLine implements Line {
  readonly raw: string;
  readonly words: readonly Word[];
  readonly comment?: Span;
  readonly problems: readonly SyntaxProblem[];
  /** Keys and values in turn, the latest last. */
  #known: readonly unknown[] = nothing;

  constructor(raw: string, words: readonly Word[], comment: Span | undefined, problems: readonly SyntaxProblem[]) {
    this.raw = raw;
    this.words = words;
    if (comment !== undefined) this.comment = comment;
    this.problems = problems;
  }

  static recall(line: RememberingLine, key: object): unknown {
    const known = line.#known;
    for (let i = 0; i < known.length; i += 2) if (known[i] === key) return known[i + 1];
    return undefined;
  }

  static remember(line: RememberingLine, key: object, value: unknown): void {
    line.#known = [...line.#known.slice(-2 * (mostKeys - 1)), key, value];
  }
}

const nothing: readonly never[] = [];
/** A line that stands in several sections is asked once for each kind of section; further kinds push the first ones out. */
const mostKeys = 4;

/** What `compute` gave for this line and key the last time, or gives now. Keys are told apart by identity. */
export function remembered<T>(line: Line, key: object, compute: () => T): T {
  if (!(line instanceof RememberingLine)) return compute();
  const known = RememberingLine.recall(line, key);
  if (known !== undefined) return known as T;
  const value = compute();
  RememberingLine.remember(line, key, value);
  return value;
}
