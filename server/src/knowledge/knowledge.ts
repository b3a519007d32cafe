/** The knowledge that the build compiled from server/knowledge, with its types. No validation here: the build has done it. */
import type { Condition } from "./condition.ts";
import compiled from "./generated/knowledge.json" with { type: "json" };
import { type PackedAdvisory, unpack } from "./packed.ts";

export type Language = "en" | "zh-cn";
/** The same text in every language we speak. */
export type Worded = Readonly<Record<Language, string>>;

export type LineState =
  | { readonly state: "not-affected" | "probably-not-affected" | "fixed-from-start" | "unknown" }
  | { readonly state: "fixed"; readonly from?: string; readonly fixed: string }
  | { readonly state: "never-fixed"; readonly from?: string }
  | { readonly state: "development-only"; readonly fixed: string };

export type Effect = "crash" | "hang" | "corruption" | "leak" | "security" | "wrong-result" | "environment";

export type ConditionName =
  | "several-threads"
  | "expire-set"
  | "tracked"
  | "stream-outlives-expire"
  | "not-refreshed-at-end"
  | "lua-loaded"
  | "lua-allocation-can-fail"
  | "lua-calls-samples"
  | "host-memory-strict";

export interface ConditionSpec {
  readonly condition: ConditionName;
  /** Stored data types that refresh an entry when the stream ends. */
  readonly by?: readonly string[];
  /** Converters and fetches whose argument check is known to crash when a Lua script calls them. */
  readonly crashing?: readonly string[];
}

export type IncidentKind =
  | "pool-inconsistency"
  | "pool-corruption"
  | "bug-condition"
  | "watchdog"
  | "spinning"
  | "segfault"
  | "abort"
  | "illegal-instruction"
  | "lua-out-of-memory"
  | "lua-error"
  | "worker-exit"
  | "heap-corruption"
  | "sanitizer"
  | "out-of-memory"
  | "crash";

/** One way in which a crash shows; server/knowledge/clueSchema.ts explains each field. */
export interface Clue {
  readonly id: string;
  readonly kinds?: readonly IncidentKind[];
  readonly problem?: string;
  readonly caller?: readonly string[];
  readonly freedBy?: readonly string[];
  readonly frames?: readonly string[];
  readonly withoutFrames?: readonly string[];
  readonly exitCodes?: readonly number[];
  readonly signals?: readonly string[];
  readonly luaOutOfMemory?: boolean;
  readonly bare?: boolean;
  readonly machine?: readonly string[];
  readonly notes?: readonly string[];
  readonly expression?: string;
  readonly lua?: {
    readonly innermost?: "script" | "c" | "not-shown";
    readonly functions?: readonly string[];
    readonly waits?: boolean;
    readonly recurses?: boolean;
  };
  readonly library?: readonly string[];
  readonly stackless?: boolean;
  readonly applets?: readonly string[];
  readonly stuck?: boolean;
  readonly confidence: number;
  readonly says: Worded;
}

/** Conditions written in code, asked once of each subject. */
export interface BespokeExposure {
  readonly subject: "stick-table" | "lua";
  readonly all: readonly ConditionSpec[];
  readonly shown: "diagnostic" | "hover";
}

/** Conditions asked of the configuration as a whole. */
export interface CatalogueExposure {
  readonly subject: "configuration";
  readonly when: Condition;
  /** Wider than the defect: never more than "possible". */
  readonly coarse?: boolean;
  readonly shown: "diagnostic" | "hover";
  readonly because?: string;
}

/** No configuration tells. */
export interface NoExposure {
  readonly subject: "none";
  readonly shown: "hover";
}

/** A condition under a name. */
export interface Trigger {
  readonly id: string;
  readonly says: Worded;
  readonly when: Condition;
}

/** What a branch does in another way than the one before, without a word of the configuration changing. */
export interface Behaviour {
  readonly id: string;
  /** First branch with it. */
  readonly branch: string;
  /** Configurations that notice. */
  readonly when: Condition;
  readonly says: Worded;
  /** What brings the old behaviour back. */
  readonly keep?: Worded;
  /** Commit, 12 digits. */
  readonly source: string;
}

export interface Advisory {
  readonly id: string;
  readonly title: Worded;
  readonly summary: Worded;
  readonly subsystem: string;
  readonly effect: Effect;
  readonly severity?: "minor" | "medium" | "major" | "critical";
  readonly aliases: readonly string[];
  readonly fixUrl?: string;
  /** Upstream's issue, else the fix, else another page on it. */
  readonly issueUrl: string;
  readonly releases: "any" | Readonly<Record<string, LineState>>;
  readonly concerns: readonly string[];
  readonly exposure: BespokeExposure | CatalogueExposure | NoExposure;
  readonly recognition: readonly Clue[];
  readonly workaround?: Worded;
  readonly collect: Readonly<Record<Language, readonly string[]>>;
  /** A title that is a name is the same in both languages. */
  readonly references: readonly { readonly title: string | Worded; readonly url: string }[];
  /** Where the facts come from; absent where the page tells. */
  readonly evidence?: { readonly releases: string; readonly exposure: string; readonly frames: string };
}

export interface Keyword {
  readonly name: string;
  readonly within: readonly string[];
  readonly sections: readonly string[];
  readonly syntax: string;
  readonly introduced?: string;
  readonly manual: string;
  readonly summary: Worded;
  readonly details?: Worded;
}

export interface CrashPattern {
  readonly id: string;
  readonly role: "prefix" | "crash" | "diagnostic" | "detail" | "exit" | "info" | "oom" | "hardware" | "form";
  /** Of a prefix: the characters that its first one may be. */
  readonly starts?: string;
  /** Of a form: the branches that print it, such as "2.9.12-2.9,3.0.6-3.0,3.1-". */
  readonly releases?: string;
  /** Of a form: a line without any of these texts is not of it. */
  readonly needs?: readonly string[];
  readonly re: string;
}

/** What to collect from a crash that the log alone does not explain; server/knowledge/crashSchema.ts explains each field. */
export interface CollectItem {
  readonly id: string;
  readonly title: Worded;
  readonly kinds?: readonly IncidentKind[];
  readonly only?: "own-abort";
  readonly unless?: "build" | "stack" | "debugger";
  readonly commands: readonly string[];
}

/** What a lint is about. */
export interface Lint {
  /** The code of its findings. */
  readonly id: string;
  /** The gravest form of the finding. */
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly summary: Worded;
}

interface Knowledge {
  readonly knownUntil: string;
  /** Month until which anything is known, "2026-10". */
  readonly asOf: string;
  readonly branches: readonly {
    readonly branch: string;
    readonly newest: string;
    readonly lts: boolean;
    /** "2026-Q2" */
    readonly endOfLife: string;
  }[];
  readonly triggers: readonly Trigger[];
  readonly behaviour: readonly Behaviour[];
  readonly advisories: readonly Advisory[];
  readonly keywords: readonly Keyword[];
  readonly crashPatterns: readonly CrashPattern[];
  readonly collect: readonly CollectItem[];
  readonly lints: readonly Lint[];
}

const packed = compiled as unknown as Omit<Knowledge, "advisories"> & { readonly advisories: readonly PackedAdvisory[] };

export const knowledge: Knowledge = { ...packed, advisories: packed.advisories.map(unpack) };

/** An advisory by its id or any alias ("#2611", "2611", a commit's first seven digits or more), in any case. */
export function findAdvisory(name: string): Advisory | undefined {
  const wanted = name.trim().toLowerCase();
  const byId = knowledge.advisories.find(({ id }) => id === wanted);
  if (byId) return byId;
  // an issue may have led to several fixes: the one that it names first
  const known = knowledge.advisories.filter(({ aliases }) => aliases.some((alias) => namesAlias(wanted, alias.toLowerCase())));
  return known.find(({ aliases }) => namesAlias(wanted, (aliases[0] ?? "").toLowerCase())) ?? known[0];
}

function namesAlias(wanted: string, alias: string): boolean {
  if (wanted === alias || `#${wanted}` === alias) return true;
  const commit = /^(?:ha-)?([0-9a-f]{7,40})$/.exec(wanted)?.[1];
  return commit !== undefined && /^[0-9a-f]+$/.test(alias) && (alias.startsWith(commit) || commit.startsWith(alias));
}

/** A lint by the code of its findings, in any case. */
export function findLint(code: string): Lint | undefined {
  const wanted = code.trim().toLowerCase();
  return knowledge.lints.find(({ id }) => id === wanted);
}
