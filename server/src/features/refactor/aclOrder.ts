/** All ACLs of a section above its rules. They are looked up by name when a rule runs, so only the order of those with one name counts. */
import * as l10n from "@vscode/l10n";
import type { Action } from "../actions/action.ts";
import { insertedLines, removedLines } from "../textChange.ts";
import { type AtCursor, statementsAround, withComments } from "./atCursor.ts";

export function aclsFirst(at: AtCursor): Action | undefined {
  const { file, placed, statement } = at;
  if (statement.offset > 0 && statement.words[0]?.value !== "acl") return undefined;
  const around = statementsAround(at);
  const first = around.find(({ statement: { words }, ruleset, uses }) => {
    return words[0]?.value !== "acl" && (ruleset !== undefined || uses.some(({ kind }) => kind === "acl"));
  });
  if (first === undefined || around.some(({ statement: { conditional } }) => conditional)) return undefined;
  const late = around.filter(({ statement: { words, offset } }) => words[0]?.value === "acl" && offset > first.statement.offset);
  if (late.length === 0) return undefined;
  const blocks = late.map(({ statement: { offset } }) => {
    const last = placed.firstLine + offset;
    return { first: withComments(at, last), last };
  });
  const lines = blocks.flatMap((block) => file.lines.slice(block.first, block.last + 1).map(({ raw }) => raw.replace(/\r$/, "")));
  return {
    title: l10n.t("Move the ACLs of this section above its rules"),
    kind: "refactor.rewrite",
    changes: [
      insertedLines(file, withComments(at, placed.firstLine + first.statement.offset), lines),
      ...blocks.map((block) => removedLines(file, block.first, block.last)),
    ],
  };
}
