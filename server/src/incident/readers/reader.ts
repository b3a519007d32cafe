/** What all readers of lines share. */
import { type Draft, type LogLine, sourceOf } from "../draft.ts";
import { isPanic } from "../frames.ts";
import type { BuildFact, NamedRelease } from "../incident.ts";

/** State of one reading of one log. */
export interface Reading {
  /** In the order in which they began. */
  drafts: Draft[];
  /** What processes survived while an incident was under way: it takes no further lines. */
  readonly aside: Draft[];
  /** The last one of each process that an envelope names, so that interleaved reports stay apart. */
  readonly bySource: Map<string, Draft>;
  releases: NamedRelease[];
  /** Releases that are only mentioned ("HAProxy 3.0.2" in prose, a binary's name); used where no line states one. */
  mentions: NamedRelease[];
  readonly machine: Set<string>;
  /** Newest last; a later value of the same name replaces the earlier one. */
  readonly build: Map<string, BuildFact>;
  executable: string | undefined;
  /** The core dump that the debugger shows now is HAProxy's. */
  ownCore: boolean;
  /** Signal that coredumpctl states some lines before it names the process. */
  coreSignal: { readonly signal: string; readonly line: number } | undefined;
  /** The last worker that ended by SIGTERM. */
  terminated: { readonly line: LogLine; readonly pid: number } | undefined;
  /** The kernel's last fault whose registers are still to come. */
  faulting: Faulting | undefined;
  /** The kernel's last fault, where its line ends before it says where. */
  folded: { readonly line: number; readonly text: string; readonly draft: Draft } | undefined;
  /** Offsets of the kernel's faults inside HAProxy, up to the number that counts as many. */
  readonly faultSites: Set<string>;
  /** Line of "Name: HAProxy", which the values of `show info` follow. */
  infoLine: number | undefined;
  /** The container that is described, and whether it is HAProxy's. */
  container: { readonly ours: boolean; readonly line: number } | undefined;
  /** Line that says that the machine or the container ran out of memory. */
  killedForMemory: number | undefined;
  /** An operating system's report of a crash of HAProxy's: where it began or went on, and its incident. */
  report: { readonly line: number; readonly pid: number | undefined; readonly draft: Draft | undefined } | undefined;
  /** Longest line seen, in characters: shows where a log system cuts. */
  longest: number;
}

interface Faulting {
  readonly line: number;
  readonly draft: Draft;
  readonly module: string | undefined;
  readonly base: string | undefined;
  /** The processor's word on it. */
  readonly code: string;
  address?: string;
}

export function newReading(): Reading {
  return {
    drafts: [],
    aside: [],
    bySource: new Map(),
    releases: [],
    mentions: [],
    machine: new Set(),
    build: new Map(),
    executable: undefined,
    ownCore: false,
    coreSignal: undefined,
    terminated: undefined,
    faulting: undefined,
    folded: undefined,
    faultSites: new Set(),
    infoLine: undefined,
    container: undefined,
    killedForMemory: undefined,
    report: undefined,
    longest: 0,
  };
}

/** Reads one kind of line. */
export interface Reader {
  /** Cheap test: without one of these texts in the line, `read` is not called. */
  readonly literals: readonly string[];
  /** True when the line was this reader's. */
  read(line: LogLine, reading: Reading): boolean;
}

/** Incidents of the same process are looked for among so many. */
const mostOpen = 64;

/**
 * The incident that a line of details belongs to: the last one that its process opened, or else the last one of all. What a tool showed
 * of an end takes none.
 */
export function current(reading: Reading, line: LogLine): Draft | undefined {
  const last = reading.drafts.at(-1);
  if (last?.summary === true) return undefined;
  if (last === undefined || reading.bySource.size < 2) return last;
  const source = sourceOf(line);
  return source === undefined || last.source === source ? last : (reading.bySource.get(source) ?? last);
}

/** The open incident of a process, by its id. */
export function ofProcess(reading: Reading, pid: number): Draft | undefined {
  for (let i = reading.drafts.length - 1; i >= 0 && i >= reading.drafts.length - mostOpen; i--) {
    const draft = reading.drafts[i];
    if (draft?.pid === pid && draft.exitCode === undefined && draft.proof !== "impossible") return draft;
  }
  return undefined;
}

/** Whether what was read so far can be a crash: not of a warning, and of a dump of threads only where one of them is why it was made. */
export function isProven(draft: Draft): boolean {
  if (draft.proof !== "stuck-thread") return draft.proof !== "impossible" && draft.proof !== "own-container";
  return isOfPanic(draft);
}

/** Of a dump the start may be lost; "show threads", which prints the same, answers who asks: it is not logged, and marks the thread that asked. */
function isOfPanic({ groups, source, time }: Draft): boolean {
  const logged = source !== undefined || time !== undefined;
  const asked = groups.some(({ report }) => report?.current === true && !report.stuck);
  return groups.some(({ report, frames }) => {
    if (report === undefined || isPanic(frames)) return isPanic(frames);
    // a warning of blocked traffic shows no thread but its own
    if (logged) return report.stuck || !(asked || report.current);
    return report.stuck && (report.current || (!asked && (frames.length > 0 || report.task !== undefined)));
  });
}

/** Opens an incident. */
export function open(reading: Reading, draft: Draft): Draft {
  reading.drafts.push(draft);
  if (draft.source !== undefined) {
    reading.bySource.delete(draft.source);
    reading.bySource.set(draft.source, draft);
    if (reading.bySource.size > mostOpen) reading.bySource.delete(reading.bySource.keys().next().value as string);
  }
  return draft;
}

/** Opens an incident for words that any program may print: HAProxy must be named in the line, or show in what follows. */
export function openForeign(reading: Reading, draft: Draft, line: LogLine): Draft {
  if (!/\bhaproxy/i.test(line.raw)) draft.proof = "own-frames";
  return open(reading, draft);
}
