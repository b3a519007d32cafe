/** Rows of tables that log systems export with commas or semicolons: which of their cells is the message. */

/** A stretch of the line: the message without its quotes, whose own quotes are still doubled. */
export interface Cell {
  readonly start: number;
  readonly end: number;
}

/** More cells than this are no export of a log. */
const mostCells = 64;
/** A moment as exports write it: ISO, seconds or less since 1970, Kibana's, syslog's, or with slashes. */
const moment =
  /^(?:\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:[.,]\d{1,9})?(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?|\d{10}(?:\.\d{1,9}|\d{3}|\d{6}|\d{9})?|[A-Z][a-z]{2} \d{1,2},? (?:\d{4}(?:,| @)? )?\d\d:\d\d:\d\d(?:\.\d{1,9})?|\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\.\d{1,6})?(?: ?[AP]M)?)$/;
/** What exports have beside the message: numbers, names, labels. */
const beside = /^(?:\S*|\{.*\}|\[.*\]|\w+=\S+(?:[ ,]+\w+=\S+)*)$/;
const mayBegin = /^(?:"|\w{3} \d|[\w.:-]{1,64}[,;]|\d{4}-\d\d-\d\d[T ]|\d{1,2}[/.]\d)/;

/** The message of a row that has a moment beside it; undefined for any other line. */
export function messageCell(line: string): Cell | undefined {
  if (!mayBegin.test(line)) return undefined;
  for (const separator of [",", ";"]) {
    const cells = line.includes(separator) ? cellsOf(line, separator) : [];
    if (cells.length < 2) continue;
    const texts = cells.map(({ start, end }) => line.slice(start, end).trimEnd());
    if (!texts.some((text) => moment.test(text))) continue;
    let best: Cell | undefined;
    cells.forEach((cell, i) => {
      const text = texts[i] as string;
      if (moment.test(text) || beside.test(text)) return;
      if (best === undefined || cell.end - cell.start > best.end - best.start) best = cell;
    });
    return best;
  }
  return undefined;
}

/** The last cell may go on in the next line. */
function cellsOf(line: string, separator: string): readonly Cell[] {
  const cells: Cell[] = [];
  for (let at = 0; at <= line.length && cells.length < mostCells; ) {
    const quoted = line[at] === '"';
    const start = quoted ? at + 1 : at;
    const end = quoted ? closing(line, start) : line.indexOf(separator, start);
    const stop = end < 0 ? line.length : end;
    cells.push({ start, end: stop });
    at = quoted ? stop + 1 : stop;
    // behind a quote stands the separator, or this is no table
    if (at < line.length && line[at] !== separator) return [];
    at++;
  }
  return cells;
}

function closing(line: string, from: number): number {
  for (let at = line.indexOf('"', from); at >= 0; at = line.indexOf('"', at + 2)) if (line[at + 1] !== '"') return at;
  return -1;
}
