/** An anonymous ACL gets a name, and a named one goes back to where it is used. */
import * as l10n from "@vscode/l10n";
import { enumValues } from "../../knowledge/grammar.ts";
import { comparisons } from "../../knowledge/meanings.ts";
import type { Interpretation } from "../../model/interpretation/interpretation.ts";
import { withKeyword, wordOf } from "../../model/statement.ts";
import { type ConditionItem, conditionStart, readCondition } from "../../syntax/condition.ts";
import { touches } from "../../syntax/span.ts";
import type { Action } from "../actions/action.ts";
import { inLine, insertedLines, removedLines, type TextChange } from "../textChange.ts";
import { type AtCursor, indentOf, rawOf, statementsAround, withComments } from "./atCursor.ts";

/** `{ … }` under the cursor becomes an ACL above the statement. */
export function extractAcl(at: AtCursor): Action | undefined {
  const { file, statement, line, column } = at;
  const item = anonymousAt(at.interpretation, column);
  const [open, close] = item === undefined ? [] : [statement.words[item.from - 1], statement.words[item.to]];
  if (item === undefined || open === undefined || close === undefined) return undefined;
  const name = freeName(at, nameFor(statement.words.slice(item.from, item.to).map(({ value }) => value)));
  const declaration = `${indentOf(statement)}acl ${name} ${rawOf(statement, item.from, item.to)}`;
  return {
    title: l10n.t('Give the condition a name: ACL "{0}"', name),
    kind: "refactor.extract",
    changes: [
      insertedLines(file, withComments(at, line), [declaration]),
      // a negation in front of the brace stays in front of the name
      inLine(file.uri, line, open.span.end - 1, close.span.end, name),
    ],
  };
}

type Anonymous = ConditionItem & { readonly kind: "anonymous" };

function anonymousAt(interpretation: Interpretation, column: number): Anonymous | undefined {
  const { words, prefix } = interpretation.statement;
  const from = conditionFrom(interpretation);
  if (from === undefined || prefix !== undefined || interpretation.issues.length > 0) return undefined;
  return readCondition(words, from).find((item): item is Anonymous => {
    if (item.kind !== "anonymous") return false;
    const [open, close] = [words[item.from - 1], words[item.to]];
    return open !== undefined && close !== undefined && touches({ start: open.span.start, end: close.span.end }, column);
  });
}

/** Index of the word behind `if` or `unless`. */
function conditionFrom({ statement, head }: Interpretation): number | undefined {
  const at = conditionStart(statement.words, head);
  return at < 0 ? undefined : at + 1;
}

/** "path_beg /api" is called path_beg_api. */
function nameFor(words: readonly string[]): string {
  const criterion = (words[0] ?? "").replace(/^req\./, "");
  const [value = "", next = ""] = words.slice(1).filter((word) => !word.startsWith("-"));
  const compared = comparisons.has(value) ? `${value} ${next}` : value;
  const name = `${criterion} ${compared}`.replace(/[^A-Za-z0-9]+/g, "_").replace(/^_+|_+$/g, "");
  return name.slice(0, longestName).replace(/_+$/, "") || "acl";
}

const longestName = 32;

function freeName({ model, file, placed, branch }: AtCursor, wanted: string): string {
  const proxy = model.proxies.find((one) => one.uri === file.uri && one.placed.firstLine === placed.firstLine);
  const taken = new Set(enumValues("predefined_acls", branch));
  for (const list of [proxy?.own ?? [], proxy?.inherited ?? []]) for (const acl of withKeyword(list, "acl")) taken.add(wordOf(acl, 1));
  for (const word of ["if", "unless", "or"]) taken.add(word);
  for (let number = 2; taken.has(wanted) && number < 1000; number++) if (!taken.has(`${wanted}_${number}`)) return `${wanted}_${number}`;
  return wanted;
}

/** The ACL that the cursor names, where it is declared once, becomes an anonymous one wherever it is used. */
export function inlineAcl(at: AtCursor): Action | undefined {
  const { file, placed, interpretation, column } = at;
  const name = interpretation.uses.find(
    ({ kind, index }) => kind === "acl" && touches(interpretation.statement.words[index]?.span ?? nowhere, column),
  )?.name;
  const around = statementsAround(at);
  const declared = around.filter(({ uses }) => uses.some((use) => use.kind === "acl" && use.declares && use.name === name));
  const users = around.filter(({ uses }) => uses.some((use) => use.kind === "acl" && !use.declares && use.name === name));
  const [declaration, more] = declared;
  if (name === undefined || declaration === undefined || more !== undefined || users.length === 0) return undefined;
  const { words, offset, line, conditional } = declaration.statement;
  const sound = [declaration, ...users].every((one) => one.issues.length === 0 && !one.statement.conditional);
  const inherited = at.model.proxies.some(
    (proxy) => proxy.placed.section === placed.section && withKeyword(proxy.inherited, "acl").some((acl) => wordOf(acl, 1) === name),
  );
  if (!sound || conditional || inherited || line.comment !== undefined || words.some(({ value }) => value === "}")) return undefined;
  const text = `{ ${rawOf(declaration.statement, 2, words.length)} }`;
  const changes = users.map((user) => usesReplaced(at, user, name, text));
  if (changes.some((list) => list === undefined)) return undefined;
  const removed = removedLines(file, placed.firstLine + offset, placed.firstLine + offset);
  return {
    title: l10n.t('Put the criterion of ACL "{0}" where it is used', name),
    kind: "refactor.inline",
    changes: [removed, ...changes.flatMap((list) => list ?? [])],
  };
}

const nowhere = { start: -1, end: -1 };

/** Undefined where a use is written in a way that cannot be replaced, such as inside quotes. */
function usesReplaced(
  { file, placed }: AtCursor,
  { statement, uses }: Interpretation,
  name: string,
  text: string,
): readonly TextChange[] | undefined {
  const changes: TextChange[] = [];
  for (const use of uses) {
    if (use.kind !== "acl" || use.name !== name) continue;
    const word = statement.words[use.index];
    const raw = word && statement.line.raw.slice(word.span.start, word.span.end);
    if (word === undefined || raw?.replace(/^!+/, "") !== name) return undefined;
    changes.push(inLine(file.uri, placed.firstLine + statement.offset, word.span.end - name.length, word.span.end, text));
  }
  return changes;
}
