/** Takes away what a log system wrapped around a line: syslog, journald, docker, kubernetes, kernel, JSON, quotation marks. */
import { type ColumnAt, columnsOfJson, columnsOfReplaced, shifted, within } from "./columns.ts";
import { type Cell, messageCell } from "./csv.ts";
import { matchPrefix } from "./patterns.ts";
import { type LogRecord, recordOf } from "./record.ts";

export interface Unwrapped {
  /** The line as the process wrote it. */
  readonly text: string;
  /** Where the text starts in the raw line; undefined when the raw line holds it in another form (JSON, colours). */
  readonly column: number | undefined;
  /** Columns of the text where `column` is undefined. */
  readonly columnAt?: ColumnAt | undefined;
  /** Process id named by the envelope. */
  readonly pid: number | undefined;
  /** When it was written, as the envelope has it. */
  readonly time?: string | undefined;
  /** Where the time stands in the raw line. */
  readonly timeColumn?: number | undefined;
  /** Host, container or pod. */
  readonly host?: string | undefined;
}

/** How many wrappings may lie around one line (an e-mail quotes compose, which shows docker's stamp). */
const deepest = 5;
/** Terminals' sequences, as they are and as loggers write the escape character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' sequences start with an escape character
const colours = /(?:\u001b|#033|\\u001b|\\x1b|\\e|\\033|\^\[|ESC(?=\[))(?:\[[0-9;?]{0,20}[A-Za-z]|\([AB0])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' sequences start with an escape character
const mayHaveColours = /\u001b|#033|\\(?:u001b|x1b|e|033)\[|\^\[\[|ESC\[/;
const entities: Readonly<Record<string, string>> = {
  "&gt;": ">",
  "&lt;": "<",
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&amp;": "&",
};
/** Of HTML, and what Markdown escapes. */
const entity = /&(?:gt|lt|quot|amp|#34|#39);|\\[|_*[\]<>#+]/g;
const mayHaveEntities = /&|\\[|_*[<>]/;

/** One raw line gives one line, or several where a record holds line feeds. */
export function unwrap(raw: string): readonly Unwrapped[] {
  const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  const coloured = mayHaveColours.test(line);
  const black = coloured ? line.replace(colours, "") : line;
  const inLine = coloured && black !== line ? columnsOfReplaced(line, colours, () => "") : undefined;
  const outer = peel(black);
  const record = recordOf(outer.text);
  if (record !== undefined) return linesOfRecord(outer, record, inLine);
  const cell = outer.column === 0 ? messageCell(black) : undefined;
  if (cell !== undefined) return linesOfCell(black, cell, inLine);
  const plain = mayHaveEntities.test(black) ? black.replace(entity, character) : black;
  const peeled = plain === black ? takenFrom(outer, inLine) : takenFrom(peel(plain), columnsOfEntities(black, inLine));
  const lines = escaped.test(peeled.text) ? unescaped(peeled) : [peeled];
  return peeled.text.includes("\t") ? lines.map((one) => ({ ...one, text: one.text.replaceAll("\t", " ") })) : lines;
}

function character(found: string): string {
  return entities[found] ?? found.slice(1);
}

function columnsOfEntities(black: string, inLine: ColumnAt | undefined): ColumnAt {
  const columns = columnsOfReplaced(black, entity, character);
  return inLine === undefined ? columns : within(inLine, columns);
}

/** The same line, whose text was taken from a text that stands in the raw line in another form. */
function takenFrom(peeled: Unwrapped, outer: ColumnAt | undefined): Unwrapped {
  if (outer === undefined) return peeled;
  const { text, pid, time, host } = peeled;
  return { text, column: undefined, columnAt: within(outer, columnsOf(peeled)), pid, time, host };
}

function columnsOf({ column, columnAt }: Unwrapped): ColumnAt {
  return columnAt ?? (column === undefined ? () => undefined : shifted(column));
}

function linesOfRecord(outer: Unwrapped, record: LogRecord, inLine: ColumnAt | undefined): readonly Unwrapped[] {
  const json = within(columnsOf(outer), columnsOfJson(outer.text, record.text));
  const columns = inLine === undefined ? json : within(inLine, json);
  const taken = (text: string, at: ColumnAt) => unwrap(text).map((inner) => inRecord(inner, outer, record, within(at, columnsOf(inner))));
  // nearly all records hold one line
  if (!record.text.includes("\n")) return taken(record.text, columns);
  let start = 0;
  return record.text.split("\n").flatMap((text) => {
    const at = start;
    start += text.length + 1;
    return taken(text, within(columns, shifted(at)));
  });
}

const doubled = /""/g;

function linesOfCell(black: string, { start, end }: Cell, inLine: ColumnAt | undefined): readonly Unwrapped[] {
  const raw = black.slice(start, end);
  const text = raw.replace(doubled, '"');
  const own = text === raw ? shifted(0) : columnsOfReplaced(raw, doubled, () => '"');
  const inCell = within(shifted(start), own);
  const columns = inLine === undefined ? inCell : within(inLine, inCell);
  return unwrap(text).map((inner) => {
    const columnAt = within(columns, columnsOf(inner));
    return { ...inner, column: undefined, columnAt, timeColumn: undefined };
  });
}

function inRecord(inner: Unwrapped, outer: Unwrapped, record: LogRecord, columnAt: ColumnAt): Unwrapped {
  return {
    text: inner.text,
    column: undefined,
    columnAt,
    pid: record.pid ?? inner.pid ?? outer.pid,
    time: record.time ?? inner.time ?? outer.time,
    host: record.host ?? inner.host ?? outer.host,
  };
}

/** Line feeds and tabulators as rsyslog writes them, and as they stand in texts of programs. */
const escaped = /#01[12]|\\n/;
const feeds = /#012|(?:\\r)?\\n/g;
const escapes = /#011|\\[t"]/g;

/** Four blanks for a tabulator keep the columns of a dump. */
function unescapedOne(found: string): string {
  return found === '\\"' ? '"' : "    ";
}

function unescaped(line: Unwrapped): readonly Unwrapped[] {
  const { text } = line;
  const ends = [...text.matchAll(feeds)].map(({ 0: feed, index }) => ({ index, next: index + feed.length }));
  let start = 0;
  return [...ends, { index: text.length, next: text.length }].map(({ index, next }) => {
    const at = start;
    start = next;
    const part = text.slice(at, index);
    if (part.search(escapes) < 0 && line.column !== undefined) return { ...line, text: part, column: line.column + at };
    const columns = within(shifted(at), columnsOfReplaced(part, escapes, unescapedOne));
    return { ...line, text: part.replace(escapes, unescapedOne), column: undefined, columnAt: within(columnsOf(line), columns) };
  });
}

/** Blanks before the stamp of an inner wrapping, as in a list or behind another stamp. */
const indentedStamp = /^ {1,8}(?=\d{4}-\d\d-\d\d[T ]\d\d:|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:)/;

/** Ends of elements and of lines in HTML and Markdown. */
const tail = /(?:<br ?\/?>|<\/(?:pre|code|p|div|span|td|samp)>|\\){1,6}$/;

function withoutTail(text: string): string {
  switch (text.at(-1)) {
    case ">":
    case "\\":
      return text.replace(tail, "");
    case "`":
      return text.indexOf("`") === text.length - 1 ? text.slice(0, -1) : text;
    default:
      return text;
  }
}

function peel(line: string): Unwrapped {
  let column = 0;
  let pid: number | undefined;
  let time: string | undefined;
  let timeColumn: number | undefined;
  let host: string | undefined;
  for (let layer = 0; layer < deepest; layer++) {
    const rest = column === 0 ? line : line.slice(column);
    const indent = rest.startsWith(" ") ? (indentedStamp.exec(rest)?.[0].length ?? 0) : 0;
    const match = matchPrefix(indent === 0 ? rest : rest.slice(indent));
    if (match === undefined) break;
    column += indent;
    const groups = match.groups;
    if (groups !== undefined) {
      if (groups["pid"] !== undefined) pid = Number(groups["pid"]);
      if (time === undefined && groups["time"] !== undefined) {
        time = groups["time"];
        timeColumn = column + match[0].indexOf(time);
      }
      host = groups["host"] ?? groups["unit"] ?? host;
    }
    column += match[0].length;
  }
  const text = withoutTail(line.slice(column));
  if (column === 0) return { text, column, pid: undefined };
  // a row of a table has a bar behind its last cell too
  const row = line.startsWith("|") ? text.trimEnd() : "";
  return { text: row.endsWith("|") ? row.slice(0, -1).trimEnd() : text, column, pid, time, timeColumn, host };
}
