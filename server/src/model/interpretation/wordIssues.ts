/** What a release says to one word of a class: known, gone, not yet there, or out of place. */
import { classExists, entriesOf, entryOf, lifetimeOf, stateOf, wordsOf } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import type { Issue, NameKind } from "./issue.ts";
import type { Placement } from "./placement.ts";

export const proxyKinds: ReadonlySet<string> = new Set(["defaults", "frontend", "backend", "listen"]);
/** Words that HAProxy refuses in the wrong kind of proxy; of all others it only warns. */
const refusedIn: Readonly<Record<string, ReadonlySet<string>>> = {
  frontend: new Set([
    "use-fcgi-app",
    "retry-on",
    "hash-preserve-affinity",
    "default-server",
    "server",
    "server-template",
    "usesrc",
    "be-unpublished",
  ]),
  backend: new Set(["declare capture", "quic-initial", "usesrc", "force-be-switch"]),
  listen: new Set(["usesrc"]),
  server: new Set(["usesrc"]),
  "server-template": new Set(["usesrc"]),
  "default-server": new Set(["usesrc"]),
};
/** Everywhere else HAProxy ignores what is out of place. */
export function isRefused(words: string, where: string): boolean {
  return where === "defaults" || refusedIn[where]?.has(words) === true;
}

/** Sections whose words were all asked of the binaries; in others an unknown word is not certainly wrong. */
const complete = new Set(
  (
    "global defaults frontend backend listen peers resolvers mailers userlist cache program http-errors ring fcgi-app " +
    "log-forward log-profile crt-store traces acme healthcheck"
  ).split(" "),
);

/** What the release says to the parameters of one line. */
export function problemsOf(
  grammarClass: "bind" | "server",
  where: string,
  branch: string | undefined,
  section?: string,
): NonNullable<Placement["parameters"]>["problemOf"] {
  const fitting = new Set<string>();
  return (name, index) => {
    if (fitting.has(name)) return undefined;
    const refusing = entryOf(grammarClass, name)?.notIn?.find((place) => place === where || place === section);
    const kind: NameKind = `${grammarClass} parameter`;
    const [issue] =
      refusing !== undefined
        ? [{ id: "misplaced-word", index, name, where: refusing, fatal: refusedIn[refusing]?.has(name) === true } as const]
        : wordIssues(grammarClass, name, index, kind, where, branch);
    if (issue === undefined) fitting.add(name);
    return issue;
  };
}

/** What the release says to a word in a class. */
export function wordIssues(
  wordClass: string,
  name: string,
  index: number,
  kind: NameKind,
  where: string,
  branch: string | undefined,
): Issue[] {
  if (!classExists(wordClass)) return [];
  const state = stateOf(wordClass, name, branch);
  const entry = entryOf(kind === "option" ? "option" : kind === "keyword" && proxyKinds.has(where) ? "proxy" : where, name);
  switch (state) {
    case "known":
      return needsBuild(index, name, entry?.build);
    case "deprecated":
      return [deprecatedWord(index, name, entry), ...needsBuild(index, name, entry?.build)];
    case "removed":
      return [{ id: "removed-word", index, name, replacedBy: entry?.replacedBy }];
    case "misplaced":
      return [{ id: "misplaced-word", index, name, where, fatal: isRefused(name, where) }];
    default:
      return absentIssues(wordClass, name, index, kind, where);
  }
}

/** What only some builds know. */
export function needsBuild(index: number, name: string, build: string | undefined): Issue[] {
  return build === undefined ? [] : [{ id: "needs-build", index, name, build }];
}

export function deprecatedWord(index: number, name: string, entry: GrammarEntry | undefined): Issue {
  const exposed = entry?.refused ? "allows" : entry?.excusable ? "silences" : "ignored";
  return { id: "deprecated-word", index, name, replacedBy: entry?.replacedBy, exposed };
}

function absentIssues(wordClass: string, name: string, index: number, kind: NameKind, where: string): Issue[] {
  const { first, last } = lifetimeOf(wordClass, name);
  if (first !== undefined) return [{ id: "word-of-other-release", index, name, where, first, last }];
  if (kind === "keyword" && !complete.has(where)) return [];
  return [{ id: "unknown-word", index, name, kind, where, known: wordsOf(wordClass) }];
}

/** "track-sc0" and "set-var(txn.x)" without what varies. */
export function actionName(word: string, ruleset: string): string {
  const bare = /^[^(]*/.exec(word)?.[0] ?? word;
  if (bare.startsWith("track-sc")) return wordsOf(`act:${ruleset}:frontend`).find((known) => known.startsWith("track-sc")) ?? "track-sc";
  if (bare.startsWith("lua.")) return "lua.*";
  return bare;
}

/** What a release says to an action; of a proxy with two sides, one that knows it is enough. */
export function actionIssues(
  ruleset: string,
  name: string,
  word: string,
  index: number,
  kind: string,
  branch: string | undefined,
): Issue[] {
  if (name === "lua.*") return [];
  const sides = kind === "defaults" || kind === "listen" ? ["frontend", "backend"] : [kind];
  const classes = sides.map((side) => `act:${ruleset}:${side}`).filter(classExists);
  if (classes.length === 0) return unlistedIssues(ruleset, name, word, index);
  const results = classes.map((wordClass) => wordIssues(wordClass, name, index, "action", ruleset, branch));
  const isMisplaced = ([issue]: readonly Issue[]) => issue?.id === "misplaced-word";
  // a side that never has such rules says nothing of the other
  const best = results.find((issues) => issues.length === 0) ?? results.find((issues) => !isMisplaced(issues)) ?? [];
  return best.map((issue) => (issue.id === "unknown-word" ? { ...issue, name: /^[^(]*/.exec(word)?.[0] ?? word } : issue));
}

/** Of rules on QUIC's first packets no table of the binaries tells: the grammar does. */
function unlistedIssues(ruleset: string, name: string, word: string, index: number): Issue[] {
  const known = entriesOf(ruleset).map(({ words }) => words);
  if (known.length === 0 || known.includes(name)) return [];
  return [{ id: "unknown-word", index, name: word, kind: "action", where: ruleset, known }];
}
