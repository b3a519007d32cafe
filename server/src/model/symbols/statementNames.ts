/** Every name in a statement: from the roles that the grammar gives its words, and from the few places that no notation can tell. */
import { parseNotation } from "../../knowledge/notation.ts";
import type { Section } from "../../syntax/config.ts";
import { readExpression } from "../../syntax/expression.ts";
import type { Word } from "../../syntax/line.ts";
import { matchArguments } from "../arguments.ts";
import type { Interpretation } from "../interpretation.ts";
import { isVariable } from "../wordTypes.ts";
import { type Collect, namesInCondition, namesInCriterion } from "./conditionNames.ts";
import type { Access, NameInWord } from "./occurrence.ts";
import { namesInExpression, namesInFormat, namesOfType } from "./sampleNames.ts";
import { namesByStatement } from "./specialNames.ts";

/** A line of a section, and how it was read. */
export type Reading = Pick<Interpretation, "statement" | "head" | "entry" | "ruleset" | "roles">;

/** Collects the names of a statement that does not open a section. */
export function namesInStatement(reading: Reading, sectionKind: Section["kind"], branch: string | undefined, collect: Collect): void {
  const { words } = reading.statement;
  if (words[0]?.value === "acl") {
    const name = words[1]?.value ?? "";
    if (name !== "" && !words[1]?.dynamic) collect(1, whole("acl", name, "declares"));
    namesInCriterion(words, 2, words.length, branch, collect);
    return;
  }
  for (const { index, node } of reading.roles) {
    if (node.kind === "condition") namesInCondition(words, index + 1, branch, collect);
    else if (node.kind === "type") namesInRole(node.type, node.parameter, index, reading, branch, collect);
  }
  if (reading.roles.length === 0) namesInUnread(reading, branch, collect);
  namesBehindHead(reading, collect);
  namesByStatement(reading, sectionKind, collect);
}

export function whole(kind: string, name: string, access: Access = "uses"): NameInWord {
  return { kind, name, start: 0, end: name.length, access };
}

function namesInRole(
  type: string,
  parameter: string | undefined,
  index: number,
  { statement: { words } }: Reading,
  branch: string | undefined,
  collect: Collect,
): void {
  const word = words[index];
  if (word === undefined) return;
  const { value } = word;
  if (type === "expr") for (const name of namesInExpression(readExpression(value), branch)) collect(index, name);
  if (type === "fmt" || (type === "ref" && value.includes("%["))) for (const name of namesInFormat(value, branch)) collect(index, name);
  if (word.dynamic || parameter === undefined) {
    if (type === "var" && !word.dynamic) collect(index, whole("variable", value, accessOf(words[0]?.value ?? "")));
  } else if (type === "ref") for (const name of namesOfType(parameter, value, { start: 0, end: value.length })) collect(index, name);
  else if (type === "new") collect(index, whole(parameter, value, "declares"));
}

function accessOf(word: string): Access {
  return /^(?:set-var|do-resolve)/.test(word) ? "declares" : /^unset-var/.test(word) ? "removes" : "uses";
}

/** A line that the grammar does not take, half typed as it may be: its condition and its formats are read all the same. */
function namesInUnread({ statement, head, ruleset }: Reading, branch: string | undefined, collect: Collect): void {
  const { words, prefix } = statement;
  if (prefix !== undefined) return;
  const condition = words.findIndex(({ value }, i) => i >= head && (value === "if" || value === "unless"));
  const end = condition < 0 ? words.length : condition;
  for (let i = 1; i < end; i++) {
    const { value } = words[i] as Word;
    if (value.includes("%[")) for (const name of namesInFormat(value, branch)) collect(i, name);
    else if (ruleset !== undefined && i >= head && value.includes("("))
      for (const name of namesInExpression(readExpression(value), branch)) collect(i, name);
  }
  if (condition > 0) namesInCondition(words, condition + 1, branch, collect);
}

const noConverters = { isConverter: () => false };

/** Names in the parentheses of a word of the statement itself: `set-var(txn.x)`, `do-resolve(txn.ip,dns)`. */
function namesBehindHead({ statement: { words }, head, entry }: Reading, collect: Collect): void {
  const word = words[head - 1];
  const open = word?.value.indexOf("(") ?? -1;
  if (word === undefined || open < 0 || word.dynamic) return;
  const name = word.value.slice(0, open);
  const inside = word.value.slice(open + 1).replace(/\)$/, "");
  if (entry?.inWord === undefined) {
    // `set-var(txn.x)` of a release that does not know the action
    if (accessOf(name) !== "uses" && isVariable(inside)) collect(head - 1, moved(whole("variable", inside, accessOf(name)), open + 1));
    return;
  }
  const units = inside.split(/(,)/).filter((unit) => unit !== "");
  const pseudo = units.map((value): Word => ({ span: word.span, value, quoting: "none", dynamic: false }));
  const match = matchArguments(parseNotation(entry.inWord), pseudo, 0, pseudo.length, noConverters);
  if (!("roles" in match)) return;
  for (const { index, node } of match.roles) {
    if (node.kind !== "type") continue;
    const unit = units[index] ?? "";
    const at = open + 1 + units.slice(0, index).join("").length;
    if (node.type === "var") collect(head - 1, moved(whole("variable", unit, accessOf(name)), at));
    else if (node.type === "ref")
      for (const one of namesOfType(node.parameter ?? "", unit, { start: at, end: at + unit.length })) collect(head - 1, one);
  }
}

function moved(name: NameInWord, by: number): NameInWord {
  return { ...name, start: name.start + by, end: name.end + by };
}
