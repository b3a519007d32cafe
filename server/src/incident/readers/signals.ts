/** What others than Linux's kernel and the master say of a process that a signal ended: FreeBSD, auditd, a shell, docker compose, lldb. */
import { Draft, type LogLine } from "../draft.ts";
import { matchPattern } from "../patterns.ts";
import { claimPid, crashCodes, joinable, kindOfSignal, noteEnd } from "./ends.ts";
import { isProven, open, type Reader, type Reading } from "./reader.ts";

/** A shell's words for the signals that mean a crash. */
const words: Readonly<Record<string, number>> = {
  "illegal instruction": 4,
  "illegal hardware instruction": 4,
  abort: 6,
  aborted: 6,
  "bus error": 7,
  "floating point exception": 8,
  "segmentation fault": 11,
};
/** Where FreeBSD's numbers are not Linux's. */
const freeBsd: Readonly<Record<number, number>> = { 10: 7 };

export const endedBySignal: Reader = {
  literals: [
    "exited on signal",
    "ANOM_ABEND",
    "Segmentation fault",
    "segmentation fault",
    "Aborted",
    "abort (",
    "Bus error",
    "bus error",
    "Illegal instruction",
    "illegal hardware",
    "Floating point exc",
    "floating point exc",
  ],
  read(line, reading) {
    const unix = matchPattern("unix.signal", line.text);
    if (unix) return ended(line, reading, Number(unix[1]), freeBsd[Number(unix[3])] ?? Number(unix[3]));
    const audit = matchPattern("audit.abend", line.text);
    if (audit) return ended(line, reading, Number(audit[1]), Number(audit[3]));
    const shell = matchPattern("shell.signal", line.text);
    const pid = shell?.[1] ?? shell?.[2];
    return (
      shell !== undefined &&
      ended(line, reading, pid === undefined ? undefined : Number(pid), words[(shell[3] as string).toLowerCase()] ?? 0)
    );
  },
};

function ended(line: LogLine, reading: Reading, pid: number | undefined, number: number): boolean {
  const crash = crashCodes.get(128 + number);
  if (crash === undefined) return false;
  noteEnd(reading, line, joinable(reading, pid, line), { ...crash, pid });
  return true;
}

export const unixOutOfMemory: Reader = {
  literals: ["was killed: "],
  read(line, reading) {
    const match = matchPattern("unix.oom", line.text);
    if (!match) return false;
    claimPid(open(reading, new Draft("out-of-memory", line)), Number(match[1]));
    return true;
  },
};

/** A container has no master beside it that would speak. */
export const containerExit: Reader = {
  literals: ["exited with code 13", "(exit status 13"],
  read(line, reading) {
    const match = matchPattern("compose.exit", line.text);
    const crash = match && crashCodes.get(Number(match[2]));
    if (!match || crash === undefined) return false;
    const last = reading.drafts.at(-1);
    const same = last?.signal === undefined || last.signal === crash.signal;
    // the container ends as its process did
    if (last !== undefined && isProven(last) && same) last.exitCode ??= Number(match[2]);
    else {
      const draft = noteEnd(reading, line, undefined, crash);
      draft.exitCode = Number(match[2]);
      draft.note("number", line, match, 2);
    }
    return true;
  },
};

export const lldbStop: Reader = {
  literals: ["stop reason = "],
  read(line, reading) {
    const match = matchPattern("lldb.signal", line.text);
    if (!match) return false;
    const signal = match[2] ?? "SIGSEGV";
    noteEnd(reading, line, undefined, { kind: kindOfSignal(signal), signal }).note("signal", line, match, 2);
    return true;
  },
};
