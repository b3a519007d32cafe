/** What tools show of a process or container that has ended: systemctl, kubectl, docker, Nomad. The log itself may tell more. */
import type { Draft, LogLine } from "../draft.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { claimPid, codeOfSignal, crashCodes, noteEnd } from "./ends.ts";
import { isProven, type Reader, type Reading } from "./reader.ts";

/** A description of one container has so many lines at most. */
const longestDescription = 200;
/** Lines between a code and its reason. */
const reasonWithin = 6;
const killedForMemory = 137;

/** The container that is described: an image or a name with HAProxy in it is HAProxy's. */
export const containerName: Reader = {
  literals: ["Image: ", "image: ", '"Image"', '"image"', '"Name": "/', 'Task "'],
  read(line, reading) {
    const match = matchPattern("container.name", line.text);
    if (!match) return false;
    const ours = /haproxy/i.test(match[1] as string);
    const last = reading.drafts.at(-1);
    // docker shows the state first, then whose it is
    if (ours && last?.proof === "own-container" && line.number - last.headline.line <= longestDescription) last.proof = "none";
    reading.container = { ours, line: line.number };
    return false;
  },
};

/** Where docker's description of a container says how it ended, before it says whose the container is. */
export const containerState: Reader = {
  literals: ['"State": {'],
  read(_, reading) {
    reading.container = undefined;
    return false;
  },
};

export const containerEnd: Reader = {
  literals: ["Exit Code:", '"ExitCode"', "exitCode", "Exited (13", " OOMKilled "],
  read(line, reading) {
    const row = matchPattern("container.row", line.text);
    if (row) return ended(line, reading, row, Number(row[1] ?? row[2] ?? killedForMemory)) !== undefined;
    const match = matchPattern("container.exit", line.text);
    if (!match) return false;
    const { container } = reading;
    const known = container !== undefined && line.number - container.line <= longestDescription;
    const draft = known && !container.ours ? undefined : ended(line, reading, match, Number(match[1]));
    if (draft?.summary === true && !known) draft.proof = "own-container";
    return true;
  },
};

/** A kill for memory is told in a line of its own, beside the code. */
export const containerReason: Reader = {
  literals: ["OOMKilled", "Result: oom-kill"],
  read(line, reading) {
    if (!matchPattern("container.memory", line.text)) return false;
    reading.killedForMemory = line.number;
    const last = reading.drafts.at(-1);
    if (last?.summary === true && last.signal === "SIGKILL" && line.number - last.endLine <= reasonWithin) {
      last.kind = "out-of-memory";
      last.touch(line);
    }
    return false;
  },
};

export const unitStatus: Reader = {
  literals: ["ExecStart="],
  read(line, reading) {
    const match = matchPattern("systemd.status", line.text);
    const signalled = match?.[3] === undefined;
    const code = signalled ? codeOfSignal(`SIG${match?.[2]}`) : Number(match?.[3]);
    if (!match || code === undefined) return false;
    const draft = ended(line, reading, match, code);
    if (draft === undefined) return true;
    // a signal is no code
    if (signalled && draft.summary) draft.exitCode = undefined;
    claimPid(draft, Number(match[1]));
    return true;
  },
};

/** Undefined where the code is that of no crash. */
function ended(line: LogLine, reading: Reading, match: PatternMatch, code: number): Draft | undefined {
  const crash = crashCodes.get(code);
  if (crash === undefined) return undefined;
  const last = reading.drafts.at(-1);
  const same = last !== undefined && !last.summary && isProven(last) && (last.signal ?? crash.signal) === crash.signal;
  const draft = noteEnd(reading, line, same ? last : undefined, crash);
  if (!same) draft.summary = true;
  draft.exitCode ??= code;
  const memory = reading.killedForMemory;
  const forMemory = memory !== undefined && line.number - memory <= reasonWithin;
  if (code === killedForMemory && (forMemory || line.text.includes(" OOMKilled "))) draft.kind = "out-of-memory";
  draft.note("number", line, match, 1);
  return draft;
}
