/** From the text of a log to its incidents. Total: any text gives a list, ordinary text an empty one. */
import type { Draft, LogLine } from "./draft.ts";
import { unwrap } from "./envelope.ts";
import type { Incident } from "./incident.ts";
import { abortNow, bugCondition, heapCheck, sanitizer, warning } from "./readers/assertion.ts";
import { debuggerFrame, debuggerThread, traceFrame, traceHeader, valgrindFrame } from "./readers/backtrace.ts";
import { luaOutOfMemory } from "./readers/lua.ts";
import { poolDetails, poolHeader, poolHeaderless } from "./readers/pool.ts";
import { coreDump, debuggerSignal, kernelFault, outOfMemoryKill, workerExit } from "./readers/process.ts";
import type { Reader, Reading } from "./readers/reader.ts";
import { machineFact, mentionedRelease, statedRelease } from "./readers/release.ts";
import { panic, spinning, threadBlock } from "./readers/watchdog.ts";
import { mayHoldCrash } from "./recognise.ts";

/** Asked in this order; the first that takes a line ends it. */
const readers: readonly Reader[] = [
  machineFact,
  mentionedRelease,
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

/** Source files and functions by which a bare backtrace shows that it is HAProxy's. */
const ownFrame = /^(?:src|include\/(?:haproxy|import))\//;
const ownFunction =
  /^(?:hlua_|stktable_|__?stksess_|stksess_|stream_|process_stream|run_poll_loop|process_runnable_tasks|run_tasks_from_lists|__pool_|check_crypto_|peer_|h1_|h2_|qc_|conn_|session_)/;

/** Incidents in the order in which they start. */
export function readIncidents(text: string): readonly Incident[] {
  if (!mayHoldCrash(text)) return [];
  const reading: Reading = { drafts: [], releases: [], mentions: [], machine: new Set() };
  let number = 0;
  for (let from = 0; from <= text.length; number++) {
    const feed = text.indexOf("\n", from);
    const end = feed < 0 ? text.length : feed;
    readRaw(text.slice(from, end), number, reading);
    from = end + 1;
  }
  const releases = reading.releases.length > 0 ? reading.releases : reading.mentions;
  return reading.drafts.filter(isCrash).map((draft) => draft.finish(releases, [...reading.machine]));
}

function readRaw(raw: string, number: number, reading: Reading): void {
  if (!readers.some((reader) => holdsAny(raw, reader.literals))) return;
  for (const line of unwrap(raw)) readLine({ number, raw, ...line }, reading);
}

function readLine(line: LogLine, reading: Reading): void {
  for (const reader of readers) {
    if (holdsAny(line.text, reader.literals) && reader.read(line, reading)) return;
  }
}

function holdsAny(text: string, literals: readonly string[]): boolean {
  return literals.some((literal) => text.includes(literal));
}

/** Leaves out warnings, backtraces of other programs, and call traces that no crash explains. */
function isCrash({ proof, groups, exitCode }: Draft): boolean {
  switch (proof) {
    case "none":
      return true;
    case "own-frames":
      return groups.some(({ frames }) => frames.some((frame) => ownFrame.test(frame.file ?? "") || ownFunction.test(frame.function ?? "")));
    case "allocation":
      return (
        exitCode !== undefined ||
        groups.some(({ frames }) => frames.slice(0, 3).some((frame) => /^__?pool_|^pool_/.test(frame.function ?? "")))
      );
    default:
      return false;
  }
}
