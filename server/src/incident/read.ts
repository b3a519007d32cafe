/** From the text of a log to its incidents. Total: any text gives a list, ordinary text an empty one. */
import type { Draft, LogLine } from "./draft.ts";
import { unwrap } from "./envelope.ts";
import { isOwnFrame } from "./frames.ts";
import type { Incident } from "./incident.ts";
import { abortNow, bugCondition, heapCheck, sanitizer, warning } from "./readers/assertion.ts";
import { debuggerFrame, debuggerThread, traceFrame, traceHeader, valgrindFrame } from "./readers/backtrace.ts";
import { luaOutOfMemory } from "./readers/lua.ts";
import { poolDetails, poolHeader, poolHeaderless } from "./readers/pool.ts";
import { coreDump, coreOwner, debuggerSignal, kernelFault, outOfMemoryKill, workerExit } from "./readers/process.ts";
import type { Reader, Reading } from "./readers/reader.ts";
import { machineFact, mentionedRelease, statedRelease } from "./readers/release.ts";
import { panic, spinning, threadBlock } from "./readers/watchdog.ts";
import { mayHoldCrash } from "./recognise.ts";
import { linesWith, searchFor } from "./search.ts";

/** Asked in this order; the first that takes a line ends it. */
const readers: readonly Reader[] = [
  machineFact,
  mentionedRelease,
  coreOwner,
  poolHeader,
  poolHeaderless,
  poolDetails,
  bugCondition,
  warning,
  abortNow,
  panic,
  spinning,
  threadBlock,
  traceHeader,
  traceFrame,
  debuggerThread,
  debuggerFrame,
  valgrindFrame,
  luaOutOfMemory,
  workerExit,
  kernelFault,
  debuggerSignal,
  coreDump,
  outOfMemoryKill,
  sanitizer,
  heapCheck,
  statedRelease,
];

/** Lines without any of these texts are never looked at: of an ordinary log that is nearly all. */
const interesting = searchFor(readers.flatMap(({ literals }) => literals));

/** Incidents in the order in which they start. */
export function readIncidents(text: string): readonly Incident[] {
  if (!mayHoldCrash(text)) return [];
  const reading: Reading = { drafts: [], releases: [], mentions: [], machine: new Set(), ownCore: false };
  for (const { number, raw } of linesWith(text, interesting)) {
    for (const line of unwrap(raw)) readLine({ number, raw, ...line }, reading);
  }
  const releases = reading.releases.length > 0 ? reading.releases : reading.mentions;
  const machine = [...reading.machine];
  return reading.drafts.filter(isCrash).map((draft) => draft.finish(releases, machine));
}

/** Nothing that a crash prints is longer; of a longer line only the start is read, so that no line can cost seconds. */
const longestLine = 8192;

function readLine(whole: LogLine, reading: Reading): void {
  const line = whole.text.length > longestLine ? { ...whole, text: whole.text.slice(0, longestLine) } : whole;
  for (const reader of readers) {
    if (holdsAny(line.text, reader.literals) && reader.read(line, reading)) return;
  }
}

function holdsAny(text: string, literals: readonly string[]): boolean {
  return literals.some((literal) => text.includes(literal));
}

/** Leaves out warnings, crashes of other programs, and call traces that no crash explains. */
function isCrash({ proof, groups, exitCode }: Draft): boolean {
  switch (proof) {
    case "none":
      return true;
    case "own-frames":
      return exitCode !== undefined || groups.some(({ frames }) => frames.some(isOwnFrame));
    case "allocation":
      return (
        exitCode !== undefined ||
        groups.some(({ frames }) => frames.slice(0, 3).some((frame) => /^__?pool_|^pool_/.test(frame.function ?? "")))
      );
    default:
      return false;
  }
}
