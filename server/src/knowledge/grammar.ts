/** The words of the configuration language: in which releases HAProxy knows them, where, and what may follow them. */

import compiled from "./generated/grammar.json" with { type: "json" };
import type { GrammarEntry } from "./grammarEntry.ts";
import { covers, type Segment, segmentsOf, type WordState } from "./lifetime.ts";
import { ofBranch } from "./ofBranch.ts";
import { own } from "./own.ts";
import { branchBefore, compareBranches } from "./release.ts";

/** A sample fetch or a converter from one branch on. */
export interface SampleSpec {
  readonly from: string;
  /** Such as "string[,integer]". */
  readonly args: string;
  readonly in?: string;
  readonly out: string;
  /** A letter for each place (see `samplePlaces`): Y where it may be used. */
  readonly where?: string;
  /** From this branch on it is known no more; the other fields are absent. */
  readonly gone?: boolean;
  /** Feature of the build without which HAProxy does not know it. */
  readonly build?: string;
}

interface Change {
  readonly from: string;
  readonly add?: readonly (string | number)[] | Readonly<Record<string, unknown>>;
  readonly drop?: readonly (string | number)[];
}

interface Grammar {
  readonly lifetimes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly entries: Readonly<Record<string, Readonly<Record<string, GrammarEntry>>>>;
  readonly samples: {
    readonly places: readonly string[];
    readonly fetch: Readonly<Record<string, readonly SampleSpec[]>>;
    readonly converter: Readonly<Record<string, readonly SampleSpec[]>>;
    readonly acl: Readonly<Record<string, unknown>>;
  };
  readonly enums: Readonly<Record<string, readonly Change[]>>;
  readonly counters: Readonly<Record<string, readonly string[]>>;
}

const grammar = compiled as unknown as Grammar;

/** State of a word in a class such as "kw:global". Without a branch: the best state it ever had. */
export function stateOf(wordClass: string, word: string, branch: string | undefined): WordState {
  const lifetime = own(grammar.lifetimes[wordClass], word);
  if (lifetime === undefined) return "absent";
  const segments = segmentsOf(lifetime);
  if (branch === undefined) return ranked.find((state) => segments.some((segment) => segment.state === state)) ?? "absent";
  return segments.find(({ from, to }) => covers(from, to, branch))?.state ?? "absent";
}

/** The same of a lifetime that stands by itself; without a branch it counts as known. */
export function stateIn(lifetime: string, branch: string | undefined): WordState {
  if (branch === undefined) return "known";
  return segmentsOf(lifetime).find(({ from, to }) => covers(from, to, branch))?.state ?? "absent";
}

/** From when to when which state holds, oldest first; empty for a word that no branch ever knew. */
export function lifetimeSegments(wordClass: string, word: string): readonly Segment[] {
  return segmentsOf(own(grammar.lifetimes[wordClass], word) ?? "");
}

/** First branch in which the word is known without reservation, and the last one if it ended. */
export function lifetimeOf(wordClass: string, word: string): { first: string | undefined; last: string | undefined } {
  const usable = segmentsOf(own(grammar.lifetimes[wordClass], word) ?? "").filter(
    ({ state }) => state === "known" || state === "deprecated",
  );
  return { first: usable[0]?.from, last: usable.at(-1)?.to || undefined };
}

export function wordsOf(wordClass: string): readonly string[] {
  return Object.keys(grammar.lifetimes[wordClass] ?? {});
}

export const classExists = (wordClass: string): boolean => wordClass in grammar.lifetimes;

/** Whether a word outside the lifetimes, such as the prefix of an address, is known in a branch. */
export function isKnown({ from = "2.4", lifetime = `${from}-` }: GrammarEntry, branch: string): boolean {
  return segmentsOf(lifetime).some((segment) => covers(segment.from, segment.to, branch));
}

/** Whether a word is still on trial in a branch. */
export function isExperimental({ experimental }: GrammarEntry, branch: string | undefined): boolean {
  const [from = "", to = ""] = experimental?.split("-") ?? [];
  return branch !== undefined && from !== "" && compareBranches(from, branch) <= 0 && (to === "" || compareBranches(branch, to) <= 0);
}

/** What may follow, from the grammar's class ("global", "proxy", "http-request" …) and the words themselves. */
export function entryOf(grammarClass: string, words: string): GrammarEntry | undefined {
  let ofClass = entryMaps.get(grammarClass);
  if (ofClass === undefined) {
    ofClass = new Map(Object.entries(grammar.entries[grammarClass] ?? {}));
    entryMaps.set(grammarClass, ofClass);
  }
  return ofClass.get(words);
}

const entryMaps = new Map<string, ReadonlyMap<string, GrammarEntry>>();

export function entriesOf(grammarClass: string): readonly GrammarEntry[] {
  return Object.values(grammar.entries[grammarClass] ?? {});
}

/** The filters that HAProxy itself has, by name: their statements are entries of their own, with "filter" in front. */
export function filterEntries(): readonly (readonly [name: string, entry: GrammarEntry])[] {
  return entriesOf("proxy").flatMap((entry) => (entry.words.startsWith("filter ") ? [[entry.words.slice(7), entry] as const] : []));
}

/** The notation in force in a branch; without a branch the newest. */
export function argumentsOf(entry: GrammarEntry, branch: string | undefined): string {
  if (entry.since === undefined) return entry.args ?? "...";
  const known = changed(branch);
  let notation = known.get(entry);
  if (notation === undefined) {
    notation = notationIn(entry, entry.since, branch);
    known.set(entry, notation);
  }
  return notation;
}

/** The notations of entries whose arguments changed. */
const changed = ofBranch(() => new Map<GrammarEntry, string>());

function notationIn(entry: GrammarEntry, since: NonNullable<GrammarEntry["since"]>, branch: string | undefined): string {
  const later = Object.entries(since)
    .filter(([from]) => branch === undefined || compareBranches(from, branch) <= 0)
    .sort(([a], [b]) => compareBranches(a, b));
  return later.at(-1)?.[1] ?? entry.args ?? "...";
}

/** Names of the columns of `where`. */
export const samplePlaces: readonly string[] = grammar.samples.places;

export type SampleKind = "fetch" | "converter";

/** The shapes a fetch or converter has: one for a known branch, all of them without. Empty when it is not known there. */
export function samplesNamed(kind: SampleKind, name: string, branch: string | undefined): readonly SampleSpec[] {
  const known = samples[kind](branch);
  const specs = known.get(name);
  if (specs !== undefined) return specs;
  const found = findSamples(kind, name, branch);
  // names that nobody knows may be anything: only those of the tables are kept
  if (found.length > 0) known.set(name, found);
  return found;
}

const samples = {
  fetch: ofBranch(() => new Map<string, readonly SampleSpec[]>()),
  converter: ofBranch(() => new Map<string, readonly SampleSpec[]>()),
};

function findSamples(kind: SampleKind, name: string, branch: string | undefined): readonly SampleSpec[] {
  const specs = own(grammar.samples[kind], name) ?? [];
  if (branch === undefined) return specs.filter(({ gone }) => gone !== true);
  const spec = specs.findLast(({ from }) => compareBranches(from, branch) <= 0);
  return spec === undefined || spec.gone === true ? [] : [spec];
}

/** Names of criteria that only ACLs know, such as hdr_beg. */
export function isAclCriterion(name: string): boolean {
  return own(grammar.samples.acl, name) !== undefined;
}

/** Criteria that only ACLs know. */
export function aclCriteria(): readonly string[] {
  return Object.keys(grammar.samples.acl);
}

/** The fetch behind a criterion that only ACLs know. */
export function aclFetch(name: string): string | undefined {
  const definition = own(grammar.samples.acl, name);
  return typeof definition === "string" ? definition.split(" ")[0] : undefined;
}

/** The match method that belongs to a criterion which only ACLs know, such as "len" for url_len. */
export function aclMethod(name: string): string | undefined {
  const definition = own(grammar.samples.acl, name);
  return typeof definition === "string" ? / -m (\w+)/.exec(definition)?.[1] : undefined;
}

/** Names that a branch knows; all of them without one. */
export function sampleNames(kind: SampleKind, branch: string | undefined): readonly string[] {
  return Object.keys(grammar.samples[kind]).filter((name) => samplesNamed(kind, name, branch).length > 0);
}

/** First branch that knows a fetch or converter, and the last one if it ended; undefined where no branch ever did. */
export function sampleLifetime(kind: SampleKind, name: string): { first: string; last: string | undefined } | undefined {
  const specs = own(grammar.samples[kind], name);
  const first = specs?.[0]?.from;
  const gone = specs?.find((spec) => spec.gone === true)?.from;
  return first === undefined ? undefined : { first, last: gone && branchBefore(gone) };
}

const enumSets = ofBranch(() => new Map<string, ReadonlySet<string>>());

/** Values of an enumeration in a branch; without one, all that ever were. For enumerations with facts: their keys. */
export function enumValues(name: string, branch: string | undefined): ReadonlySet<string> {
  const sets = enumSets(branch);
  const known = sets.get(name);
  if (known !== undefined) return known;
  const values = new Set<string>();
  sets.set(name, values);
  for (const { from, add, drop } of grammar.enums[name] ?? []) {
    if (branch !== undefined && compareBranches(from, branch) > 0) continue;
    for (const value of Array.isArray(add) ? add : Object.keys(add ?? {})) values.add(String(value));
    if (branch !== undefined) for (const value of drop ?? []) values.delete(String(value));
  }
  return values;
}

/** Branches between which an enumeration holds a value. */
export function enumLifetime(name: string, value: string): { first: string | undefined; last: string | undefined } {
  const changes = grammar.enums[name] ?? [];
  const first = changes.find(({ add }) => (Array.isArray(add) ? add.includes(value) : factAdded(add, value) !== undefined))?.from;
  const gone = changes.find(({ drop }) => drop?.includes(value))?.from;
  return { first, last: gone && branchBefore(gone) };
}

/** The fact behind a value of an enumeration, such as the arguments of a stored data type; without a branch the newest. */
export function enumFact(name: string, value: string, branch?: string): unknown {
  const change = grammar.enums[name]?.findLast(
    ({ from, add }) => factAdded(add, value) !== undefined && (branch === undefined || compareBranches(from, branch) <= 0),
  );
  return change && factAdded(change.add, value);
}

/** Undefined also where the values of the enumeration have no facts behind them. */
function factAdded(add: Change["add"], value: string): unknown {
  return Array.isArray(add) ? undefined : own(add as Readonly<Record<string, unknown>> | undefined, value);
}

/**
 * Stored data types of which a sample or an action of a stick-table asks for any one, by its name without the prefix ("get_gpc0").
 * "gpc[0]" is an element of an array, "gpc[]" the element that an argument names.
 */
export function storedDataAsked(name: string): readonly string[] {
  return own(grammar.counters, name) ?? (enumFact("stick_data", name) === undefined ? [] : [name]);
}

/** Best first, for when the release is not known. */
const ranked: readonly WordState[] = ["known", "deprecated", "misplaced", "removed"];
