/** Which statement of the grammar a line is, and whether its word belongs into this section of this release. */
import { entriesOf, entryOf, enumLifetime, enumValues, stateIn } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { compareBranches } from "../../knowledge/release.ts";
import type { Section } from "../../syntax/config.ts";
import type { Statement } from "../statement.ts";
import { hookIssue, hooks } from "./hooks.ts";
import type { Issue } from "./issue.ts";
import { actionIssues, actionName, deprecatedWord, isRefused, problemsOf, proxyKinds, wordIssues } from "./wordIssues.ts";
import { faultOf } from "./wordTypes.ts";

export interface Placement {
  readonly entry: GrammarEntry | undefined;
  /** Number of words that name the statement. */
  readonly head: number;
  /** A `no` or `default` stands before. */
  readonly prefixed: boolean;
  readonly issues: readonly Issue[];
  /** The ruleset of a rule ("http-request", "tcp-request content"), for checks of what its action may use. */
  readonly ruleset: string | undefined;
  /** The words from here on are parameters, each with its own arguments. */
  readonly parameters:
    | {
        readonly from: number;
        readonly grammarClass: "bind" | "server";
        /** The statement and the kind of its section. */
        readonly where: readonly string[];
        problemOf(name: string, index: number): Issue | undefined;
      }
    | undefined;
}

export const rulesets: ReadonlySet<string> = new Set([
  "http-request",
  "http-response",
  "http-after-response",
  "tcp-request",
  "tcp-response",
  "quic-initial",
]);
/** Statements that end in parameters, in any order. */
const lines = new Set(["bind", "server", "default-server", "server-template", "peer"]);
const linesElsewhere = new Set(["peers bind", "peers server", "peers peer", "peers default-server", "ring server", "log-forward bind"]);
/** The class of a section's statements; steps of checks are the same in sections of their own as in proxies. */
export function grammarClassOf(kind: Section["kind"], first: string): string {
  const step = kind === "healthcheck" && (first === "tcp-check" || first === "http-check");
  return step || proxyKinds.has(kind) ? "proxy" : kind;
}

export function findPlacement(statement: Statement, section: Section, branch: string | undefined): Placement {
  if (statement.offset === 0 && section.kind !== "preamble") return headerPlacement(statement, section, branch);
  if (section.kind === "preamble") return preamblePlacement(statement);
  const first = statement.words[0]?.value ?? "";
  const isProxy = proxyKinds.has(section.kind);
  if (statement.words[0]?.dynamic) return placed(undefined, 1, statement, []);
  if (isProxy && rulesets.has(first)) return rulePlacement(statement, section, branch);
  if (isProxy && first === "option") return optionPlacement(statement, section, branch);
  const issues = wordIssues(`kw:${section.kind}`, first, 0, "keyword", section.kind, branch);
  if (issues.some(({ id }) => id === "unknown-word" || id === "word-of-other-release" || id === "removed-word"))
    return placed(undefined, 1, statement, issues);
  if (first === "nameserver" && /^tcp[46]?@/.test(statement.words[2]?.value ?? ""))
    return linePlacement(statement, section, branch, issues);
  if (lines.has(first) && (isProxy || linesElsewhere.has(`${section.kind} ${first}`)))
    return linePlacement(statement, section, branch, issues);
  const grammarClass = grammarClassOf(section.kind, first);
  for (let head = Math.min(3, statement.words.length); head > 0; head--) {
    const entry = entryOf(grammarClass, namesOf(statement, head)) ?? entryOf(grammarClass, namesOf(statement, head, true));
    if (entry === undefined) continue;
    const early = head > 1 && branch !== undefined && entry.from !== undefined && compareBranches(branch, entry.from) < 0;
    const later: Issue = {
      id: "word-of-other-release",
      index: head - 1,
      name: entry.words,
      where: section.kind,
      first: entry.from,
      last: undefined,
    };
    if (early) return placed(entry, head, statement, [...issues, later]);
    return {
      ...placed(entry, head, statement, [...excusedBy(entry, head, issues), ...severalWords(entry, head, section.kind, branch)]),
      parameters: ownParameters(entry, head, branch),
    };
  }
  return placed(undefined, 1, statement, [...issues, ...secondWordIssues(grammarClass, first, statement)]);
}

/** What a release says to words of which only the first has a lifetime of its own. */
function severalWords(entry: GrammarEntry, head: number, where: string, branch: string | undefined): Issue[] {
  if (head === 1) return [];
  const name = entry.words;
  if (entry.lifetime !== undefined && stateIn(entry.lifetime, branch) === "removed")
    return [{ id: "removed-word", index: head - 1, name, replacedBy: entry.replacedBy }];
  const misplaced = entry.misplacedIn?.includes(where) === true;
  return misplaced ? [{ id: "misplaced-word", index: head - 1, name, where, fatal: isRefused(name, where) }] : [];
}

/** Several words with a lifetime of their own are not deprecated with the first of them. */
function excusedBy({ lifetime }: GrammarEntry, head: number, issues: readonly Issue[]): readonly Issue[] {
  return head > 1 && lifetime !== undefined ? issues.filter(({ id }) => id !== "deprecated-word") : issues;
}

/** Parameters behind the address of a listener that is no `bind` line, such as `stats socket`. */
function ownParameters({ args, parameters }: GrammarEntry, head: number, branch: string | undefined): Placement["parameters"] {
  // `default-bind` has no address
  const from = args === "" ? head : head + 1;
  return parameters && { from, grammarClass: parameters, where: [], problemOf: problemsOf(parameters, "bind", branch) };
}

/** "timeout clinet": the first word is known, only with other second words. */
function secondWordIssues(grammarClass: string, first: string, statement: Statement): Issue[] {
  const second = statement.words[1];
  const known = entriesOf(grammarClass)
    .map(({ words }) => words)
    .filter((words) => words.startsWith(`${first} `))
    .map((words) => words.slice(first.length + 1));
  if (first === "timeout" && second?.dynamic) return timeBehind(statement);
  if (known.length === 0 || second?.dynamic || statement.prefix !== undefined) return [];
  if (second === undefined)
    return [{ id: "missing-argument", index: 0, after: first, expected: known.map((text) => ({ kind: "word" as const, text })) }];
  return [{ id: "unknown-value", index: 1, name: second.value, what: first, known }];
}

/** A variable, which stands for one word unless it is a list, may name any timeout: a time must follow. */
function timeBehind({ words: [, second, time] }: Statement): Issue[] {
  if (second === undefined || second.value.includes("[*]")) return [];
  if (time === undefined) return [{ id: "missing-argument", index: 1, after: second.value, expected: [] }];
  const fault = time.dynamic ? undefined : faultOf("time", undefined, time.value);
  return fault === undefined ? [] : [{ id: "malformed-argument", index: 2, name: time.value, fault, expected: [] }];
}

function headerPlacement(statement: Statement, section: Section, branch: string | undefined): Placement {
  const issues: Issue[] = [];
  if (!enumValues("sections", branch).has(section.kind)) {
    const { first, last } = enumLifetime("sections", section.kind);
    issues.push({
      id: "word-of-other-release",
      index: 0,
      name: section.kind,
      where: "",
      first,
      last: branch !== undefined && first !== undefined && compareBranches(branch, first) < 0 ? undefined : last,
    });
  }
  const entry = entryOf("header", section.kind);
  if (entry?.deprecated !== undefined && branch !== undefined && issues.length === 0 && compareBranches(entry.deprecated, branch) <= 0)
    issues.push(deprecatedWord(0, section.kind, entry));
  return placed(entry, 1, statement, issues);
}

/** Before the first section HAProxy knows no keyword at all. */
function preamblePlacement(statement: Statement): Placement {
  const name = statement.words[0]?.value ?? "";
  return placed(undefined, 1, statement, [{ id: "unknown-word", index: 0, name, kind: "section", where: "", known: [] }]);
}

function rulePlacement(statement: Statement, section: Section, branch: string | undefined): Placement {
  const first = statement.words[0]?.value ?? "";
  const second = statement.words[1]?.value ?? "";
  const misplacedHook = statement.words[1] === undefined || statement.words[1].dynamic ? undefined : hookIssue(first, second, section.kind);
  if (misplacedHook !== undefined) return placed(undefined, 2, statement, [misplacedHook]);
  if (second === "inspect-delay") return { ...placed(entryOf("ruleset", `${first} inspect-delay`), 2, statement, []), ruleset: first };
  const hook = (first === "tcp-request" || first === "tcp-response") && hooks.has(second);
  const ruleset = hook ? `${first} ${second}` : first;
  const at = hook ? 2 : 1;
  const word = statement.words[at];
  const misplaced = wordIssues(`kw:${section.kind}`, first, 0, "keyword", section.kind, branch);
  if (word === undefined)
    return placed(undefined, at, statement, [
      ...misplaced,
      { id: "missing-argument", index: at - 1, after: statement.words[at - 1]?.value ?? first, expected: [] },
    ]);
  if (word.dynamic) return placed(undefined, at + 1, statement, misplaced);
  const name = actionName(word.value, ruleset);
  const wrong = /^track-sc(?!\d*$)(.*)/.exec(word.value)?.[1];
  if (wrong !== undefined)
    return placed(undefined, at + 1, statement, [
      { id: "malformed-argument", index: at, name: wrong, fault: "not-a-number", expected: [] },
    ]);
  const issues = [...misplaced, ...actionIssues(ruleset, name, word.value, at, section.kind, branch)];
  return { ...placed(entryOf(ruleset, name), at + 1, statement, issues), ruleset };
}

function optionPlacement(statement: Statement, section: Section, branch: string | undefined): Placement {
  const word = statement.words[1];
  if (word === undefined) return placed(undefined, 1, statement, [{ id: "missing-argument", index: 0, after: "option", expected: [] }]);
  if (word.dynamic) return placed(undefined, 2, statement, []);
  const found = wordIssues(`opt:${section.kind}`, word.value, 1, "option", section.kind, branch);
  // HAProxy looks at the side of a proxy only where this one is set
  const isTakenAway = word.value === "forwarded" && statement.prefix === "no";
  const issues = isTakenAway ? found.filter(({ id }) => id !== "misplaced-word") : found;
  return placed(entryOf("option", word.value), 2, statement, issues);
}

function linePlacement(statement: Statement, section: Section, branch: string | undefined, issues: readonly Issue[]): Placement {
  const first = statement.words[0]?.value ?? "";
  const fixed: Readonly<Record<string, { args: string; words: number }>> = {
    bind: { args: "<bind>", words: 2 },
    server: { args: "<new:server> <address?:offset>", words: 3 },
    peer: { args: "", words: 3 },
    "server-template": { args: "<identifier> <count> <address?:offset>", words: 4 },
    "default-server": { args: "", words: 1 },
    nameserver: { args: "", words: 3 },
  };
  const { args, words } = fixed[first] as { args: string; words: number };
  const grammarClass = first === "bind" ? "bind" : "server";
  const elsewhere = !proxyKinds.has(section.kind);
  // the local peer has no address where a bind line gives it
  const from = elsewhere && words > 2 && entryOf(grammarClass, statement.words[2]?.value ?? "") !== undefined ? 2 : words;
  const parameters: Placement["parameters"] = {
    from,
    grammarClass,
    where: [first, section.kind],
    problemOf: problemsOf(grammarClass, first, branch, section.kind),
  };
  const entry = elsewhere ? entryOf(section.kind, first) : { words: first, args };
  return { ...placed(entry, 1, statement, issues), parameters };
}

function placed(entry: GrammarEntry | undefined, head: number, statement: Statement, issues: readonly Issue[]): Placement {
  return { entry, head, prefixed: statement.prefix !== undefined, issues, ruleset: undefined, parameters: undefined };
}

/** The first words; `bare` takes off what stands in parentheses behind one of them. */
function namesOf(statement: Statement, count: number, bare = false): string {
  const words = statement.words.slice(0, count).map((word) => (bare ? word.value.replace(/\(.*$/, "") : word.value));
  return words.join(" ");
}
