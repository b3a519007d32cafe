/** Sections that nothing refers to: HAProxy reads them and they do nothing. Said only where every reference can be seen. */
import * as l10n from "@vscode/l10n";
import { canonicalLists } from "../../model/canonical.ts";
import { interpretationsOf, isOfLua, sought } from "../../model/interpretation/interpretation.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import { perBranch } from "../../model/perBranch.ts";
import { parentOf } from "../../model/proxies/proxies.ts";
import { parentSections } from "../../model/symbols/declared.ts";
import { namesInLine } from "../../model/symbols/lineNames.ts";
import type { PlacedSection, Section } from "../../syntax/config.ts";
import { inContext } from "../../syntax/inContext.ts";
import type { Line } from "../../syntax/line.ts";
import { Memory } from "../../syntax/memory.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { sign } from "../../syntax/signs.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import type { Hit } from "../hit.ts";
import { nearest } from "../nearest.ts";

/** Kinds of sections that do nothing by themselves, with the kinds of names that call them. */
const calledBy: ReadonlyMap<string, readonly string[]> = new Map([
  ["backend", ["backend", "frontend", "table", "server"]],
  ...["userlist", "peers", "resolvers", "mailers", "cache", "http-errors", "ring", "log-profile", "fcgi-app", "healthcheck"].map(
    (kind): [string, readonly string[]] => [kind, kind === "peers" ? [kind, "table"] : [kind]],
  ),
]);

const callers: ReadonlySet<string> = new Set([...calledBy.values()].flat());

/** Beyond that they are names of another kind, such as servers. */
const mostStrange = 50;

/** HAProxy's own clients ask these resolvers where they are there. */
const usedByHaproxy = new Set(["resolvers default"]);

export function unusedSectionHits(whole: Model, branch: string | undefined): readonly Hit[] {
  return isComplete(whole) ? uncalled(whole, branch) : [];
}

/** A file without traffic of its own, or without a global section, is one of several that nobody gave us. */
function isComplete({ files, proxies }: Model): boolean {
  return (
    proxies.some(({ kind }) => kind !== "backend") &&
    files.some(({ sections }) => sections.some(({ section }) => section.kind === "global"))
  );
}

function uncalled(model: Model, branch: string | undefined): readonly Hit[] {
  const calls = callsIn(model, branch);
  const bare = gathered(model.files, (stretch) => uncalledIn(stretch, calls));
  const idle = bare.filter(({ section }) => !calledByLua(model, section));
  const strange = idle.length === 0 ? nothing : misspelt(model, calls);
  return idle.filter(({ section }) => nearest(section.name ?? "", strange) === undefined).map(({ hit }) => hit);
}

/** The sections of a stretch that no line calls, each with what is to be said of it. */
const uncalledIn = inContext(({ uri, sections }: Stretch, calls: AllCalls) =>
  sections.flatMap(({ firstLine, section }): { readonly section: Section; readonly hit: Hit }[] => {
    const { kind, name } = section;
    const word = section.lines[0]?.words[1];
    if (name === undefined || word === undefined || word.dynamic || !calledBy.has(kind) || section.conditional) return [];
    if (isCalled(section, calls) || usedOutside(kind, name) || isOff(section)) return [];
    const message = l10n.t('nothing in this configuration refers to {0} "{1}"', kind, plain(name));
    return [{ section, hit: { uri, line: firstLine, span: word.span, code: "unused-section", severity: "hint", message } }];
  }),
);

/** The user list of the Data Plane API is named in its own configuration. */
function usedOutside(kind: string, name: string): boolean {
  return usedByHaproxy.has(`${kind} ${name}`) || (kind === "userlist" && /dataplane/i.test(name));
}

/** Somebody has switched it off already. */
function isOff({ lines }: Section): boolean {
  return lines.some(({ words }) => words[0]?.value === "disabled");
}

/** What names other sections in the lines of one. */
interface Calls {
  /** Kinds and names of what is called, by turns. */
  readonly exact: readonly string[];
  /** Kinds of names that are put together at run time or by the environment, each with what is certain of the start of the name. */
  readonly open: readonly string[];
  /** Names in lines that others than HAProxy read, or that it refuses. */
  readonly loose: readonly string[];
  /** Names may stand in files that nobody gave us, or in the environment. */
  readonly elsewhere: readonly ("backend" | "anything")[];
}

/** The calls of a whole configuration; one object as long as they stay the same. */
interface AllCalls {
  /** Kind > names. */
  readonly exact: ReadonlyMap<string, ReadonlySet<string>>;
  /** Kind > starts of names. */
  readonly open: ReadonlyMap<string, ReadonlySet<string>>;
  readonly loose: ReadonlySet<string>;
  readonly elsewhere: ReadonlySet<string>;
}

function isCalled({ kind, name = "" }: Section, { exact, open, loose, elsewhere }: AllCalls): boolean {
  const as = calledBy.get(kind) ?? nothing;
  if (as.some((one) => exact.get(one)?.has(name)) || loose.has(name)) return true;
  if (elsewhere.has("anything") || (kind === "backend" && elsewhere.has("backend"))) return true;
  for (const one of as) for (const start of open.get(one) ?? nothing) if (name.startsWith(start)) return true;
  return false;
}

function calledByLua({ lua }: Model, { kind, name = "" }: Section): boolean {
  return kind === "backend" && (lua.texts.includes(undefined) || lua.scripts.some(({ text }) => text.includes(name)));
}

/** Names that are called and not there, as long as they are few: a misspelt call is told where it stands. */
function misspelt({ files }: Model, calls: AllCalls): readonly string[] {
  return strangeTo(canonicalNames(gathered(files, namesIn)), calls);
}

const namesIn = perObject(({ sections }: Stretch) => sections.map(({ section }) => section.name));
const canonicalNames = canonicalLists<string | undefined>();

const strangeTo = inContext((list: readonly (string | undefined)[], { exact }: AllCalls): readonly string[] => {
  const names = new Set(list);
  const strange = [...exact.values()].flatMap((called) => [...called].filter((name) => name !== "" && !names.has(name)));
  return strange.length <= mostStrange ? strange : nothing;
});

function callsIn({ files }: Model, branch: string | undefined): AllCalls {
  return joined(canonicalCalls(gathered(files, (stretch) => callsInStretch(stretch, branch))));
}

const callsInStretch = inContext(({ sections }: Stretch, branch: string | undefined) =>
  sections.map(({ section }) => callsOf(section, branch)),
);

const canonicalCalls = canonicalLists<Calls>();

const joined = perObject((list: readonly Calls[]): AllCalls => {
  const exact = new Map<string, Set<string>>();
  const open = new Map<string, Set<string>>();
  for (const calls of list) {
    addPairs(exact, calls.exact);
    addPairs(open, calls.open);
  }
  const all = (of: "loose" | "elsewhere") => new Set(list.flatMap((calls) => calls[of]));
  return { exact, open, loose: all("loose"), elsewhere: all("elsewhere") };
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
const callsOf = perBranch((section, branch): Calls => {
  const calls = callsWithin(section, branch);
  const header = section.lines[0];
  const last = header && lastCalls.get(header);
  if (last !== undefined && areEqual(calls, last)) return last;
  if (header !== undefined) lastCalls.set(header, calls);
  return calls;
});

function areEqual(one: Calls, other: Calls): boolean {
  return (["exact", "open", "loose", "elsewhere"] as const).every(
    (of) => one[of].length === other[of].length && one[of].every((item, i) => item === other[of][i]),
  );
}

function callsWithin(section: Section, branch: string | undefined): Calls {
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
  return { exact: exact.pairs, open, loose, elsewhere };
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

/** Defaults sections stand for those who inherit; the last one of a lone file may do so for files behind it. */
export function uninheritedHits(model: Model): readonly Hit[] {
  if (!isComplete(model)) return [];
  const bare: { readonly uri: string; readonly placed: PlacedSection }[] = [];
  let last: PlacedSection | undefined;
  for (const { uri, sections } of model.files) {
    for (const placed of sections) {
      if (!proxyKinds.has(placed.section.kind)) continue;
      last = placed;
      if (isOpen(placed.section)) return [];
      if (placed.section.kind === "defaults") bare.push({ uri, placed });
    }
  }
  if (bare.length === 0) return [];
  const heirs = new Set([...parentSections(model).values()].map(({ section }) => section));
  return bare.filter(({ placed }) => placed !== last && !heirs.has(placed.section)).map(({ uri, placed }) => defaultsHit(uri, placed));
}

/** Whether the section is there, or from whom it inherits, only HAProxy knows. */
function isOpen(section: Section): boolean {
  return (section.kind === "defaults" && section.conditional) || parentOf(section)?.dynamic === true;
}

function defaultsHit(uri: string, { firstLine, section }: PlacedSection): Hit {
  const [keyword, name] = section.lines[0]?.words ?? [];
  const named = section.name !== undefined && section.name !== "from" ? name : undefined;
  const span = (named ?? keyword)?.span ?? { start: 0, end: 0 };
  const message =
    named === undefined
      ? l10n.t("no section inherits from this defaults section: the next one takes its place")
      : l10n.t('no section inherits from defaults "{0}"', plain(named.value));
  return { uri, line: firstLine, span, code: "unused-section", severity: "hint", message };
}
