/** From an issue to its code, severity and sentence. */

import * as l10n from "@vscode/l10n";
import { enterpriseWord } from "../knowledge/enterprise.ts";
import type { Node } from "../knowledge/notation.ts";
import type { Issue, NameKind } from "../model/interpretation/issue.ts";
import { sectionKinds } from "../syntax/config.ts";
import { plain } from "../syntax/plain.ts";
import type { LintCode } from "./codes.ts";
import { inWords, listOf } from "./expected.ts";
import { faultInWords } from "./faults.ts";
import { meant, withSuggestion } from "./nearest.ts";
import { elsewhere } from "./otherPlaces.ts";
import { sampleMessage } from "./sampleWording.ts";

export interface Wording {
  readonly code: LintCode;
  readonly severity: "error" | "warning" | "information";
  readonly message: string;
}

export function wordingOf(issue: Issue): Wording {
  const { code, severity } = shapeOf(issue);
  return { code, severity, message: messageOf(issue) };
}

function shapeOf(issue: Issue): Pick<Wording, "code" | "severity"> {
  switch (issue.id) {
    case "unknown-word":
      return { code: unknownWordCodes[issue.kind], severity: "error" };
    case "misplaced-word":
      return { code: "misplaced-keyword", severity: issue.fatal ? "error" : "warning" };
    case "deprecated-word":
      return { code: "deprecated-keyword", severity: issue.exposed === "allows" ? "error" : "warning" };
    case "word-of-other-release":
    case "needs-build":
      return { code: "not-in-release", severity: issue.id === "needs-build" ? "information" : "error" };
    case "removed-word":
      return { code: "removed-keyword", severity: "error" };
    case "unknown-sample":
      return { code: `unknown-${issue.sample}`, severity: "error" };
    case "junk-number":
      return { code: issue.id, severity: "information" };
    case "malformed-expression":
      return { code: issue.id, severity: issue.taken ? "information" : "error" };
    case "unbalanced-condition":
      return { code: issue.id, severity: issue.problem === "no-condition" ? "information" : "error" };
    case "hidden-headers":
    case "unavailable-sample":
    case "small-time":
      return { code: issue.id, severity: issue.fatal ? "error" : "warning" };
    case "stored-twice":
      return { code: "duplicate-statement", severity: "warning" };
    case "malformed-argument":
    case "dotless-domain":
      return { code: "malformed-argument", severity: issue.id === "malformed-argument" && !issue.passed ? "error" : "warning" };
    default:
      return { code: issue.id, severity: warned.has(issue.id) ? "warning" : "error" };
  }
}

/** What HAProxy takes with a warning. */
const warned: ReadonlySet<Issue["id"]> = new Set<Issue["id"]>([
  "junk-after-time",
  "never-matches",
  "odd-header-name",
  "raw-fetch-in-http",
  "content-type-ignored",
  "method-overwritten",
]);

const unknownWordCodes = {
  keyword: "unknown-keyword",
  option: "unknown-option",
  action: "unknown-action",
  "bind parameter": "unknown-bind-parameter",
  "server parameter": "unknown-server-parameter",
  section: "unknown-section",
} as const satisfies Record<NameKind, LintCode>;

function messageOf(issue: Issue): string {
  switch (issue.id) {
    case "unknown-word":
      return unknownWord(issue);
    case "misplaced-word":
      return issue.fatal
        ? l10n.t('"{0}" is not allowed in a {1} section', plain(issue.name), issue.where)
        : l10n.t('"{0}" does nothing in a {1} section', plain(issue.name), issue.where);
    case "word-of-other-release":
      return otherRelease(issue);
    case "needs-build":
      return l10n.t('"{0}" needs a HAProxy that was built with {1}', plain(issue.name), issue.build);
    case "removed-word":
      return replaced(l10n.t('HAProxy no longer knows "{0}"', plain(issue.name)), issue.replacedBy);
    case "deprecated-word":
      return issue.exposed === "allows"
        ? l10n.t('"{0}" is deprecated: it needs "expose-deprecated-directives" in the global section', plain(issue.name))
        : replaced(l10n.t('"{0}" is deprecated', plain(issue.name)), issue.replacedBy);
    default:
      return argumentMessage(issue);
  }
}

/** What was meant, or what could stand there. */
function misfit(name: string, expected: readonly Node[]): string {
  const words = expected.flatMap((node) => (node.kind === "word" ? [node.text] : node.kind === "condition" ? ["if", "unless"] : []));
  // what once stood behind the name of a proxy
  if (words.length === 1 && words[0] === "from" && /[:*]|^\d+\./.test(name))
    return l10n.t('"{0}" cannot stand here: put addresses into lines of their own, "bind {0}"', plain(name));
  return /^\d+$/.test(name) || meant(name, words) === undefined
    ? l10n.t('"{0}" does not fit here: expected {1}', plain(name), inWords(expected))
    : withSuggestion(l10n.t('"{0}" does not fit here', plain(name)), name, words);
}

function argumentMessage(issue: Issue): string {
  switch (issue.id) {
    case "missing-argument":
      return issue.expected.length === 0
        ? l10n.t('"{0}" is incomplete: something must follow it', plain(issue.after))
        : l10n.t('"{0}" must be followed by {1}', plain(issue.after), inWords(issue.expected));
    case "unexpected-argument":
      return issue.expected.length === 0
        ? l10n.t('"{0}" is one word too many: the statement ends before it', plain(issue.name))
        : misfit(issue.name, issue.expected);
    case "malformed-argument":
      if (issue.name === "" && issue.fault === "not-a-variable")
        return l10n.t('a variable is missing: write its scope and a name, such as "txn.name"');
      return /^https?:\/\//i.test(issue.name) && issue.fault === "not-an-address"
        ? l10n.t('"{0}" is no address: leave out the scheme, and give host and port', plain(issue.name))
        : l10n.t('"{0}" {1}', plain(issue.name), faultInWords(issue.fault, issue.name, issue.expected));
    case "unknown-value":
      if (issue.what === "") return l10n.t('"{0}" is no flag of an ACL; write "--" before values that start with "-"', plain(issue.name));
      return unknownValue(issue);
    case "prefix-not-taken":
      return l10n.t('"{0}" cannot stand before "{1}"', issue.prefix, plain(issue.name));
    case "unbalanced-condition":
      return conditionProblem(issue.problem);
    default:
      return warningMessage(issue);
  }
}

function unknownValue({ what, name, known }: Issue & { id: "unknown-value" }): string {
  if (name === "") return l10n.t('"{0}" has nothing between two commas, or before one', plain(what));
  const text = l10n.t('"{0}" does not know "{1}"', plain(what), plain(name));
  const words = known.filter((word) => word !== name).map((word) => l10n.t('"{0}"', word));
  return meant(name, known) !== undefined || known.length === 0
    ? withSuggestion(text, name, known)
    : l10n.t("{0}: expected {1}", text, listOf(words));
}

function warningMessage(issue: Issue): string {
  switch (issue.id) {
    case "junk-number":
      return l10n.t('HAProxy silently takes "{0}" for the number it starts with, or for 0', plain(issue.name));
    case "small-time":
      return l10n.t(
        '"{0}" means {0} milliseconds for "{1}"; write "{0}ms", or the unit that is meant',
        plain(issue.name),
        plain(issue.what),
      );
    case "junk-after-time":
      return l10n.t('HAProxy reads only the start of "{0}": units are us, ms, s, m, h and d', plain(issue.name));
    case "stored-twice":
      return l10n.t('this table already stores "{0}": HAProxy ignores the repetition', plain(issue.name));
    case "never-matches":
      return l10n.t('"{0}" is compared with nothing and never matches: add the values that it should match', plain(issue.name));
    case "not-in-anonymous-defaults":
      return l10n.t('"{0}" is allowed only in a defaults section that has a name', plain(issue.name));
    case "hidden-headers":
      return issue.fatal
        ? l10n.t('headers or a body behind the version are no longer allowed; use "http-check send"')
        : l10n.t('headers or a body behind the version are deprecated; use "http-check send"');
    case "odd-header-name":
      return l10n.t('"{0}" contains a character that a header name must not have, such as a ":" at its end', plain(issue.name));
    case "raw-fetch-in-http":
      return l10n.t('"{0}" reads raw bytes of the connection and finds none: rules on HTTP come when they are parsed', plain(issue.name));
    case "method-overwritten":
      return l10n.t('"-m" replaces the match method that is part of "{0}"', plain(issue.name));
    case "content-type-ignored":
      return l10n.t('content type "{0}" is ignored: the reply has no payload', plain(issue.name));
    case "dotless-domain":
      return l10n.t('the domain "{0}" has no dot: most browsers refuse cookies for it', plain(issue.name));
    case "unread-line":
      return l10n.t("HAProxy refuses the section that this line belongs to: mend the line that opens it");
    default:
      return sampleMessage(issue);
  }
}

function unknownWord(issue: Issue & { id: "unknown-word" }): string {
  const name = plain(issue.name);
  switch (issue.kind) {
    case "section":
      return l10n.t('"{0}" stands before the first section', name);
    case "option":
      return withSuggestion(l10n.t('HAProxy knows no option "{0}"', name), issue.name, issue.known);
    case "action":
      return withSuggestion(l10n.t('"{0}" is no action of {1}', name, issue.where), issue.name, issue.known);
    case "bind parameter":
    case "server parameter":
      return withSuggestion(l10n.t('"{0}" is no parameter of {1}', name, issue.where), issue.name, issue.known);
    default:
      if (enterpriseWord(issue.where, issue.name) !== undefined)
        return l10n.t('"{0}" is a word of HAProxy Enterprise, which HAProxy itself refuses', name);
      return unknownKeyword(issue);
  }
}

function unknownKeyword({ name, where, known }: Issue & { id: "unknown-word" }): string {
  const text = l10n.t('"{0}" is no keyword of a {1} section', plain(name), where);
  if (/\$\{?[A-Za-z_]/.test(name)) return l10n.t("{0}: variables are replaced between double quotes only", text);
  return elsewhere(name, where, text) ?? withSuggestion(text, name, [...known, ...sectionKinds]);
}

function otherRelease(issue: Issue & { id: "word-of-other-release" }): string {
  const name = plain(issue.name);
  if (issue.last !== undefined) return l10n.t('"{0}" was removed: HAProxy {1} was the last branch that took it here', name, issue.last);
  return l10n.t('"{0}" needs HAProxy {1} or later here', name, issue.first ?? "");
}

function replaced(text: string, by: string | undefined): string {
  return by === undefined ? text : l10n.t("{0}; use {1}", text, by);
}

function conditionProblem(problem: string): string {
  if (problem === "unclosed-brace") return l10n.t('"{" is not closed: a "}" is missing, as a word of its own with a blank before it');
  return problem === "empty-braces" ? l10n.t("the braces hold no criterion") : l10n.t('a condition is missing after "if" or "unless"');
}
