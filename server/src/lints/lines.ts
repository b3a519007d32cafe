/** Findings on lines as such, before anyone asks what their words mean: HAProxy makes them even of lines that it skips. */
import * as l10n from "@vscode/l10n";
import { inForce, limits } from "../knowledge/preprocessor.ts";
import { perBranch } from "../model/perBranch.ts";
import { type Statement, statementsOf } from "../model/statement.ts";
import type { ConfigFile } from "../syntax/config.ts";
import type { Line, SyntaxProblem } from "../syntax/line.ts";
import { unlessSkipped } from "./macros.ts";
import type { Hit } from "./references.ts";

export type SectionHit = Omit<Hit, "uri" | "line"> & { readonly offset: number };

/** Of a section by itself; computed once for each Section object and branch. */
export const lineHits = perBranch((section, branch): readonly SectionHit[] => {
  const mostWords = limits.words;
  const defaults = inForce("operators", branch);
  return section.lines.flatMap((line, offset) => [
    ...line.problems.map((problem) => hit(offset, problem.span, problem.kind, problemInWords(problem))),
    ...(defaults ? [] : defaultValue(line, offset)),
    ...(line.words.length < mostWords ? [] : tooManyWords(line, offset, branch)),
  ]);
});

/** HAProxy refuses a file whose last line does not end, because it may have been cut off. */
export function lastLine(file: ConfigFile): Hit[] {
  const line = file.lines.at(-1);
  if (line === undefined || line.raw === "") return [];
  const span = { start: line.raw.length - 1, end: line.raw.length };
  const message = l10n.t("the last line does not end with a line feed; HAProxy takes the file for truncated");
  return [{ uri: file.uri, line: file.lines.length - 1, span, code: "missing-final-newline", severity: "error", message }];
}

/** An empty word among those of a statement; before 3.2 some statements took it for their end, others did not. */
export const emptyWordHits = perBranch((section, branch): readonly SectionHit[] =>
  branch === undefined || !inForce("emptyWords", branch) ? [] : statementsOf(section).flatMap(emptyWord),
);

function emptyWord({ line, offset, conditional }: Statement): SectionHit[] {
  const word = line.words.find(({ value }) => value === "");
  if (word === undefined) return [];
  const found = hit(offset, word.span, "empty-argument", l10n.t("this word is empty: HAProxy refuses the line, whose end it would be"));
  return [conditional ? { ...found, severity: "information", message: unlessSkipped(found.message) } : found];
}

/** `"${NAME-default}"`: HAProxy 2.4 knows no defaults and misses the brace behind the name. */
function defaultValue({ words }: Line, offset: number): SectionHit[] {
  const word = words.find(({ variables }) => variables?.some(({ fallback }) => fallback !== undefined));
  if (word === undefined) return [];
  return [hit(offset, word.span, "not-in-release", l10n.t("a default value of an environment variable needs HAProxy 2.5 or later"))];
}

function tooManyWords({ raw, words, comment }: Line, offset: number, branch: string | undefined): SectionHit[] {
  const rest = raw.slice(words.at(-1)?.span.end, comment?.start);
  const counted = words.length + (/^\s/.test(rest) && !inForce("trailingBlank", branch) ? 1 : 0);
  const surplus = words[limits.words] ?? words.at(-1);
  if (counted <= limits.words || surplus === undefined || words.some(({ dynamic }) => dynamic)) return [];
  const message = l10n.t("more than {0} words: HAProxy refuses the line; split it, or put the values into a file", limits.words);
  return [hit(offset, { start: surplus.span.start, end: words.at(-1)?.span.end ?? surplus.span.end }, "too-many-words", message)];
}

function hit(offset: number, span: Hit["span"], code: string, message: string): SectionHit {
  return { offset, span, code, severity: "error", message };
}

function problemInWords({ kind, span }: SyntaxProblem): string {
  switch (kind) {
    case "unclosed-quote":
      return l10n.t("this quote is not closed before the end of the line");
    case "bad-hex-escape":
      return l10n.t('"\\x" must be followed by two hexadecimal digits');
    case "bad-variable-name":
      return l10n.t('"$" is followed by no name of an environment variable; write "\\$" for a dollar sign');
    case "stray-character":
      return span.start === 0 && span.end > 1
        ? l10n.t("the file starts with a byte order mark, which HAProxy takes for part of the first word")
        : l10n.t("a NUL character: HAProxy reads nothing behind it and refuses the file");
    default:
      // biome-ignore lint/suspicious/noTemplateCurlyInString: the user's own words
      return l10n.t('"${" is not closed by "}"');
  }
}
