/** An incident while its lines are being read; the readers fill it, finish() turns it into an Incident. */
import type { IncidentKind } from "../knowledge/knowledge.ts";
import { stackOf } from "./frames.ts";
import type { Fact, FactRole, Frame, Incident, LogPlace, NamedRelease, PoolReport } from "./incident.ts";
import type { PatternMatch } from "./patterns.ts";

/** One line of the log without its envelope. */
export interface LogLine {
  /** From 0. */
  readonly number: number;
  readonly raw: string;
  readonly text: string;
  readonly column: number | undefined;
  readonly pid: number | undefined;
}

/** A run of frames, with what stands above it. */
export interface FrameGroup {
  /** Thread that the group belongs to, where the log says so. */
  readonly thread: number | undefined;
  /** The thread that HAProxy or gdb marks as the one that crashed or was stuck. */
  readonly marked: boolean;
  readonly frames: Frame[];
}

/** Facts kept of one incident: a panic of hundreds of threads has some thousands. */
const mostFacts = 50_000;

/** The parts of an incident as they come in. Mutable on purpose: one draft, one reading. */
export class Draft {
  kind: IncidentKind;
  readonly headline: LogPlace;
  endLine: number;
  thread: number | undefined;
  pid: number | undefined;
  /** `pid` is that of the process that crashed, not of whoever wrote the line (an envelope often names the master). */
  pidIsSure = false;
  signal: string | undefined;
  exitCode: number | undefined;
  pool: PoolReport | undefined;
  bugCondition: Incident["bugCondition"];
  /**
   * What has to be seen before this counts as a crash: frames of HAProxy's under what any program may print,
   * an allocation under a headerless call trace; nothing can make a crash of a warning.
   */
  proof: "none" | "own-frames" | "allocation" | "impossible" = "none";
  readonly groups: FrameGroup[] = [];
  readonly luaOutOfMemory: LogPlace[] = [];
  readonly facts: Fact[] = [];

  constructor(kind: IncidentKind, line: LogLine) {
    this.kind = kind;
    this.headline = { line: line.number, span: spanOfText(line) };
    this.endLine = line.number;
    this.pid = line.pid;
    this.facts.push({ role: "headline", text: line.text, at: this.headline });
  }

  /** Notes a stretch of the line; `group` is the number of the match's group that holds it. */
  note(role: FactRole, line: LogLine, match: PatternMatch, group: number): void {
    const text = match[group];
    if (text === undefined || text === "" || this.facts.length >= mostFacts) return;
    this.facts.push({ role, text, at: placeOfGroup(line, match, text) });
  }

  touch(line: LogLine): void {
    this.endLine = Math.max(this.endLine, line.number);
  }

  finish(releases: readonly NamedRelease[], machine: readonly string[]): Incident {
    return {
      kind: this.kind,
      line: this.headline.line,
      endLine: this.endLine,
      headline: this.headline,
      release: nearest(releases, this.headline.line, this.endLine),
      thread: this.thread,
      pid: this.pid,
      frames: stackOf(this.groups, this.thread),
      pool: this.pool,
      bugCondition: this.bugCondition,
      signal: this.signal,
      exitCode: this.exitCode,
      luaOutOfMemory: this.luaOutOfMemory,
      machine,
      facts: this.facts,
    };
  }
}

/** Where a line's own text stands in the raw line. */
export function spanOfText(line: LogLine): LogPlace["span"] {
  if (line.column === undefined) return { start: 0, end: line.raw.length };
  const indent = line.text.length - line.text.trimStart().length;
  return { start: line.column + indent, end: line.column + line.text.trimEnd().length };
}

/** The place of a matched group, found again by its text: exact for the texts we read, which do not repeat before it. */
export function placeOfGroup(line: LogLine, match: PatternMatch, text: string): LogPlace {
  const at = line.text.indexOf(text, match.index);
  if (line.column === undefined || at < 0) return { line: line.number, span: { start: 0, end: line.raw.length } };
  return { line: line.number, span: { start: line.column + at, end: line.column + at + text.length } };
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
