/** The parts of log-format strings, and of conditions and ACLs. */
import { enumValues } from "../../knowledge/grammar.ts";
import { readCondition } from "../../syntax/condition.ts";
import { readExpression } from "../../syntax/expression.ts";
import { type LogFormatItem, readLogFormat } from "../../syntax/logFormat.ts";
import { comparedAs, readFlags } from "../interpretation/patternCheck.ts";
import type { PartList } from "./part.ts";
import { expressionParts } from "./partsInSample.ts";

/** Aliases, expressions and the text between them. */
export function formatParts(list: PartList, index: number): void {
  const text = list.valueOf(index);
  let from = 0;
  for (const item of readLogFormat(text)) {
    const begins = item.kind === "problem" ? item.start : item.lead.from;
    list.add(index, from, begins, "string", { type: "fmt" });
    itemParts(list, index, item);
    from = item.end;
  }
  list.add(index, from, text.length, "string", { type: "fmt" });
}

function itemParts(list: PartList, index: number, item: LogFormatItem): void {
  if (item.kind !== "problem") {
    const { name, flags } = item.lead;
    if (name !== undefined) list.add(index, name.start, name.end, "string", { type: "fmt" });
    if (flags !== undefined) list.add(index, flags.start, flags.end, "log-flags");
  }
  if (item.kind === "alias") {
    const known = enumValues("log_aliases", list.branch).has(item.name);
    list.add(index, item.start, item.end, "log-alias", known ? undefined : { unknown: true });
  } else if (item.expression !== undefined) expressionParts(list, index, item.expression, "fetch");
}

/** From `if` or `unless` (at `from`) to the end of the words. */
export function conditionParts(list: PartList, from: number): void {
  const { words } = list;
  list.whole(from, "operator");
  for (const item of readCondition(words, from + 1)) {
    if (item.kind === "acl") {
      const negations = list.valueOf(item.index).length - item.name.length;
      list.add(item.index, 0, negations, "operator");
      list.add(item.index, negations, negations + item.name.length, "reference", { kind: "acl" });
    } else if (item.kind === "anonymous") aclParts(list, item.from, item.to);
    else if (item.problem === "unclosed-brace") {
      if (item.index + 1 < words.length) aclParts(list, item.index + 1, words.length);
    }
  }
  for (let i = from + 1; i < words.length; i++) {
    if (list.covers(i)) continue;
    const text = list.valueOf(i);
    const brace = /^!+\{$/.test(text) ? text.length - 1 : 0;
    list.add(i, 0, brace, "operator");
    list.add(i, brace, text.length, words[i]?.dynamic ? "string" : "operator");
  }
}

/** A criterion with its flags and values, from `from` up to `to`. */
export function aclParts(list: PartList, from: number, to: number): void {
  const { words, branch } = list;
  const criterion = words[from];
  if (criterion === undefined) return;
  expressionParts(list, from, readExpression(criterion.value), "criterion");
  if (!list.covers(from)) list.whole(from, "word");
  const { flags, end } = readFlags(words, from, to);
  let method: string | undefined;
  for (const { index, value } of flags) {
    list.whole(index, "flag");
    if (value === undefined) continue;
    const flag = list.valueOf(index);
    if (flag === "-m") method = list.valueOf(value);
    list.whole(value, flag === "-m" ? "match-method" : flag === "-f" ? "path" : "number");
  }
  const type = method ?? comparedAs(criterion, branch);
  for (let i = end; i < to; i++) {
    const text = list.valueOf(i);
    if (i === end && text === "--") list.whole(i, "flag");
    else list.whole(i, "pattern", type === undefined ? undefined : { type });
  }
}
