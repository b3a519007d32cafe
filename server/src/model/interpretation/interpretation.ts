/** Reads each statement once against the grammar: which words play which role, which names it uses, what HAProxy would refuse. */
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { ofBranch } from "../../knowledge/ofBranch.ts";
import type { Section } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { recalledOf, rememberOf } from "../../syntax/rememberingLine.ts";
import { sign } from "../../syntax/signs.ts";
import { both } from "../both.ts";
import { perBranch } from "../perBranch.ts";
import { type Statement, statementsOf } from "../statement.ts";
import { type CounterUse, counterUseOfAction } from "./counterUse.ts";
import { issuesOfHeader } from "./headers.ts";
import { checkInWord } from "./inWord.ts";
import type { Issue, NameUse } from "./issue.ts";
import type { Role } from "./match.ts";
import type { Placement } from "./placement.ts";
import { placementOf } from "./placementMemo.ts";
import { prefixIssue } from "./prefix.ts";
import { checkRoles } from "./roleCheck.ts";
import { specialIssues } from "./specialCases.ts";
import { contextOf, matchStatement, type StatementMatch } from "./statementMatch.ts";
import { proxyKinds } from "./wordIssues.ts";

export interface Interpretation {
  readonly statement: Statement;
  /** Number of words that name the statement ("timeout client": 2). */
  readonly head: number;
  readonly entry: GrammarEntry | undefined;
  /** The ruleset of a rule ("http-request", "tcp-request content"). */
  readonly ruleset: string | undefined;
  readonly roles: readonly Role[];
  /** The roles of the words before the first that does not fit; all of them where every word fits. */
  readonly fitting: readonly Role[];
  readonly issues: readonly Issue[];
  readonly uses: readonly NameUse[];
  readonly counters: readonly CounterUse[];
}

/** Interpretations of a section's statements, header included; computed once for each Section object and branch. */
export const interpretationsOf = perBranch(interpretAll);

/** The line may name what a script registers. */
export function isOfLua({ raw, signs }: Line): boolean {
  return (signs & sign.dot) !== 0 && raw.includes("lua.");
}

/** The statements that few look for, found in one go: to look at every one of a long file again for each question takes milliseconds. */
export const sought = perBranch((section, branch) => {
  const naming: Interpretation[] = [];
  const counting: Interpretation[] = [];
  const ofLua: Interpretation[] = [];
  const addressed: Interpretation[] = [];
  const onTrial: Interpretation[] = [];
  const calling: Interpretation[] = [];
  let readsRaw = false;
  let asksServers = false;
  let asksUsers = false;
  for (const one of interpretationsOf(section, branch)) {
    if (one.uses.length > 0) {
      naming.push(one);
      for (const { kind, declares } of one.uses) {
        readsRaw ||= kind === "raw-fetch";
        asksServers ||= kind === "server" && !declares;
        asksUsers ||= kind === "userlist";
      }
    }
    if (one.counters.length > 0) counting.push(one);
    const { line, words } = one.statement;
    const isLua = isOfLua(line);
    if (isLua) ofLua.push(one);
    const first = words[0]?.value ?? "";
    if (withAddress.has(first)) addressed.push(one);
    if (one.entry?.experimental !== undefined) onTrial.push(one);
    if (isLua || one.uses.length + one.issues.length > 0 || first === "filter" || (line.signs & sign.sigil) !== 0) calling.push(one);
  }
  return {
    /** Those that use or declare names. */
    naming,
    /** Those that ask for stored data. */
    counting,
    /** Those that may name what a script registers. */
    ofLua,
    /** Those that give an address to listen on, or of a server. */
    addressed,
    /** Those with a keyword that was experimental in some release. */
    onTrial,
    /** Those that may name a section, in whatever way. */
    calling,
    /** Some of them read the bytes of the connection. */
    readsRaw,
    /** Some of them name servers that are declared elsewhere. */
    asksServers,
    /** Some of them name userlists. */
    asksUsers,
  };
});
const withAddress: ReadonlySet<string> = new Set(["bind", "server", "server-template", "default-server", "peer", "log"]);

const unread: Omit<Interpretation, "statement"> = {
  head: 1,
  entry: undefined,
  ruleset: undefined,
  roles: [],
  fitting: [],
  issues: [{ id: "unread-line", index: 0 }],
  uses: [],
  counters: [],
};

function interpretAll(section: Section, branch: string | undefined): readonly Interpretation[] {
  const statements = statementsOf(section);
  const [first] = statements;
  if (first === undefined) return [];
  const read = interpret(first, section, branch);
  const head = { ...read, issues: issuesOfHeader(read.issues, section.kind, branch) };
  const isUnread = leavesUnread(head, section.kind);
  const circumstances = circumstancesOf(section, false, branch);
  const all = new Array<Interpretation>(statements.length).fill(head);
  for (let i = 1; i < statements.length; i++) {
    const statement = statements[i] as Statement;
    if (isUnread) all[i] = { ...unread, statement };
    else all[i] = interpretIn(circumstances, statement, section, branch);
  }
  return all;
}

/** Once HAProxy has refused the header of a proxy or of defaults it reads none of its lines. */
function leavesUnread({ issues }: Interpretation, kind: Section["kind"]): boolean {
  if (issues.length === 0 || kind === "preamble") return false;
  // a ring that is not made takes no settings
  if (kind === "ring" || issues.some(({ id }) => id === "word-of-other-release")) return true;
  // a name with a character that none may have is refused, but what it names is there
  return proxyKinds.has(kind) && issues.some((issue) => issue.id !== "malformed-argument" || issue.fault !== "not-a-name");
}

/** What a line means depends on the kind of its section, not on where it stands: an edit elsewhere keeps it. */
export function interpret(statement: Statement, section: Section, branch: string | undefined): Interpretation {
  return interpretIn(circumstancesOf(section, statement.offset === 0, branch), statement, section, branch);
}

function interpretIn(circumstances: object, statement: Statement, section: Section, branch: string | undefined): Interpretation {
  const known = recalledOf(statement.line, circumstances) as Interpretation | undefined;
  if (known !== undefined) return known.statement === statement ? known : { ...known, statement };
  const anew = interpretAnew(statement, section, branch);
  rememberOf(statement.line, circumstances, anew);
  return anew;
}

const allCircumstances = ofBranch(() => new Map<string, object>());

/** One object for all lines that are read in the same way: the kind of section, whether it has a name, and whether it opens here. */
export function circumstancesOf(section: Section, opens: boolean, branch: string | undefined): object {
  const known = allCircumstances(branch);
  const unnamed = section.kind === "defaults" && section.name === undefined;
  const name = opens ? `${section.kind} ${unnamed}` : unnamed ? "defaults?" : section.kind;
  let found = known.get(name);
  if (found === undefined) {
    found = {};
    known.set(name, found);
  }
  return found;
}

function interpretAnew(statement: Statement, section: Section, branch: string | undefined): Interpretation {
  const placement = placementOf(statement, section, branch);
  const { entry, head, ruleset } = placement;
  const unfit = unfitIssues(statement, placement, section.kind, branch);
  if (unfit !== undefined)
    return { statement, head, entry, ruleset, roles: none, fitting: none, issues: unfit, uses: none, counters: none };
  const matched = matchStatement(placement, statement.words, branch, contextOf(branch));
  const checked = checkRoles(matched.roles, statement, placement, section.kind, branch);
  const inside = checkInWord(placement, statement);
  const special = specialIssues(statement, section, branch);
  const inWords =
    matched.issues.length === 0 ? checked.issues : both(unknownBefore(matched, statement, placement, section, branch), matched.issues);
  const sound = placement.issues.length + inside.issues.length + inWords.length + special.length === 0;
  const action = ruleset === undefined ? undefined : counterUseOfAction(statement.words[head - 1], head - 1);
  // what HAProxy ignores in this section uses nothing
  const ignored = placement.issues.some(({ id }) => id === "misplaced-word");
  // nearly every line is sound and many use no names: they share their empty lists
  return {
    statement,
    head,
    entry,
    ruleset,
    roles: matched.roles,
    fitting: matched.fitting,
    issues: sound ? none : [...placement.issues, ...inside.issues, ...inWords, ...special],
    uses: ignored ? none : both(checked.uses, inside.uses),
    counters: action === undefined ? checked.counters : [...checked.counters, action],
  };
}

/** Samples that nobody knows before a word that does not fit: HAProxy comes to them first. */
function unknownBefore(
  { roles, fitting }: StatementMatch,
  statement: Statement,
  placement: Placement,
  section: Section,
  branch: string | undefined,
): readonly Issue[] {
  if (roles.length > 0 || fitting.length === 0) return none;
  return checkRoles(fitting, statement, placement, section.kind, branch).issues.filter(({ id }) => id === "unknown-sample");
}

/** What is said of a statement whose arguments HAProxy does not come to; undefined where it reads them. */
function unfitIssues(
  statement: Statement,
  { entry, issues, parameters }: Placement,
  kind: Section["kind"],
  branch: string | undefined,
): readonly Issue[] | undefined {
  const prefixed = prefixIssue(statement, kind, branch);
  if (prefixed !== undefined) return [prefixed];
  const [first, second] = statement.words;
  const unread = first?.value === "option" ? second?.value : first?.value;
  if (issues[0]?.id === "misplaced-word" && unreadWhereMisplaced.has(unread ?? "")) return issues;
  const fatal = issues.some(({ id }) => !taken.has(id));
  return fatal || (entry === undefined && parameters === undefined) ? issues : undefined;
}

/** With these HAProxy, or some build of it, goes on to the arguments. */
const taken: ReadonlySet<Issue["id"]> = new Set(["deprecated-word", "misplaced-word", "needs-build"]);
/** Of these HAProxy reads no argument where it ignores them. */
const unreadWhereMisplaced = new Set(["stick", "log-format", "log-format-sd", "log-steps", "forwarded", "use-small-buffers"]);
const none: readonly never[] = [];
