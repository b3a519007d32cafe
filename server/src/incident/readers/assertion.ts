/** Assertions: BUG_ON() and friends, ABORT_NOW(), glibc's heap checks, sanitizers. */
import { Draft, type LogLine } from "../draft.ts";
import { isOwnFrame } from "../frames.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { current, open, openForeign, type Reader, type Reading } from "./reader.ts";

export const bugCondition: Reader = {
  literals: ["condition "],
  read(line, reading) {
    const match = matchPattern("bug.fatal", line.text) ?? matchPattern("bug.cut", line.text);
    if (!match) return false;
    const draft = open(reading, new Draft("bug-condition", line));
    draft.bugCondition = { expression: match[2] as string, file: match[3] ?? "", line: Number(match[4] ?? 0) };
    draft.note("file", line, match, 3);
    return true;
  },
};

/** WARN_ON() and CHECK_IF() print a call trace like a crash, but the process lives. */
export const warning: Reader = {
  literals: ["WARNING: ", "has stopped processing traffic"],
  read(line, reading) {
    const condition = matchPattern("bug.warning", line.text);
    const blocked = condition ? undefined : matchPattern("wdt.warn", line.text);
    if (!condition && !blocked) return false;
    const draft = open(reading, new Draft(condition ? "bug-condition" : "watchdog", line));
    draft.proof = "impossible";
    if (condition) {
      draft.bugCondition = { expression: condition[2] as string, file: condition[3] as string, line: Number(condition[4]) };
      draft.note("file", line, condition, 3);
    }
    if (blocked) {
      draft.thread = Number(blocked[1]);
      draft.said = "blocked traffic";
      draft.note("number", line, blocked, 1);
    }
    return true;
  },
};

export const abortNow: Reader = {
  literals: ["ABORT at "],
  read(line, reading) {
    const match = matchPattern("bug.abort", line.text);
    if (!match) return false;
    const draft = open(reading, new Draft("abort", line));
    draft.said = match[1];
    draft.note("file", line, match, 1);
    return true;
  },
};

/** A pool report ends in the same glibc words when pools are off; then it stays one incident. */
export const heapCheck: Reader = {
  literals: [
    "double free or corruption",
    "free(): ",
    "lloc(): ",
    "malloc_consolidate(): ",
    "tcache_thread_shutdown(): ",
    "sysmalloc",
    "corrupted ",
    "munmap_chunk(): ",
    "stack smashing",
    "<jemalloc>: ",
    "tcmalloc.cc:",
  ],
  read(line, reading) {
    const heap = matchPattern("glibc.heap", line.text) ?? matchPattern("glibc.stack", line.text);
    const match = heap ?? matchPattern("allocator.heap", line.text);
    if (!match) return false;
    if (current(reading, line)?.pool !== undefined || line.text.includes("inconsistency")) return false;
    openForeign(reading, new Draft("heap-corruption", line), line).said = match[1] ?? match[2];
    return true;
  },
};

export const sanitizer: Reader = {
  literals: [
    "Sanitizer: ",
    ": runtime error: ",
    "Invalid read of size",
    "Invalid write of size",
    "Process terminating with default action",
  ],
  read(line, reading) {
    const match = matchPattern("asan", line.text) ?? matchPattern("valgrind", line.text);
    if (!match) return undefinedBehaviour(line, reading);
    const last = current(reading, line);
    if (last?.kind === "sanitizer" && last.pid === Number(match[1])) last.touch(line);
    else openSanitizer(line, reading, match);
    return true;
  },
};

/** Names the place before the words, and shows a stack only where it was asked to. */
function undefinedBehaviour(line: LogLine, reading: Reading): boolean {
  const match = matchPattern("ubsan", line.text);
  if (!match || !isOwnFrame({ file: match[1], function: undefined })) return false;
  const draft = open(reading, new Draft("sanitizer", line));
  draft.said = match[3];
  draft.note("file", line, match, 1);
  return true;
}

function openSanitizer(line: LogLine, reading: Reading, match: PatternMatch): void {
  const draft = openForeign(reading, new Draft("sanitizer", line), line);
  // what was never freed is told when the process has ended as it should
  if (match[2] === "Leak") draft.proof = "impossible";
  draft.pid = Number(match[1]);
  draft.said = match[3] ?? (match[2] as string).split(" with ")[0];
}
