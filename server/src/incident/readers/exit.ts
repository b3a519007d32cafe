/** What the master and the kernel say of how a worker ended. */
import type { IncidentKind } from "../../knowledge/knowledge.ts";
import { Draft, type LogLine, spanOfText } from "../draft.ts";
import { isOwnFrame } from "../frames.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { claimPid, crashCodes } from "./ends.ts";
import { current, isProven, ofProcess, open, type Reader, type Reading } from "./reader.ts";

/** Kinds that only repeat what an exit code says, so that an exit line may complete them. */
const weakKinds = new Set<IncidentKind>(["lua-out-of-memory", "crash", "worker-exit"]);

/** After these reports HAProxy ends itself. */
const ends = new Set<IncidentKind>(["watchdog", "bug-condition", "pool-inconsistency", "spinning"]);

/** SIGTERM: somebody asked it to end. */
const terminated = 143;
/** Lines between such an exit and what the master makes of it. */
const terminatedBefore = 12;

export const workerExit: Reader = {
  literals: ["exited with code"],
  read(line, reading) {
    const match = matchPattern("mw.exit", line.text);
    if (!match) return false;
    const crash = crashCodes.get(Number(match[3]));
    const pid = Number(match[2]);
    const last = endedBy(ofProcess(reading, pid), current(reading, line));
    const joins = last !== undefined && endsWith(last, pid, crash?.signal);
    if (crash === undefined) {
      // only what a process survives can end with an ordinary code; an older worker may leave while another one crashes
      if (joins && last.kind === "lua-out-of-memory") last.exitCode = Number(match[3]);
      else if (Number(match[3]) === terminated && match[1] === "Current worker") reading.terminated = { line, pid };
      return true;
    }
    const draft = joins ? last : open(reading, new Draft(crash.kind, line));
    if (weakKinds.has(draft.kind)) draft.kind = crash.kind;
    complete(draft, line, match, Number(match[3]), crash.signal);
    return true;
  },
};

/** What a process survives does not end it where a report of its end followed. */
function endedBy(own: Draft | undefined, last: Draft | undefined): Draft | undefined {
  const later = own?.kind === "lua-out-of-memory" && last !== undefined && isProven(last) && ends.has(last.kind);
  return later && !last.pidIsSure ? last : (own ?? last);
}

function complete(draft: Draft, line: LogLine, match: PatternMatch, code: number, signal: string): void {
  draft.exitCode = code;
  draft.signal ??= signal;
  draft.pid ??= Number(match[2]);
  const master = /\((\d+)\) : /.exec(line.text)?.[1];
  if (master !== undefined) draft.master = Number(master);
  draft.note("number", line, match, 3);
  draft.note("signal", line, match, 4);
  draft.touch(line);
}

/** Whether an exit may be the end of an incident: of no other process, by no other signal, and not that of a foreign program's backtrace. */
function endsWith(draft: Draft, pid: number, signal: string | undefined): boolean {
  if (draft.exitCode !== undefined || !isProven(draft) || !samePid(draft, pid)) return false;
  if (signal !== undefined && draft.signal !== undefined && draft.signal !== signal) return false;
  const frames = draft.groups.flatMap((group) => group.frames);
  return draft.proof !== "own-frames" || frames.length === 0 || frames.some(isOwnFrame);
}

/** An envelope names the process that wrote the line, often the master: only pids known to be the worker's can differ. */
function samePid(draft: Draft, pid: number): boolean {
  return !draft.pidIsSure || draft.pid === pid;
}

export const outOfMemoryKill: Reader = {
  literals: ["Killed process", "Kill process", "invoked oom-killer", "OOM killer", "oom-kill", "systemd-oomd"],
  read(line, reading) {
    const match = matchPattern("kernel.oom", line.text);
    const unit = match || !/OOM killer|oom-kill'|systemd-oomd/.test(line.text) ? undefined : matchPattern("systemd.oom", line.text);
    const last = current(reading, line);
    if (unit === undefined && !(match?.[2] ?? match?.[3] ?? "").startsWith("haproxy")) {
      if (match?.[2] !== undefined && last !== undefined && onlyAsked(last)) withdraw(reading, last);
      return false;
    }
    const draft = last?.kind === "out-of-memory" || isOurKill(last) ? last : open(reading, new Draft("out-of-memory", line));
    draft.kind = "out-of-memory";
    // the kernel first tells who asked for memory, then whom it killed
    if (draft === last) draft.fact("headline", line.text, { line: line.number, span: spanOfText(line) });
    if (match?.[1] !== undefined) claimPid(draft, Number(match[1]));
    draft.touch(line);
    return true;
  },
};

/** Who asked for memory need not be who was killed. */
function onlyAsked({ kind, facts, exitCode }: Draft): boolean {
  const said = facts.filter(({ role }) => role === "headline");
  return kind === "out-of-memory" && exitCode === undefined && said.every(({ text }) => text.includes("invoked oom-killer"));
}

function withdraw(reading: Reading, draft: Draft): void {
  const at = reading.drafts.indexOf(draft);
  if (at >= 0) reading.drafts.splice(at, 1);
  if (draft.source !== undefined) reading.bySource.delete(draft.source);
}

/** The master or systemd has told of the SIGKILL before its reason is told. */
function isOurKill(draft: Draft | undefined): draft is Draft {
  return draft?.kind === "worker-exit" && draft.signal === "SIGKILL";
}

/**
 * To 2.2 the master took a worker that ended by SIGTERM for a failure, and stopped everything: somebody other than the master had sent it.
 * Later masters take it for an ordinary end.
 */
export const killedEverything: Reader = {
  literals: ["exit-on-failure: killing"],
  read(line, reading) {
    const ended = reading.terminated;
    reading.terminated = undefined;
    if (ended === undefined || line.number - ended.line.number > terminatedBefore) return false;
    const draft = open(reading, new Draft("worker-exit", ended.line));
    draft.signal = "SIGTERM";
    draft.exitCode = terminated;
    draft.pid = ended.pid;
    draft.touch(line);
    return true;
  },
};
