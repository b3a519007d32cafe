/** What the grammar expects, and what is wrong with a word, for people. */
import * as l10n from "@vscode/l10n";
import type { Node } from "../knowledge/notation.ts";
import type { WordFault } from "../model/interpretation/wordTypes.ts";

/** Words and types that could stand somewhere, a few of them. */
export function inWords(expected: readonly Node[]): string {
  const words = [...new Set(expected.map(nodeInWords))].filter((word) => word !== "");
  const most = 8;
  const some = words.slice(0, most).join(l10n.t(", "));
  return words.length > most ? `${some} …` : some;
}

function nodeInWords(node: Node): string {
  if (node.kind === "type") return typeInWords(node.type);
  return node.kind === "word" || node.kind === "condition" ? l10n.t('"{0}"', node.kind === "word" ? node.text : "if") : "";
}

/** Types that HAProxy reads in ways of its own, and people alike. */
const alike: ReadonlyMap<string, string> = new Map([
  ...["sint", "cint", "atoi", "atol", "ulong", "count", "octal", "nonzero"].map((type) => [type, "int"] as const),
  ...["source", "usesrc", "cidr", "network"].map((type) => [type, "address?"] as const),
  ...["identifier", "node-name", "new", "ref"].map((type) => [type, "name"] as const),
]);

function typeInWords(type: string): string {
  switch (alike.get(type) ?? type) {
    case "time":
      return l10n.t("a time such as 30s");
    case "size":
      return l10n.t("a size such as 64k");
    case "int":
      return l10n.t("a number");
    case "address":
    case "bind":
      return l10n.t("an address with its port");
    case "address?":
      return l10n.t("an address");
    case "expr":
      return l10n.t("a sample expression");
    case "fmt":
      return l10n.t("a log-format string");
    case "path":
      return l10n.t("a file");
    case "name":
      return l10n.t("a name");
    case "regex":
      return l10n.t("a regular expression");
    case "var":
      return l10n.t("a variable such as txn.name");
    default:
      return l10n.t("a value");
  }
}

/** Goes on behind the word in quotes. */
export function faultInWords(fault: WordFault): string {
  switch (fault) {
    case "not-a-time":
      return l10n.t("is no time: give a number with us, ms, s, m, h or d");
    case "time-too-long":
      return l10n.t("is longer than HAProxy can count (24 days)");
    case "not-a-size":
      return l10n.t("is no size: give a number with k, m or g");
    case "not-a-number":
      return l10n.t("is no number");
    case "out-of-range":
      return l10n.t("is out of range");
    case "other-count":
      return l10n.t("stands for another number of threads than the CPUs behind it");
    case "bad-port":
      return l10n.t("has no valid port number");
    case "port-out-of-range":
      return l10n.t("has a port beyond 65535");
    case "one-port-only":
      return l10n.t("must name one port here, no range and no offset");
    case "datagram":
      return l10n.t("is an address for datagrams; a bind line takes streams and QUIC");
    case "port-missing":
      return l10n.t("lacks a port");
    case "not-an-address":
      return l10n.t("is no valid address");
    case "not-a-status":
      return l10n.t("is no HTTP status code");
    case "not-a-name":
      return l10n.t("is no valid name: letters, digits, and - _ . : only");
    case "not-hexadecimal":
      return l10n.t("is no sequence of hexadecimal digits, two for each byte");
    case "bad-regex":
      return l10n.t("is no valid regular expression");
    case "not-a-variable":
      return l10n.t("is no variable: it starts with proc. sess. txn. req. res. or check.");
    default:
      return l10n.t("is not what is expected here");
  }
}
