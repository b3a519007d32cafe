/** What one crash says of itself. Every fact keeps the place in the log that it was read from. */
import type { IncidentKind } from "../knowledge/knowledge.ts";
import type { Release } from "../knowledge/release.ts";
import type { Span } from "../syntax/span.ts";

/** Line (from 0) and stretch of the raw log. */
export interface LogPlace {
  readonly line: number;
  readonly span: Span;
}

/** What a highlighted stretch of a log is. */
export type FactRole = "address" | "function" | "offset" | "pool" | "signal" | "release" | "file" | "number" | "headline" | "lua";

export interface Fact {
  readonly role: FactRole;
  readonly text: string;
  readonly at: LogPlace;
}

export interface Frame {
  /** Undefined where only an address is known ("main+0x1b3211" and huge offsets count as such). */
  readonly function: string | undefined;
  /** As printed, such as "__stksess_kill+0xa8/0x136". */
  readonly text: string;
  readonly address: string | undefined;
  readonly file: string | undefined;
  /** Line in `file`, from 1. */
  readonly sourceLine: number | undefined;
  readonly at: LogPlace;
}

export interface PoolReport {
  /** "tag mismatch on free()" or "cache corruption detected". */
  readonly problem: string;
  /** Function that handed the item back; "?" where it was printed but not resolved. */
  readonly caller: string | undefined;
  /** Function that the tag resolves to: who had freed the item before. */
  readonly freedBy: string | undefined;
  readonly pool: string | undefined;
  readonly size: number | undefined;
}

export interface NamedRelease {
  readonly release: Release;
  /** As the log has it, such as "2.6.12-1+deb12u4". */
  readonly text: string;
  readonly line: number;
}

export interface Incident {
  readonly kind: IncidentKind;
  /** First and last line that belong to it, from 0. */
  readonly line: number;
  readonly endLine: number;
  /** The line that says what happened. */
  readonly headline: LogPlace;
  readonly release: NamedRelease | undefined;
  /** Thread that crashed, as HAProxy counts (from 1). */
  readonly thread: number | undefined;
  readonly pid: number | undefined;
  /** Of the crashing thread, innermost first. */
  readonly frames: readonly Frame[];
  readonly pool: PoolReport | undefined;
  readonly bugCondition: { readonly expression: string; readonly file: string; readonly line: number } | undefined;
  readonly signal: string | undefined;
  /** Code with which the master saw the worker exit. */
  readonly exitCode: number | undefined;
  /** Lines with a Lua "out of memory error". */
  readonly luaOutOfMemory: readonly LogPlace[];
  /** Facts of the machine stated in the text, such as "vm.overcommit_memory=2". */
  readonly machine: readonly string[];
  readonly facts: readonly Fact[];
}
