/** What an edit changed of a text: whole lines, found by comparing it with the text of before. */
import { alone } from "./alone.ts";
import { type Line, readLine } from "./line.ts";

/** A text and its lines, which stand a line feed apart. */
interface LinedText {
  readonly text: string;
  readonly lines: readonly Line[];
}

/** The lines that differ between two texts, and how many stay before and behind them. */
export interface Change {
  readonly kept: number;
  readonly behind: number;
  readonly lines: readonly Line[];
}

/** Reads only what lies between the parts that both texts share. */
export function changeBetween(previous: LinedText, text: string): Change {
  const before = previous.text;
  const head = commonHead(text, before);
  const tail = commonTail(text, before, Math.min(text.length, before.length) - head);
  const from = head === 0 ? 0 : text.lastIndexOf("\n", head - 1) + 1;
  const feed = text.indexOf("\n", text.length - tail);
  const to = feed < 0 ? text.length : feed;
  const starts = startsOf(previous);
  const kept = lineAt(starts, from);
  const behind = starts.length - lineAt(starts, to - text.length + before.length + 1);
  return { kept, behind, lines: alone(text.slice(from, to)).split("\n").map(readLine) };
}

/** Where each line starts in its text. */
type Starts = Int32Array;
const known = new WeakMap<LinedText, Starts>();

/** Worked out for the first edit, and from then on carried over: to look at every line takes longer than all else. */
function startsOf(file: LinedText): Starts {
  let starts = known.get(file);
  if (starts === undefined) {
    starts = new Int32Array(file.lines.length);
    fill(starts, file.lines, 0, 0);
    known.set(file, starts);
  }
  return starts;
}

/** Makes the starts of a text from those of the text before the edit. */
export function keepStarts(file: LinedText, previous: LinedText, { kept, behind, lines }: Change): void {
  const old = startsOf(previous);
  const starts = new Int32Array(file.lines.length);
  starts.set(old.subarray(0, kept));
  const moved = file.text.length - previous.text.length;
  const last = kept === 0 ? 0 : (starts[kept - 1] as number) + (file.lines[kept - 1] as Line).raw.length + 1;
  fill(starts, lines, kept, last);
  for (let i = starts.length - behind, from = old.length - behind; i < starts.length; i++, from++)
    starts[i] = (old[from] as number) + moved;
  known.set(file, starts);
}

function fill(starts: Starts, lines: readonly Line[], from: number, start: number): void {
  let at = start;
  lines.forEach(({ raw }, i) => {
    starts[from + i] = at;
    at += raw.length + 1;
  });
}

/** The first line that starts at the offset or behind it. */
function lineAt(starts: Starts, offset: number): number {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((starts[middle] as number) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Texts are compared in pieces of this length first: a piece that is equal costs one comparison of memory. */
const piece = 2048;

function commonHead(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head + piece <= most && a.slice(head, head + piece) === b.slice(head, head + piece)) head += piece;
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  return head;
}

function commonTail(a: string, b: string, most: number): number {
  let tail = 0;
  while (tail + piece <= most && a.slice(a.length - tail - piece, a.length - tail) === b.slice(b.length - tail - piece, b.length - tail))
    tail += piece;
  while (tail < most && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail)) tail++;
  return tail;
}
