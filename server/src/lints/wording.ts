/** From an issue to its code, severity and sentence. */

import * as l10n from "@vscode/l10n";
import { enterpriseWord } from "../knowledge/enterprise.ts";
import type { Node } from "../knowledge/notation.ts";
import type { Issue, NameKind } from "../model/interpretation/issue.ts";
import { plain } from "../syntax/plain.ts";
import type { LintCode } from "./codes.ts";
import { faultInWords, inWords } from "./expected.ts";
import { nearest, withSuggestion } from "./nearest.ts";

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
      return { code: "not-in-release", severity: "error" };
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
      return { code: issue.id, severity: issue.fatal ? "error" : "warning" };
    case "stored-twice":
      return { code: "duplicate-statement", severity: "warning" };
    case "malformed-argument":
      return { code: issue.id, severity: issue.passed ? "warning" : "error" };
    case "dotless-domain":
      return { code: "malformed-argument", severity: "warning" };
    case "small-time":
    case "junk-after-time":
    case "never-matches":
    case "odd-header-name":
    case "content-type-ignored":
    case "method-overwritten":
      return { code: issue.id, severity: "warning" };
    default:
      return { code: issue.id, severity: "error" };
  }
}

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
  const words = expected.flatMap((node) => (node.kind === "word" ? [node.text] : []));
  return nearest(name, words) === undefined
    ? l10n.t('"{0}" does not fit here: expected {1}', plain(name), inWords(expected))
    : withSuggestion(l10n.t('"{0}" does not fit here', plain(name)), name, words);
}

function argumentMessage(issue: Issue): string {
  switch (issue.id) {
    case "missing-argument":
      return issue.expected.length === 0
        ? l10n.t('"{0}" expects more behind it', plain(issue.after))
        : l10n.t('"{0}" expects {1} behind it', plain(issue.after), inWords(issue.expected));
    case "unexpected-argument":
      return issue.expected.length === 0 ? l10n.t('"{0}" is one word too many', plain(issue.name)) : misfit(issue.name, issue.expected);
    case "malformed-argument":
      return /^https?:\/\//i.test(issue.name) && issue.fault === "not-an-address"
        ? l10n.t('"{0}" is no address: leave out the scheme, and give host and port', plain(issue.name))
        : l10n.t('"{0}" {1}', plain(issue.name), faultInWords(issue.fault));
    case "unknown-value":
      if (issue.what === "") return l10n.t('"{0}" is no flag of an ACL; write "--" before values that start with "-"', plain(issue.name));
      return withSuggestion(l10n.t('"{0}" does not know "{1}"', plain(issue.what), plain(issue.name)), issue.name, issue.known);
    case "prefix-not-taken":
      return l10n.t('"{0}" cannot stand before "{1}"', issue.prefix, plain(issue.name));
    case "unbalanced-condition":
      return conditionProblem(issue.problem);
    default:
      return warningMessage(issue);
  }
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
      return l10n.t('"{0}" is stored already: HAProxy leaves this one out of account', plain(issue.name));
    case "never-matches":
      return l10n.t('no value to compare "{0}" with: this never matches', plain(issue.name));
    case "not-in-anonymous-defaults":
      return l10n.t('"{0}" is allowed only in a defaults section that has a name', plain(issue.name));
    case "hidden-headers":
      return issue.fatal
        ? l10n.t('headers or a body behind the version are no longer allowed; use "http-check send"')
        : l10n.t('headers or a body behind the version are deprecated; use "http-check send"');
    case "odd-header-name":
      return l10n.t('"{0}" holds a character that no header name may have', plain(issue.name));
    case "method-overwritten":
      return l10n.t('"-m" replaces the match method that is part of "{0}"', plain(issue.name));
    case "content-type-ignored":
      return l10n.t('content type "{0}" is ignored: the reply has no payload', plain(issue.name));
    case "dotless-domain":
      return l10n.t('no dot in the domain "{0}": browsers hardly take a cookie for it', plain(issue.name));
    case "unread-line":
      return l10n.t("HAProxy does not read this line, because it refuses the section above");
    default:
      return sampleMessage(issue);
  }
}

function sampleMessage(issue: Issue): string {
  switch (issue.id) {
    case "unknown-sample":
      return issue.sample === "fetch"
        ? withSuggestion(l10n.t('"{0}" is no sample fetch', plain(issue.name)), issue.name, issue.known)
        : withSuggestion(l10n.t('"{0}" is no converter', plain(issue.name)), issue.name, issue.known);
    case "bad-sample-arguments":
      return sampleArguments(issue.name, issue.spec, issue.problem);
    case "unavailable-sample":
      return l10n.t('"{0}" has no value at this point of a stream', plain(issue.name));
    case "sample-type-mismatch":
      return l10n.t('"{0}" takes {1}, but what stands before gives {2}', plain(issue.name), issue.takes, issue.given);
    case "malformed-expression":
      if (issue.taken)
        return l10n.t('")" is missing behind the file of "{0}": HAProxy leaves out its last character instead', plain(issue.name));
      if (issue.problem === "nothing") return l10n.t('"{0}" is no sample expression', plain(issue.name));
      return issue.problem === "unclosed-parenthesis"
        ? l10n.t('")" is missing behind the arguments of "{0}"', plain(issue.name))
        : l10n.t('a "," is missing behind "{0}" in the sample expression', plain(issue.name));
    case "unknown-log-alias":
      return withSuggestion(
        l10n.t('"%{0}" is no log-format alias', plain(issue.name)),
        `%${issue.name}`,
        issue.known.map((name) => `%${name}`),
      );
    case "malformed-log-format":
      return issue.problem === "unclosed-expression"
        ? l10n.t('"%[" is not closed by "]"')
        : issue.problem === "unclosed-flags"
          ? l10n.t('"%{" is not closed by "}"')
          : l10n.t('"%" is followed by no alias; write "%%" for a percent sign');
    default:
      return issue.id;
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
      return withSuggestion(l10n.t('"{0}" is no keyword of a {1} section', name, issue.where), issue.name, issue.known);
  }
}

function otherRelease(issue: Issue & { id: "word-of-other-release" }): string {
  const name = plain(issue.name);
  if (issue.last !== undefined) return l10n.t('"{0}" is gone: {1} was the last branch that knew it here', name, issue.last);
  return l10n.t('"{0}" exists here only from {1} on', name, issue.first ?? "");
}

function replaced(text: string, by: string | undefined): string {
  return by === undefined ? text : l10n.t("{0}; use {1}", text, by);
}

function sampleArguments(name: string, spec: string, problem: string): string {
  const [kind, value] = problem.split(" ", 2);
  switch (kind) {
    case "none-taken":
      return l10n.t('"{0}" takes no arguments', plain(name));
    case "too-many":
      return l10n.t('"{0}" has too many arguments: it takes ({1})', plain(name), spec);
    case "too-few":
      return l10n.t('"{0}" lacks arguments: it takes ({1})', plain(name), spec);
    default:
      return l10n.t('"{0}" is no valid argument of "{1}", which takes ({2})', plain(value ?? ""), plain(name), spec);
  }
}

function conditionProblem(problem: string): string {
  if (problem === "unclosed-brace") return l10n.t('"{" is not closed by "}", each a word of its own');
  return problem === "empty-braces" ? l10n.t("the braces hold no criterion") : l10n.t('a condition is missing behind "if" or "unless"');
}
