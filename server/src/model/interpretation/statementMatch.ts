/** Matches the words of a statement against the grammar of its entry: its arguments, and the parameters behind them. */
import { argumentsOf, samplesNamed } from "../../knowledge/grammar.ts";
import { parseNotation } from "../../knowledge/notation.ts";
import { ofBranch } from "../../knowledge/ofBranch.ts";
import type { Word } from "../../syntax/line.ts";
import { matchArguments } from "./arguments.ts";
import type { Issue } from "./issue.ts";
import { type MatchContext, type Mismatch, type Role, sharedRoles } from "./match.ts";
import { readParameter } from "./parameters.ts";
import type { Placement } from "./placement.ts";

const none: readonly never[] = [];

/** What the matcher asks about words of a branch. */
export const contextOf = ofBranch(
  (branch): MatchContext => ({
    isConverter: (text) => samplesNamed("converter", /^[\w.-]+/.exec(text)?.[0] ?? "", branch).length > 0,
  }),
);

export interface StatementMatch {
  /** Of all words; none where one does not fit. */
  readonly roles: readonly Role[];
  /** Of the words before the first that does not fit. */
  readonly fitting: readonly Role[];
  readonly issues: readonly Issue[];
}

/** The roles of the words of a statement, or where they do not fit. */
export function matchStatement(
  placement: Placement,
  words: readonly Word[],
  branch: string | undefined,
  context: MatchContext,
): StatementMatch {
  const { entry, head, parameters } = placement;
  // `no` and `default` forms mostly take no arguments; HAProxy is lenient there and so are we, but for options outside of proxies
  if (entry === undefined || (placement.prefixed && entry.words !== "option")) return { roles: none, fitting: none, issues: none };
  const limit = parameters === undefined ? words.length : Math.min(words.length, parameters.from);
  const node = parseNotation(argumentsOf(entry, branch));
  const match = matchArguments(node, words, head, limit, context);
  if ("mismatch" in match)
    return { roles: none, fitting: match.mismatch.fitting, issues: [issueOf(match.mismatch, words.slice(0, limit), head)] };
  if (parameters === undefined) return { roles: match.roles, fitting: match.roles, issues: none };
  const issues: Issue[] = [];
  const roles = matchParameters(parameters, words, branch, context, match.roles, issues);
  return { roles, fitting: roles, issues };
}

/** Room for the roles of one line, used again for the next. */
const gatheredRoles: Role[] = [];

/** The roles of the parameters of a bind or server line, one after another, in any order, behind those given before. */
function matchParameters(
  parameters: NonNullable<Placement["parameters"]>,
  words: readonly Word[],
  branch: string | undefined,
  context: MatchContext,
  before: readonly Role[],
  issues: Issue[],
): readonly Role[] {
  let count = 0;
  for (const role of before) gatheredRoles[count++] = role;
  for (let at: number | undefined = parameters.from; at !== undefined; ) {
    const read = readParameter(parameters.grammarClass, words, at, branch, context);
    if (read === undefined) break;
    const { index, name, entry, match } = read;
    const problem = parameters.problemOf(name, index);
    // "usesrc" with what does not fit behind "source": its place is right
    const isMisread = problem?.id === "misplaced-word" && match !== undefined && "mismatch" in match;
    if (problem !== undefined && !isMisread) issues.push(problem);
    if (entry === undefined || match === undefined) break;
    if ("mismatch" in match) {
      const isBare = words[match.mismatch.index] === undefined && entry.bareIn?.some((place) => parameters.where.includes(place)) === true;
      if (!isBare) issues.push(issueOf(match.mismatch, words, index + 1));
    } else for (const role of match.roles) gatheredRoles[count++] = role;
    at = read.next;
  }
  return sharedRoles(gatheredRoles, count);
}

function issueOf({ index, expected, fault }: Mismatch, words: readonly Word[], head: number): Issue {
  const word = words[index];
  if (word === undefined)
    return { id: "missing-argument", index: words.length - 1, after: words[Math.max(head, words.length) - 1]?.value ?? "", expected };
  if (word.value === "") return { id: "missing-argument", index, after: words[index - 1]?.value ?? "", expected };
  if (fault !== undefined) return { id: "malformed-argument", index, name: word.value, fault, expected };
  return { id: "unexpected-argument", index, name: word.value, expected };
}
