/** Which sections the lines of a configuration call by their names, in whatever way. */
import { canonicalLists } from "../../model/canonical.ts";
import { interpretationsOf, isOfLua, sought } from "../../model/interpretation/interpretation.ts";
import type { Model } from "../../model/model.ts";
import { perBranch } from "../../model/perBranch.ts";
import { namesInLine } from "../../model/symbols/lineNames.ts";
import type { Section } from "../../syntax/config.ts";
import { inContext } from "../../syntax/inContext.ts";
import type { Line } from "../../syntax/line.ts";
import { Memory } from "../../syntax/memory.ts";
import { perObject } from "../../syntax/perObject.ts";
import { sign } from "../../syntax/signs.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";

/** Kinds of sections that do nothing by themselves, with the kinds of names that call them. */
const calledBy: ReadonlyMap<string, readonly string[]> = new Map([
  ["backend", ["backend", "frontend", "table", "server"]],
  ...["userlist", "peers", "resolvers", "mailers", "cache", "http-errors", "ring", "log-profile", "fcgi-app", "healthcheck"].map(
    (kind): [string, readonly string[]] => [kind, kind === "peers" ? [kind, "table"] : [kind]],
  ),
]);

/** Whether sections of a kind do nothing unless they are called. */
export function isCallable(kind: string): boolean {
  return calledBy.has(kind);
}

const callers: ReadonlySet<string> = new Set([...calledBy.values()].flat());

/** What certainly names other sections in the lines of one. */
interface Calls {
  /** Kinds and names of what is called, by turns. */
  readonly exact: readonly string[];
  /** Kinds of names that are put together at run time or by the environment, each with what is certain of the start of the name. */
  readonly open: readonly string[];
  /** Names may stand in files that nobody gave us, or in the environment. */
  readonly elsewhere: readonly ("backend" | "anything")[];
}

/** The calls of a whole configuration; one object as long as they stay the same. */
export interface AllCalls {
  /** Kind > names. */
  readonly exact: ReadonlyMap<string, ReadonlySet<string>>;
  /** Kind > starts of names. */
  readonly open: ReadonlyMap<string, ReadonlySet<string>>;
  readonly elsewhere: ReadonlySet<string>;
}

/** Whether a section with a name is called by it, certainly or for all that can be seen. */
export function isCalled({ kind, name = "" }: Section, { exact, open, elsewhere }: AllCalls): boolean {
  const as = calledBy.get(kind) ?? nothing;
  if (as.some((one) => exact.get(one)?.has(name))) return true;
  if (elsewhere.has("anything") || (kind === "backend" && elsewhere.has("backend"))) return true;
  for (const one of as) for (const start of open.get(one) ?? nothing) if (name.startsWith(start)) return true;
  return false;
}

/** What all lines of the files call. */
export function callsIn({ files }: Model, branch: string | undefined): AllCalls {
  return joined(canonicalCalls(gathered(files, (stretch) => callsInStretch(stretch, branch))));
}

const callsInStretch = inContext(({ sections }: Stretch, branch: string | undefined) =>
  sections.map(({ section }) => callsOf(section, branch).calls),
);

/** Names of all sections; one object as long as they stay the same. */
export function sectionNames(files: Model["files"]): ReadonlySet<string | undefined> {
  return setOf(canonicalNames(gathered(files, namesIn)));
}

const namesIn = perObject(({ sections }: Stretch) => sections.map(({ section }) => section.name));
const canonicalNames = canonicalLists<string | undefined>();

/** Names of sections that stand in lines of which others than HAProxy read, or that it refuses; one object as long as they stay the same. */
export function looseIn({ files }: Model, branch: string | undefined): ReadonlySet<string> {
  const names = sectionNames(files);
  const words = gathered(files, (stretch) => looseInStretch(stretch, branch));
  return setOf(canonicalLoose(words.filter((word) => names.has(word))));
}

const looseInStretch = inContext(({ sections }: Stretch, branch: string | undefined) =>
  sections.flatMap(({ section }) => callsOf(section, branch).loose),
);

const canonicalLoose = canonicalLists<string>();
const setOf = perObject(<T>(list: readonly T[]): ReadonlySet<T> => new Set(list)) as <T>(list: readonly T[]) => ReadonlySet<T>;

const canonicalCalls = canonicalLists<Calls>();

const joined = perObject((list: readonly Calls[]): AllCalls => {
  const exact = new Map<string, Set<string>>();
  const open = new Map<string, Set<string>>();
  for (const calls of list) {
    addPairs(exact, calls.exact);
    addPairs(open, calls.open);
  }
  return { exact, open, elsewhere: new Set(list.flatMap(({ elsewhere }) => elsewhere)) };
});

function addPairs(sets: Map<string, Set<string>>, pairs: readonly string[]): void {
  for (let i = 0; i < pairs.length; i += 2) {
    const kind = pairs[i] as string;
    const names = sets.get(kind) ?? new Set();
    if (names.size === 0) sets.set(kind, names);
    names.add(pairs[i + 1] as string);
  }
}

/** What the section of a header called the last time: equal calls are one object, which stays through edits. */
const lastCalls = new Memory<Line, Calls>();

/** Both branches of conditional blocks count; what a section says of itself does not. */
const callsOf = perBranch((section, branch): CallsWithin => {
  const { calls, loose } = callsWithin(section, branch);
  const header = section.lines[0];
  const last = header && lastCalls.get(header);
  if (last !== undefined && areEqual(calls, last)) return { calls: last, loose };
  if (header !== undefined) lastCalls.set(header, calls);
  return { calls, loose };
});

interface CallsWithin {
  readonly calls: Calls;
  /** Words of lines that others than HAProxy read, or that it refuses. */
  readonly loose: readonly string[];
}

function areEqual(one: Calls, other: Calls): boolean {
  return (["exact", "open", "elsewhere"] as const).every(
    (of) => one[of].length === other[of].length && one[of].every((item, i) => item === other[of][i]),
  );
}

function callsWithin(section: Section, branch: string | undefined): CallsWithin {
  const exact = new Calling(section);
  const open: string[] = [];
  const loose: string[] = [];
  const elsewhere: Calls["elsewhere"][number][] = [];
  const asked = section.kind === "program" ? interpretationsOf(section, branch) : sought(section, branch).calling;
  for (const { statement, roles, uses, issues } of asked) {
    const { line, words, offset } = statement;
    const { raw, signs } = line;
    const opaque = section.kind === "program" || issues.length > 0 || isOfLua(line);
    const marked = (signs & sign.sigil) !== 0;
    if (uses.length === 0 && !opaque && !marked && words[0]?.value !== "filter") continue;
    if (offset > 0 && opaque) loose.push(...raw.split(/[^\w.:-]+/));
    for (const { kind, name, declares } of uses)
      if (!declares && callers.has(kind) && (kind !== "server" || name.includes("/"))) exact.add(kind, firstOf(name));
    if (marked && /(?:ring|backend|rhttp|rev)@/.test(raw))
      for (const { kind, name, access } of namesInLine(section, offset, branch)) if (access === "uses") exact.add(kind, name);
    if (words[0]?.value === "filter" && words[1]?.value === "spoe") elsewhere.push("backend");
    if (!marked) continue;
    for (const { index, node } of roles) {
      const value = words[index]?.value ?? "";
      const certain = node.kind === "type" && node.type === "ref" ? value.search(/%\[|\$/) : -1;
      if (certain >= 0) open.push(node.kind === "type" ? (node.parameter ?? "") : "", value.slice(0, certain));
    }
    if (words.some(({ dynamic, value }) => dynamic && /[(,]\$|(?:ring|backend)@\$|\[\*\]/.test(value))) elsewhere.push("anything");
  }
  return { calls: { exact: exact.pairs, open, elsewhere }, loose };
}

/** Names that a section calls, each once, but its own. */
class Calling {
  readonly pairs: string[] = [];
  private readonly own: readonly string[];
  private readonly section: Section;

  constructor(section: Section) {
    this.section = section;
    this.own = calledBy.get(section.kind) ?? nothing;
  }

  add(kind: string, name: string): void {
    const { pairs } = this;
    if (name === this.section.name && this.own.includes(kind)) return;
    // neighbouring lines often call the same
    for (let i = Math.max(0, pairs.length - 2 * looked); i < pairs.length; i += 2) if (pairs[i + 1] === name && pairs[i] === kind) return;
    pairs.push(kind, name);
  }
}
/** Names before it that one is compared with. */
const looked = 8;

/** Of `backend/server`, and of `peers/table`. */
function firstOf(name: string): string {
  const slash = name.indexOf("/");
  return slash < 0 ? name : name.slice(0, slash);
}

const nothing: readonly string[] = [];
