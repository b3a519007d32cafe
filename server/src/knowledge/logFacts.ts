/** What the fields of a crash log mean, the names of bits, and where functions are defined; kept apart, because only who reads a log needs it. */

import compiled from "./generated/log.json" with { type: "json" };
import type { Worded } from "./knowledge.ts";
import { language } from "./language.ts";
import { once } from "./once.ts";
import { own } from "./own.ts";
import { compareBranches } from "./release.ts";

/** What a field means; server/knowledge/log/schema.ts explains each part. */
export interface FieldFacts {
  readonly says: Worded;
  readonly as?: string | undefined;
  readonly values?: Readonly<Record<string, Worded>> | undefined;
  readonly hint?: boolean | undefined;
}

/** One kind of line. */
export interface LineFacts {
  readonly id: string;
  readonly needs: readonly string[];
  readonly re: string;
  readonly groups?: readonly (FieldFacts & { readonly name: string })[] | undefined;
  readonly pairs?: Readonly<Record<string, FieldFacts>> | undefined;
}

/** A bit, or one of several values that share the bits of `mask`; named so from the first release of `from` to the last of `to`. */
export interface Flag {
  readonly name: string;
  readonly value: number;
  readonly mask?: number;
  readonly from: string;
  readonly to: string;
}

interface LogFacts {
  readonly lines: readonly LineFacts[];
  /** Of fields, in Chinese; those that the log itself prints are missing. */
  readonly names: Readonly<Record<string, string>>;
  readonly flags: Readonly<Record<string, readonly Flag[]>>;
  /** Of bits, by their names. */
  readonly words: Readonly<Record<string, Worded>>;
  /** Words for values, by kind ("signal", "sc-state") and value. */
  readonly states: Readonly<Record<string, Readonly<Record<string, Worded>>>>;
  readonly parts: Readonly<Record<string, Worded>>;
  readonly functions: Readonly<Record<string, string>>;
}

export const logFacts = compiled as unknown as LogFacts;

/** The name of a field as people read it. */
export function fieldInWords(name: string): string {
  return (language() === "zh-cn" ? own(logFacts.names, name) : undefined) ?? name;
}

/** Bits of a set that a value holds in a release of `branch`, highest first. */
export interface ReadFlags {
  readonly flags: readonly Flag[];
  /** Bits without a name there. */
  readonly rest: number;
}

export function flagsIn(set: string, value: number, branch: string): ReadFlags {
  const known = (logFacts.flags[set] ?? []).filter((flag) => inRange(flag, branch));
  let rest = value;
  const flags: Flag[] = [];
  for (const flag of known.toReversed()) {
    const mask = flag.mask ?? flag.value;
    if (((rest & mask) ^ flag.value) !== 0) continue;
    flags.push(flag);
    rest = (rest & ~mask) >>> 0;
  }
  return { flags, rest: rest >>> 0 };
}

/** Branches whose headers were read, in their order. */
export const flagBranches = once((): readonly string[] => {
  const bounds = Object.values(logFacts.flags).flatMap((set) => set.flatMap(({ from, to }) => [from, to]));
  return [...new Set(bounds)].sort(compareBranches);
});

/** The branch to ask for: a development branch has the bits of the newest one, as far as we know. */
export function flagBranch(branch: string): string {
  const newest = flagBranches().at(-1) ?? branch;
  return compareBranches(branch, newest) > 0 ? newest : branch;
}

/** Whether the headers of that branch have the set at all. */
export function hasFlags(set: string, branch: string): boolean {
  return logFacts.flags[set]?.some((flag) => inRange(flag, branch)) === true;
}

function inRange({ from, to }: Flag, branch: string): boolean {
  return compareBranches(from, branch) <= 0 && compareBranches(branch, to) <= 0;
}

let files: ReadonlyMap<string, string> | undefined;

/** The source file that defines a function, such as "stick_table"; made at the first call. */
export function fileOfFunction(name: string): string | undefined {
  files ??= new Map(Object.entries(logFacts.functions).flatMap(([file, names]) => names.split(" ").map((one) => [one, file] as const)));
  return files.get(name);
}

/** What part of HAProxy a source file is, such as "stick-tables". */
export function partOfFile(file: string): Worded | undefined {
  const name = Object.keys(logFacts.parts).find((one) => (one.endsWith("*") ? file.startsWith(one.slice(0, -1)) : one === file));
  return name === undefined ? undefined : logFacts.parts[name];
}
