/** The knowledge that the build compiled from server/knowledge, with its types. No validation here: the build has done it. */
import compiled from "./generated/knowledge.json" with { type: "json" };

export type Language = "en" | "zh-cn";
/** The same text in every language we speak. */
export type Worded = Readonly<Record<Language, string>>;

export type LineState =
  | { readonly state: "not-affected" | "fixed-from-start" | "unknown" }
  | { readonly state: "fixed"; readonly from?: string; readonly fixed: string }
  | { readonly state: "never-fixed"; readonly from?: string }
  | { readonly state: "development-only"; readonly fixed: string };

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

/** One way in which a crash shows; server/knowledge/schema.ts explains each field. */
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
  readonly confidence: number;
  readonly says: Worded;
}

export interface Advisory {
  readonly id: string;
  readonly title: Worded;
  readonly summary: Worded;
  readonly subsystem: string;
  readonly effect: "crash" | "hang" | "corruption" | "environment";
  readonly severity?: string;
  readonly aliases: readonly string[];
  readonly fixUrl?: string;
  readonly issueUrl: string;
  readonly releases: "any" | Readonly<Record<string, LineState>>;
  readonly concerns: readonly string[];
  readonly exposure: {
    readonly subject: "stick-table" | "lua";
    readonly all: readonly ConditionSpec[];
    readonly shown: "diagnostic" | "hover";
  };
  readonly recognition: readonly Clue[];
  readonly collect: Readonly<Record<Language, readonly string[]>>;
  readonly references: readonly { readonly title: string; readonly url: string }[];
  /** The page below its head, Markdown. */
  readonly page: Worded;
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
  readonly role: "prefix" | "crash" | "diagnostic" | "detail" | "exit" | "info" | "oom" | "hardware";
  readonly re: string;
}

/** What a lint is about, and its page. */
export interface LintPage {
  /** The code of its findings. */
  readonly id: string;
  /** The gravest form of the finding. */
  readonly severity: "error" | "warning" | "information" | "hint";
  readonly summary: Worded;
  /** Markdown, English; its fenced haproxy blocks run as tests. */
  readonly page: string;
}

interface Knowledge {
  readonly knownUntil: string;
  readonly branches: readonly { readonly branch: string; readonly newest: string }[];
  readonly advisories: readonly Advisory[];
  readonly keywords: readonly Keyword[];
  readonly crashPatterns: readonly CrashPattern[];
  readonly lints: readonly LintPage[];
}

export const knowledge = compiled as unknown as Knowledge;

/** An advisory by its id or any alias ("#2611", "2611", a commit's first seven digits or more), in any case. */
export function findAdvisory(name: string): Advisory | undefined {
  const wanted = name.trim().toLowerCase();
  const byId = knowledge.advisories.find(({ id }) => id === wanted);
  if (byId) return byId;
  return knowledge.advisories.find(({ aliases }) => aliases.some((alias) => namesAlias(wanted, alias.toLowerCase())));
}

function namesAlias(wanted: string, alias: string): boolean {
  if (wanted === alias || `#${wanted}` === alias) return true;
  const commit = /^(?:ha-)?([0-9a-f]{7,40})$/.exec(wanted)?.[1];
  return commit !== undefined && /^[0-9a-f]+$/.test(alias) && (alias.startsWith(commit) || commit.startsWith(alias));
}

/** The page of a lint by the code of its findings, in any case. */
export function findLint(code: string): LintPage | undefined {
  const wanted = code.trim().toLowerCase();
  return knowledge.lints.find(({ id }) => id === wanted);
}
