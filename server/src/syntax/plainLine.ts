/** The fast way through a line that has no quotes, escapes or odd characters, as nearly all have none. */
import type { Line, Quoting, Word } from "./line.ts";
import { RememberingLine } from "./rememberingLine.ts";
import type { Span } from "./span.ts";

/** A word outside all quotes and escapes, as nearly all are; its span is made when asked for. */
class PlainWord implements Word {
  readonly value: string;
  private readonly start: number;

  constructor(value: string, start: number) {
    this.value = value;
    this.start = start;
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

/** 1 for a blank, 2 for what starts a comment, 3 for what only the full reader understands; beyond the table, see below. */
const classes = new Uint8Array(128);
for (const c of " \t\v\f") classes[c.charCodeAt(0)] = 1;
classes["#".charCodeAt(0)] = 2;
for (const c of "\"'\\\r\0") classes[c.charCodeAt(0)] = 3;
export const byteOrderMark = 0xfeff;
/** In a comment a carriage return or a NUL is the end of what HAProxy reads. */
const endsEarly = /[\r\0]/;
const nothing: readonly never[] = [];

/** Words of a line without quotes and escapes; undefined where it has any. */
export function readPlainLine(raw: string): Line | undefined {
  const words: Word[] = [];
  let start = -1;
  for (let i = 0; i < raw.length; i++) {
    const c = raw.charCodeAt(i);
    const kind = c < 128 ? classes[c] : c === byteOrderMark ? 3 : 0;
    if (kind === 0) {
      if (start < 0) start = i;
      continue;
    }
    if (kind === 3) return undefined;
    if (start >= 0) words.push(new PlainWord(raw.slice(start, i), start));
    start = -1;
    if (kind === 2)
      return endsEarly.test(raw) ? undefined : new RememberingLine(raw, words.slice(), { start: i, end: raw.length }, nothing);
  }
  if (start >= 0) words.push(new PlainWord(raw.slice(start), start));
  // a list that has grown has room for more words, a copy only for its own
  return new RememberingLine(raw, words.slice(), undefined, nothing);
}
