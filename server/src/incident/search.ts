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

/** The lines that hold a match, and those behind a line that `goesOn`, in order. `search` must be global and match within one line. */
export function* linesWith(text: string, search: RegExp, goesOn?: (raw: string) => boolean): Generator<FoundLine> {
  let start = 0;
  let number = 0;
  let follows = false;
  for (;;) {
    search.lastIndex = start;
    const found = follows ? { index: start } : search.exec(text);
    if (found === null) return;
    let feed = text.indexOf("\n", start);
    for (; feed >= 0 && feed < found.index; feed = text.indexOf("\n", start)) {
      start = feed + 1;
      number++;
    }
    const raw = feed < 0 ? text.slice(start) : text.slice(start, feed);
    follows = goesOn?.(raw) === true;
    yield { number, raw, start };
    if (feed < 0) return;
    start = feed + 1;
    number++;
  }
}

/** Hits looked at in one line; a line with more is asked of every reader. */
const mostHits = 64;

/**
 * For lists of texts, the function that gives of a line the numbers of the lists with a text in it, ascending.
 * One pass over the line instead of one for each text.
 */
export function dispatcher(lists: readonly (readonly string[])[]): (line: string) => readonly number[] {
  const search = searchFor(lists.flat());
  const all = lists.map((_, i) => i);
  const holders = new Map<string, readonly number[]>();
  /** Of a line whose only hits are this one text, however often; undefined where longer texts have to be looked for. */
  const alone = new Map<string, readonly number[] | undefined>();
  const holding = (found: string) => {
    const known = holders.get(found);
    if (known !== undefined) return known;
    const numbers = all.filter((i) => lists[i]?.some((text) => text.includes(found)));
    holders.set(found, numbers);
    alone.set(found, numbers.every((i) => lists[i]?.includes(found)) ? numbers : undefined);
    return numbers;
  };
  return (line) => {
    search.lastIndex = 0;
    let first: string | undefined;
    let asked: Set<number> | undefined;
    for (let hits = 0, match = search.exec(line); match !== null; match = search.exec(line)) {
      // the next one may begin inside of this one
      search.lastIndex = match.index + 1;
      if (++hits > mostHits) return all;
      if (match[0] === first) continue;
      if (first === undefined) {
        first = match[0];
        continue;
      }
      asked ??= new Set(holding(first));
      for (const i of holding(match[0])) asked.add(i);
    }
    if (first === undefined) return [];
    const candidates = asked === undefined ? holding(first) : [...asked].sort((a, b) => a - b);
    const sure = asked === undefined ? alone.get(first) : undefined;
    return sure ?? candidates.filter((i) => lists[i]?.some((text) => line.includes(text)));
  };
}
