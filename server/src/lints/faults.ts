/** What is wrong with a word that is not of the type that stands there, and what would be right; goes on behind the word in quotes. */
import * as l10n from "@vscode/l10n";
import type { Node } from "../knowledge/notation.ts";
import type { WordFault } from "../model/interpretation/wordTypes.ts";
import { isBrokenAddress } from "../syntax/ipAddress.ts";
import { inWords } from "./expected.ts";
import { rightForms } from "./rightForms.ts";

/** `expected`: what the grammar says stands there, which has the bounds of numbers. */
export function faultInWords(fault: WordFault, name: string, expected: readonly Node[]): string {
  switch (fault) {
    case "out-of-range":
      return outOfRange(name, expected);
    case "not-a-number":
      return noNumber(name, expected);
    case "not-a-name":
      return /^(?:or|\|\|)$/i.test(name)
        ? l10n.t("joins the terms of a condition and cannot be a name")
        : l10n.t("is no valid name: letters, digits, and - _ . : only");
    case "not-a-variable":
      return notVariable(name);
    case "not-an-address":
      return noAddress(name, typesIn(expected)[0]?.type);
    case "not-what-fits":
      return l10n.t("does not fit here{0}", rightForms(typesIn(expected)) || wordsThere(expected));
    default:
      return portFault(fault, name) ?? plainFault(fault);
  }
}

type TypeNode = Node & { kind: "type" };

function typesIn(expected: readonly Node[]): readonly TypeNode[] {
  return expected.filter((node) => node.kind === "type");
}

/** Fixed words that could stand there. */
function wordsThere(expected: readonly Node[]): string {
  const words = expected.filter(({ kind }) => kind === "word");
  return words.length === 0 ? "" : l10n.t(": expected {0}", inWords(words));
}

function plainFault(fault: WordFault): string {
  switch (fault) {
    case "not-a-time":
      return l10n.t("is no time: give a number with us, ms, s, m, h or d");
    case "other-count":
      return l10n.t("stands for another number of threads than the CPUs behind it");
    case "time-too-long":
      return l10n.t("is longer than HAProxy can count (24 days)");
    case "not-a-size":
      return l10n.t("is no size: give a number with k, m or g");
    case "not-a-status":
      return l10n.t("is no HTTP status code: give numbers from 100 to 599");
    case "not-hexadecimal":
      return l10n.t("is no sequence of hexadecimal digits, two for each byte");
    case "bad-regex":
      return l10n.t("is no valid regular expression: look at its brackets, parentheses and repetitions");
    default:
      return l10n.t("does not fit here{0}", "");
  }
}

function portFault(fault: WordFault, name: string): string | undefined {
  switch (fault) {
    case "bad-port":
      if (name.includes("$")) return l10n.t("has no port number: variables are replaced between double quotes only");
      return falls(/:(\d+)-(\d+)$/.exec(name))
        ? l10n.t("has a range of ports that ends below its start")
        : l10n.t("has no valid port number: give one from 1 to 65535");
    case "port-out-of-range":
      return /:0+$/.test(name) ? l10n.t("has the port 0: give one from 1 to 65535") : l10n.t("has a port beyond 65535");
    case "one-port-only":
      return l10n.t("must name one port here, no range and no offset");
    case "datagram":
      return l10n.t("is an address for datagrams; a bind line takes streams and QUIC");
    case "port-missing":
      return l10n.t('lacks a port: end it with ":" and a number');
    default:
      return undefined;
  }
}

function falls(range: RegExpExecArray | null): boolean {
  return range !== null && Number(range[1]) > Number(range[2]);
}

function noNumber(name: string, expected: readonly Node[]): string {
  if (falls(/^(\d+):(\d+)$/.exec(name))) return l10n.t("is a range that ends below its start");
  if (typesIn(expected).some(({ type }) => type === "octal")) return l10n.t("is no octal number, such as 660");
  const bounds = boundsIn(expected);
  return bounds === undefined ? l10n.t("is no number") : l10n.t("is no number: give {0}", bounds);
}

/** Types of which HAProxy takes what is no number for 0. */
const lenient: ReadonlySet<string> = new Set(["atoi", "atol", "percent", "nonzero"]);

function outOfRange(name: string, expected: readonly Node[]): string {
  const bounds = boundsIn(expected);
  if (typesIn(expected).some(({ type }) => lenient.has(type)) && !/^\s*[+-]?\d/.test(name)) return noNumber(name, expected);
  if (bounds !== undefined) return l10n.t("is out of range: give {0}", bounds);
  if (/^0+[kmg]?$/i.test(name)) return l10n.t("is out of range: give {0}", l10n.t("a number of {0} or more", "1"));
  return /^\d+[kmg]$/i.test(name) ? l10n.t("is out of range: HAProxy counts sizes of less than 4 GB") : l10n.t("is out of range");
}

/** "a number from 1 to 64", of the types that have bounds; of two with the same bounds but for the sign the plainer one. */
function boundsIn(expected: readonly Node[]): string | undefined {
  const types = typesIn(expected);
  const ranges = types.flatMap((type) => rangeOf(type) ?? []);
  const wide = ranges.filter((range) => range !== "0..0" && range !== "..-1");
  const bounds = (wide.length === 0 ? ranges : wide).map(rangeInWords).sort((a, b) => a.length - b.length)[0];
  if (bounds === undefined) return undefined;
  const given = types[0]?.type === "time" ? l10n.t("{0} milliseconds", bounds) : bounds;
  return wide.length > 0 && ranges.includes("0..0") ? l10n.t("{0}, or 0", given) : given;
}

function rangeInWords(range: string): string {
  const [low = "", high = ""] = range.split("..");
  return low === "" ? l10n.t("a number of {0} or less", high) : fromLow(low, high);
}

/** Bounds beyond which no real configuration goes are not worth a word. */
function fromLow(low: string, high: string): string {
  return high === "" || high.length > 10 ? l10n.t("a number of {0} or more", low) : l10n.t("a number from {0} to {1}", low, high);
}

function rangeOf({ type, parameter }: TypeNode): string | undefined {
  if (parameter?.includes("..") === true) return parameter;
  if (type === "percent") return "0..100";
  return type === "nonzero" ? "1.." : undefined;
}

/** The scopes with "p" before them are those of a parent stream. */
function notVariable(name: string): string {
  const [, scope, rest] = /^(proc|p?sess|p?txn|p?req|p?res|check)\.(.*)$/s.exec(name) ?? [];
  if (scope === undefined) return l10n.t("is no variable: it starts with proc. sess. txn. req. res. or check.");
  if (rest === "") return l10n.t('is no variable: a name is missing behind "{0}."', scope);
  return /^[\w.]+$/.test(rest ?? "")
    ? l10n.t('cannot be set in the global section, where only variables that start with "proc." exist')
    : l10n.t('is no variable: behind "{0}." only letters, digits, "_" and "." may stand', scope);
}

function noAddress(name: string, type: string | undefined): string {
  if (type === "init-addr") return l10n.t('is no way to find an address: give "last", "libc", "none" or IP addresses, by commas');
  if (/^quic@/.test(name)) return l10n.t('is no valid address: write "quic4@" or "quic6@"');
  if (/^[\d.]+\/\d+$/.test(name) && Number(name.split("/")[1]) > 32) return l10n.t("is no valid address: its mask has more than 32 bits");
  const host = /^(\d+(?:\.\d+){3}):\d+$/.exec(name)?.[1];
  return host !== undefined && !isBrokenAddress(host)
    ? l10n.t("is no valid address: no port may stand here")
    : l10n.t("is no valid address");
}
