/** Reports that an operating system makes of a crash: macOS (text and .ips), Ubuntu's apport, Red Hat's ABRT. */
import { Draft, type LogLine } from "../draft.ts";
import { plainName } from "../frames.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { addFrame } from "./backtrace.ts";
import { claimPid, kindOfSignal } from "./ends.ts";
import { open, type Reader, type Reading } from "./reader.ts";

/** Lines between the parts of one report. */
const mostBetween = 60;

export const reportedProcess: Reader = {
  literals: ["Process: ", '"procName"', "StacktraceTop:"],
  read(line, reading) {
    const match = matchPattern("report.process", line.text);
    if (!match) return false;
    reading.report = { line: line.number, pid: match[1] === undefined ? undefined : Number(match[1]), draft: undefined };
    return true;
  },
};

export const reportedSignal: Reader = {
  literals: ["Exception Type:", '"exception"', "crashed with SIG", "killed by SIG"],
  read(line, reading) {
    const apple = matchPattern("apple.exception", line.text);
    const own = apple ? undefined : matchPattern("report.signal", line.text);
    const match = apple ?? own;
    if (!match || (apple && !isOpen(reading, line))) return false;
    const signal = match[1] ?? apple?.[2] ?? "SIGSEGV";
    const draft = draftOf(reading, line);
    draft.kind = kindOfSignal(signal);
    draft.signal = signal;
    draft.note("signal", line, match, apple?.[2] === undefined ? 1 : 2);
    draft.touch(line);
    if (own?.[2] !== undefined && draft.groups.length === 0) frame(draft, line, own, 2, "0");
    return true;
  },
};

export const reportedFrame: Reader = {
  literals: ["haproxy   ", ".dylib ", ") at src/", ") at include/", "crash_function:"],
  read(line, reading) {
    if (!isOpen(reading, line)) return false;
    const apple = matchPattern("apple.frame", line.text);
    if (apple) return appleFrame(apple, line, reading);
    const match = matchPattern("report.frame", line.text) ?? matchPattern("report.function", line.text);
    if (!match) return false;
    const draft = draftOf(reading, line);
    frame(draft, line, match, 1, String(draft.groups[0]?.frames.length ?? 0));
    return true;
  },
};

export const appleThread: Reader = {
  literals: [" Crashed:", '"triggered":true'],
  read(line, reading) {
    const draft = isOpen(reading, line) ? reading.report?.draft : undefined;
    const text = matchPattern("apple.thread", line.text);
    if (draft === undefined || !text) return false;
    draft.groups.push({ thread: undefined, marked: true, frames: [] });
    let number = 0;
    for (const [, name = ""] of (text[1] ?? "").matchAll(/"symbol":"([^"]{1,200})"/g)) {
      const match = matchPattern("report.function", `crash_function: ${name}`);
      if (match) frame(draft, line, match, 1, String(number++));
    }
    draft.touch(line);
    return true;
  },
};

/** Stacks are counted from 0; that of the crash stands behind its own header. */
function appleFrame(match: PatternMatch, line: LogLine, reading: Reading): boolean {
  const draft = reading.report?.draft;
  if (draft === undefined) return false;
  const [, number = "", module = "", address] = match;
  const fresh = draft.groups.at(-1)?.marked === true && draft.groups.at(-1)?.frames.length === 0;
  if (number === "0" && !fresh) draft.groups.push({ thread: undefined, marked: false, frames: [] });
  frame(draft, line, match, 4, number, { address, library: module.endsWith(".dylib") ? module.replace(/[.\d]*\.dylib$/, "") : undefined });
  return true;
}

function frame(
  draft: Draft,
  line: LogLine,
  match: PatternMatch,
  group: number,
  number: string,
  known: { readonly address?: string | undefined; readonly library?: string | undefined } = {},
): void {
  const text = match[group] as string;
  addFrame(draft, line, match, group, {
    function: plainName(text),
    text,
    number: Number(number),
    address: known.address,
    library: known.library,
  });
}

function isOpen({ report }: Reading, line: LogLine): boolean {
  return report !== undefined && line.number - Math.max(report.line, report.draft?.endLine ?? 0) <= mostBetween;
}

/** That of the report at hand. */
function draftOf(reading: Reading, line: LogLine): Draft {
  const known = isOpen(reading, line) ? reading.report : undefined;
  if (known?.draft !== undefined) return known.draft;
  const draft = open(reading, new Draft("crash", line));
  if (known?.pid !== undefined) claimPid(draft, known.pid);
  reading.report = { line: line.number, pid: undefined, ...known, draft };
  return draft;
}
