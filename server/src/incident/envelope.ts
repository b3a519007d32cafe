/** Takes away what a log system wrapped around a line: syslog, journald, docker, kubernetes, kernel, JSON, quotation marks. */
import { matchPrefix } from "./patterns.ts";
import { recordOf } from "./record.ts";

export interface Unwrapped {
  /** The line as the process wrote it. */
  readonly text: string;
  /** Where the text starts in the raw line; undefined when the raw line holds it in another form (JSON, colours). */
  readonly column: number | undefined;
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
const colours = /(?:\u001b|#033|\\u001b|\\x1b|\\e|\\033|\^\[)(?:\[[0-9;?]{0,20}[A-Za-z]|\([AB0])/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' sequences start with an escape character
const mayHaveColours = /\u001b|#033|\\(?:u001b|x1b|e|033)\[|\^\[\[/;
const entities: Readonly<Record<string, string>> = { "&gt;": ">", "&lt;": "<", "&quot;": '"', "&#34;": '"', "&#39;": "'", "&amp;": "&" };
const entity = /&(?:gt|lt|quot|amp|#34|#39);/g;

/** One raw line gives one line, or several where a record holds line feeds. */
export function unwrap(raw: string): readonly Unwrapped[] {
  const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  const black = mayHaveColours.test(line) ? line.replace(colours, "") : line;
  const outer = peel(black);
  const record = recordOf(outer.text);
  if (record !== undefined && !record.text.includes("\n")) return [inRecord(unwrap(record.text)[0] as Unwrapped, outer, record)];
  if (record !== undefined) return record.text.split("\n").map((text) => inRecord(unwrap(text)[0] as Unwrapped, outer, record));
  const plain = black.includes("&") ? black.replace(entity, (found) => entities[found] ?? found) : black;
  const peeled = plain === line ? outer : withoutColumns(plain === black ? outer : peel(plain));
  return peeled.text.includes("#01") ? unescaped(peeled) : [peeled];
}

function inRecord(inner: Unwrapped, outer: Unwrapped, record: Omit<Unwrapped, "column">): Unwrapped {
  return {
    text: inner.text,
    column: undefined,
    pid: record.pid ?? inner.pid ?? outer.pid,
    time: record.time ?? inner.time ?? outer.time,
    host: record.host ?? inner.host ?? outer.host,
  };
}

function withoutColumns({ text, pid, time, host }: Unwrapped): Unwrapped {
  return { text, column: undefined, pid, time, host };
}

/** rsyslog writes line feeds as "#012" and tabulators as "#011". */
function unescaped(line: Unwrapped): readonly Unwrapped[] {
  const parts = line.text.split("#012");
  let column = line.column;
  return parts.map((part) => {
    const start = column;
    if (column !== undefined) column += part.length + "#012".length;
    return { ...line, text: part.replaceAll("#011", "    "), column: start };
  });
}

function peel(line: string): Unwrapped {
  let column = 0;
  let pid: number | undefined;
  let time: string | undefined;
  let timeColumn: number | undefined;
  let host: string | undefined;
  for (let layer = 0; layer < deepest; layer++) {
    const match = matchPrefix(column === 0 ? line : line.slice(column));
    if (match === undefined) break;
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
  if (column === 0) return { text: line, column, pid: undefined };
  return { text: line.slice(column), column, pid, time, timeColumn, host };
}
