/** Regular expressions, HTTP statuses and the values of ACLs, in short. */
import * as l10n from "@vscode/l10n";
import { argumentsOf, entryOf, enumValues } from "../../knowledge/grammar.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import { withoutClasses } from "../../model/interpretation/wordTypes.ts";
import { plain } from "../../syntax/plain.ts";
import { addressExplained } from "./addresses.ts";

/** Anchors, groups and case of a regular expression; only what its text shows. */
export function regexExplained(text: string, ignoresCase: boolean): string {
  const body = withoutClasses(text);
  const [start, end] = [/^\^/.test(body), /\$$/.test(body)];
  const anchor =
    start && end
      ? l10n.t("must match the whole text (`^…$`)")
      : start
        ? l10n.t("must match from the start of the text (`^`)")
        : end
          ? l10n.t("must match up to the end of the text (`$`)")
          : l10n.t("may match anywhere in the text");
  const groups = body.match(/\((?!\?)|\(\?P?<\w/g)?.length ?? 0;
  const facts = [anchor];
  if (groups > 0) facts.push(l10n.t("capture groups: {0}", groups));
  facts.push(ignoresCase || /^\(\?\w*i/.test(text) ? l10n.t("ignores case") : l10n.t("upper and lower case differ"));
  return `${l10n.t("Regular expression {0}", `\`${plain(text)}\``)}\n\n${facts.map((fact) => `- ${fact}`).join("\n")}`;
}

/** Reason phrase, class, and what HAProxy does with it. */
export function statusExplained(text: string, branch: string | undefined): string | undefined {
  if (!/^[1-5]\d\d$/.test(text)) return undefined;
  const reason = meaningOf("status", text);
  const facts = [classOf(text)];
  if (enumValues("http_err_codes", branch).has(text))
    facts.push(l10n.t("HAProxy may send it itself; `errorfile {0}` gives it a page", text));
  if (retryable(branch).has(text)) facts.push(l10n.t("`retry-on {0}` sends such requests again", text));
  return `**HTTP ${text}**${reason === undefined ? "" : ` ${reason}`}\n\n${facts.map((fact) => `- ${fact}`).join("\n")}`;
}

function classOf(status: string): string {
  switch (status[0]) {
    case "1":
      return l10n.t("informational: the final response is still to come");
    case "2":
      return l10n.t("success");
    case "3":
      return l10n.t("redirection");
    case "4":
      return l10n.t("error of the client");
    default:
      return l10n.t("error of the server or of HAProxy");
  }
}

function retryable(branch: string | undefined): ReadonlySet<string> {
  const entry = entryOf("proxy", "retry-on");
  return new Set(entry === undefined ? [] : (argumentsOf(entry, branch).match(/\b[45]\d\d\b/g) ?? []));
}

/** A value behind the criterion of an ACL; `method` is the match method in force. */
export function patternExplained(text: string, method: string | undefined, ignoresCase: boolean): string {
  const name = `\`${plain(text)}\``;
  switch (method) {
    case "reg":
    case "regm":
      return regexExplained(text, ignoresCase);
    case "int":
    case "sint":
    case "len":
      return numberPattern(text, name);
    case "ip":
    case "addr":
    case "ipv4":
    case "ipv6":
      return addressExplained(text, false);
    default: {
      const meaning = method === undefined ? undefined : meaningOf("match_methods", method);
      const sort = ignoresCase ? l10n.t("ignores case") : l10n.t("upper and lower case differ");
      return meaning === undefined ? l10n.t("Pattern {0}", name) : `${l10n.t("Pattern {0}", name)}: ${meaning}; ${sort}`;
    }
  }
}

function numberPattern(text: string, name: string): string {
  const operator = meaningOf("comparisons", text);
  if (operator !== undefined) return `${name}: ${operator}`;
  const [, low, colon, high] = /^(-?\d*)(:)?(-?\d*)$/.exec(text) ?? [];
  if (colon === undefined) return l10n.t("Pattern {0}: a number", name);
  if (low !== "" && high !== "") return l10n.t("Pattern {0}: from {1} to {2}", name, low ?? "", high ?? "");
  return low === "" ? l10n.t("Pattern {0}: up to {1}", name, high ?? "") : l10n.t("Pattern {0}: {1} and above", name, low ?? "");
}
