/** Lines that are records with named fields: JSON as journald, docker and most collectors write it, and logfmt. */

export interface LogRecord {
  readonly text: string;
  readonly pid: number | undefined;
  readonly time: string | undefined;
  readonly host: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

/** Where the message is, in this order; then inside of the fields that hold records themselves. */
const messages = [
  "MESSAGE",
  "message",
  "log",
  "msg",
  "Message",
  "text",
  "textPayload",
  "@message",
  "body",
  "event",
  "line",
  "_raw",
  "full_message",
  "short_message",
  "payload",
  "content",
  "stringValue",
];
const inner = [
  "jsonPayload",
  "record",
  "result",
  "log",
  "message",
  "event",
  "data",
  "fields",
  "attributes",
  "body",
  "_source",
  "payload",
  "content",
];
/** So many records lie in one another: a search's answer, a collector's record, a container's, the program's own. */
const deepestRecord = 4;
const pids = ["_PID", "pid", "SYSLOG_PID", "procid", "process.pid"];
const hosts = ["CONTAINER_NAME", "container_name", "pod_name", "_HOSTNAME", "hostname", "host", "container_id"];
const times = ["__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP", "@timestamp", "timestamp", "time", "ts", "date"];

/** Begins each record of a JSON sequence (RFC 7464). */
const separator = 0x1e;
const mayStart: ReadonlySet<number> = new Set([...[..." \t\"{[,db'("].map((one) => one.charCodeAt(0)), separator]);
/** A record that goes on over lines gives its message line alone (`journalctl -o json-pretty`). */
const prettyMessage = /^\s*"(?:MESSAGE|message|log|msg)"\s*(?::|=>)\s*("(?:[^"\\]|\\.)*"),?\s*$/;
/** A text alone, as in a list of lines. */
const quoted = /^\s*("(?:[^"\\]|\\.)*"),?\s*$/;
/** The same as Python shows it, of texts or of bytes. */
const python = /^\s*[[(]?b?'((?:[^'\\]|\\.)*)'[,\])]{0,3}\s*$/;
const logfmtMessage = /(?:^|\s)(?:msg|message|log)=("(?:[^"\\]|\\.)*")(?=\s|$)/;

/** The message of a line that is a record; undefined for any other. */
export function recordOf(line: string): LogRecord | undefined {
  const first = line.charCodeAt(0);
  // an array of records has them one by one, with brackets and commas around
  const start = !mayStart.has(first) ? null : /^(?:data: |[[,\s]){0,8}\{/.exec(first === separator ? line.slice(1) : line);
  if (start !== null) return ofJson(line.slice(line.indexOf("{")));
  if (start === null && mayStart.has(first) && /^\s*"/.test(line)) {
    const pretty = prettyMessage.exec(line) ?? quoted.exec(line);
    if (pretty) return textOnly(pretty[1] as string);
  }
  const shown = mayStart.has(first) && line.includes("'") ? python.exec(line)?.[1] : undefined;
  if (shown !== undefined)
    return { text: shown.replace(/\\r?\\n$|\\n$/, "").replace(/\\(['\\])/g, "$1"), pid: undefined, time: undefined, host: undefined };
  if (!line.includes('="')) return undefined;
  const logfmt = logfmtMessage.exec(line);
  return logfmt === null ? undefined : textOnly(logfmt[1] as string);
}

function textOnly(quoted: string): LogRecord | undefined {
  const text = parsed(quoted);
  return typeof text === "string" ? { text, pid: undefined, time: undefined, host: undefined } : undefined;
}

function ofJson(text: string): LogRecord | undefined {
  const value = parsed(text) ?? parsed(text.replace(/[\],\s]{1,8}$/, "")) ?? parsedHash(text);
  if (!isFields(value)) return undefined;
  const message = messageOf(value, 0) ?? linesIn(value, 0)?.join("\n");
  if (message === undefined) return undefined;
  const pid = Number(first(value, pids));
  return {
    text: message.replace(/\n$/, ""),
    pid: Number.isInteger(pid) && pid > 0 ? pid : undefined,
    time: first(value, times),
    host: first(value, hosts),
  };
}

function messageOf(fields: Fields, depth: number): string | undefined {
  for (const name of messages) {
    const text = textOf(fields[name]);
    if (text !== undefined) return text;
  }
  if (depth >= deepestRecord) return undefined;
  for (const name of inner) {
    const value = fields[name];
    const text = isFields(value) ? messageOf(value, depth + 1) : undefined;
    if (text !== undefined) return text;
  }
  return undefined;
}

/** Where records hold others, or lines, in lists: answers of Loki, Elasticsearch, CloudWatch, OpenTelemetry's files, and of tools that give an output as lines. */
const lists = [
  "data",
  "result",
  "values",
  "hits",
  "events",
  "logEvents",
  "resourceLogs",
  "scopeLogs",
  "logRecords",
  "entries",
  "logs",
  "records",
  "stderr_lines",
  "stdout_lines",
  "lines",
];
const deepestList = 6;

function linesIn(value: unknown, depth: number): readonly string[] | undefined {
  if (depth > deepestList) return undefined;
  if (Array.isArray(value)) {
    // Loki's pairs of a time and a line
    if (value.length === 2 && value.every((one) => typeof one === "string") && /^\d{19}$/.test(value[0] as string))
      return [value[1] as string];
    const found = asWritten(value).flatMap((one: unknown) => (typeof one === "string" ? [one] : (linesIn(one, depth + 1) ?? [])));
    return found.length === 0 ? undefined : found;
  }
  if (!isFields(value)) return undefined;
  const message = depth === 0 ? undefined : messageOf(value, 1);
  if (message !== undefined) return [message.replace(/\n$/, "")];
  const found = lists.flatMap((name) => (typeof value[name] === "object" ? (linesIn(value[name], depth + 1) ?? []) : []));
  return found.length === 0 ? undefined : found;
}

/** Consoles give the newest record first, and so do their answers: by their times they are turned round. */
function asWritten(records: readonly unknown[]): readonly unknown[] {
  let falls = 0;
  for (let i = 1, last = timeOf(records[0]); i < records.length; i++) {
    const time = timeOf(records[i]);
    if (time === undefined || last === undefined || time.length !== last.length || time > last) return records;
    if (time < last) falls++;
    last = time;
  }
  return falls > 0 ? records.toReversed() : records;
}

/** Texts of one length and form, as records of one list have them, can be compared as they are. */
function timeOf(record: unknown): string | undefined {
  if (Array.isArray(record)) return typeof record[0] === "string" ? record[0] : undefined;
  if (!isFields(record)) return undefined;
  const nested = inner.map((name) => record[name]).find(isFields);
  return first(record, times) ?? (nested === undefined ? undefined : first(nested, times));
}

/** As Ruby's programs write a record: `{"log"=>"x"}`. */
function parsedHash(text: string): unknown {
  return text.includes('"=>') ? parsed(text.replace(/[\],\s]{1,8}$/, "").replaceAll('"=>', '":')) : undefined;
}

/** journald gives what is not UTF-8 as an array of bytes, and a field that is there twice as an array of both. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every((byte) => typeof byte === "number" && byte >= 0 && byte < 256)) return decoder.decode(Uint8Array.from(value as number[]));
  return value.find((one): one is string => typeof one === "string");
}

const decoder = new TextDecoder();

/** "process.pid" is looked up both as one name and as a path. */
function first(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    const [outer, within] = partsOf(name);
    const nested = fields[outer];
    const value = fields[name] ?? (within !== undefined && isFields(nested) ? nested[within] : undefined);
    if (typeof value === "string" || typeof value === "number") return String(value);
  }
  return undefined;
}

const known = new Map<string, readonly [outer: string, within: string | undefined]>();

/** Records of one log have the same few names. */
function partsOf(name: string): readonly [outer: string, within: string | undefined] {
  let parts = known.get(name);
  if (parts === undefined) {
    const [outer = "", within] = name.split(".");
    parts = [outer, within];
    known.set(name, parts);
  }
  return parts;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
