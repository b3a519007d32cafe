/** Findings on lines as such, before anyone asks what their words mean: HAProxy makes them even of lines that it skips. */

import * as l10n from "@vscode/l10n";
import { inForce, limits, ownVariables } from "../../knowledge/preprocessor.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { type Statement, statementsOf } from "../../model/statement.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Line, SyntaxProblem, VariableUse, Word } from "../../syntax/line.ts";
import { sign } from "../../syntax/signs.ts";
import type { LintCode } from "../codes.ts";
import type { Hit, SectionHit, SectionLint } from "../hit.ts";

/** Of a section by itself. */
export const lineHits: SectionLint = (section, branch) => {
  const mostWords = limits.words;
  const defaults = inForce("operators", branch);
  const hits: SectionHit[] = [];
  section.lines.forEach((line, offset) => {
    for (const problem of line.problems) hits.push(hit(offset, problem.span, problem.kind, problemInWords(problem, line.raw)));
    if (!defaults) hits.push(...defaultValue(line, offset));
    if (line.words.length >= mostWords) hits.push(...tooManyWords(line, offset, branch));
  });
  return hits;
};

/** HAProxy refuses a file whose last line does not end, because it may have been cut off. */
export function lastLine(file: ConfigFile): Hit[] {
  const line = file.lines.at(-1);
  if (line === undefined || line.raw === "") return [];
  const span = { start: line.raw.length - 1, end: line.raw.length };
  const message = l10n.t("the last line does not end with a line feed; HAProxy takes the file for truncated");
  return [{ uri: file.uri, line: file.lines.length - 1, span, code: "missing-final-newline", severity: "error", message }];
}

/** An empty word ends its statement; from 3.2 on HAProxy says so, from 3.3 on it refuses the line. Before, we tell of variables only. */
export const emptyWordHits: SectionLint = (section, branch) => {
  if (branch === undefined) return [];
  const refused = inForce("emptyWordsRefused", branch);
  const hits: SectionHit[] = [];
  for (const statement of statementsOf(section)) {
    // only quotes make an empty word, and only in quotes a variable is one
    if ((statement.line.signs & sign.quote) === 0) continue;
    for (const found of emptyWords(statement, branch)) {
      if (statement.conditional) hits.push({ ...found, severity: "information", guarded: true });
      else hits.push(refused ? found : { ...found, severity: "warning" });
    }
  }
  return hits;
};

/** Of a line with quotes. */
function emptyWords({ line, offset }: Statement, branch: string): readonly SectionHit[] {
  const word = line.words.find(({ value }) => value === "");
  if (word === undefined || !inForce("emptyWordsWarned", branch)) {
    const dynamic = line.words.filter((other) => other.dynamic);
    return dynamic.flatMap((other) => emptyVariable(other, offset, branch));
  }
  return [hit(offset, word.span, "empty-argument", l10n.t("this word is empty: it ends the statement, and what follows is not read"))];
}

/** A variable that HAProxy sets from a later release on; here it is empty, unless somebody else sets it. */
function emptyVariable({ value, span, variables }: Word, offset: number, branch: string): SectionHit[] {
  const [variable, ...more] = variables ?? [];
  if (variable === undefined || more.length > 0 || variable.fallback !== undefined || variable.list) return [];
  const from = ownVariables.get(variable.name);
  const alone = variable.end - variable.start === value.length;
  if (!alone || from === undefined || compareBranches(from, branch) <= 0) return [];
  const message = l10n.t('HAProxy sets "{0}" only from {1} on; here the word is empty and ends the statement', variable.name, from);
  return [hit(offset, span, "empty-argument", message)];
}

/** `"${NAME-default}"`: HAProxy 2.4 knows no defaults and misses the brace behind the name. */
function defaultValue({ words }: Line, offset: number): SectionHit[] {
  const word = words.find(({ variables }) => variables?.some(({ fallback }) => fallback !== undefined));
  if (word === undefined) return [];
  return [hit(offset, word.span, "not-in-release", l10n.t("a default value of an environment variable needs HAProxy 2.5 or later"))];
}

function tooManyWords({ raw, words, comment }: Line, offset: number, branch: string | undefined): SectionHit[] {
  const rest = raw.slice(words.at(-1)?.span.end, comment?.start);
  // a list alone may come to no word at all
  const certain = words.filter(({ value, variables = [] }) => value.length > lengthOfLists(variables));
  const counted = certain.length + (/^\s/.test(rest) && !inForce("trailingBlank", branch) ? 1 : 0);
  const surplus = certain[limits.words] ?? words.at(-1);
  if (counted <= limits.words || surplus === undefined) return [];
  const message = l10n.t("more than {0} words: HAProxy refuses the line; split it, or put the values into a file", limits.words);
  return [hit(offset, { start: surplus.span.start, end: words.at(-1)?.span.end ?? surplus.span.end }, "too-many-words", message)];
}

function lengthOfLists(variables: readonly VariableUse[]): number {
  return variables.reduce((sum, { list, start, end }) => sum + (list ? end - start : 0), 0);
}

function hit(offset: number, span: Hit["span"], code: LintCode, message: string): SectionHit {
  return { offset, span, code, severity: "error", message };
}

function problemInWords({ kind, span }: SyntaxProblem, raw: string): string {
  switch (kind) {
    case "unclosed-quote":
      return l10n.t("this quote is not closed before the end of the line");
    case "bad-hex-escape":
      return l10n.t('"\\x" must be followed by two hexadecimal digits');
    case "bad-variable-name":
      return l10n.t('"$" is followed by no name of an environment variable; write "\\$" for a dollar sign');
    case "stray-character":
      return raw[span.start] !== "\0"
        ? l10n.t("the file starts with a byte order mark, which HAProxy takes for part of the first word")
        : l10n.t("a NUL character: HAProxy reads nothing behind it and refuses the file");
    default:
      return unclosedBrace(raw.slice(span.start));
  }
}

/** Shells know more forms of variables than HAProxy does. */
function unclosedBrace(text: string): string {
  const [, name, given] = /^\{(\w+):-([^{}"]*)\}/.exec(text) ?? [];
  if (name !== undefined) return l10n.t('a default stands behind "-" alone: write "{0}"', `\${${name}-${given}}`);
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the user's own words
  return l10n.t('"${" is not closed by "}"');
}
