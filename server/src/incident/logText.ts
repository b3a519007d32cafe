/** The text of a log, its lines by number, and what each of them and all of them say: made once for each version of a document. */
import { logFacts } from "../knowledge/logFacts.ts";
import { once } from "../knowledge/once.ts";
import type { Span } from "../syntax/span.ts";
import { spanIn } from "./draft.ts";
import { type Unwrapped, unwrap } from "./envelope.ts";
import { fieldsIn, type ReadField } from "./fields.ts";
import type { Incident } from "./incident.ts";
import { type LogIncidents, readLog } from "./read.ts";
import { withPlainBlanks } from "./recognise.ts";
import { dispatcher, linesWith, searchFor } from "./search.ts";

/** A field with columns of the raw line. */
export interface LogField extends ReadField {
  /** Id of its kind of line. */
  readonly line: string;
}

const lineKinds = once(() => {
  const kinds = logFacts.lines.map((facts) => ({ facts, expression: new RegExp(facts.re, "dg") }));
  const needs = kinds.map(({ facts }) => facts.needs);
  /** `interesting` finds the lines that may hold fields. */
  return { kinds, kindsFor: dispatcher(needs), interesting: searchFor(needs.flat()) };
});
/** Of a line; nothing that a crash prints is longer. */
const longestLine = 8192;
/** A raw line may be a record of many lines; of a longer one nothing is read. */
const longestRaw = 1 << 20;

/** The fields of a raw line, behind whatever envelope. */
export function fieldsOfLine(raw: string): readonly LogField[] {
  if (raw.length > longestRaw) return [];
  return unwrap(raw).flatMap((part) => fieldsOfPart(raw, part));
}

function fieldsOfPart(raw: string, part: Unwrapped): readonly LogField[] {
  const text = part.text.slice(0, longestLine);
  const line = { raw, column: part.column, columnAt: part.columnAt };
  const hasColumns = part.column !== undefined || part.columnAt?.(0, "start") !== undefined;
  const { kinds, kindsFor } = lineKinds();
  const found = hasColumns ? kindsFor(text) : [];
  return [...found].flatMap((index) => {
    const kind = kinds[index];
    if (kind === undefined) return [];
    const placed = (at: Span) => spanIn(line, at.start, at.end);
    return fieldsIn(kind.facts, kind.expression, text).map((field) => ({
      ...field,
      line: kind.facts.id,
      at: placed(field.at),
      whole: placed(field.whole),
    }));
  });
}

function numbersIn(text: string, first: number): readonly number[] {
  return [...linesWith(text, lineKinds().interesting)].map(({ number }) => first + number);
}

/** Fields of so many lines are remembered. */
const mostRemembered = 20_000;

export class LogText {
  readonly text: string;
  private starts: Int32Array | undefined;
  private incidentsRead: LogIncidents | undefined;
  private whole: readonly number[] | undefined;
  private readonly fields = new Map<number, readonly LogField[]>();

  constructor(text: string) {
    this.text = withPlainBlanks(text);
  }

  /** Crashes; the same crash again only counts. */
  get incidents(): readonly Incident[] {
    return this.read.merged;
  }

  /** Crashes and what the processes survived, each time that they are in the log. */
  get all(): readonly Incident[] {
    return this.read.all;
  }

  get lineCount(): number {
    return this.lineStarts.length;
  }

  /** A line without its line feed, from 0 on; empty behind the end. */
  line(number: number): string {
    const start = this.lineStarts[number];
    if (start === undefined) return "";
    const end = (this.lineStarts[number + 1] ?? this.text.length + 1) - 1;
    return this.text.slice(start, this.text.charCodeAt(end - 1) === 13 ? end - 1 : end);
  }

  fieldsOf(number: number): readonly LogField[] {
    const known = this.fields.get(number);
    if (known !== undefined) return known;
    const found = fieldsOfLine(this.line(number));
    if (this.fields.size >= mostRemembered) this.fields.clear();
    this.fields.set(number, found);
    return found;
  }

  /** Numbers of the lines in [from, to] that may hold fields. */
  linesWithFields(from: number, to: number): readonly number[] {
    const start = this.lineStarts[from];
    if (start === undefined || to < from) return [];
    const end = this.lineStarts[to + 1] ?? this.text.length;
    if (start > 0 || end < this.text.length) return numbersIn(this.text.slice(start, end), from);
    // a client that asks for the whole log does so again and again
    this.whole ??= numbersIn(this.text, 0);
    return this.whole;
  }

  private get read(): LogIncidents {
    this.incidentsRead ??= readLog(this.text);
    return this.incidentsRead;
  }

  private get lineStarts(): Int32Array {
    if (this.starts !== undefined) return this.starts;
    const starts = [0];
    for (let feed = this.text.indexOf("\n"); feed >= 0; feed = this.text.indexOf("\n", feed + 1)) starts.push(feed + 1);
    this.starts = Int32Array.from(starts);
    return this.starts;
  }
}
