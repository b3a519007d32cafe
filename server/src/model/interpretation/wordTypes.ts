/** Whether one word is of a type of the grammar's notation; only what real HAProxy refuses is refused. */
import { hasVariable, isDatagram, readAddress } from "../../syntax/address.ts";
import { isBrokenAddress } from "../../syntax/ipAddress.ts";
import { parseSize, parseTime } from "../../syntax/values.ts";
import { congestionFault } from "./congestion.ts";
import { listTypes } from "./listTypes.ts";

/** Undefined when the word fits; otherwise what is wrong with it. */
export type WordFault =
  | "not-a-time"
  | "time-too-long"
  | "not-a-size"
  | "not-a-number"
  | "out-of-range"
  | "other-count"
  | "empty"
  | "not-what-fits"
  | "not-hexadecimal"
  | "bad-port"
  | "port-out-of-range"
  | "one-port-only"
  | "port-missing"
  | "not-an-address"
  | "datagram"
  | "not-a-status"
  | "not-a-name"
  | "bad-regex"
  | "not-a-variable";

type Test = (text: string, parameter: string | undefined) => WordFault | undefined;

/** parse_time_err() refuses what does not fit into 31 bits of milliseconds, or of seconds where those are counted. */
const longestTime = 2 ** 31;

const tests: Readonly<Record<string, Test>> = {
  time: (text, form) => time(text, form === "s" ? 1000 : 1, form?.includes("..") ? form : undefined),
  size: (text, range) => size(text, range),
  int: (text, range) => (/^(?:\d+|0x[0-9a-f]+)$/i.test(text) ? inRange(Number(text), range) : "not-a-number"),
  // strtoul() takes what is negative for a large number
  ulong: (text) => (/^[+-]?(?:\d+|0x[0-9a-f]+)$/i.test(text) ? undefined : "not-a-number"),
  sint: (text, range) => (/^[+-]?\d+$/.test(text) ? inRange(Number(text), range) : "not-a-number"),
  cint: (text, range) => (/^[+-]?(?:\d+|0x[0-9a-f]+)$/i.test(text) ? inRange(cNumber(text), range) : "not-a-number"),
  atoi: (text, range) => inRange(firstNumber(text) | 0, range),
  atol: (text, range) => inRange(firstNumber(text), range),
  nonumber: (text) => (/^\d/.test(text) ? "out-of-range" : undefined),
  cidr: (text) => (isBrokenAddress(text) ? "not-an-address" : undefined),
  // no name, which might resolve
  network: (text) => (isBrokenAddress(text) || !/^[\d.]+(?:\/[\d.]+)?$|:/.test(text) ? "not-an-address" : undefined),
  except: (text, words) => (words?.split(",").includes(text) ? "not-what-fits" : undefined),
  service: (text, by) => (/^lua\./.test(text) || (by !== "lua" && text === "prometheus-exporter") ? undefined : "not-what-fits"),
  identifier: (text) => (isName(text) ? undefined : "not-a-name"),
  percent: (text, range = "0..100") => inRange(firstNumber(text), range),
  address: (text, form) => address(text, true, form),
  "address?": (text, form) => address(text, false, form),
  source: (text, form) => sourceAddress(text, form === "single"),
  bind: (text, form) =>
    text
      .split(",")
      .filter((part, i) => part !== "" || i === 0)
      .map((part) => (isDatagram(part) && form !== "dgram" ? "datagram" : bindAddress(part)))
      .find((fault) => fault !== undefined),
  port: (text) => (!/^\d+$/.test(text) ? "bad-port" : Number(text) > 65535 ? "port-out-of-range" : undefined),
  ports: (text) =>
    !/^\d+(-\d+)?$/.test(text) ? "bad-port" : text.split("-").some((port) => Number(port) > 65535) ? "port-out-of-range" : undefined,
  status: (text) => (/^\d{3}$/.test(text) && Number(text) >= 100 && Number(text) <= 599 ? undefined : "not-a-status"),
  statuses: (text) => (/^[\d,-]*$/.test(text) && text.split(",").every(rises) ? undefined : "not-a-status"),
  "init-addr": (text) =>
    text.split(",").every((method) => /^(?:last|libc|none|)$|^\d+(?:\.\d+){3}$|:/.test(method)) ? undefined : "not-an-address",
  var: (text) => (isVariable(text) ? undefined : "not-a-variable"),
  hex: (text) => (/^(?:[0-9a-f]{2})+$/i.test(text) ? undefined : "not-hexadecimal"),
  threads: (text, groups) =>
    text
      .split(",")
      .map((part) => threadsFault(part, groups))
      .find((fault) => fault !== undefined),
  sample: (text) => (isLogSample(text) ? undefined : "not-what-fits"),
  ...listTypes,
  octal: (text) => (/^[+-]?[0-7]+$/.test(text) ? undefined : "not-a-number"),
  "ssl-errors": (text, form) => sslErrors(text, form === "numbers"),
  "quic-cc": congestionFault,
  usesrc: (text) => (/^hdr_ip\(/.test(text) ? undefined : usesrc(text)),
  "added-header": (text) => (notAdded.has(text.toLowerCase()) ? "not-what-fits" : undefined),
  empty: (text) => (text === "" ? undefined : "not-what-fits"),
  nonempty: (text) => (text === "" ? "not-what-fits" : undefined),
  positive: (text) => (/^\s*\+?0*[1-9]/.test(text) ? undefined : "not-a-number"),
  nonzero: (text) => (/^[+-]?0*$/.test(text) ? "out-of-range" : undefined),
  char: (text) => ([...text].length === 1 ? undefined : "not-what-fits"),
  boolean: (text) => (/^(?:true|false|0|1)$/i.test(text) ? undefined : "not-what-fits"),
  "regex-flags": (text) => (/^[ig]*$/.test(text) ? undefined : "not-what-fits"),
  regex: (text) => (balanced(text) && !/^[*+?]|[(|][*+]|(?<!\\)[*+?]\*/.test(withoutClasses(text)) ? undefined : "bad-regex"),
  new: (text, kind) => (unchecked.has(kind ?? "") || isName(text) ? undefined : "not-a-name"),
};

/** Kinds of names that may hold any character. */
const unchecked = new Set(["user", "spoe-engine", "peer", "table", "defaults", "cache", "crt-store"]);

/** What invalid_char() in src/tools.c lets pass. */
export function isName(text: string): boolean {
  return /^[\w.:-]+$/.test(text);
}

/** Nobody knows what HAProxy puts in place of the variables in them. */
const addresses = new Set(["address", "address?", "source", "bind"]);

export function faultOf(type: string, parameter: string | undefined, text: string): WordFault | undefined {
  if (addresses.has(type) && hasVariable(text)) return undefined;
  return tests[type]?.(text, parameter);
}

/** Threads of a group, of which there are so many, or of all groups; a group has 64 at most. */
function threadsFault(text: string, groups: string | undefined): WordFault | undefined {
  const match = /^(?:0*([1-9]\d*)(?:-\d*)?\/)?(?:all|odd|even|0*([1-9]\d*)(?:-\d*)?)$/.exec(text);
  if (match === null) return "not-what-fits";
  const [, group, thread] = match;
  return Number(group ?? 1) > Number(groups ?? 1e9) || (group !== undefined && Number(thread ?? 1) > 64) ? "out-of-range" : undefined;
}

/** A name with its scope; the scopes with "p" are those of the parent stream (from 3.1 on). */
export function isVariable(text: string): boolean {
  return /^(?:proc|p?sess|p?txn|p?req|p?res|check)\.[\w.]+$/.test(text);
}

function time(text: string, bareUnit: number, range: string | undefined): WordFault | undefined {
  const value = parseTime(text);
  if (value === undefined) return "not-a-time";
  // what is less than a millisecond counts as one
  const long = (/^\d+$/.test(text) ? value * bareUnit : value) >= longestTime * bareUnit;
  return long ? "time-too-long" : inRange(Math.ceil(value), range);
}

/** parse_size_err() counts in 32 bits, but where it is asked for more (from 3.2 on). */
const largestSize = 2 ** 32 - 1;

function size(text: string, range: string | undefined): WordFault | undefined {
  const value = parseSize(text);
  if (value === undefined) return "not-a-size";
  const most = Number(/\.\.(\d+)$/.exec(range ?? "")?.[1] ?? 0);
  return value > Math.max(largestSize, most) ? "out-of-range" : inRange(value, range);
}

/** What atol() makes of a word: the number that it starts with, else 0. */
function firstNumber(text: string): number {
  return Number(/^\s*[+-]?\d+/.exec(text)?.[0] ?? 0);
}

/** What strtol() makes of a number of any base: `-5`, `010`, `0x10`. */
function cNumber(text: string): number {
  const digits = text.replace(/^[+-]/, "");
  const value = /^0[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number(digits);
  return text.startsWith("-") ? -value : value;
}

function inRange(value: number, range: string | undefined): WordFault | undefined {
  if (range === undefined) return undefined;
  const split = range.indexOf("..");
  const high = range.slice(split + 2);
  if (split > 0 && value < Number(range.slice(0, split))) return "out-of-range";
  return high !== "" && value > Number(high) ? "out-of-range" : undefined;
}

/** `1:10`, `2-3,7:8`: of every so many log lines those with these numbers. */
function isLogSample(text: string): boolean {
  const [, ranges = "", size] = /^(\d+(?:-\d+)?(?:,\d+(?:-\d+)?)*):(\d+)$/.exec(text) ?? [];
  return (
    size !== undefined &&
    ranges.split(",").every((range) => rises(range) && range.split("-").every((n) => Number(n) >= 1 && Number(n) <= Number(size)))
  );
}

function rises(range: string): boolean {
  const [low = "", high = ""] = range.split("-");
  return low === "" || high === "" || Number(low) <= Number(high);
}

/** Headers that HAProxy makes itself (`http-send-name-header`, from 3.3 on). */
const notAdded = new Set(["connection", "content-length", "host", "transfer-encoding"]);

function usesrc(text: string): WordFault | undefined {
  return address(text, false) ?? (/[.:*[]|^\d+$|^0x[\da-f]+$/i.test(text) || text === "localhost" ? undefined : "not-an-address");
}

/** Numbers or, from 2.7 on, names of OpenSSL's verification errors, by commas; how many numbers there are depends on the library. */
function sslErrors(text: string, numbersOnly: boolean): WordFault | undefined {
  const fits = text
    .split(",")
    .every((id) => (/^\d+$/.test(id) ? Number(id) >= 1 && Number(id) <= 200 : !numbersOnly && /^X509_V_/.test(id)));
  return fits ? undefined : "not-what-fits";
}

/**
 * `offset`: the port may be an offset to the one that the client asked for; `stream`: connections only, no datagrams;
 * `tcp`: nothing but IP either; `host`: no port.
 */
function address(text: string, needsPort: boolean, form = ""): WordFault | undefined {
  const { port, problem, withoutPort, noHost } = readAddress(text);
  const offset = form.includes("offset");
  if (problem !== undefined) return problem;
  if (/stream|tcp/.test(form) && isDatagram(text)) return "datagram";
  if ((form === "tcp" && withoutPort) || (form === "host" && (port ?? "") !== "")) return "not-an-address";
  // of a server's address it depends on init-addr whether anyone asks
  if (noHost && !offset) return "not-an-address";
  if (port !== undefined && (/\d-\d/.test(port) || (!offset && /^[+-]\d/.test(port)))) return "one-port-only";
  if (!needsPort || withoutPort) return undefined;
  return (port ?? "") === "" ? "port-missing" : /^0+$/.test(port ?? "") ? "port-out-of-range" : undefined;
}

/** Connections cannot leave from a socket that is open already; those of a server may have a range of ports. */
function sourceAddress(text: string, single: boolean): WordFault | undefined {
  if (text.startsWith("fd@")) return "not-an-address";
  if (/^[+-]\d/.test(readAddress(text).port ?? "")) return "one-port-only";
  return address(single ? text : text.replace(/-\d+$/, ""), false, "stream");
}

/** A listener needs a port of its own; an empty one is none. */
function bindAddress(text: string): WordFault | undefined {
  const { port, problem, withoutPort, noHost } = readAddress(text);
  if (problem !== undefined) return problem;
  if (noHost) return "not-an-address";
  if (port !== undefined && /^[+-]\d/.test(port)) return "one-port-only";
  const [low, high] = (port ?? "").split("-").map(Number);
  if (port !== undefined && port !== "" && (low === 0 || (high !== undefined && (low ?? 0) > high))) return "bad-port";
  return (port === undefined || port === "") && !withoutPort ? "port-missing" : undefined;
}

/** A regular expression with an ordinary character for each escaped one and each class in brackets: what is left between them has its meaning. */
export function withoutClasses(text: string): string {
  return text.replace(/\\./g, "a").replace(/\[\^?\]?[^\]]*\]/g, "a");
}

/** The faults of a regular expression that are the same in every library: brackets and parentheses left open, a last character that escapes nothing. */
function balanced(text: string): boolean {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") {
      if (++i === text.length) return false;
    } else if (text[i] === "[") {
      const close = text.indexOf("]", text[i + 1] === "^" ? i + 3 : i + 2);
      if (close < 0) return false;
      i = close;
    } else if (text[i] === "(") depth++;
    else if (text[i] === ")" && --depth < 0) return false;
  }
  return depth === 0;
}
