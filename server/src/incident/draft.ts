/** An incident while its lines are being read; the readers fill it, finish() turns it into an Incident. */
import type { IncidentKind } from "../knowledge/knowledge.ts";
import type { Unwrapped } from "./envelope.ts";
import type { SeenForm } from "./forms.ts";
import { crashedGroup, isOfPools, isPanic, reportedBy, stackOf } from "./frames.ts";
import type {
  BuildFact,
  Fact,
  FactRole,
  Frame,
  Incident,
  KernelFault,
  LogPlace,
  LuaFrame,
  NamedRelease,
  PoolReport,
  Said,
  ThreadReport,
} from "./incident.ts";
import { abortedItself } from "./ownAbort.ts";
import type { PatternMatch } from "./patterns.ts";
import { signatureOf } from "./signature.ts";
import { type SpinningDraft, spinningReport } from "./spinning.ts";

/** One line of the log without its envelope. */
export interface LogLine extends Unwrapped {
  /** From 0. */
  readonly number: number;
  readonly raw: string;
  /** The log system has cut the line off. */
  readonly cut?: boolean;
}

/** A thread's report while it is read; the frames are those of its group. */
export type ThreadDraft = { -readonly [Name in keyof Omit<ThreadReport, "frames">]: ThreadReport[Name] } & {
  fields: Record<string, string>;
  luaTraceback: LuaFrame[];
};

/** A run of frames, with what stands above it. */
export interface FrameGroup {
  /** Thread that the group belongs to, where the log says so. */
  readonly thread: number | undefined;
  /** The thread that HAProxy or gdb marks as the one that crashed or was stuck. */
  readonly marked: boolean;
  readonly frames: Frame[];
  readonly report?: ThreadDraft;
}

/** Facts kept of one incident: a panic of hundreds of threads has some thousands. */
const mostFacts = 50_000;

/** What the whole log says that the incident takes its own from. */
export interface Surroundings {
  readonly releases: readonly NamedRelease[];
  readonly machine: readonly string[];
  readonly build: readonly BuildFact[];
  readonly executable: string | undefined;
}

/** The parts of an incident as they come in. Mutable on purpose: one draft, one reading. */
export class Draft {
  kind: IncidentKind;
  readonly headline: LogPlace;
  readonly source: string | undefined;
  readonly host: string | undefined;
  readonly time: Said | undefined;
  endLine: number;
  thread: number | undefined;
  /** Kernel's number of the thread that a debugger shows first, which is the one that crashed. */
  shownThread: string | undefined;
  pid: number | undefined;
  /** `pid` is that of the process that crashed, not of whoever wrote the line (an envelope often names the master). */
  pidIsSure = false;
  master: number | undefined;
  signal: string | undefined;
  exitCode: number | undefined;
  fault: KernelFault | undefined;
  pool: PoolReport | undefined;
  spinning: SpinningDraft | undefined;
  bugCondition: Incident["bugCondition"];
  /** Words of the headline that tell this crash from others of its kind. */
  said: string | undefined;
  /**
   * What has to be seen before this counts as a crash: frames of HAProxy's under what any program may print,
   * an allocation under a headerless call trace, a thread that dumps itself because it is stuck under a dump without a headline;
   * the name of the container whose end is told; nothing can make a crash of a warning.
   */
  proof: "none" | "own-frames" | "allocation" | "stuck-thread" | "own-container" | "impossible" = "none";
  /** A tool's word on how something ended, of which the log itself may tell more. */
  summary = false;
  readonly groups: FrameGroup[] = [];
  readonly luaOutOfMemory: LogPlace[] = [];
  readonly notes: string[] = [];
  /** A traceback that belongs to no thread's report. */
  readonly luaTraceback: LuaFrame[] = [];
  readonly facts: Fact[] = [];
  readonly forms: SeenForm[] = [];

  constructor(kind: IncidentKind, line: LogLine) {
    this.kind = kind;
    this.headline = { line: line.number, span: spanOfText(line) };
    this.endLine = line.number;
    this.pid = line.pid;
    this.host = line.host;
    this.source = sourceOf(line);
    this.time = timeOf(line);
    this.facts.push({ role: "headline", text: line.text, at: this.headline });
    if (this.time !== undefined) this.facts.push({ role: "time", ...this.time });
  }

  /** Notes a stretch of the line; `group` is the number of the match's group that holds it. */
  note(role: FactRole, line: LogLine, match: PatternMatch, group: number): void {
    const text = match[group];
    if (text === undefined || text === "" || this.facts.length >= mostFacts) return;
    this.facts.push({ role, text, at: placeOfGroup(line, match, text) });
  }

  /** Notes a text whose place is known. */
  fact(role: FactRole, text: string, at: LogPlace): void {
    if (this.facts.length < mostFacts) this.facts.push({ role, text, at });
  }

  touch(line: LogLine): void {
    this.endLine = Math.max(this.endLine, line.number);
  }

  finish(surroundings: Surroundings): Incident {
    const { releases, machine, build, executable } = surroundings;
    const { thread, pool, bugCondition, said } = this;
    const kind = this.kindByStack();
    const frames = stackOf(this.groups, thread);
    const threads = this.threads();
    const luaTraceback = this.ownLuaTraceback();
    const release = nearest(releases, this.headline.line, this.endLine);
    return {
      kind,
      line: this.headline.line,
      endLine: this.endLine,
      headline: this.headline,
      release,
      thread,
      pid: this.pid,
      process: { pid: this.pid, master: this.master, host: this.host, executable },
      time: this.time,
      frames,
      threads,
      luaTraceback,
      spinning: spinningReport(this.spinning),
      pool,
      bugCondition,
      signal: this.signal,
      exitCode: this.exitCode,
      fault: this.fault,
      ownAbort: abortedItself({ kind, fault: this.fault, bugCondition, pool, frames, release: release?.release }),
      luaOutOfMemory: this.luaOutOfMemory,
      machine,
      notes: this.notes,
      build,
      survived: this.proof === "impossible",
      count: 1,
      occurrences: [this.headline],
      signature: signatureOf({ kind, thread, pool, bugCondition, said, frames, threads, luaTraceback }),
      forms: this.forms,
      facts: this.facts,
    };
  }

  /** A debugger shows of a report but the abort, and who called for it: the watchdog, libc's heap, a sanitizer. */
  private kindByStack(): IncidentKind {
    // a call trace without its headline is of the pools only where it leads there
    if (this.proof === "allocation" && !this.groups.some(({ frames }) => isOfPools(frames))) return kindOfSignal(this.signal);
    if (this.kind !== "abort" && this.kind !== "crash") return this.kind;
    const frames = crashedGroup(
      this.groups.filter((group) => group.frames.length > 0),
      this.thread,
    )?.frames;
    if (frames === undefined) return this.kind;
    return isPanic(frames) ? "watchdog" : (reportedBy(frames) ?? this.kind);
  }

  private threads(): ThreadReport[] {
    return this.groups.flatMap(({ report, frames }): ThreadReport[] => (report === undefined ? [] : [{ ...report, frames }]));
  }

  private ownLuaTraceback(): readonly LuaFrame[] {
    if (this.luaTraceback.length > 0) return this.luaTraceback;
    const dumped = this.groups.filter(({ report }) => report !== undefined);
    return crashedGroup(dumped, this.thread)?.report?.luaTraceback ?? [];
  }
}

function kindOfSignal(signal: string | undefined): IncidentKind {
  const kinds: Readonly<Record<string, IncidentKind>> = { SIGSEGV: "segfault", SIGABRT: "abort", SIGILL: "illegal-instruction" };
  return kinds[signal ?? ""] ?? "crash";
}

/** The process that wrote a line, as far as its envelope tells. */
export function sourceOf({ pid, host }: LogLine): string | undefined {
  return pid === undefined && host === undefined ? undefined : `${host ?? ""}/${pid ?? ""}`;
}

function timeOf({ number, raw, time, timeColumn, column }: LogLine): Said | undefined {
  if (time === undefined) return undefined;
  const known = column !== undefined && timeColumn !== undefined;
  const span = known ? { start: timeColumn, end: timeColumn + time.length } : { start: 0, end: raw.length };
  return { text: time, at: { line: number, span } };
}

/** Where a line's own text stands in the raw line. */
export function spanOfText(line: LogLine): LogPlace["span"] {
  const indent = line.text.length - line.text.trimStart().length;
  return spanIn(line, indent, Math.max(indent, line.text.trimEnd().length));
}

/** Columns of a stretch of the line's own text; the whole raw line where it holds that text in a form without columns. */
export function spanIn(
  { raw, column, columnAt }: Pick<LogLine, "raw" | "column" | "columnAt">,
  from: number,
  to: number,
): LogPlace["span"] {
  const start = column === undefined ? columnAt?.(from, "start") : column + from;
  const end = column === undefined ? columnAt?.(to, from < to ? "end" : "start") : column + to;
  return start === undefined || end === undefined ? { start: 0, end: raw.length } : { start, end };
}

/** The place of a matched group, found again by its text: exact for the texts we read, which do not repeat before it. */
export function placeOfGroup(line: LogLine, match: PatternMatch, text: string): LogPlace {
  return placeOf(line, line.text.indexOf(text, match.index), text);
}

/** The place of a text that begins `at` in the line's own text. */
export function placeOf(line: LogLine, at: number, text: string): LogPlace {
  const span = at < 0 ? { start: 0, end: line.raw.length } : spanIn(line, at, at + text.length);
  return { line: line.number, span };
}

/** The release named inside the incident, or else the closest one around it; `releases` are in the order of their lines. */
function nearest(releases: readonly NamedRelease[], first: number, last: number): NamedRelease | undefined {
  let low = 0;
  for (let high = releases.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((releases[middle] as NamedRelease).line < first) low = middle + 1;
    else high = middle;
  }
  const before = releases[low - 1];
  const after = releases[low];
  if (before === undefined || after === undefined) return before ?? after;
  return first - before.line < Math.max(0, after.line - last) ? before : after;
}
