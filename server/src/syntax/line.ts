/**
 * Splits one line of a configuration into words as HAProxy does (parse_line() in src/tools.c).
 * HAProxy keeps no state from one line to the next, so a Line needs no position and can be shared between files and edits.
 */
import { RememberingLine } from "./rememberingLine.ts";
import type { Span } from "./span.ts";

export type Quoting = "none" | "weak" | "strong" | "mixed";

/** One unit between blanks, quotes and escapes resolved; environment variables stay as written. */
export interface Word {
  readonly span: Span;
  readonly value: string;
  readonly quoting: Quoting;
  /** True when the value holds an environment variable, so that only HAProxy knows the real text. */
  readonly dynamic: boolean;
}

/** Something HAProxy's own reader of lines refuses. */
export interface SyntaxProblem {
  readonly kind: "unclosed-quote" | "bad-hex-escape" | "bad-variable-name" | "unclosed-brace";
  readonly span: Span;
}

export interface Line {
  readonly raw: string;
  readonly words: readonly Word[];
  readonly comment?: Span;
  readonly problems: readonly SyntaxProblem[];
}

/** Reads one line (without its line feed). Total: every text gives a Line. */
export function readLine(raw: string): Line {
  return readPlainLine(raw) ?? new LineReader(raw).read();
}

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
const byteOrderMark = 0xfeff;
const nothing: readonly never[] = [];

/** Words of a line without quotes and escapes; undefined where it has any. */
function readPlainLine(raw: string): Line | undefined {
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
    if (kind === 2) return lineEnd.test(raw) ? undefined : new RememberingLine(raw, words, { start: i, end: raw.length }, nothing);
  }
  if (start >= 0) words.push(new PlainWord(raw.slice(start), start));
  return new RememberingLine(raw, words, undefined, nothing);
}

/** What isspace() takes for a blank, and a byte order mark at the start of a file. */
const blank = /[ \t\v\f\uFEFF]/;
/** HAProxy stops reading a line at a carriage return or a NUL, wherever they stand. */
const lineEnd = /[\r\0]/;
const letter = /[A-Za-z_.]/;
const nameUnit = /[A-Za-z0-9_]/;
/** What may follow the name of a variable in braces: `[*]`, a default value, and the brace that closes. */
const braceEnd = /^(?:\[\*\])?(?:-[^}]*)?\}/;
/** What changes nothing outside quotes. */
const ordinary = /[^"'\\#\0\r \t\v\f\uFEFF]+/y;
const simpleEscapes: Readonly<Record<string, string>> = { " ": " ", "\\": "\\", "#": "#", t: "\t", n: "\n", r: "\r" };

/** The reader's position and the word it is building; one use each. */
class LineReader {
  private at = 0;
  private start = -1;
  private value = "";
  private quoting: Quoting | undefined;
  private dynamic = false;
  private quote: '"' | "'" | undefined;
  private quoteAt = 0;
  private readonly words: Word[] = [];
  private readonly problems: SyntaxProblem[] = [];
  private readonly raw: string;

  constructor(raw: string) {
    this.raw = raw;
  }

  read(): Line {
    const stop = this.raw.search(lineEnd);
    const end = stop < 0 ? this.raw.length : stop;
    while (this.at < end) {
      if (this.raw[this.at] === "#" && this.quote === undefined) break;
      this.step(end);
    }
    const comment = this.at < end ? { start: this.at, end } : undefined;
    this.closeWord(Math.min(this.at, end));
    if (this.quote !== undefined) this.problems.push({ kind: "unclosed-quote", span: { start: this.quoteAt, end } });
    return new RememberingLine(this.raw, this.words, comment, this.problems);
  }

  private step(end: number): void {
    const c = this.raw[this.at] as string;
    if (c === '"' || c === "'") this.quoteMark(c);
    else if (c === "\\" && this.quote !== "'") this.escape(end);
    else if (c === "$" && this.quote === '"') this.variable(end);
    else if (this.quote !== undefined) this.take(c, 1);
    else if (blank.test(c)) {
      this.closeWord(this.at);
      this.at++;
    } else this.takeRun();
  }

  private takeRun(): void {
    ordinary.lastIndex = this.at;
    const run = ordinary.exec(this.raw)?.[0] ?? (this.raw[this.at] as string);
    this.take(run, run.length);
  }

  private quotedAs(quoting: Quoting): void {
    this.quoting = this.quoting === undefined || this.quoting === quoting ? quoting : "mixed";
  }

  /** Appends text to the word and moves on by `length` units of the line. */
  private take(text: string, length: number): void {
    if (this.start < 0) this.start = this.at;
    if (this.quote === undefined) this.quotedAs("none");
    this.value += text;
    this.at += length;
  }

  private quoteMark(c: '"' | "'"): void {
    if (this.quote !== undefined && this.quote !== c) {
      this.take(c, 1);
      return;
    }
    if (this.start < 0) this.start = this.at;
    if (this.quote === undefined) {
      this.quoteAt = this.at;
      this.quotedAs(c === '"' ? "weak" : "strong");
      this.quote = c;
    } else this.quote = undefined;
    this.at++;
  }

  private escape(end: number): void {
    const next = this.at + 1 < end ? (this.raw[this.at + 1] as string) : "";
    const simple = simpleEscapes[next] ?? (next === "'" || next === '"' || (next === "$" && this.quote === '"') ? next : undefined);
    if (simple !== undefined) this.take(simple, 2);
    else if (next === "x") this.hexEscape(end);
    else this.take("\\", 1);
  }

  private hexEscape(end: number): void {
    const stop = Math.min(this.at + 4, end);
    const digits = /^[0-9A-Fa-f]{2}/.exec(this.raw.slice(this.at + 2, stop));
    if (digits) this.take(String.fromCharCode(Number.parseInt(digits[0], 16)), 4);
    else {
      this.problems.push({ kind: "bad-hex-escape", span: { start: this.at, end: stop } });
      this.take("\\x", 2);
    }
  }

  /** `$NAME`, `${NAME}`, `${NAME-default}` or `${NAME[*]}` inside weak quotes. */
  private variable(end: number): void {
    const from = this.at;
    const braced = this.raw[from + 1] === "{";
    let i = from + (braced ? 2 : 1);
    if (i >= end || !letter.test(this.raw[i] as string)) {
      this.problems.push({ kind: "bad-variable-name", span: { start: from, end: Math.min(i + 1, end) } });
      this.take("$", 1);
      return;
    }
    this.dynamic = true;
    i++;
    while (i < end && nameUnit.test(this.raw[i] as string)) i++;
    if (braced) {
      const close = braceEnd.exec(this.raw.slice(i, end))?.[0];
      if (close === undefined) this.problems.push({ kind: "unclosed-brace", span: { start: from + 1, end: from + 2 } });
      else i += close.length;
    }
    this.take(this.raw.slice(from, i), i - from);
  }

  private closeWord(end: number): void {
    if (this.start < 0) return;
    this.words.push({ span: { start: this.start, end }, value: this.value, quoting: this.quoting ?? "none", dynamic: this.dynamic });
    this.start = -1;
    this.value = "";
    this.quoting = undefined;
    this.dynamic = false;
  }
}
