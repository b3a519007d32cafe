/** Rules in the order in which HAProxy processes them: one of them moves, or all of a section do. How HAProxy works does not change. */
import * as l10n from "@vscode/l10n";
import { rankOf } from "../../lints/lines/order.ts";
import { interpret } from "../../model/interpretation/interpretation.ts";
import { type PlacedStatement, placedStatementsOf, wordOf } from "../../model/statement.ts";
import { insertedLines, lineEndOf, removedLines, type TextChange } from "../textChange.ts";
import { commentsAbove, type Draft, type FixContext, type FixMakers, moved } from "./fix.ts";

export const ruleOrder: FixMakers = { "rule-order": (context) => inOrder(context) };

function inOrder(context: FixContext): Draft[] {
  const all = wholeSection(context);
  const one = singleRule(context);
  // where several rules stand wrong, each of them has to wait for the others
  return all === undefined ? one : [...one.map((draft) => ({ ...draft, safe: false })), all];
}

/** In front of the first rule that HAProxy processes later. */
function singleRule(context: FixContext): Draft[] {
  const { file, finding, placed } = context;
  const statements = placedStatementsOf(file.uri, placed);
  const at = statements.findIndex(({ lineNumber }) => lineNumber === finding.line);
  const rule = statements[at];
  const rank = rule && rankOf(rule);
  if (rule === undefined || rank === undefined) return [];
  const before = statements.slice(0, at).find((other) => (rankOf(other) ?? -1) > rank);
  if (before === undefined || before.statement.conditional) return [];
  // ACLs must be declared above the rules that use them
  const between = statements.filter(({ lineNumber }) => before.lineNumber < lineNumber && lineNumber < finding.line);
  const used = new Set(context.interpretation?.uses.filter(({ kind }) => kind === "acl").map(({ name }) => name));
  if (between.some((other) => isAcl(other) && used.has(wordOf(other, 1)))) return [];
  const title = l10n.t("Move the rule above line {0}, to where HAProxy processes it", before.lineNumber + 1);
  const changes = moved(context, commentsAbove(context, finding.line), finding.line, commentsAbove(context, before.lineNumber));
  return [{ title, changes, safe: true, preferred: true }];
}

function isAcl(at: PlacedStatement): boolean {
  return at.statement.prefix === undefined && wordOf(at, 0) === "acl";
}

/** A rule with the comments right above it. */
interface Block {
  readonly at: PlacedStatement;
  readonly first: number;
  readonly last: number;
}

/** Each place of a rule takes the one that is next by rank; undefined where fewer than two stand wrong. */
function wholeSection(context: FixContext): Draft | undefined {
  const { file, placed } = context;
  const statements = placedStatementsOf(file.uri, placed);
  const blockOf = (at: PlacedStatement): Block => ({ at, first: commentsAbove(context, at.lineNumber), last: at.lineNumber });
  const slots = statements.filter((at) => rankOf(at) !== undefined).map(blockOf);
  const acls = statements.filter(isAcl);
  if ([...slots.map(({ at }) => at), ...acls].some(({ statement }) => statement.conditional)) return undefined;
  const ranks = slots.map(({ at }) => rankOf(at) ?? 0);
  const late = ranks.filter((rank, i) => rank < Math.max(...ranks.slice(0, i)));
  const [first] = slots;
  if (late.length < 2 || first === undefined) return undefined;
  const sorted = slots.toSorted((a, b) => (rankOf(a.at) ?? 0) - (rankOf(b.at) ?? 0));
  const needsAcls = sorted.some((block, i) => declaredBehind(context, block, acls, slots[i] ?? block));
  const lifted = needsAcls ? acls.filter(({ lineNumber }) => lineNumber > first.last).map(blockOf) : [];
  const swapped = slots.flatMap((slot, i) => {
    const block = sorted[i] ?? slot;
    return block === slot ? [] : [inPlaceOf(context, slot, block)];
  });
  const title = l10n.t("Put the rules of this section into the order in which HAProxy processes them");
  const above =
    lifted.length === 0
      ? []
      : [
          insertedLines(
            file,
            first.first,
            lifted.flatMap((block) => linesOf(context, block)),
          ),
        ];
  return { title, changes: [...above, ...lifted.map((block) => removedLines(file, block.first, block.last)), ...swapped], safe: true };
}

/** Whether an ACL that a rule uses would stand below it in its new place. */
function declaredBehind({ placed, branch }: FixContext, { at }: Block, acls: readonly PlacedStatement[], slot: Block): boolean {
  const used = interpret(at.statement, placed.section, branch).uses.filter(({ kind }) => kind === "acl");
  return used.some(({ name }) => acls.some((acl) => wordOf(acl, 1) === name && acl.lineNumber > slot.first));
}

function linesOf({ file }: FixContext, { first, last }: Block): readonly string[] {
  return file.lines.slice(first, last + 1).map(({ raw }) => raw.replace(/\r$/, ""));
}

function inPlaceOf(context: FixContext, slot: Block, block: Block): TextChange {
  const { file } = context;
  const end = linesOf(context, slot).at(-1)?.length ?? 0;
  const text = linesOf(context, block).join(lineEndOf(file));
  return { uri: file.uri, from: { line: slot.first, column: 0 }, to: { line: slot.last, column: end }, text };
}
