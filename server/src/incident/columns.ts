/** From offsets in a text that was taken out of a raw line to columns of that line, where the line holds it in another form. */

/** Where a stretch starts, before the unit at its offset, or ends, behind the unit before its offset. */
type Side = "start" | "end";
/** Column of an offset; undefined where the line holds the text in a form that has no columns (an array of bytes). */
export type ColumnAt = (offset: number, side: Side) => number | undefined;

/** Where each unit of the text starts in the line, and where it ends; with a last, empty one. */
interface Units {
  readonly starts: number[];
  readonly ends: number[];
}

/** Of a text that came about by replacing what `expression` (global) finds. */
export function columnsOfReplaced(raw: string, expression: RegExp, put: (found: string) => string): ColumnAt {
  return lazily(() => {
    const units: Units = { starts: [], ends: [] };
    let at = 0;
    for (const { 0: found, index } of raw.matchAll(expression)) {
      for (; at < index; at++) add(units, at, at + 1);
      for (let i = 0; i < put(found).length; i++) add(units, index, index + found.length);
      at = index + found.length;
    }
    for (; at < raw.length; at++) add(units, at, at + 1);
    add(units, raw.length, raw.length);
    return units;
  });
}

const literal = /"(?:[^"\\]|\\.)*"/g;

/** Of the value of a JSON string that stands in the line; the first one with that value. */
export function columnsOfJson(line: string, value: string): ColumnAt {
  const at = /[\\"]/.test(value) ? -1 : line.indexOf(`"${value}"`);
  // as it is, which is what nearly every message is
  if (at >= 0 && line[at - 1] !== "\\") return shifted(at + 1);
  return lazily(() => {
    for (const { 0: found, index } of line.matchAll(literal)) {
      // an escape only makes a literal longer
      if (found.length >= value.length + 2 && sameValue(found, value)) return unitsOf(found, index);
    }
    return undefined;
  });
}

/** Collectors leave the line feed at the end of a message, which the reading takes away. */
function sameValue(found: string, value: string): boolean {
  if (!found.includes("\\")) return found.slice(1, -1) === value;
  try {
    const parsed: unknown = JSON.parse(found);
    return parsed === value || parsed === `${value}\n`;
  } catch {
    return false;
  }
}

/** The units of the value of a literal. */
function unitsOf(found: string, start: number): Units {
  const units: Units = { starts: [], ends: [] };
  for (let i = 1; i < found.length - 1; ) {
    const length = found[i] !== "\\" ? 1 : found[i + 1] === "u" ? 6 : 2;
    add(units, start + i, start + i + length);
    i += length;
  }
  add(units, start + found.length - 1, start + found.length - 1);
  return units;
}

function add({ starts, ends }: Units, start: number, end: number): void {
  starts.push(start);
  ends.push(end);
}

/** The columns are only worked out where one is asked for. */
function lazily(compute: () => Units | undefined): ColumnAt {
  let units: Units | undefined | null = null;
  return (offset, side) => {
    if (units === null) units = compute();
    return side === "start" || offset === 0 ? units?.starts[offset] : units?.ends[offset - 1];
  };
}

/** The columns of a text inside of another one. */
export function within(outer: ColumnAt, inner: ColumnAt): ColumnAt {
  return (offset, side) => {
    const between = inner(offset, side);
    return between === undefined ? undefined : outer(between, side);
  };
}

export function shifted(by: number): ColumnAt {
  return (offset) => by + offset;
}
