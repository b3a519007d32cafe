/** Finds the few lines of a long text that hold one of many plain texts, without looking at the others one by one. */

export interface FoundLine {
  /** From 0. */
  readonly number: number;
  readonly raw: string;
  /** Where it starts in the text. */
  readonly start: number;
}

/** One expression for all texts: a single pass over the log instead of one for each. */
export function searchFor(literals: readonly string[]): RegExp {
  const shortest = literals.filter((literal) => !literals.some((other) => other !== literal && literal.includes(other)));
  return new RegExp([...new Set(shortest)].map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
}

/** The lines that hold a match, in order. `search` must be global and match within one line. */
export function* linesWith(text: string, search: RegExp): Generator<FoundLine> {
  let start = 0;
  let number = 0;
  for (;;) {
    search.lastIndex = start;
    const found = search.exec(text);
    if (found === null) return;
    let feed = text.indexOf("\n", start);
    for (; feed >= 0 && feed < found.index; feed = text.indexOf("\n", start)) {
      start = feed + 1;
      number++;
    }
    yield { number, raw: feed < 0 ? text.slice(start) : text.slice(start, feed), start };
    if (feed < 0) return;
    start = feed + 1;
    number++;
  }
}
