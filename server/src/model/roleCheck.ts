/** Looks into the words that hold a language of their own: sample expressions, log-formats, conditions; and gathers the names used. */
import { enumValues, isAclCriterion, samplesNamed } from "../knowledge/grammar.ts";
import { compareBranches } from "../knowledge/release.ts";
import { readCondition } from "../syntax/condition.ts";
import { readExpression } from "../syntax/expression.ts";
import type { Word } from "../syntax/line.ts";
import { readLogFormat } from "../syntax/logFormat.ts";
import type { Role } from "./arguments.ts";
import type { Issue, NameUse } from "./issue.ts";
import type { Placement } from "./placement.ts";
import { checkCriterion, checkExpression } from "./sampleCheck.ts";
import type { Statement } from "./statement.ts";

interface Found {
  readonly issues: Issue[];
  readonly uses: NameUse[];
}

/** Checks every role of a statement that matched. */
export function checkRoles(roles: readonly Role[], statement: Statement, placement: Placement, branch: string | undefined): Found {
  const found: Found = { issues: [], uses: [] };
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
  if (type === "header") checkHeaderName(word.value, index, branch, found);
  else if (type === "time") checkTime(word, index, statement, branch, found);
  else if (type === "expr" && statement.words[0]?.value !== "acl") add(found, checkExpression(readExpression(word.value), index, branch));
  else if (type === "fmt") checkLogFormat(word.value, index, branch, found);
  else if (type === "ref" && parameter !== undefined && !word.value.includes("%[")) {
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
  if (to === from + 1 && criterionFindings.issues.length === 0 && needsPattern(criterion.value, branch)) {
    found.issues.push({ id: "never-matches", index: from, name: criterion.value });
  }
  const methods = enumValues("match_methods", branch);
  for (let i = from + 1; i < to; i++) {
    const flag = words[i] as Word;
    if (!/^-[imfMnu]$/.test(flag.value) || flag.quoting !== "none") return;
    const value = words[i + 1];
    if (flag.value === "-m" && value !== undefined && i + 1 < to && !value.dynamic && !methods.has(value.value)) {
      found.issues.push({ id: "unknown-value", index: i + 1, name: value.value, what: "-m", known: [...methods] });
    }
    if (flag.value === "-m" && overwrites(criterion.value, branch))
      found.issues.push({ id: "method-overwritten", index: from, name: criterion.value });
    if (flag.value === "-m" || flag.value === "-f") i++;
  }
}

/** From 3.3 on HAProxy warns where `-m` meets a criterion that has a method of its own. */
function overwrites(criterion: string, branch: string | undefined): boolean {
  return branch !== undefined && compareBranches(branch, "3.3") >= 0 && /^[\w.]+_(?:beg|dir|dom|end|len|reg|sub)(?:$|[(,])/.test(criterion);
}

/** Only a boolean, and types that HAProxy gives no way to compare, stand without a value. */
function needsPattern(text: string, branch: string | undefined): boolean {
  const { calls } = readExpression(text);
  if (/_(?:beg|dir|dom|end|len|reg|sub)$/.test(calls[0]?.name ?? "")) return true;
  if (isAclCriterion(calls[0]?.name ?? "")) return false;
  const types = calls.map((call, i) => samplesNamed(i === 0 ? "fetch" : "converter", call.name, branch).at(-1)?.out);
  const out = types.findLast((type) => type !== "same");
  return types.every((type) => type !== undefined) && ["sint", "addr", "ipv4", "ipv6", "str"].includes(out ?? "");
}

function add(found: Found, more: { readonly issues: readonly Issue[]; readonly uses: readonly NameUse[] }): void {
  found.issues.push(...more.issues);
  found.uses.push(...more.uses);
}
