/** The fast way through a line that has no quotes, escapes or odd characters, as nearly all have none. */
import type { Line, Quoting, Word } from "./line.ts";
import { RememberingLine } from "./rememberingLine.ts";
import { signOf } from "./signs.ts";
import type { Span } from "./span.ts";

/** A word outside all quotes and escapes, as nearly all are; its span is made when asked for. */
class PlainWord implements Word {
  readonly value: string;
  private readonly start: number;

  constructor(value: string, start: number) {
    this.value = value;
    this.start = start;
  }

  isAt(raw: string, start: number, length: number): boolean {
    return this.start === start && this.value.length === length && raw.startsWith(this.value, start);
  }

  get span(): Span {
    return { start: this.start, end: this.start + this.value.length };
  }

  get quoting(): Quoting {
    return "none";
  }

  get dynamic(): boolean {
    return false;
  }
}

/** Words met last, by a digest of their text and place: most words of a configuration stand at the same place in many lines. */
const met = new Array<PlainWord | undefined>(4096).fill(undefined);
/** Longer ones hardly repeat, and would keep the text in memory that they were cut from. */
const longestMet = 12;

/** The word from `start` to `end`; one that was met before is the same object. */
export function plainWord(raw: string, start: number, end: number): PlainWord {
  const length = end - start;
  if (length > longestMet) return new PlainWord(raw.slice(start, end), start);
  const middle = raw.charCodeAt(start + (length >> 1));
  const slot = (start * 5 + length * 41 + raw.charCodeAt(start) * 67 + middle * 131 + raw.charCodeAt(end - 1) * 257) & (met.length - 1);
  const known = met[slot];
  if (known?.isAt(raw, start, length)) return known;
  const word = new PlainWord(raw.slice(start, end), start);
  met[slot] = word;
  return word;
}

/** 1 for a blank, 2 for what starts a comment, 3 for what only the full reader understands; above these bits, signs. */
const classes = signOf.slice();
for (const c of " \t\v\f") classes[c.charCodeAt(0)] = 1;
classes["#".charCodeAt(0)] = 2;
for (const c of "\"'\\\r\0") classes[c.charCodeAt(0)] = 3;
export const byteOrderMark = 0xfeff;
const carriageReturn = 13;
/** In a comment a carriage return or a NUL is the end of what HAProxy reads. */
const endsEarly = /[\r\0]/;
const nothing: readonly never[] = [];

const noWord = new PlainWord("", 0);
/** Where the words of a line are gathered: a list that grows would leave the lists behind that it was before. */
const room: Word[] = new Array<Word>(64).fill(noWord);

/** The words gathered, in a list of their own; nothing of them is kept. */
function taken(count: number): readonly Word[] {
  const words = room.slice(0, count);
  room.fill(noWord, 0, count);
  return words;
}

/** Words of a line without quotes and escapes; undefined where it has any. */
export function readPlainLine(raw: string): Line | undefined {
  let count = 0;
  let start = -1;
  let signs = 0;
  for (let i = 0; i < raw.length; i++) {
    const c = raw.charCodeAt(i);
    const found = c < 128 ? (classes[c] as number) : c === byteOrderMark ? 3 : 0;
    const kind = found & 3;
    if (kind === 0) {
      signs |= found;
      if (start < 0) start = i;
      continue;
    }
    // a carriage return at the end is a blank
    if (kind === 3 && (c !== carriageReturn || i < raw.length - 1)) {
      room.fill(noWord, 0, count);
      return undefined;
    }
    if (start >= 0) room[count++] = plainWord(raw, start, i);
    start = -1;
    if (kind === 2)
      return endsEarly.test(raw) ? undefined : new RememberingLine(raw, taken(count), signs, { start: i, end: raw.length }, nothing);
  }
  if (start >= 0) room[count++] = plainWord(raw, start, raw.length);
  return new RememberingLine(raw, taken(count), signs, undefined, nothing);
}
