/** What the readers of words on a process's end share: the signals that mean a crash, and the incident that such a word belongs to. */
import type { IncidentKind } from "../../knowledge/knowledge.ts";
import { Draft, type LogLine } from "../draft.ts";
import { current, isProven, ofProcess, open, type Reading } from "./reader.ts";

/** Exit codes that mean a crash: 128 and the signal's number. */
export const crashCodes: ReadonlyMap<number, { kind: IncidentKind; signal: string }> = new Map([
  [132, { kind: "illegal-instruction", signal: "SIGILL" }],
  [133, { kind: "crash", signal: "SIGTRAP" }],
  [134, { kind: "abort", signal: "SIGABRT" }],
  [135, { kind: "crash", signal: "SIGBUS" }],
  [136, { kind: "crash", signal: "SIGFPE" }],
  [137, { kind: "worker-exit", signal: "SIGKILL" }],
  [139, { kind: "segfault", signal: "SIGSEGV" }],
  [159, { kind: "crash", signal: "SIGSYS" }],
]);
const bySignal = new Map([...crashCodes].map(([code, { kind, signal }]) => [signal, { code, kind }]));

/** What became of a process that the signal ("SIGSEGV") ended. */
export function kindOfSignal(signal: string): IncidentKind {
  return bySignal.get(signal)?.kind ?? "crash";
}

/** The exit code of a process that the signal ended; undefined where that is no crash. */
export function codeOfSignal(signal: string): number | undefined {
  return bySignal.get(signal)?.code;
}

/** The kernel and systemd name the process itself. */
export function claimPid(draft: Draft, pid: number): void {
  draft.pid = pid;
  draft.pidIsSure = true;
}

/** The word of somebody else than HAProxy on the end of a process. */
interface ToldEnd {
  readonly kind: IncidentKind;
  readonly signal: string | undefined;
  /** Of the very process that ended, where it is told. */
  readonly pid?: number | undefined;
}

/** Adds such a word to the incident `known` to be meant; where there is none, it opens one. */
export function noteEnd(reading: Reading, line: LogLine, known: Draft | undefined, { kind, signal, pid }: ToldEnd): Draft {
  const draft = known ?? open(reading, new Draft(kind, line));
  if (pid !== undefined) claimPid(draft, pid);
  draft.signal ??= signal;
  draft.touch(line);
  return draft;
}

/** The incident that another voice may add to: that of the process, or the last one, not yet closed by an exit code. */
export function joinable(reading: Reading, pid: number | undefined, line: LogLine): Draft | undefined {
  const own = pid === undefined ? undefined : ofProcess(reading, pid);
  if (own !== undefined) return own;
  const last = current(reading, line);
  return last !== undefined &&
    isProven(last) &&
    (pid === undefined || last.pid === undefined || last.pid === pid) &&
    last.groups.length === 0
    ? last
    : undefined;
}
