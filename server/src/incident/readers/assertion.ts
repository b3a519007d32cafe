/** Assertions: BUG_ON() and friends, ABORT_NOW(), glibc's heap checks, sanitizers. */
import { Draft } from "../draft.ts";
import { matchPattern } from "../patterns.ts";
import { current, open, openForeign, type Reader } from "./reader.ts";

export const bugCondition: Reader = {
  literals: ["condition "],
  read(line, reading) {
    const match = matchPattern("bug.fatal", line.text);
    if (!match) return false;
    const draft = open(reading, new Draft("bug-condition", line));
    draft.bugCondition = { expression: match[2] as string, file: match[3] as string, line: Number(match[4]) };
    draft.note("file", line, match, 3);
    return true;
  },
};

/** WARN_ON() and CHECK_IF() print a call trace like a crash, but the process lives. */
export const warning: Reader = {
  literals: ["WARNING: ", "has stopped processing traffic"],
  read(line, reading) {
    if (!matchPattern("bug.warning", line.text) && !matchPattern("wdt.warn", line.text)) return false;
    open(reading, new Draft("crash", line)).proof = "impossible";
    return true;
  },
};

export const abortNow: Reader = {
  literals: ["ABORT at "],
  read(line, reading) {
    const match = matchPattern("bug.abort", line.text);
    if (!match) return false;
    const draft = open(reading, new Draft("abort", line));
    draft.note("file", line, match, 1);
    return true;
  },
};

/** A pool report ends in the same glibc words when pools are off; then it stays one incident. */
export const heapCheck: Reader = {
  literals: ["double free or corruption", "free(): ", "malloc(): ", "corrupted ", "munmap_chunk(): ", "stack smashing"],
  read(line, reading) {
    if (!matchPattern("glibc.heap", line.text) && !matchPattern("glibc.stack", line.text)) return false;
    if (current(reading)?.pool !== undefined || line.text.includes("inconsistency")) return false;
    openForeign(reading, new Draft("heap-corruption", line), line);
    return true;
  },
};

export const sanitizer: Reader = {
  literals: ["Sanitizer: ", "Invalid read of size", "Invalid write of size", "Process terminating with default action"],
  read(line, reading) {
    const match = matchPattern("asan", line.text) ?? matchPattern("valgrind", line.text);
    if (!match) return false;
    const last = current(reading);
    if (last?.kind === "sanitizer" && last.pid === Number(match[1])) last.touch(line);
    else openForeign(reading, new Draft("sanitizer", line), line).pid = Number(match[1]);
    return true;
  },
};
