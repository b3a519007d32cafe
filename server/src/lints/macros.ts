/** Findings on macros: conditions that HAProxy cannot read, blocks that do not fit together, messages of the author. */
import * as l10n from "@vscode/l10n";
import { predicateNames } from "../knowledge/preprocessor.ts";
import type { Reading } from "../model/macros/asRead.ts";
import type { MacroIssue } from "../model/macros/blocks.ts";
import { plain } from "../syntax/plain.ts";
import type { Hit } from "./hit.ts";
import { withSuggestion } from "./nearest.ts";

export function macroHits({ issues }: Reading): readonly Hit[] {
  return issues.map((issue) => {
    const { uri, line, span, certain } = issue;
    const { code, severity, message } = shapeOf(issue);
    if (certain) return { uri, line, span, code, severity, message };
    return { uri, line, span, code, severity: "information", message: unlessSkipped(message) };
  });
}

/** What HAProxy refuses behind an `.if` that the text alone does not decide: a warning where common builds read it. */
export function asGuarded(hits: readonly Hit[], { readCommonly }: Reading): readonly Hit[] {
  if (!hits.some(({ guarded }) => guarded)) return hits;
  return hits.map((one) => {
    if (one.guarded !== true) return one;
    const { guarded: _, ...hit } = one;
    if (!readCommonly(hit.uri, hit.line)) return { ...hit, message: unlessSkipped(hit.message) };
    return { ...hit, severity: "warning", message: l10n.t("common builds of HAProxy read this block: {0}", hit.message) };
  });
}

/** What is wrong with a line of which only HAProxy on its machine knows whether it reads it. */
function unlessSkipped(message: string): string {
  return l10n.t("where HAProxy reads this block: {0}", message);
}

function shapeOf(issue: MacroIssue): Pick<Hit, "code" | "severity" | "message"> {
  switch (issue.id) {
    case "condition":
      return { code: "malformed-condition", severity: "error", message: conditionInWords(issue) };
    case "message":
      return {
        code: "message-directive",
        severity: issue.level === "alert" ? "error" : "warning",
        message:
          issue.level === "alert"
            ? l10n.t('HAProxy stops here with the message "{0}"', plain(issue.text))
            : l10n.t('HAProxy warns with the message "{0}"', plain(issue.text)),
      };
    case "unknown-macro":
      return { code: "unknown-keyword", severity: "error", message: unknownMacro(issue.macro) };
    case "extra-word":
      return { code: "unexpected-argument", severity: "error", message: extraWord(issue.macro, issue.word) };
    default:
      return { code: "unbalanced-block", severity: "error", message: balanceInWords(issue) };
  }
}

const macros = [".if", ".elif", ".else", ".endif", ".notice", ".warning", ".alert", ".diag"];

function unknownMacro(macro: string): string {
  return withSuggestion(l10n.t('HAProxy knows no directive "{0}"', plain(macro)), macro, macros);
}

function extraWord(macro: string, word: string): string {
  return macro === ".else" || macro === ".endif"
    ? l10n.t('"{0}" takes nothing behind it', macro)
    : l10n.t('"{0}" is one word too many: put the message between quotes', plain(word));
}

function balanceInWords(issue: MacroIssue): string {
  switch (issue.id) {
    case "lone":
      return l10n.t('"{0}" has no ".if" before it', issue.macro);
    case "behind-else":
      return l10n.t('"{0}" cannot follow ".else" in the same block', issue.macro);
    case "too-deep":
      return l10n.t('more than {0} ".if" inside each other', issue.most);
    case "unclosed":
      return issue.atEnd ? l10n.t('the file ends inside the ".if" of line {0}', issue.opened + 1) : l10n.t('this ".if" has no ".endif"');
    default:
      return issue.id;
  }
}

function conditionInWords({ problem, first, operators }: MacroIssue & { id: "condition" }): string {
  const name = plain(problem.name);
  switch (problem.kind) {
    case "unclosed-parenthesis":
      return problem.name === "(" ? l10n.t('"(" is not closed by ")"') : l10n.t('")" is missing behind the arguments of "{0}"', name);
    case "bad-arguments":
      return l10n.t('"{0}" does not have the arguments that it needs', name);
    case "text-behind":
      return l10n.t('"{0}" does not continue the condition: join conditions with "&&" or "||"', name);
    default:
      if (!operators && /^[!(]|&&|\|\|/.test(problem.name)) return l10n.t('"!", "&&", "||" and parentheses need HAProxy 2.5 or later');
      if (first !== undefined) return l10n.t('"{0}" needs HAProxy {1} or later here', name, first);
      return problem.name === ""
        ? l10n.t("a condition is missing here")
        : withSuggestion(l10n.t('"{0}" is no condition that HAProxy knows', name), problem.name, predicateNames);
  }
}
