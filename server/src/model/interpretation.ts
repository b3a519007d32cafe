/** Reads each statement once against the grammar: which words play which role, which names it uses, what HAProxy would refuse. */
import { argumentsOf, entryOf, type GrammarEntry, samplesNamed } from "../knowledge/grammar.ts";
import { type Node, parseNotation } from "../knowledge/notation.ts";
import type { Section } from "../syntax/config.ts";
import { remembered, type Word } from "../syntax/line.ts";
import { type MatchContext, type Mismatch, matchArguments, type Role } from "./arguments.ts";
import { checkInWord } from "./inWord.ts";
import type { Issue, NameUse } from "./issue.ts";
import { perBranch } from "./perBranch.ts";
import { type Placement, placementOf } from "./placement.ts";
import { checkRoles } from "./roleCheck.ts";
import { specialIssues } from "./specialCases.ts";
import { type Statement, statementsOf } from "./statement.ts";

export interface Interpretation {
  readonly statement: Statement;
  /** Number of words that name the statement ("timeout client": 2). */
  readonly head: number;
  readonly entry: GrammarEntry | undefined;
  readonly roles: readonly Role[];
  readonly issues: readonly Issue[];
  readonly uses: readonly NameUse[];
}

/** Interpretations of a section's statements, header included; computed once for each Section object and branch. */
export const interpretationsOf = perBranch(interpretAll);

/** Sections whose lines HAProxy does not read once it has refused the header. */
const unreadAfterHeader = new Set(["frontend", "backend", "listen", "defaults"]);

function interpretAll(section: Section, branch: string | undefined): readonly Interpretation[] {
  const [first, ...others] = statementsOf(section);
  if (first === undefined) return [];
  const head = interpret(first, section, branch);
  if (section.kind === "preamble") return [head, ...others.map((statement) => interpret(statement, section, branch))];
  const refused = head.issues.length > 0;
  const foreign = head.issues.some(({ id }) => id === "word-of-other-release");
  const rest = others.map((statement): Interpretation => {
    if (!foreign && (!refused || !unreadAfterHeader.has(section.kind))) return interpret(statement, section, branch);
    return { statement, head: 1, entry: undefined, roles: [], issues: [{ id: "unread-line", index: 0 }], uses: [] };
  });
  return [head, ...rest];
}

/** What a line means depends on the kind of its section, not on where it stands: an edit elsewhere keeps it. */
function interpret(statement: Statement, section: Section, branch: string | undefined): Interpretation {
  const named = section.kind !== "defaults" || section.name !== undefined;
  const key = `${section.kind} ${named} ${statement.offset === 0} ${branch}`;
  const { head, entry, roles, issues, uses } = remembered(statement.line, key, () => interpretAnew(statement, section, branch));
  return { statement, head, entry, roles, issues, uses };
}

function interpretAnew(statement: Statement, section: Section, branch: string | undefined): Omit<Interpretation, "statement"> {
  const placement = placementOf(statement, section, branch);
  const { entry, head } = placement;
  const nothing = { head, entry, roles: [], uses: [] };
  const fatal = placement.issues.some(({ id }) => id !== "deprecated-word" && id !== "misplaced-word");
  if (fatal || (entry === undefined && placement.parameters === undefined)) return { ...nothing, issues: placement.issues };
  const context: MatchContext = { isConverter: (text) => samplesNamed("converter", /^[\w.-]+/.exec(text)?.[0] ?? "", branch).length > 0 };
  const matched = matchStatement(placement, statement.words, branch, context);
  const checked = checkRoles(matched.roles, statement, placement, section.kind, branch);
  const inside = checkInWord(placement, statement);
  const issues = [
    ...placement.issues,
    ...inside.issues,
    ...matched.issues,
    ...(matched.issues.length === 0 ? checked.issues : []),
    ...specialIssues(statement, section, branch),
  ];
  return { head, entry, roles: matched.roles, issues, uses: [...checked.uses, ...inside.uses] };
}

function matchStatement(
  placement: Placement,
  words: readonly Word[],
  branch: string | undefined,
  context: MatchContext,
): { roles: readonly Role[]; issues: Issue[] } {
  const { entry, head, parameters } = placement;
  // `no` and `default` forms mostly take no arguments; HAProxy is lenient there and so are we
  if (entry === undefined || placement.prefixed) return { roles: [], issues: [] };
  const roles: Role[] = [];
  const issues: Issue[] = [];
  const limit = parameters === undefined ? words.length : Math.min(words.length, parameters.from);
  const node = parseNotation(argumentsOf(entry, branch));
  const match = matchArguments(node, words.slice(0, limit), head, context);
  if ("mismatch" in match) issues.push(issueOf(match.mismatch, words.slice(0, limit), head));
  else roles.push(...match.roles);
  if (parameters !== undefined && issues.length === 0) matchParameters(parameters, words, branch, context, roles, issues);
  return { roles, issues };
}

/** The parameters of a bind or server line, one after another, in any order. */
function matchParameters(
  parameters: NonNullable<Placement["parameters"]>,
  words: readonly Word[],
  branch: string | undefined,
  context: MatchContext,
  roles: Role[],
  issues: Issue[],
): void {
  let i = parameters.from;
  while (i < words.length) {
    const word = words[i] as Word;
    if (word.dynamic) return;
    const name = word.value.replace(/\(.*$/, "");
    const entry = entryOf(parameters.grammarClass, name);
    const problem = parameters.problemOf(name, i);
    if (problem !== undefined) issues.push(problem);
    if (entry === undefined) return;
    const parameter = readParameter(entry, words, i, branch, context);
    if ("mismatch" in parameter) {
      issues.push(issueOf(parameter.mismatch, words, i + 1));
      return;
    }
    roles.push(...parameter.roles);
    i = parameter.end;
  }
}

/** The longest run of words that a parameter's grammar accepts, or why it accepts none. */
function readParameter(
  entry: GrammarEntry,
  words: readonly Word[],
  i: number,
  branch: string | undefined,
  context: MatchContext,
): { readonly end: number; readonly roles: readonly Role[] } | { readonly mismatch: Mismatch } {
  const node = parseNotation(argumentsOf(entry, branch));
  const most = Math.min(words.length, i + 1 + longest(node));
  let mismatch: Mismatch = { index: -1, expected: [], fault: undefined };
  for (let end = most; end > i; end--) {
    const match = matchArguments(node, words.slice(0, end), i + 1, context);
    if ("roles" in match) return { end, roles: match.roles };
    if (match.mismatch.index > mismatch.index) mismatch = match.mismatch;
  }
  return { mismatch };
}

/** Most words that a grammar can take; repetitions count as a few. */
function longest(node: Node): number {
  switch (node.kind) {
    case "sequence":
      return node.items.reduce((sum, item) => sum + longest(item), 0);
    case "choice":
      return Math.max(...node.items.map(longest));
    case "optional":
      return longest(node.item);
    case "many":
    case "rest":
    case "condition":
      return 8;
    default:
      return 1;
  }
}

function issueOf({ index, expected, fault }: Mismatch, words: readonly Word[], head: number): Issue {
  const word = words[index];
  if (word === undefined)
    return { id: "missing-argument", index: words.length - 1, after: words[Math.max(head, words.length) - 1]?.value ?? "", expected };
  if (word.value === "") return { id: "missing-argument", index, after: words[index - 1]?.value ?? "", expected };
  if (fault !== undefined) return { id: "malformed-argument", index, name: word.value, fault, expected };
  return { id: "unexpected-argument", index, name: word.value, expected };
}
