/** What the master, the kernel, systemd and a debugger say of a process that died. */
import type { IncidentKind } from "../../knowledge/knowledge.ts";
import { Draft, type LogLine } from "../draft.ts";
import { isOwnFrame } from "../frames.ts";
import type { KernelFault } from "../incident.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { current, ofProcess, open, openForeign, type Reader, type Reading } from "./reader.ts";

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
/** `coredumpctl info` has so many lines between the signal and the process. */
const coreBlock = 40;
/** Kinds that only repeat what an exit code says, so that an exit line may complete them. */
const weakKinds = new Set<IncidentKind>(["lua-out-of-memory", "crash", "worker-exit"]);

export const workerExit: Reader = {
  literals: ["exited with code"],
  read(line, reading) {
    const match = matchPattern("mw.exit", line.text);
    if (!match) return false;
    const crash = crashCodes.get(Number(match[3]));
    const pid = Number(match[2]);
    const last = ofProcess(reading, pid) ?? current(reading, line);
    const joins = last !== undefined && endsWith(last, pid, crash?.signal);
    if (crash === undefined) {
      // only what a process survives can end with an ordinary code; an older worker may leave while another one crashes
      if (joins && last.kind === "lua-out-of-memory") last.exitCode = Number(match[3]);
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
  const master = /\((\d+)\) : /.exec(line.text)?.[1];
  if (master !== undefined) draft.master = Number(master);
  draft.note("number", line, match, 3);
  draft.note("signal", line, match, 4);
  draft.touch(line);
}

/** Whether an exit may be the end of an incident: of no other process, by no other signal, and not that of a foreign program's backtrace. */
function endsWith(draft: Draft, pid: number, signal: string | undefined): boolean {
  if (draft.exitCode !== undefined || draft.proof === "impossible" || !samePid(draft, pid)) return false;
  if (signal !== undefined && draft.signal !== undefined && draft.signal !== signal) return false;
  const frames = draft.groups.flatMap((group) => group.frames);
  return draft.proof !== "own-frames" || frames.length === 0 || frames.some(isOwnFrame);
}

/** An envelope names the process that wrote the line, often the master: only pids known to be the worker's can differ. */
function samePid(draft: Draft, pid: number): boolean {
  return !draft.pidIsSure || draft.pid === pid;
}

/** The kernel and systemd name the process itself. */
function claimPid(draft: Draft, pid: number): void {
  draft.pid = pid;
  draft.pidIsSure = true;
}

export const kernelFault: Reader = {
  literals: ["segfault at", "general protection", "trap invalid opcode", "trap divide error", "unhandled "],
  read(line, reading) {
    const fault = matchPattern("kernel.segv", line.text);
    const trap = fault ? undefined : matchPattern("kernel.trap", line.text);
    const match = fault ?? trap ?? matchPattern("kernel.arm", line.text);
    if (!match?.[1]?.startsWith("haproxy")) return false;
    const { kind, signal } = faultKind(trap?.[3] ?? (/ undefined instruction/i.test(line.text) ? "trap invalid opcode" : ""));
    const draft = joinable(reading, Number(match[2]), line) ?? open(reading, new Draft(kind, line));
    claimPid(draft, Number(match[2]));
    draft.signal ??= signal;
    draft.fault ??= faultOf(fault, trap);
    draft.note("address", line, match, 4);
    draft.touch(line);
    return true;
  },
};

function faultKind(words: string): { readonly kind: IncidentKind; readonly signal: string } {
  if (words === "trap invalid opcode") return { kind: "illegal-instruction", signal: "SIGILL" };
  return words === "trap divide error" ? { kind: "crash", signal: "SIGFPE" } : { kind: "segfault", signal: "SIGSEGV" };
}

/** The offset in the mapping, which unlike the address is the same in each run of one binary. */
function faultOf(fault: PatternMatch | undefined, trap: PatternMatch | undefined): KernelFault | undefined {
  const match = fault ?? trap;
  if (match === undefined) return undefined;
  const [address, instruction, error] = fault ? [match[3], match[4], match[6]] : [undefined, match[4], match[6]];
  const [module, base] = [match[7], match[8]];
  const offset = base === undefined ? undefined : BigInt(`0x${instruction}`) - BigInt(`0x${base}`);
  return {
    address,
    instruction: instruction as string,
    error: error as string,
    module,
    offset: offset === undefined || offset < 0n ? undefined : offset.toString(16),
  };
}

/** What a debugger or a sanitizer says of the program that it looks at. */
const ownCore = /Core was generated by `[^'\n]{0,200}\bhaproxy/;
const ownModule = /[(/]haproxy[\w.-]{0,40} ?\+ ?0x[0-9a-f]|"haproxy[\w.-]{0,40}"/;

export const coreOwner: Reader = {
  literals: ["Core was generated by", "haproxy+0x", "haproxy + 0x", '"haproxy'],
  read(line, reading) {
    if (line.text.includes("Core was generated by")) reading.ownCore = ownCore.test(line.text);
    const draft = current(reading, line);
    if (draft?.proof === "own-frames" && ownModule.test(line.text)) draft.proof = "none";
    return false;
  },
};

export const debuggerSignal: Reader = {
  literals: ["with signal", "received signal"],
  read(line, reading) {
    const match = matchPattern("gdb.signal", line.text);
    const signal = match?.[1] ?? signalByNumber(match?.[2]);
    if (!match || signal === undefined) return false;
    const last = current(reading, line);
    const joins =
      last !== undefined &&
      last.proof !== "impossible" &&
      last.groups.length === 0 &&
      (last.signal === undefined || last.signal === signal) &&
      last.luaOutOfMemory.length === 0;
    const fresh = () => new Draft(kindOfSignal.get(signal) ?? "crash", line);
    const draft = joins ? last : reading.ownCore ? open(reading, fresh()) : openForeign(reading, fresh(), line);
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
      const draft = joinable(reading, Number(core[1]), line) ?? open(reading, new Draft("crash", line));
      claimPid(draft, Number(core[1]));
      const stated = reading.coreSignal;
      if (stated !== undefined && line.number - stated.line <= coreBlock) {
        draft.signal ??= stated.signal;
        if (draft.kind === "crash") draft.kind = kindOfSignal.get(stated.signal) ?? "crash";
        reading.coreSignal = undefined;
      }
      draft.touch(line);
      return true;
    }
    const unit = matchPattern("systemd.exit", line.text);
    if (!unit?.[1]?.includes("haproxy")) return false;
    return systemdExit(unit, line, reading);
  },
};

/** systemd speaks of the master, or of the only process there is. */
function systemdExit(unit: PatternMatch, line: LogLine, reading: Reading): boolean {
  const number = Number(unit[3]);
  const crash = crashCodes.get(unit[2] === "exited" ? number : 128 + number);
  const last = current(reading, line);
  if (crash === undefined) return true;
  last?.touch(line);
  if (last !== undefined && last.proof !== "impossible") {
    const same = last.signal === undefined || last.signal === crash.signal;
    if (same && unit[2] === "exited") last.exitCode ??= number;
    return true;
  }
  const draft = open(reading, new Draft(crash.kind, line));
  draft.signal = crash.signal;
  return true;
}

/** `coredumpctl info` states the signal above the process, and `coredumpctl list` has both in a row. */
export const coreSignal: Reader = {
  literals: ["Signal: ", "/haproxy"],
  read(line, reading) {
    const stated = matchPattern("coredump.signal", line.text);
    if (stated) reading.coreSignal = { signal: `SIG${stated[2]}`, line: line.number };
    const listed = stated ? undefined : matchPattern("coredump.list", line.text);
    if (!listed) return stated !== undefined;
    const signal = signalByNumber(listed[3]) ?? `SIG${listed[3]}`;
    const pid = Number(listed[2]);
    const draft = joinable(reading, pid, line) ?? open(reading, new Draft(kindOfSignal.get(signal) ?? "crash", line));
    claimPid(draft, pid);
    draft.signal ??= signal;
    draft.note("signal", line, listed, 3);
    draft.touch(line);
    return true;
  },
};

export const outOfMemoryKill: Reader = {
  literals: ["Killed process", "Kill process", "invoked oom-killer"],
  read(line, reading) {
    const match = matchPattern("kernel.oom", line.text);
    if (!match || !(match[2] ?? match[3] ?? "").startsWith("haproxy")) return false;
    const last = current(reading, line);
    const draft = last?.kind === "out-of-memory" ? last : open(reading, new Draft("out-of-memory", line));
    if (match[1] !== undefined) claimPid(draft, Number(match[1]));
    draft.touch(line);
    return true;
  },
};

/** The incident that another voice may add to: that of the process, or the last one, not yet closed by an exit code. */
function joinable(reading: Reading, pid: number, line: LogLine): Draft | undefined {
  const own = ofProcess(reading, pid);
  if (own !== undefined) return own;
  const last = current(reading, line);
  return last !== undefined && last.proof !== "impossible" && (last.pid === undefined || last.pid === pid) && last.groups.length === 0
    ? last
    : undefined;
}

function signalByNumber(number: string | undefined): string | undefined {
  return number === undefined ? undefined : crashCodes.get(128 + Number(number))?.signal;
}
