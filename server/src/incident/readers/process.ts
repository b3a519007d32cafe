/** What the master, the kernel, systemd and a debugger say of a process that died. */
import type { IncidentKind } from "../../knowledge/knowledge.ts";
import { Draft, type LogLine } from "../draft.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { current, open, type Reader, type Reading } from "./reader.ts";

/** Exit codes that mean a crash: 128 and the signal's number. */
const crashCodes: ReadonlyMap<number, { kind: IncidentKind; signal: string }> = new Map([
  [132, { kind: "illegal-instruction", signal: "SIGILL" }],
  [134, { kind: "abort", signal: "SIGABRT" }],
  [135, { kind: "crash", signal: "SIGBUS" }],
  [136, { kind: "crash", signal: "SIGFPE" }],
  [137, { kind: "worker-exit", signal: "SIGKILL" }],
  [139, { kind: "segfault", signal: "SIGSEGV" }],
]);
const kindOfSignal = new Map([...crashCodes.values()].map(({ signal, kind }) => [signal, kind]));
/** Kinds that only repeat what an exit code says, so that an exit line may complete them. */
const weakKinds = new Set<IncidentKind>(["lua-out-of-memory", "crash", "worker-exit"]);

export const workerExit: Reader = {
  literals: ["exited with code"],
  read(line, reading) {
    const match = matchPattern("mw.exit", line.text);
    if (!match) return false;
    const crash = crashCodes.get(Number(match[3]));
    const last = current(reading);
    const joins = last !== undefined && last.exitCode === undefined && last.proof !== "impossible" && samePid(last, Number(match[2]));
    if (crash === undefined) {
      if (joins) last.exitCode = Number(match[3]);
      return true;
    }
    const draft = joins ? last : open(reading, new Draft(crash.kind, line));
    if (weakKinds.has(draft.kind)) draft.kind = crash.kind;
    complete(draft, line, match, Number(match[3]), crash.signal);
    return true;
  },
};

function complete(draft: Draft, line: LogLine, match: PatternMatch, code: number, signal: string): void {
  draft.exitCode = code;
  draft.signal ??= signal;
  draft.pid ??= Number(match[2]);
  draft.note("number", line, match, 3);
  draft.note("signal", line, match, 4);
  draft.touch(line);
}

/** An envelope names the process that wrote the line, often the master: only pids that the worker printed can differ. */
function samePid(draft: Draft, pid: number): boolean {
  return draft.pid === undefined || draft.pid === pid || draft.luaOutOfMemory.length === 0;
}

export const kernelFault: Reader = {
  literals: ["segfault at", "general protection", "trap invalid opcode", "trap divide error"],
  read(line, reading) {
    const fault = matchPattern("kernel.segv", line.text);
    const trap = fault ? undefined : matchPattern("kernel.trap", line.text);
    const match = fault ?? trap;
    if (!match?.[1]?.startsWith("haproxy")) return false;
    const kind = trap?.[3] === "trap invalid opcode" ? "illegal-instruction" : "segfault";
    const draft = joinable(reading, Number(match[2])) ?? open(reading, new Draft(kind, line));
    draft.pid ??= Number(match[2]);
    draft.signal ??= kind === "segfault" ? "SIGSEGV" : "SIGILL";
    draft.note("address", line, match, fault ? 4 : 4);
    draft.touch(line);
    return true;
  },
};

export const debuggerSignal: Reader = {
  literals: ["with signal", "received signal"],
  read(line, reading) {
    const match = matchPattern("gdb.signal", line.text);
    const signal = match?.[1] ?? signalByNumber(match?.[2]);
    if (!match || signal === undefined) return false;
    const last = current(reading);
    const joins =
      last !== undefined &&
      last.groups.length === 0 &&
      (last.signal === undefined || last.signal === signal) &&
      last.luaOutOfMemory.length === 0;
    const draft = joins ? last : open(reading, new Draft(kindOfSignal.get(signal) ?? "crash", line));
    draft.signal = signal;
    draft.note("signal", line, match, 1);
    draft.touch(line);
    return true;
  },
};

export const coreDump: Reader = {
  literals: ["dumped core", "terminated abnormally", "Main process exited"],
  read(line, reading) {
    const core = matchPattern("coredump", line.text);
    if (core) {
      if (!core[2]?.startsWith("haproxy")) return false;
      const draft = joinable(reading, Number(core[1])) ?? open(reading, new Draft("crash", line));
      draft.pid ??= Number(core[1]);
      draft.touch(line);
      return true;
    }
    const unit = matchPattern("systemd.exit", line.text);
    if (!unit?.[1]?.includes("haproxy")) return false;
    current(reading)?.touch(line);
    return systemdExit(unit, line, reading);
  },
};

function systemdExit(unit: PatternMatch, line: LogLine, reading: Reading): boolean {
  const number = Number(unit[3]);
  const crash = crashCodes.get(unit[2] === "exited" ? number : 128 + number);
  if (crash === undefined || current(reading) !== undefined) return true;
  const draft = open(reading, new Draft(crash.kind, line));
  draft.signal = crash.signal;
  return true;
}

export const outOfMemoryKill: Reader = {
  literals: ["Killed process", "Kill process", "invoked oom-killer"],
  read(line, reading) {
    const match = matchPattern("kernel.oom", line.text);
    if (!match || !(match[2] ?? match[3] ?? "").startsWith("haproxy")) return false;
    const last = current(reading);
    const draft = last?.kind === "out-of-memory" ? last : open(reading, new Draft("out-of-memory", line));
    if (match[1] !== undefined) draft.pid = Number(match[1]);
    draft.touch(line);
    return true;
  },
};

/** The incident that another voice may add to: the last one, of the same process, not yet closed by an exit code. */
function joinable(reading: Reading, pid: number): Draft | undefined {
  const last = current(reading);
  return last !== undefined && (last.pid === undefined || last.pid === pid) && last.groups.length === 0 ? last : undefined;
}

function signalByNumber(number: string | undefined): string | undefined {
  return number === undefined ? undefined : crashCodes.get(128 + Number(number))?.signal;
}
