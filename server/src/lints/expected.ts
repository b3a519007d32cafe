/** What the grammar expects, for people. */
import * as l10n from "@vscode/l10n";
import type { Node } from "../knowledge/notation.ts";
import { plain } from "../syntax/plain.ts";

/** Words and types that could stand somewhere, a few of them. */
export function inWords(expected: readonly Node[]): string {
  const fixed = expected.flatMap((node) => (node.kind === "word" ? [node.text] : node.kind === "condition" ? ["if", "unless"] : []));
  const types = expected.flatMap((node) => (node.kind === "type" ? [typeInWords(node.type, node.parameter)] : []));
  // any text may be a header's name too
  const named = types.length > 1 ? types.filter((type) => type !== l10n.t("a value")) : types;
  return listOf([...fixed.map((word) => l10n.t('"{0}"', plain(word))), ...named]);
}

/** The first dozen, each once. */
export function listOf(items: readonly string[]): string {
  const words = [...new Set(items)].filter((word) => word !== "");
  const most = 12;
  const some = words.slice(0, most).join(l10n.t(", "));
  return words.length > most ? `${some} …` : some;
}

/** `([<sint>],[<sint>])`, in the grammar's own notation, with words in place of its types. */
export function notationInWords(notation: string): string {
  const words = notation.replace(/<([a-z-]+\??)(?::([^>]*))?>/g, (_, type: string, parameter?: string) => typeInWords(type, parameter));
  return words.replace(/\[ /g, "[").replace(/ \]/g, "]");
}

/** Types that HAProxy reads in ways of its own, and people alike. */
const alike: ReadonlyMap<string, string> = new Map([
  ...["sint", "cint", "atoi", "atol", "ulong", "count", "octal", "nonzero"].map((type) => [type, "int"] as const),
  ...["source", "usesrc", "cidr", "network"].map((type) => [type, "address?"] as const),
  ...["identifier", "node-name", "new", "ref"].map((type) => [type, "name"] as const),
]);

/** Texts that are more than just a value. */
function formInWords(form: string | undefined): string {
  switch (form) {
    case "criterion":
      return l10n.t("a sample fetch");
    case "content-type":
      return l10n.t("a content type such as text/plain");
    case "account":
      return l10n.t("an account such as user:password");
    default:
      return l10n.t("a value");
  }
}

function typeInWords(type: string, form: string | undefined): string {
  switch (alike.get(type) ?? type) {
    case "string":
      return formInWords(form);
    case "nonempty":
      return form?.endsWith("header") === true ? l10n.t("the name of a header") : l10n.t("a value");
    case "header":
      return l10n.t("the name of a header");
    case "port":
      return l10n.t("a port");
    case "status":
    case "statuses":
      return l10n.t("a status code");
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
