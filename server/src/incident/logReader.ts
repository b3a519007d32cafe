/** Reads the lines of a log one after the other and keeps what they say, until the incidents are asked for. */

import { once } from "../knowledge/once.ts";
import type { Draft, LogLine, Surroundings } from "./draft.ts";
import { unwrap } from "./envelope.ts";
import { formLiterals, noteForm } from "./forms.ts";
import { isOfPools, isOwnFrame } from "./frames.ts";
import type { Incident } from "./incident.ts";
import { factsOfBuild } from "./machine.ts";
import { Parts, partLiterals } from "./parts.ts";
import { offPicture } from "./picture.ts";
import { abortNow, bugCondition, heapCheck, sanitizer, warning } from "./readers/assertion.ts";
import {
  coreThread,
  debuggerFrame,
  debuggerThread,
  frameRest,
  libcFrame,
  traceFrame,
  traceHeader,
  valgrindFrame,
} from "./readers/backtrace.ts";
import { buildFact, executable, infoFact, infoName } from "./readers/build.ts";
import { killedEverything, outOfMemoryKill, workerExit } from "./readers/exit.ts";
import { completesFault, cutFault, faultRegisters, kernelFault, s390Fault } from "./readers/kernel.ts";
import { luaError, luaTraceback } from "./readers/lua.ts";
import { poolDetails, poolHeader, poolHeaderless } from "./readers/pool.ts";
import { coreDump, coreOwner, coreSignal, debuggerSignal } from "./readers/process.ts";
import { isProven, newReading, type Reader, type Reading } from "./readers/reader.ts";
import { dumpNote, machineFact, mentionedRelease, statedRelease } from "./readers/release.ts";
import { appleThread, reportedFrame, reportedProcess, reportedSignal } from "./readers/reports.ts";
import { containerExit, endedBySignal, lldbStop, unixOutOfMemory } from "./readers/signals.ts";
import { spinning, spinningDetails } from "./readers/spinning.ts";
import { containerEnd, containerName, containerReason, containerState, unitStatus } from "./readers/statuses.ts";
import { supervisedEnd } from "./readers/supervisors.ts";
import { threadBlock, threadDetails } from "./readers/thread.ts";
import { panic } from "./readers/watchdog.ts";
import { dispatcher, searchFor } from "./search.ts";
import { veils } from "./veils.ts";

/** Asked in this order; the first that takes a line ends it. */
const readers: readonly Reader[] = [
  machineFact,
  mentionedRelease,
  containerName,
  containerState,
  containerReason,
  executable,
  coreOwner,
  poolHeader,
  poolHeaderless,
  poolDetails,
  bugCondition,
  warning,
  abortNow,
  panic,
  spinning,
  spinningDetails,
  threadBlock,
  threadDetails,
  traceHeader,
  traceFrame,
  reportedProcess,
  reportedSignal,
  appleThread,
  reportedFrame,
  debuggerThread,
  coreThread,
  debuggerFrame,
  frameRest,
  libcFrame,
  valgrindFrame,
  luaError,
  luaTraceback,
  dumpNote,
  workerExit,
  killedEverything,
  kernelFault,
  cutFault,
  s390Fault,
  faultRegisters,
  debuggerSignal,
  coreSignal,
  coreDump,
  endedBySignal,
  supervisedEnd,
  unixOutOfMemory,
  containerExit,
  containerEnd,
  unitStatus,
  lldbStop,
  outOfMemoryKill,
  sanitizer,
  heapCheck,
  statedRelease,
  infoName,
  infoFact,
  buildFact,
];

/** Of the readers and, behind them, of the forms that tell the release. */
const literals = [...readers.map((reader) => reader.literals), ...formLiterals];
/** Lines without any of these texts are never looked at: of an ordinary log that is nearly all. */
const interesting = once(() => searchFor([...literals.flat(), ...veils, ...partLiterals]));
const readersFor = once(() => dispatcher(literals));

/** Nothing that a crash prints is longer; of a longer line only the start is read, so that no line can cost seconds. */
const longestLine = 8192;
/** Log systems cut lines off at these lengths, with and without their own mark. */
const cuts: ReadonlySet<number> = new Set([79, 80, 1023, 1024]);

export class LogReader {
  /** Finds the lines that have to be read; the others may be left out. Global, so that its holder sets where it starts. */
  readonly interesting = interesting();
  private reading: Reading = newReading();
  private readonly parts = new Parts();
  /** Number of the last line read. */
  private last = 0;

  /** Reads the next line; `number` counts from 0. */
  read(number: number, line: string): void {
    const { reading } = this;
    const raw = line.endsWith("\r") ? line.slice(0, -1) : line;
    // where a longer line came before, the length is a chance
    const cut = cuts.has(raw.length) && raw.length >= reading.longest;
    if (raw.length > reading.longest) reading.longest = raw.length;
    this.last = number;
    const whole = this.parts.take(number, raw);
    if (whole !== undefined && whole !== raw) this.readJoined(whole, raw);
    if (whole !== raw) return;
    for (const { text, column, columnAt, pid, time, timeColumn, host } of unwrap(raw))
      readLine({ number, raw, cut, text, column, columnAt, pid, time, timeColumn, host }, reading);
  }

  /** A line that stands in the log in parts has no columns there. */
  private readJoined(whole: string, raw: string): void {
    for (const { text, pid, time, host } of unwrap(whole))
      readLine({ number: this.last, raw, text, column: undefined, pid, time, host }, this.reading);
  }

  /** How many incidents could still get lines. */
  get open(): number {
    return this.reading.drafts.length + this.reading.aside.length;
  }

  /** The incidents so far, in the order in which they began. */
  finish(): readonly Incident[] {
    const rest = this.parts.takeRest();
    if (rest !== undefined) this.readJoined(rest, rest);
    return this.takeFirst(Number.POSITIVE_INFINITY);
  }

  /**
   * For readers of endless logs: takes out the incidents at the head that no line has added to since `line`,
   * or since `endedLine` where the process is known to have ended.
   */
  takeBefore(line: number, endedLine: number): readonly Incident[] {
    if (this.open === 0) this.forgetReleases();
    const open = this.reading.drafts.findIndex(({ endLine, exitCode }) => endLine >= (exitCode === undefined ? line : endedLine));
    return this.takeFirst(open < 0 ? Number.POSITIVE_INFINITY : open);
  }

  /** A master that is reloaded for years names its release each time. */
  private forgetReleases(): void {
    const { releases, mentions } = this.reading;
    releases.splice(0, releases.length - releasesKept);
    mentions.splice(0, mentions.length - releasesKept);
  }

  /** Takes out so many incidents, the oldest first, and all that processes survived in between. */
  takeFirst(count: number): readonly Incident[] {
    const { reading } = this;
    if (this.open === 0 || (count === 0 && reading.aside.length === 0)) return [];
    const taken = [...reading.drafts.slice(0, count), ...reading.aside].sort((a, b) => a.headline.line - b.headline.line);
    const surroundings = surroundingsOf(reading);
    this.reading = remainder(reading, reading.drafts.slice(count));
    const counting = taken.filter(counts);
    const told = counting.some(({ summary, proof }) => !summary && proof !== "impossible");
    return counting.filter(({ summary }) => !summary || !told).map((draft) => draft.finish(surroundings));
  }
}

/** Releases kept for incidents to come. */
const releasesKept = 4;

function remainder(reading: Reading, drafts: Draft[]): Reading {
  const kept = new Set(drafts);
  const sources = [...reading.bySource].filter(([, draft]) => kept.has(draft));
  return {
    ...reading,
    drafts,
    aside: [],
    bySource: new Map(sources),
    releases: reading.releases.slice(-releasesKept),
    mentions: reading.mentions.slice(-releasesKept),
  };
}

function surroundingsOf({ releases, mentions, machine, build, executable: path }: Reading): Surroundings {
  return {
    releases: releases.length > 0 ? releases : mentions,
    machine: [...new Set([...machine, ...factsOfBuild(build)])],
    build: [...build.values()],
    executable: path,
  };
}

function readLine(whole: LogLine, reading: Reading): void {
  const text = offPicture(whole.text.length > longestLine ? whole.text.slice(0, longestLine) : whole.text);
  // what was read off a picture has no columns there
  const columns = whole.text.startsWith(text) ? {} : { column: undefined, columnAt: undefined };
  const line = text === whole.text ? whole : { ...whole, ...columns, text };
  if (completesFault(line, reading)) return;
  let taken = false;
  for (const index of readersFor()(line.text)) {
    if (index >= readers.length) noteForm(index - readers.length, line, reading);
    else if (!taken) taken = readers[index]?.read(line, reading) === true;
  }
}

/** Leaves out crashes of other programs, and call traces that no crash explains. */
function counts(draft: Draft): boolean {
  const { proof, groups, exitCode } = draft;
  switch (proof) {
    case "own-container":
      return false;
    case "stuck-thread":
      return isProven(draft);
    case "own-frames":
      return exitCode !== undefined || groups.some(({ frames }) => frames.some(isOwnFrame));
    case "allocation":
      return exitCode !== undefined || groups.some(({ frames }) => isOfPools(frames));
    default:
      return true;
  }
}
