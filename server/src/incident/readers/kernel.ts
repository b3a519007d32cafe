/** What Linux's kernel says of a fault: one line, or more where the registers follow or a collector folded it. */
import type { IncidentKind } from "../../knowledge/knowledge.ts";
import type { Draft, LogLine } from "../draft.ts";
import type { KernelFault } from "../incident.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { claimPid, joinable, noteEnd } from "./ends.ts";
import { current, type Reader, type Reading } from "./reader.ts";

/** Number of SIGILL. */
const illegal = "4";
/** Lines between a fault and the last of its registers that is read. */
const registersWithin = 12;

export const kernelFault: Reader = {
  literals: ["segfault at", "segfault (", "general protection", "trap invalid opcode", "trap divide error", "unhandled "],
  read(line, reading) {
    const fault = matchPattern("kernel.segv", line.text);
    const trap = fault ? undefined : matchPattern("kernel.trap", line.text);
    const match = fault ?? trap ?? matchPattern("kernel.arm", line.text);
    if (!match?.[1]?.startsWith("haproxy")) return false;
    const undefinedOpcode = / undefined instruction/i.test(line.text) || (fault === undefined && match[3] === illegal);
    const breakpoint = fault === undefined && trap === undefined && /\bBRK \(AArch64\)/.test(line.text);
    const { kind, signal } = faultKind(trap?.[3] ?? (undefinedOpcode ? "trap invalid opcode" : breakpoint ? "breakpoint" : ""));
    const pid = Number(match[2]);
    const draft = noteEnd(reading, line, joinable(reading, pid, line) ?? sameSpot(reading, match[4], line), { kind, signal, pid });
    if (fault === undefined && trap === undefined)
      reading.faulting = { line: line.number, draft, module: match[4], base: match[5], code: "" };
    if (fault && fault[7] === undefined) reading.folded = { line: line.number, text: line.text, draft };
    place(reading, draft, faultOf(fault, trap));
    if (fault ?? trap) draft.note("address", line, match, 4);
    return true;
  },
};

/** A fault whose line ends too early, alone or until the next line completes it. */
export const cutFault: Reader = {
  literals: ["segfault at"],
  read(line, reading) {
    const match = matchPattern("kernel.segv.cut", line.text);
    if (!match?.[1]?.startsWith("haproxy")) return false;
    const pid = Number(match[2]);
    const draft = noteEnd(reading, line, joinable(reading, pid, line), { kind: "segfault", signal: "SIGSEGV", pid });
    reading.folded = { line: line.number, text: line.text, draft };
    return true;
  },
};

/** Whether the line is the rest of a fault that a collector folded, at a blank or inside of a word. */
export function completesFault(line: LogLine, reading: Reading): boolean {
  const { folded } = reading;
  if (folded === undefined) return false;
  reading.folded = undefined;
  if (folded.line + 1 !== line.number) return false;
  const [start, rest] = [folded.text.trimEnd(), line.text.trimStart()];
  const both = [" ", ""].map((blank) => matchPattern("kernel.segv", start + blank + rest));
  const match = both.find((one) => one?.[7] !== undefined && !one[7].includes(" ") && Number(one[2]) === folded.draft.pid);
  if (match === undefined) return false;
  folded.draft.fault = undefined;
  place(reading, folded.draft, faultOf(match, undefined));
  folded.draft.touch(line);
  return true;
}

/** s390x names the process only in the lines behind the fault. */
export const s390Fault: Reader = {
  literals: ["process fault: "],
  read(line, reading) {
    const match = matchPattern("kernel.s390", line.text);
    if (!match) return false;
    const code = (match[1] as string).toLowerCase().padStart(4, "0");
    const { kind, signal } = faultKind(s390Codes[code] ?? "");
    const draft = noteEnd(reading, line, undefined, { kind, signal });
    reading.faulting = { line: line.number, draft, module: match[2], base: match[3], code };
    return true;
  },
};

/** Interruption codes that are no access to memory. */
const s390Codes: Readonly<Record<string, string>> = {
  "0001": "trap invalid opcode",
  "0002": "trap invalid opcode",
  "0009": "trap divide error",
  "000f": "trap divide error",
};

/** Where arm64 and s390x were: the process, the instruction, the address. */
export const faultRegisters: Reader = {
  literals: ["Comm: haproxy", "pc : ", "PSW : ", "Failing address: ", "failing address: "],
  read(line, reading) {
    const { faulting } = reading;
    if (faulting === undefined || line.number - faulting.line > registersWithin) return false;
    const { pid, pc, psw, address } = matchPattern("kernel.register", line.text)?.groups ?? {};
    const { draft, module, base, code } = faulting;
    if (pid !== undefined) claimPid(draft, Number(pid));
    if (address !== undefined) faulting.address = address;
    const instruction = pc ?? psw;
    if (instruction !== undefined)
      place(reading, draft, { address: faulting.address, instruction, error: code, module, offset: offsetOf(instruction, base) });
    draft.touch(line);
    return true;
  },
};

function place(reading: Reading, draft: Draft, where: KernelFault | undefined): void {
  draft.fault ??= where;
  noteSite(reading, where);
}

/** HAProxy ends itself after an assertion: the kernel then names the very instruction with which its call trace begins. */
function sameSpot(reading: Reading, instruction: string | undefined, line: LogLine): Draft | undefined {
  const last = current(reading, line);
  const innermost = last?.groups[0]?.frames[0]?.address;
  if (innermost === undefined || instruction === undefined || last?.fault !== undefined) return undefined;
  return BigInt(innermost.startsWith("0x") ? innermost : `0x${innermost}`) === BigInt(`0x${instruction}`) ? last : undefined;
}

function faultKind(words: string): { readonly kind: IncidentKind; readonly signal: string } {
  if (words === "trap invalid opcode") return { kind: "illegal-instruction", signal: "SIGILL" };
  if (words === "breakpoint") return { kind: "crash", signal: "SIGTRAP" };
  return words === "trap divide error" ? { kind: "crash", signal: "SIGFPE" } : { kind: "segfault", signal: "SIGSEGV" };
}

/** So many different places, and no defect of one place explains them. */
const manySites = 3;

/** A program that crashes wherever it happens to be has its memory damaged by something else. */
function noteSite({ faultSites, machine }: Reading, fault: KernelFault | undefined): void {
  if (fault?.module?.startsWith("haproxy") !== true || fault.offset === undefined || faultSites.size >= manySites) return;
  faultSites.add(fault.offset);
  if (faultSites.size === manySites) machine.add("scattered faults");
}

/** The offset in the mapping, which unlike the address is the same in each run of one binary. */
function faultOf(fault: PatternMatch | undefined, trap: PatternMatch | undefined): KernelFault | undefined {
  const match = fault ?? trap;
  if (match === undefined) return undefined;
  const [address, instruction, error] = fault ? [match[3], match[4], match[6]] : [undefined, match[4], match[6]];
  const [module, base] = [match[7], match[8]];
  return { address, instruction: instruction as string, error: error as string, module, offset: offsetOf(instruction as string, base) };
}

function offsetOf(instruction: string, base: string | undefined): string | undefined {
  const offset = base === undefined ? -1n : BigInt(`0x${instruction}`) - BigInt(`0x${base}`);
  return offset < 0n ? undefined : offset.toString(16);
}
