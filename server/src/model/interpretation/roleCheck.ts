/** Looks into the words that hold a language of their own: sample expressions, log-formats, conditions; and gathers the names used. */
import { entryOf, enumValues } from "../../knowledge/grammar.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { type ConditionReader, eachCondition } from "../../syntax/condition.ts";
import { readExpression, type SampleExpression } from "../../syntax/expression.ts";
import { Gathering } from "../../syntax/gathering.ts";
import type { Word } from "../../syntax/line.ts";
import { readLogFormat } from "../../syntax/logFormat.ts";
import { recalled } from "../../syntax/recalled.ts";
import type { Statement } from "../statement.ts";
import type { CounterUse } from "./counterUse.ts";
import type { Issue, NameUse } from "./issue.ts";
import type { Role } from "./match.ts";
import { checkPatterns } from "./patternCheck.ts";
import type { Placement } from "./placement.ts";
import { checkCriterion, checkExpression, type SampleFindings } from "./sampleCheck.ts";
import { type Places, placesOf } from "./samplePlaces.ts";

interface Found {
  /** The kind of the section. */
  kind: string;
  branch: string | undefined;
  places: Places | undefined;
  readonly issues: Gathering<Issue>;
  readonly uses: Gathering<NameUse>;
  readonly counters: Gathering<CounterUse>;
}

/**
 * The statement that is being checked, one at a time, and what is found in it. It belongs to the module and not to a call, because a file
 * has tens of thousands of statements and each would leave three lists behind.
 */
const found: Found = {
  kind: "",
  branch: undefined,
  places: undefined,
  issues: new Gathering(),
  uses: new Gathering(),
  counters: new Gathering(),
};

/** Checks every role of a statement that matched. */
export function checkRoles(
  roles: readonly Role[],
  statement: Statement,
  placement: Placement,
  sectionKind: string,
  branch: string | undefined,
): SampleFindings {
  found.issues.clear();
  found.uses.clear();
  found.counters.clear();
  found.branch = branch;
  found.kind = sectionKind;
  found.places = placesOf(statement, sectionKind, placement);
  for (const role of roles) {
    const word = statement.words[role.index];
    if (word === undefined) continue;
    if (role.node.kind === "condition") checkCondition(statement.words, role.index + 1);
    else if (role.node.kind === "type") checkWord(role.node.type, role.node.parameter, word, role.index, statement);
  }
  if (usesOwnTable(statement, placement, roles)) found.uses.add({ kind: "table", name: "", index: placement.head - 1, declares: false });
  if (statement.words[0]?.value === "acl" && placement.entry !== undefined) checkAcl(statement.words);
  return { issues: found.issues.take(), uses: found.uses.take(), counters: found.counters.take() };
}

/** `track-sc0` and `stick` without `table NAME` keep their keys in the table of their own proxy. */
function usesOwnTable(statement: Statement, { ruleset, head, prefixed }: Placement, roles: readonly Role[]): boolean {
  const word = statement.words[head - 1]?.value ?? "";
  const keeps = ruleset === undefined ? statement.words[0]?.value === "stick" : word.startsWith("track-sc") && /^track-sc\d+$/.test(word);
  return keeps && !prefixed && roles.length > 0 && !roles.some(({ node }) => node.kind === "type" && node.type === "ref");
}

/** A bare number below 100 ms is hardly meant (from 3.1 on HAProxy says so, and a resolvers section is refused); letters behind the unit are left out of account. */
function checkTime(word: Word, index: number, statement: Statement): void {
  const { branch } = found;
  const what = statement.words[index - 1]?.value ?? "";
  const name = word.value;
  if (/^\d+[a-z]/.test(name) && name.replace(/^\d+(?:us|ms|[smhd])/, "") !== "")
    found.issues.add({ id: "junk-after-time", index, name, what });
  const recent = branch !== undefined && compareBranches(branch, "3.1") >= 0;
  if (recent && /^0*[1-9]\d?$/.test(name) && timesWarned(statement, what, found.kind))
    found.issues.add({ id: "small-time", index, name, what, fatal: found.kind === "resolvers" });
}

/** Rings and log-forward sections read their times in silence. */
function timesWarned(statement: Statement, what: string, kind: string): boolean {
  if (kind === "ring" || kind === "log-forward") return false;
  const first = statement.words[0]?.value ?? "";
  return first === "timeout" || first === "hold" || /^(?:agent-)?inter$|^fastinter$|^downinter$/.test(what);
}

/** HAProxy warns of header names that HTTP does not allow from 2.8 on. */
function checkHeaderName(name: string, index: number): void {
  const { branch } = found;
  const strict = branch !== undefined && compareBranches(branch, "2.8") >= 0;
  if (strict && !/^[!#$%&'*+.^_`|~0-9A-Za-z-]*$/.test(name)) found.issues.add({ id: "odd-header-name", index, name });
}

/** Checks a word by the type that the notation gives it. */
function checkWord(type: string, parameter: string | undefined, word: Word, index: number, statement: Statement): void {
  if (word.dynamic) return;
  const { value } = word;
  const keyword = statement.words[0]?.value;
  switch (type) {
    case "atoi":
      if (!/^\d+$/.test(value)) found.issues.add({ id: "junk-number", index, name: value });
      return;
    case "header":
      if (parameter !== "any") checkHeaderName(value, index);
      return;
    case "time":
      checkTime(word, index, statement);
      return;
    case "expr":
      // of an `acl` line the expression is a criterion (checkAcl)
      if (keyword !== "acl") add(checkExpression(readExpression(value), index, found.branch, found.places?.expression));
      return;
    case "fmt":
      checkLogFormat(value, index, tellsOfRaw(statement, index));
      return;
    case "ref":
      if (parameter === undefined) return;
      if (isComputed(word, parameter, statement)) checkLogFormat(value, index);
      else found.uses.add({ kind: parameter, name: value, index, declares: false });
      return;
    case "new":
      if (parameter !== undefined) found.uses.add({ kind: parameter, name: value, index, declares: true });
      return;
    default:
      if (keyword === "log-stderr" && type.startsWith("address") && value.startsWith("ring@"))
        found.uses.add({ kind: "ring", name: value.slice("ring@".length), index, declares: false });
  }
}

/** Rules may compute the backend and the server that they choose; the name of a default backend is never computed. */
function isComputed(word: Word, parameter: string, statement: Statement): boolean {
  if (!word.value.includes("%")) return false;
  const keyword = statement.words[0]?.value;
  return parameter === "backend" ? keyword !== "default_backend" : parameter === "server" && keyword === "use-server";
}

/** `raw`: HAProxy warns of what reads the bytes of the connection. */
function checkLogFormat(text: string, index: number, raw = false): void {
  const { branch, places } = found;
  const aliases = enumValues("log_aliases", branch);
  const typed = branch === undefined || compareBranches(branch, "3.0") >= 0;
  for (const item of readLogFormat(text)) {
    const named = item.kind === "problem" || !typed ? undefined : item.lead.name;
    if (named !== undefined && !/^[\w-]*(?::(?:str|sint|bool|raw))?$/.test(text.slice(named.start, named.end)))
      found.issues.add({ id: "malformed-log-format", index, problem: "named" });
    if (item.kind === "expression") {
      const name = raw ? rawFetchIn(item.expression) : "";
      if (name !== "") found.issues.add({ id: "raw-fetch-in-http", index, name });
      add(checkExpression(item.expression, index, branch, places?.format));
    } else if (item.kind === "problem") found.issues.add({ id: "malformed-log-format", index, problem: item.problem });
    else if (!aliases.has(item.name)) found.issues.add({ id: "unknown-log-alias", index, name: item.name, known: [...aliases] });
  }
}

/** Rules on messages warn of formats that read the bytes of the connection; those of maps, ACLs and texts until 3.0. */
function tellsOfRaw({ words }: Statement, index: number): boolean {
  const action = words[1]?.value ?? "";
  if (!onMessages.has(words[0]?.value ?? "") || action.startsWith("set-var-fmt")) return false;
  const early = found.branch !== undefined && compareBranches(found.branch, "3.1") < 0;
  return early || !(/^(?:(?:set|del)-map|(?:add|del)-acl)\(/.test(action) || words[index - 1]?.value === "lf-string");
}

const onMessages = new Set(["http-request", "http-response", "http-after-response"]);

/** `acl NAME CRITERION [flags] [values]`: HAProxy reads the criterion as soon as the line is read. */
function checkAcl(words: readonly Word[]): void {
  if (words.length > 2) checkAnonymous(words, 2, words.length);
}

function checkCondition(words: readonly Word[], from: number): void {
  conditionWords = words;
  eachCondition(words, from, conditionReader);
  conditionWords = nothing;
}

const nothing: readonly Word[] = [];
/** The words of the condition that is being read. */
let conditionWords = nothing;
const conditionReader: ConditionReader = {
  acl: (name, index) => found.uses.add({ kind: "acl", name, index, declares: false }),
  anonymous: (from, to) => checkAnonymous(conditionWords, from, to),
  problem: (problem, index) => found.issues.add({ id: "unbalanced-condition", index, problem }),
};

/** A criterion with its flags and values, in an `acl` line or between braces. */
function checkAnonymous(words: readonly Word[], from: number, to: number): void {
  const criterion = words[from] as Word;
  if (criterion.dynamic) return;
  const criterionFindings = checkCriterion(criterion.value, from, found.branch, found.places?.condition);
  add(criterionFindings);
  const name = rawFetchOf(criterion.value);
  if (name !== "") found.uses.add({ kind: "raw-fetch", name, index: from, declares: false });
  if (criterionFindings.issues.every(isPassed)) found.issues.addAll(checkPatterns(words, from, to, found.branch));
}

/** HAProxy, or some build of it, goes on to the patterns. */
function isPassed(issue: Issue): boolean {
  return issue.id === "needs-build" || (issue.id === "unavailable-sample" && !issue.fatal);
}

/** The fetch that an expression starts with, where it reads the bytes of the connection; else "". */
const rawFetchOf = recalled((text) => rawFetchIn(readExpression(text)));

function rawFetchIn({ calls }: SampleExpression): string {
  const name = calls[0]?.name ?? "";
  return entryOf("fetch", name)?.layer === 6 ? name : "";
}

function add(more: SampleFindings): void {
  found.issues.addAll(more.issues);
  found.uses.addAll(more.uses);
  found.counters.addAll(more.counters);
}
