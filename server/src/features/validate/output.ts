/** What `haproxy -c` writes, in the formats of 2.4 to 3.4, as messages with their places. */

export type HaproxyLevel = "alert" | "warning" | "notice";

export interface HaproxyMessage {
  readonly level: HaproxyLevel;
  /** Without prefix, place and frame; further lines stay lines. Paths of the run are still in it. */
  readonly text: string;
  /** Where HAProxy says it is: index of the file in the order of -f, line from 0. */
  readonly at: { readonly file: number; readonly line: number } | undefined;
}

export interface HaproxyOutput {
  /** "3.2.26-1", told only beside an alert or a warning. */
  readonly version: string | undefined;
  readonly messages: readonly HaproxyMessage[];
}

/** "[ALERT]    (123) : config : …"; releases before 2.4 put a date before the process. */
const head = /^\[(ALERT|WARNING|NOTICE)\]\s*(?:\d+\/\d+ )?\(\d+\) : (.*)$/;
/** Ends of a run, which say nothing new. */
const closing =
  /^(?:Error\(s\) found in configuration file|Fatal errors found in configuration|Configuration file (?:is valid|has no error)|Warnings were found)/;
const version = /^haproxy version is (\S+)/;
/** Lines of one message that are read; more is no message of HAProxy. */
const mostLines = 30;

/** `paths`: the files as they were given to -f. */
export function readHaproxyOutput(output: string, paths: readonly string[]): HaproxyOutput {
  let found: string | undefined;
  const messages: HaproxyMessage[] = [];
  for (const { level, lines } of recordsOf(output)) {
    found ??= version.exec(lines[0] ?? "")?.[1];
    for (const part of partsOf(lines)) {
      const message = messageOf(level, part, paths);
      if (message !== undefined) messages.push(message);
    }
  }
  return { version: found, messages };
}

interface RawRecord {
  readonly level: HaproxyLevel;
  readonly lines: string[];
}

/** Each head with the lines up to the next one; a blank line ends it too, and what HAProxy says without a head. */
function recordsOf(output: string): readonly RawRecord[] {
  const records: RawRecord[] = [];
  let open: RawRecord | undefined;
  for (const line of output.split(/\r?\n/)) {
    const [, level, text = ""] = head.exec(line) ?? [];
    if (level !== undefined) {
      open = { level: level.toLowerCase() as HaproxyLevel, lines: [text.replace(/^config : /, "")] };
      records.push(open);
    } else if (line.trim() === "" || closing.test(line)) open = undefined;
    else if (open !== undefined && open.lines.length < mostLines) open.lines.push(line.replace(/^\s*\| ?/, "").trimEnd());
  }
  return records;
}

/** Several errors of one kind may come as one message, each on a line with its own place. */
function partsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  for (const line of lines) {
    if (parts.length === 0 || /^\s*(?:config : )?parsing \[/i.test(line)) parts.push([line.trim()]);
    else parts.at(-1)?.push(line);
  }
  return parts;
}

function messageOf(level: HaproxyLevel, lines: readonly string[], paths: readonly string[]): HaproxyMessage | undefined {
  const [first = "", ...rest] = lines;
  if (closing.test(first)) return undefined;
  const found = placeIn(first, paths);
  // notices tell of the start, not of the configuration
  if (level === "notice" && found === undefined) return undefined;
  const text = [found === undefined ? first : withoutPlace(first, found), ...rest].join("\n").trim();
  return { level, text: shortened(text), at: found && { file: found.file, line: found.line } };
}

interface FoundPlace {
  readonly file: number;
  readonly line: number;
  /** Where it begins and ends in the message. */
  readonly from: number;
  readonly to: number;
}

/** The first "PATH:LINE" of a file of ours; a name that ends another one is not taken for it. */
function placeIn(text: string, paths: readonly string[]): FoundPlace | undefined {
  const found = paths.flatMap((path, file): FoundPlace[] => {
    for (let from = text.indexOf(`${path}:`); path !== "" && from >= 0; from = text.indexOf(`${path}:`, from + 1)) {
      const digits = /^\d+/.exec(text.slice(from + path.length + 1))?.[0];
      const number = Number(digits);
      if (number >= 1 && !/[\w./-]/.test(text[from - 1] ?? "")) {
        return [{ file, line: number - 1, from, to: from + path.length + 1 + String(digits).length }];
      }
    }
    return [];
  });
  return found.sort((a, b) => a.from - b.from || b.to - a.to)[0];
}

/** A place in front goes, as the finding stands there. */
function withoutPlace(text: string, { from, to }: FoundPlace): string {
  const before = text.slice(0, from);
  if (!/^(?:parsing )?\[$/i.test(before)) return text;
  return text.slice(to).replace(/^\](?:\s*:)?\s*/, "");
}

/** HAProxy lists all keywords that it would have taken: the first three are enough. */
function shortened(text: string): string {
  return text.replace(/((?:'[^'\n]*', ){3})(?:'[^'\n]*', ?){6,}/g, "$1… ");
}
