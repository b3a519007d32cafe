/**
 * Splits one line of a configuration into words as HAProxy does (parse_line() in src/tools.c).
 * HAProxy keeps no state from one line to the next, so a Line needs no position and can be shared between files and edits.
 */
import { byteOrderMark, plainWord, readPlainLine } from "./plainLine.ts";
import { RememberingLine } from "./rememberingLine.ts";
import { signsIn } from "./signs.ts";
import type { Span } from "./span.ts";

export type Quoting = "none" | "weak" | "strong" | "mixed";

/** One unit between blanks, quotes and escapes resolved; environment variables stay as written. */
export interface Word {
  readonly span: Span;
  readonly value: string;
  readonly quoting: Quoting;
  /** True when the value holds environment variables, so that only HAProxy knows the real text. */
  readonly dynamic: boolean;
  readonly variables?: readonly VariableUse[];
}

/** `"$NAME"`, `"${NAME-fallback}"` or `"${NAME[*]}"` in the value of a word. */
export interface VariableUse {
  readonly name: string;
  /** From here to `end` in the value, not in the line. */
  readonly start: number;
  readonly end: number;
  readonly fallback: string | undefined;
  readonly list: boolean;
}

/** Something HAProxy's own reader of lines refuses. */
export interface SyntaxProblem {
  readonly kind: "unclosed-quote" | "bad-hex-escape" | "bad-variable-name" | "unclosed-brace" | "stray-character";
  readonly span: Span;
}

export interface Line {
  readonly raw: string;
  readonly words: readonly Word[];
  /** Bits of signs.ts: characters that stand before the comment. */
  readonly signs: number;
  readonly comment?: Span;
  readonly problems: readonly SyntaxProblem[];
}

/** Reads one line (without its line feed). Total: every text gives a Line. */
export function readLine(raw: string): Line {
  return readPlainLine(raw) ?? new LineReader(raw).read();
}

/** Where each unit of a value stands, by the start of its word (see columns.ts). */
export function columnsOfValues(raw: string): ReadonlyMap<number, readonly number[]> {
  return new LineReader(raw).readColumns();
}

/** Blanks behind another one, or at the start of a line: there a carriage return is one too. */
const moreBlanks = /[ \t\v\f\r]*/y;
/** Names with a dot in front are HAProxy's own; it refuses any other. */
const variableName = /(?:[A-Za-z_][A-Za-z0-9_]*|\.(?:LINE|FILE|SECTION)(?![A-Za-z0-9_]))/y;
/** What may follow the name of a variable in braces: `[*]`, a default value, and the brace that closes. */
const braceEnd = /^(\[\*\])?(?:-([^}]*))?\}/;
/** What changes nothing outside quotes, in weak ones and in strong ones. */
const ordinary = /[^"'\\#\r \t\v\f]+/y;
const ordinaryInWeak = /[^"\\$\r]+/y;
const ordinaryInStrong = /[^'\r]+/y;
const simpleEscapes: Readonly<Record<string, string>> = { " ": " ", "\\": "\\", "#": "#", t: "\t", n: "\n", r: "\r" };

/** What isspace() takes for a blank. */
function isBlank(c: string): boolean {
  return c === " " || c === "\t" || c === "\v" || c === "\f";
}

/** The reader's position and the word it is building; one use each. */
class LineReader {
  private at = 0;
  private start = -1;
  private value = "";
  private quoting: Quoting | undefined;
  private variables: VariableUse[] | undefined;
  /** Where each unit of a value stands, by the start of its word; kept only when asked for. */
  private columns: Map<number, number[]> | undefined;
  private quote: '"' | "'" | undefined;
  private quoteAt = 0;
  private readonly words: Word[] = [];
  private readonly problems: SyntaxProblem[] = [];
  private readonly raw: string;

  constructor(raw: string) {
    this.raw = raw;
  }

  read(): Line {
    const end = this.readableEnd();
    this.skipBlanks();
    while (this.at < end) {
      const c = this.raw[this.at];
      if (c === "\r" || (c === "#" && this.quote === undefined)) break;
      this.step(end);
    }
    this.at = Math.min(this.at, end);
    const comment = this.at < end && this.raw[this.at] === "#" ? this.commentTo(end) : undefined;
    this.closeWord(this.at);
    if (this.quote !== undefined) this.problems.push({ kind: "unclosed-quote", span: { start: this.quoteAt, end: this.at } });
    return new RememberingLine(this.raw, this.words, signsIn(this.raw, comment?.start ?? this.raw.length), comment, this.problems);
  }

  /** HAProxy reads nothing behind a NUL; a byte order mark it takes for a letter, we leave it out after saying so. */
  private readableEnd(): number {
    if (this.raw.charCodeAt(0) === byteOrderMark) {
      const end = /[ \t\v\f\r]|$/.exec(this.raw)?.index ?? 1;
      this.problems.push({ kind: "stray-character", span: { start: 0, end } });
      this.at = 1;
    }
    const stop = this.raw.indexOf("\0");
    if (stop < 0) return this.raw.length;
    this.problems.push({ kind: "stray-character", span: { start: stop, end: stop + 1 } });
    return stop;
  }

  private commentTo(end: number): Span {
    const stop = this.raw.indexOf("\r", this.at);
    return { start: this.at, end: stop < 0 ? end : Math.min(stop, end) };
  }

  private skipBlanks(): void {
    moreBlanks.lastIndex = this.at;
    moreBlanks.test(this.raw);
    this.at = moreBlanks.lastIndex;
  }

  private step(end: number): void {
    const c = this.raw[this.at] as string;
    if (c === '"' || c === "'") this.quoteMark(c);
    else if (c === "\\" && this.quote !== "'") this.escape(end);
    else if (c === "$" && this.quote === '"') this.variable(end);
    else if (this.quote !== undefined) this.takeRun(this.quote === '"' ? ordinaryInWeak : ordinaryInStrong, end);
    else if (isBlank(c)) {
      this.closeWord(this.at);
      this.skipBlanks();
    } else this.takeRun(ordinary, end);
  }

  private takeRun(ordinary: RegExp, end: number): void {
    ordinary.lastIndex = this.at;
    const stop = ordinary.test(this.raw) ? ordinary.lastIndex : this.at + 1;
    const run = this.raw.slice(this.at, Math.min(stop, end));
    this.take(run, run.length);
  }

  private quotedAs(quoting: Quoting): void {
    this.quoting = this.quoting === undefined || this.quoting === quoting ? quoting : "mixed";
  }

  /** Appends text to the word and moves on by `length` units of the line. */
  private take(text: string, length: number): void {
    if (this.start < 0) this.start = this.at;
    if (this.quote === undefined) this.quotedAs("none");
    if (this.columns !== undefined) this.noteColumns(this.columns, text, length);
    this.value += text;
    this.at += length;
  }

  private noteColumns(columns: Map<number, number[]>, text: string, length: number): void {
    const ofWord = columns.get(this.start) ?? [];
    columns.set(this.start, ofWord);
    for (let i = 0; i < text.length; i++) ofWord.push(this.at + (text.length === length ? i : 0));
  }

  readColumns(): ReadonlyMap<number, readonly number[]> {
    this.columns = new Map();
    this.read();
    return this.columns;
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
    variableName.lastIndex = i;
    const name = variableName.exec(this.raw)?.[0];
    if (name === undefined || i + name.length > end) {
      this.problems.push({ kind: "bad-variable-name", span: { start: from, end: Math.min(i + 1, end) } });
      this.take("$", 1);
      return;
    }
    i += name.length;
    let close: RegExpExecArray | null = null;
    if (braced) {
      close = braceEnd.exec(this.raw.slice(i, end));
      if (close === null) this.problems.push({ kind: "unclosed-brace", span: { start: from + 1, end: from + 2 } });
      else i += close[0].length;
    }
    const start = this.value.length;
    this.take(this.raw.slice(from, i), i - from);
    this.variables ??= [];
    this.variables.push({ name, start, end: this.value.length, fallback: close?.[2], list: close?.[1] !== undefined });
  }

  private quotedWord(end: number): Word {
    const { start, value, variables, quoting = "none" } = this;
    const span = { start, end };
    return variables === undefined ? { span, value, quoting, dynamic: false } : { span, value, quoting, dynamic: true, variables };
  }

  private closeWord(end: number): void {
    if (this.start < 0) return;
    const { value, quoting = "none" } = this;
    // an escape would make it shorter
    const isPlain = quoting === "none" && value.length === end - this.start;
    this.words.push(isPlain ? plainWord(this.raw, this.start, end) : this.quotedWord(end));
    this.start = -1;
    this.value = "";
    this.quoting = undefined;
    this.variables = undefined;
  }
}
