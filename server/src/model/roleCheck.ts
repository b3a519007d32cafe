/** Looks into the words that hold a language of their own: sample expressions, log-formats, conditions; and gathers the names used. */
import { enumValues } from "../knowledge/grammar.ts";
import { compareBranches } from "../knowledge/release.ts";
import { readCondition } from "../syntax/condition.ts";
import { readExpression } from "../syntax/expression.ts";
import type { Word } from "../syntax/line.ts";
import { readLogFormat } from "../syntax/logFormat.ts";
import type { Role } from "./arguments.ts";
import type { CounterUse } from "./counterUse.ts";
import type { Issue, NameUse } from "./issue.ts";
import { checkPatterns } from "./patternCheck.ts";
import type { Placement } from "./placement.ts";
import { checkCriterion, checkExpression, type SampleFindings } from "./sampleCheck.ts";
import type { Statement } from "./statement.ts";

interface Found {
  readonly issues: Issue[];
  readonly uses: NameUse[];
  readonly counters: CounterUse[];
}

/** Checks every role of a statement that matched. */
export function checkRoles(roles: readonly Role[], statement: Statement, placement: Placement, branch: string | undefined): Found {
  const found: Found = { issues: [], uses: [], counters: [] };
  for (const role of roles) {
    const word = statement.words[role.index];
    if (word === undefined) continue;
    if (role.node.kind === "condition") checkCondition(statement.words, role.index + 1, branch, found);
    else if (role.node.kind === "type") checkWord(role.node.type, role.node.parameter, word, role.index, statement, branch, found);
  }
  if (statement.words[0]?.value === "acl" && placement.entry !== undefined) checkAcl(statement.words, branch, found);
  return found;
}

/** A bare number below 100 ms is hardly meant (from 3.1 on HAProxy says so); letters behind the unit are left out of account. */
function checkTime(word: Word, index: number, statement: Statement, branch: string | undefined, found: Found): void {
  const what = statement.words[index - 1]?.value ?? "";
  const name = word.value;
  if (/^\d+[a-z]/.test(name) && name.replace(/^\d+(?:us|ms|[smhd])/, "") !== "")
    found.issues.push({ id: "junk-after-time", index, name, what });
  const recent = branch !== undefined && compareBranches(branch, "3.1") >= 0;
  if (recent && /^0*[1-9]\d?$/.test(name) && timesWarned(statement, what)) found.issues.push({ id: "small-time", index, name, what });
}

function timesWarned(statement: Statement, what: string): boolean {
  const first = statement.words[0]?.value ?? "";
  return first === "timeout" || first === "hold" || /^(?:agent-)?inter$|^fastinter$|^downinter$/.test(what);
}

/** HAProxy warns of header names that HTTP does not allow from 2.8 on. */
function checkHeaderName(name: string, index: number, branch: string | undefined, found: Found): void {
  const strict = branch !== undefined && compareBranches(branch, "2.8") >= 0;
  if (strict && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]*$/.test(name)) found.issues.push({ id: "odd-header-name", index, name });
}

function checkWord(
  type: string,
  parameter: string | undefined,
  word: Word,
  index: number,
  statement: Statement,
  branch: string | undefined,
  found: Found,
): void {
  if (word.dynamic) return;
  if (type === "atoi" && !/^\d+$/.test(word.value)) found.issues.push({ id: "junk-number", index, name: word.value });
  else if (type === "header") checkHeaderName(word.value, index, branch, found);
  else if (type === "time") checkTime(word, index, statement, branch, found);
  else if (type === "expr" && statement.words[0]?.value !== "acl") add(found, checkExpression(readExpression(word.value), index, branch));
  else if (type === "fmt") checkLogFormat(word.value, index, branch, found);
  else if (type === "ref" && word.value.includes("%[")) checkLogFormat(word.value, index, branch, found);
  else if (type === "ref" && parameter !== undefined) {
    found.uses.push({ kind: parameter, name: word.value, index, declares: false });
  } else if (type === "new" && parameter !== undefined) found.uses.push({ kind: parameter, name: word.value, index, declares: true });
}

function checkLogFormat(text: string, index: number, branch: string | undefined, found: Found): void {
  const aliases = enumValues("log_aliases", branch);
  for (const item of readLogFormat(text)) {
    if (item.kind === "expression") add(found, checkExpression(item.expression, index, branch));
    else if (item.kind === "problem") found.issues.push({ id: "malformed-log-format", index, problem: item.problem });
    else if (!aliases.has(item.name)) found.issues.push({ id: "unknown-log-alias", index, name: item.name, known: [...aliases] });
  }
}

/** `acl NAME CRITERION [flags] [values]`: HAProxy reads the criterion as soon as the line is read. */
function checkAcl(words: readonly Word[], branch: string | undefined, found: Found): void {
  const criterion = words[2];
  if (criterion !== undefined) checkAnonymous(words, 2, words.length, branch, found);
}

function checkCondition(words: readonly Word[], from: number, branch: string | undefined, found: Found): void {
  for (const item of readCondition(words, from)) {
    if (item.kind === "acl") found.uses.push({ kind: "acl", name: item.name, index: item.index, declares: false });
    else if (item.kind === "problem") found.issues.push({ id: "unbalanced-condition", index: item.index, problem: item.problem });
    else checkAnonymous(words, item.from, item.to, branch, found);
  }
}

/** A criterion with its flags and values, in an `acl` line or between braces. */
function checkAnonymous(words: readonly Word[], from: number, to: number, branch: string | undefined, found: Found): void {
  const criterion = words[from] as Word;
  if (criterion.dynamic) return;
  const criterionFindings = checkCriterion(criterion.value, from, branch);
  add(found, criterionFindings);
  if (criterionFindings.issues.length === 0) found.issues.push(...checkPatterns(words, from, to, branch));
}

function add(found: Found, more: SampleFindings): void {
  found.issues.push(...more.issues);
  found.uses.push(...more.uses);
  found.counters.push(...more.counters);
}
