/** From offsets in a text that was taken out of a raw line to columns of that line, where the line holds it in another form. */

/** Column of an offset; undefined where the line holds the text in a form that has no columns (an array of bytes). */
export type ColumnAt = (offset: number) => number | undefined;

/** Of a text that came about by replacing what `expression` (global) finds. */
export function columnsOfReplaced(raw: string, expression: RegExp, put: (found: string) => string): ColumnAt {
  return lazily(() => {
    const columns: number[] = [];
    let at = 0;
    for (const { 0: found, index } of raw.matchAll(expression)) {
      for (; at < index; at++) columns.push(at);
      for (let i = 0; i < put(found).length; i++) columns.push(index);
      at = index + found.length;
    }
    for (; at <= raw.length; at++) columns.push(at);
    return columns;
  });
}

const literal = /"(?:[^"\\]|\\.)*"/g;

/** Of the value of a JSON string that stands in the line; the first one with that value. */
export function columnsOfJson(line: string, value: string): ColumnAt {
  return lazily(() => {
    for (const { 0: found, index } of line.matchAll(literal)) {
      // an escape only makes a literal longer
      if (found.length < value.length + 2 || !sameValue(found, value)) continue;
      return unitsOf(found, index);
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

/** Column of each UTF-16 unit of the value of a literal, and of its end. */
function unitsOf(found: string, start: number): number[] {
  const columns: number[] = [];
  for (let i = 1; i < found.length; ) {
    columns.push(start + i);
    if (found[i] !== "\\") i++;
    else i += found[i + 1] === "u" ? 6 : 2;
  }
  return columns;
}

/** The columns are only worked out where one is asked for. */
function lazily(compute: () => readonly number[] | undefined): ColumnAt {
  let columns: readonly number[] | undefined | null = null;
  return (offset) => {
    if (columns === null) columns = compute();
    return columns?.[offset];
  };
}

/** The columns of a text inside of another one. */
export function within(outer: ColumnAt, inner: ColumnAt): ColumnAt {
  return (offset) => {
    const between = inner(offset);
    return between === undefined ? undefined : outer(between);
  };
}

export function shifted(by: number): ColumnAt {
  return (offset) => by + offset;
}
