/** Sentences about sample expressions and log formats. */

import * as l10n from "@vscode/l10n";
import type { Issue } from "../model/interpretation/issue.ts";
import { plain } from "../syntax/plain.ts";
import { inWords, notationInWords } from "./expected.ts";
import { faultInWords } from "./faults.ts";
import { withSuggestion } from "./nearest.ts";

export function sampleMessage(issue: Issue): string {
  switch (issue.id) {
    case "unknown-sample":
      if (issue.name === "") return l10n.t('the name of a sample fetch is missing before the "("');
      return issue.sample === "fetch"
        ? withSuggestion(l10n.t('"{0}" is no sample fetch', plain(issue.name)), issue.name, issue.known)
        : withSuggestion(l10n.t('"{0}" is no converter', plain(issue.name)), issue.name, issue.known);
    case "bad-sample-arguments":
      return sampleArguments(issue);
    case "unavailable-sample":
      return l10n.t('"{0}" has no value here: what it reads is not there yet, or no longer', plain(issue.name));
    case "sample-type-mismatch":
      return l10n.t(
        '"{0}" takes {1}, but what stands before gives {2}',
        plain(issue.name),
        typeInWords(issue.takes),
        typeInWords(issue.given),
      );
    case "malformed-expression":
      return brokenExpression(issue);
    case "unknown-log-alias":
      return withSuggestion(
        l10n.t('"%{0}" is no log-format alias', plain(issue.name)),
        `%${issue.name}`,
        issue.known.map((name) => `%${name}`),
      );
    case "malformed-log-format":
      return brokenFormat(issue.problem);
    default:
      return issue.id;
  }
}

function brokenFormat(problem: string): string {
  switch (problem) {
    case "unclosed-expression":
      return l10n.t('"%[" is not closed by "]"');
    case "unclosed-flags":
      return l10n.t('"%{" is not closed by "}"');
    case "named":
      return l10n.t('between "%(" and ")" stands a name of letters, digits, "_" and "-", and behind it ":str", ":sint", ":bool" or ":raw"');
    default:
      return l10n.t('no alias follows the "%": write "%%" for a percent sign');
  }
}

function brokenExpression(issue: Issue & { id: "malformed-expression" }): string {
  if (issue.taken)
    return l10n.t('")" is missing behind the file of "{0}": HAProxy leaves out its last character instead', plain(issue.name));
  if (issue.problem === "nothing") return l10n.t('"{0}" is no sample expression', plain(issue.name));
  return issue.problem === "unclosed-parenthesis"
    ? l10n.t('")" is missing behind the arguments of "{0}"', plain(issue.name))
    : l10n.t('behind "{0}" and its arguments only a "," or the end of the expression may stand', plain(issue.name));
}

function sampleArguments(issue: Issue & { id: "bad-sample-arguments" }): string {
  const { name, spec, problem } = issue;
  const split = problem.indexOf(" ");
  const kind = split < 0 ? problem : problem.slice(0, split);
  const value = split < 0 ? "" : problem.slice(split + 1);
  const called = plain(name);
  switch (kind) {
    case "none-taken":
      return l10n.t('"{0}" takes no arguments', called);
    case "too-many":
      return l10n.t('"{0}" has too many arguments: it takes ({1})', called, notationInWords(spec));
    case "too-few":
      return spec === "period" ? periodMissing(called) : l10n.t('"{0}" lacks arguments: it takes ({1})', called, notationInWords(spec));
    default:
      return unfitArgument(issue, kind, value);
  }
}

function periodMissing(called: string): string {
  return l10n.t('"{0}" lacks the time that it counts over: write "{0}(10s)"', called);
}

function unfitArgument({ name, spec, expected = [], fault }: Issue & { id: "bad-sample-arguments" }, kind: string, value: string): string {
  const called = plain(name);
  if (kind === "not-variable") return l10n.t('"{0}" {1}', plain(value), faultInWords("not-a-variable", value, []));
  if (spec === "period")
    return value === "" ? periodMissing(called) : l10n.t('"{0}" {1}', plain(value), faultInWords("not-a-time", value, []));
  if (value === "" || value === ",") return l10n.t('"{0}" lacks arguments: it takes ({1})', called, notationInWords(spec));
  if (kind === "not-integer" && spec === "string")
    return l10n.t('"{0}" is neither a number nor a variable, as "{1}" takes', plain(value), called);
  if (fault !== undefined)
    return l10n.t('in the arguments of "{0}": {1}', called, l10n.t('"{0}" {1}', plain(value), faultInWords(fault, value, expected)));
  if (expected.length > 0) return l10n.t('"{0}" is no valid argument of "{1}": expected {2}', plain(value), called, inWords(expected));
  return l10n.t('"{0}" is no valid argument of "{1}", which takes ({2})', plain(value), called, notationInWords(spec));
}

/** Types of samples. */
function typeInWords(type: string): string {
  switch (type) {
    case "addr":
      return l10n.t("an address");
    case "ipv4":
      return l10n.t("an IPv4 address");
    case "ipv6":
      return l10n.t("an IPv6 address");
    case "bool":
      return l10n.t("true or false");
    case "sint":
      return l10n.t("a number");
    case "str":
      return l10n.t("a text");
    case "bin":
      return l10n.t("bytes");
    case "meth":
      return l10n.t("an HTTP method");
    default:
      return type;
  }
}
