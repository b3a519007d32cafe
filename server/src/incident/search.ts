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
  const known = new Map<string, Holding>();
  const holding = (found: ReadonlySet<string> | string) => {
    const key = typeof found === "string" ? found : [...found].join("\0");
    return known.get(key) ?? remembered(key, typeof found === "string" ? new Set([found]) : found);
  };
  const remembered = (key: string, found: ReadonlySet<string>) => {
    const holders = all.filter((i) => lists[i]?.some((text) => [...found].some((one) => text.includes(one))));
    const numbers: Holding = { holders, sure: holders.every((i) => lists[i]?.some((text) => found.has(text))) };
    if (known.size >= mostKnown) known.clear();
    known.set(key, numbers);
    return numbers;
  };
  return (line) => {
    search.lastIndex = 0;
    // most lines hold one text, and need no set
    let first: string | undefined;
    let several: Set<string> | undefined;
    for (let hits = 0, match = search.exec(line); match !== null; match = search.exec(line)) {
      // the next one may begin inside of this one
      search.lastIndex = match.index + 1;
      if (++hits > mostHits) return all;
      if (first === undefined) first = match[0];
      else if (several !== undefined) several.add(match[0]);
      else if (match[0] !== first) several = new Set([first, match[0]]);
    }
    if (first === undefined) return none;
    const found = several ?? first;
    const { holders, sure } = holding(found);
    return sure ? holders : holders.filter((i) => lists[i]?.some((text) => line.includes(text)));
  };
}

const none: readonly number[] = [];

/** The lists whose texts hold what was found. */
interface Holding {
  readonly holders: readonly number[];
  /** Each has a text that was found; where it is only a part of longer ones, those have to be looked for. */
  readonly sure: boolean;
}
/** Sets of texts remembered; a log has few that come together. */
const mostKnown = 1000;
