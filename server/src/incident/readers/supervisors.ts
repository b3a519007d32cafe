/** What programs that run HAProxy say of its end: init systems, supervisors, shells, docker's events. */
import { Draft, type LogLine } from "../draft.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { claimPid, crashCodes } from "./exit.ts";
import { joinable } from "./process.ts";
import { isProven, open, type Reader, type Reading } from "./reader.ts";

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
  const { pid, signal, number, code } = match.groups ?? {};
  const status = code === undefined ? codeOf(signal, number) : Number(code);
  const crash = crashCodes.get(status ?? 0);
  // a kill is no crash, and an ordinary end even less
  if (status === undefined || crash === undefined || crash.kind === "worker-exit") return false;
  const draft = joined(reading, line, code === undefined ? pid : undefined, crash.signal) ?? open(reading, new Draft(crash.kind, line));
  if (code !== undefined) draft.exitCode ??= status;
  else if (pid !== undefined) claimPid(draft, Number(pid));
  draft.signal ??= crash.signal;
  draft.touch(line);
  return true;
}

/** Whose code is told is the master, or the only process there is: what it ends with is its worker's. */
function joined(reading: Reading, line: LogLine, pid: string | undefined, signal: string): Draft | undefined {
  if (pid !== undefined) return joinable(reading, Number(pid), line);
  const last = reading.drafts.at(-1);
  return last !== undefined && !last.summary && isProven(last) && (last.signal ?? signal) === signal ? last : undefined;
}

function codeOf(signal: string | undefined, number: string | undefined): number | undefined {
  if (number !== undefined) return 128 + Number(number);
  return [...crashCodes].find(([, one]) => one.signal === `SIG${signal}`)?.[0];
}
