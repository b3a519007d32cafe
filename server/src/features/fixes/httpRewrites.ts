/** The rules of old that changed HTTP headers by regular expressions (reqadd, reqirep, rspdel …) as rules of today. */
import { conditionStart } from "../../syntax/condition.ts";
import type { Word } from "../../syntax/line.ts";
import { quoted, quotedFormat } from "./quoting.ts";

/** The statement in today's words, from its first word to its last; undefined where it cannot be told. */
export function httpRewrite(raw: string, words: readonly Word[]): string | undefined {
  const [, side = "", ignoresCase = "", verb = ""] = /^(req|rsp)(i?)(add|del|rep|deny|allow|tarpit)$/.exec(words[0]?.value ?? "") ?? [];
  const condition = conditionStart(words, 2);
  const own = condition < 0 ? words : words.slice(0, condition);
  const from = words[condition]?.span.start;
  const tail = from === undefined ? "" : ` ${raw.slice(from, words.at(-1)?.span.end)}`;
  if (own.some(({ dynamic }) => dynamic)) return undefined;
  const ruleset = side === "req" ? "http-request" : "http-response";
  const action = actionOf(
    verb,
    ignoresCase !== "",
    side,
    own.slice(1).map(({ value }) => value),
    condition >= 0,
  );
  return action === undefined ? undefined : `${ruleset} ${action}${tail}`;
}

function actionOf(verb: string, ignoresCase: boolean, side: string, args: readonly string[], hasTail: boolean): string | undefined {
  switch (verb) {
    case "add":
      return args.length === 1 ? added(args[0] ?? "") : undefined;
    case "del":
      return args.length === 1 ? deleted(args[0] ?? "", ignoresCase) : undefined;
    case "rep":
      return args.length === 2 ? (replacedHeader(args) ?? (side === "req" ? replacedPath(args) : undefined)) : undefined;
    default:
      // beside a condition of its own, one of ours would have to hold for each of its terms
      return args.length === 1 && !hasTail ? judged(verb, args[0] ?? "", ignoresCase, side) : undefined;
  }
}

/** A header's name and what its value has to match, as patterns on a whole line of a message have them. */
const headerPattern = /^\^([\w-]+):(?: |\\ |\[ \]|\\s)?[*+]?(.*)$/;

/** `deny`, `allow` or `tarpit` of what a line of the message matches: the request line with its path, or a header. */
function judged(verb: string, pattern: string, ignoresCase: boolean, side: string): string | undefined {
  if (side !== "req" && verb !== "deny") return undefined;
  const matching = (criterion: string, regex: string) => phrase(criterion, ...(ignoresCase ? ["-i"] : []), quoted(`^${regex}`));
  const [, method, path] = /^\^(?:([A-Z]+)|\[\^(?: |\\ | :|\\ :|:)\]\*)(?: |\\ )(\/.*)$/.exec(pattern) ?? [];
  if (side === "req" && path !== undefined && !path.includes("HTTP/")) {
    const found = matching("path_reg", path);
    return found && `${verb} if ${method === undefined ? "" : `{ method ${method} } `}{ ${found} }`;
  }
  const [, name, value = ""] = headerPattern.exec(pattern) ?? [];
  if (name === undefined) return undefined;
  const header = `${side}.fhdr(${name}) -m`.replace("rsp.", "res.");
  const found = value === "" ? `${header} found` : matching(`${header} reg`, value);
  return found && `${verb} if { ${found} }`;
}

/** "Name: value" */
function added(header: string): string | undefined {
  const [, name = "", value = ""] = /^([\w-]+):\s*(.+)$/.exec(header) ?? [];
  const word = name === "" ? undefined : quotedFormat(value);
  return word && `add-header ${name} ${word}`;
}

/** "^Name:.*"; header names know no case today. */
function deleted(pattern: string, ignoresCase: boolean): string | undefined {
  const name = /^\^([\w-]+):\s*(?:\.\*)?\$?$/.exec(pattern)?.[1];
  return name === undefined || !(ignoresCase || /^[A-Z]/.test(name)) ? undefined : `del-header ${name}`;
}

/** "^Name:\s*(.*)" with "Name: \1" */
function replacedHeader([pattern = "", by = ""]: readonly string[]): string | undefined {
  const [, name = "", regex = ""] = headerPattern.exec(pattern) ?? [];
  const [, other = "", value = ""] = /^([\w-]+): ?(.+)$/.exec(by) ?? [];
  if (name === "" || name.toLowerCase() !== other.toLowerCase()) return undefined;
  // what follows the name is replaced whole
  if (regex === "") return value.includes("\\") ? undefined : phrase("replace-header", name, ".*", quotedFormat(value));
  return phrase("replace-header", name, quoted(`^${regex}`), quotedFormat(value));
}

/** "^([^ ]*) /old/(.*)" with "\1 /new/\2": the method in front is no part of the path, and its group goes. */
function replacedPath([pattern = "", by = ""]: readonly string[]): string | undefined {
  const [, regex = ""] = /^\^\(\[\^(?: |\\ | :|\\ :|:)\]\*\)(?: |\\ )(\/.*)$/.exec(pattern) ?? [];
  const [, path = ""] = /^\\1(?: |\\ )(\/.*)$/.exec(by) ?? [];
  if (regex === "" || path === "" || /\\[01](?!\d)|HTTP\//.test(path + regex)) return undefined;
  const shifted = path.replace(/\\([2-9])/g, (_, digit: string) => `\\${Number(digit) - 1}`);
  return phrase("replace-path", quoted(`^${regex}`), quotedFormat(shifted));
}

function phrase(...words: readonly (string | undefined)[]): string | undefined {
  return words.every((word) => word !== undefined) ? words.join(" ") : undefined;
}
