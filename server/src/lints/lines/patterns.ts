/** Patterns of ACLs that start with a parenthesis: most of them were meant as the arguments of the criterion before. */
import * as l10n from "@vscode/l10n";
import { type Statement, statementsOf } from "../../model/statement.ts";
import type { Word } from "../../syntax/line.ts";
import { plain } from "../../syntax/plain.ts";
import { sign } from "../../syntax/signs.ts";
import type { SectionHit, SectionLint } from "../hit.ts";

export const patternHits: SectionLint = (section) => statementsOf(section).flatMap(hitsIn);

const none: readonly never[] = [];

/** HAProxy warns where the criterion has no parentheses of its own and neither a flag nor `--` stands between. */
function hitsIn(statement: Statement): readonly SectionHit[] {
  const { line, words, offset, conditional } = statement;
  if (conditional || (line.signs & sign.parenthesis) === 0 || !/[ \t]["']?\\?\(/.test(line.raw)) return none;
  return criteriaIn(words).flatMap((index): SectionHit[] => {
    const [criterion, pattern] = [words[index], words[index + 1]];
    if (criterion === undefined || !pattern?.value.startsWith("(") || criterion.value.includes("(")) return [];
    const message = l10n.t(
      '"{0}" is a pattern here, no argument of "{1}"; where that is meant, "--" before it says so',
      plain(pattern.value),
      plain(criterion.value),
    );
    return [{ offset, span: pattern.span, code: "stray-parenthesis", severity: "warning", message }];
  });
}

/** Indices of the words that say what is looked at: behind the name of an ACL, and behind each brace of a condition. */
function criteriaIn(words: readonly Word[]): readonly number[] {
  if (words[0]?.value === "acl") return [2];
  return words.flatMap(({ value }, index) => (value === "{" || value === "!{" ? [index + 1] : []));
}
