/** What programs that run HAProxy say of its end: init systems, supervisors, shells, docker's events. */
import type { Draft, LogLine } from "../draft.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { codeOfSignal, crashCodes, joinable, noteEnd } from "./ends.ts";
import { isProven, type Reader, type Reading } from "./reader.ts";

const shapes = ["supervise.end", "upstart.end", "supervisord.end", "s6.end", "launchd.end", "python.end", "docker.end"];

export const supervisedEnd: Reader = {
  literals: [
    "terminated by signal",
    "terminated by SIG",
    "return code 1",
    "main process (",
    "(by signal ",
    "exited due to ",
    "died with <Signals.",
    "container die ",
  ],
  read(line, reading) {
    for (const shape of shapes) {
      const match = matchPattern(shape, line.text);
      if (match) return ended(line, reading, match);
    }
    return false;
  },
};

function ended(line: LogLine, reading: Reading, match: PatternMatch): boolean {
  const { signal, number, code } = match.groups ?? {};
  const status = code === undefined ? codeOf(signal, number) : Number(code);
  const crash = crashCodes.get(status ?? 0);
  // a kill is no crash, and an ordinary end even less
  if (status === undefined || crash === undefined || crash.kind === "worker-exit") return false;
  const told = code === undefined ? match.groups?.["pid"] : undefined;
  const pid = told === undefined ? undefined : Number(told);
  const draft = noteEnd(reading, line, joined(reading, line, pid, crash.signal), { ...crash, pid });
  if (code !== undefined) draft.exitCode ??= status;
  return true;
}

/** Whose code is told is the master, or the only process there is: what it ends with is its worker's. */
function joined(reading: Reading, line: LogLine, pid: number | undefined, signal: string): Draft | undefined {
  if (pid !== undefined) return joinable(reading, pid, line);
  const last = reading.drafts.at(-1);
  return last !== undefined && !last.summary && isProven(last) && (last.signal ?? signal) === signal ? last : undefined;
}

function codeOf(signal: string | undefined, number: string | undefined): number | undefined {
  return number === undefined ? codeOfSignal(`SIG${signal}`) : 128 + Number(number);
}
