/** Statements and words that do nothing, or are there twice. */
import * as l10n from "@vscode/l10n";
import { statementsOf } from "../../model/statement.ts";
import type { Word } from "../../syntax/line.ts";
import { inLine, removedLines } from "../textChange.ts";
import { beginningOf, type Draft, endOf, type FixContext, type FixMakers } from "./fix.ts";

export const removals: FixMakers = {
  "unreachable-rule": (context) => [removal(context, l10n.t("Remove the rule that is never reached"))],
  "unused-acl": (context) => [removal(context, l10n.t("Remove the ACL"))],
  "unused-section": section,
  "duplicate-name": repeated,
  "duplicate-statement": (context) => {
    const same = repeated(context);
    if (same.length > 0) return same;
    // of the formats of a log the last one counts
    if (context.placed.section.kind !== "global") return [];
    return [removal(context, l10n.t("Remove the line, which HAProxy ignores"))];
  },
  "content-type-ignored": contentType,
};

function removal({ file, finding }: FixContext, title: string): Draft {
  return { title, changes: [removedLines(file, finding.line, finding.line)] };
}

/** With the comments right above its header, and the blank lines behind it. */
function section(context: FixContext): Draft[] {
  const { file, placed } = context;
  let end = endOf(placed);
  while (end < file.lines.length - 1 && file.lines[end]?.raw.trim() === "") end++;
  return [{ title: l10n.t("Remove this section"), changes: [removedLines(file, beginningOf(context), end - 1)] }];
}

/** The same statement word for word says nothing new. */
function repeated(context: FixContext): Draft[] {
  const { interpretation, placed, line, finding, file } = context;
  const offset = finding.line - placed.firstLine;
  if (offset === 0 || interpretation === undefined || line.comment !== undefined || finding.line + 1 >= file.lines.length) return [];
  const text = saying(line.words);
  const first = statementsOf(placed.section).find((other) => other.offset < offset && saying(other.line.words) === text);
  if (first === undefined) return [];
  return [
    {
      ...removal(context, l10n.t("Remove the line: it repeats line {0}", placed.firstLine + first.offset + 1)),
      safe: true,
      preferred: true,
    },
  ];
}

function saying(words: readonly Word[]): string {
  return words.map(({ value }) => JSON.stringify(value)).join(" ");
}

/** The word and the type behind it. */
function contentType({ interpretation, issue, file, finding }: FixContext): Draft[] {
  const words = interpretation?.statement.words ?? [];
  const index = issue?.index ?? -1;
  const [before, type] = [words[index - 1], words[index + 1]];
  if (before === undefined || type === undefined) return [];
  const changes = [inLine(file.uri, finding.line, before.span.end, type.span.end, "")];
  return [{ title: l10n.t('Remove "{0}"', "content-type"), changes, safe: true, preferred: true }];
}
