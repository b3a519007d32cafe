/** What all readers of lines share. */
import type { Draft, LogLine } from "../draft.ts";
import type { NamedRelease } from "../incident.ts";

/** State of one reading of one log. */
export interface Reading {
  readonly drafts: Draft[];
  readonly releases: NamedRelease[];
  /** Releases that are only mentioned ("HAProxy 3.0.2" in prose, a binary's name); used where no line states one. */
  readonly mentions: NamedRelease[];
  readonly machine: Set<string>;
  /** The core dump that the debugger shows now is HAProxy's. */
  ownCore: boolean;
}

/** Reads one kind of line. */
export interface Reader {
  /** Cheap test: without one of these texts in the line, `read` is not called. */
  readonly literals: readonly string[];
  /** True when the line was this reader's. */
  read(line: LogLine, reading: Reading): boolean;
}

/** The incident that detail lines belong to: the last one opened. */
export function current(reading: Reading): Draft | undefined {
  return reading.drafts.at(-1);
}

/** Opens an incident. */
export function open(reading: Reading, draft: Draft): Draft {
  reading.drafts.push(draft);
  return draft;
}

/** Opens an incident for words that any program may print: HAProxy must be named in the line, or show in what follows. */
export function openForeign(reading: Reading, draft: Draft, line: LogLine): Draft {
  if (!/\bhaproxy/i.test(line.raw)) draft.proof = "own-frames";
  return open(reading, draft);
}
