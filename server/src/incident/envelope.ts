/** Takes away what a log system wrapped around a line: syslog, journald, docker, kubernetes, kernel, quotation marks. */
import { patternsOf } from "./patterns.ts";

export interface Unwrapped {
  /** The line as the process wrote it. */
  readonly text: string;
  /** Where the text starts in the raw line; undefined when the raw line holds it in another form (JSON, colours). */
  readonly column: number | undefined;
  /** Process id named by the envelope. */
  readonly pid: number | undefined;
}

/** How many wrappings may lie around one line (an e-mail quotes compose, which shows docker's stamp). */
const deepest = 4;
// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals' colour sequences start with an escape character
const colours = /\u001b\[[0-9;]*m/g;
const jsonFields = ["MESSAGE", "log", "message", "msg"] as const;

/** One raw line gives one line, or several where a JSON field holds line feeds. */
export function unwrap(raw: string): readonly Unwrapped[] {
  const line = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  if (line.startsWith("{")) {
    const fields = jsonFieldsOf(line);
    if (fields)
      return fields.text
        .split("\n")
        .map((text) => ({ ...peel(text), column: undefined, ...(fields.pid !== undefined && { pid: fields.pid }) }));
  }
  if (!line.includes("\u001b")) return [peel(line)];
  return [{ ...peel(line.replace(colours, "")), column: undefined }];
}

function peel(line: string): Unwrapped {
  let column = 0;
  let pid: number | undefined;
  for (let layer = 0; layer < deepest; layer++) {
    const rest = column === 0 ? line : line.slice(column);
    const match = firstPrefix(rest);
    if (match === undefined || match[0].length === 0) break;
    if (match[1] !== undefined && /^\d+$/.test(match[1])) pid = Number(match[1]);
    column += match[0].length;
  }
  return { text: line.slice(column), column, pid };
}

function firstPrefix(text: string): RegExpExecArray | undefined {
  for (const expression of patternsOf("prefix")) {
    const match = expression.exec(text);
    if (match) return match;
  }
  return undefined;
}

/** The message of a JSON line as journald, docker and most collectors write it. */
function jsonFieldsOf(line: string): { text: string; pid: number | undefined } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const record = value as Record<string, unknown>;
  for (const field of jsonFields) {
    const text = record[field];
    if (typeof text !== "string") continue;
    const pid = Number(record["_PID"]);
    return { text: text.replace(/\n$/, ""), pid: Number.isInteger(pid) ? pid : undefined };
  }
  return undefined;
}
