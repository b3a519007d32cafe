/** The blocks of a thread dump, line by line (src/debug.c): what each thread was doing. */
import { Draft, type FrameGroup, type LogLine, placeOf, placeOfGroup, type ThreadDraft } from "../draft.ts";
import { isOfPools } from "../frames.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { current, open, type Reader } from "./reader.ts";

/** Threads kept of one incident; HAProxy has at most 1,024 (4,096 from 3.5 on). */
const mostThreads = 4096;
/** Values kept of one thread. */
const mostFields = 64;

export const threadBlock: Reader = {
  literals: ["Thread "],
  read(line, reading) {
    const match = matchPattern("thread.line", line.text);
    if (!match) return false;
    const draft = current(reading, line) ?? open(reading, headless(line));
    const number = Number(match[3]);
    draft.note("number", line, match, 3);
    draft.note("address", line, match, 4);
    draft.touch(line);
    if (draft.groups.length >= mostThreads) return true;
    const report = newThread(line, match, number);
    // a dump that starts without a word of which thread panicked names it by the star
    const marked = report.stuck && (draft.thread === undefined || draft.thread === number);
    if (draft.proof === "allocation" && ((report.current && report.stuck) || isForeign(draft))) takeForDump(draft);
    draft.groups.push({ thread: number, marked, frames: [], report });
    readFields(line, match.index, draft, report);
    return true;
  },
};

/** A dump of which the headline is missing; `show threads` prints the same. */
function headless(line: LogLine): Draft {
  const draft = new Draft("watchdog", line);
  draft.proof = "stuck-thread";
  return draft;
}

/** The call trace of a thread whose head is missing looked like one without any. */
function takeForDump(draft: Draft): void {
  draft.kind = "watchdog";
  draft.proof = "stuck-thread";
}

/** Whether what was read so far leads to no memory pool. */
function isForeign({ groups, exitCode }: Draft): boolean {
  return exitCode === undefined && !groups.some(({ frames }) => isOfPools(frames));
}

export function newThread(line: LogLine, match: PatternMatch, number: number): ThreadDraft {
  return {
    number,
    current: match[1] === "*",
    stuck: match[2] === ">",
    fields: {},
    task: undefined,
    stream: undefined,
    lua: undefined,
    luaTraceback: [],
    locks: [],
    held: [],
    context: undefined,
    at: placeOfGroup(line, match, match[0].trim()),
  };
}

/** "name=value" pairs of a line. */
const pair = /([a-z_]{1,24})=([^\s=]{1,64})/g;

function readFields(line: LogLine, from: number, draft: Draft, report: ThreadDraft): void {
  const ids = /(?:^|\s)(\d{1,3})\/(\d{1,4}) +(?:loops|stuck)=/.exec(line.text);
  if (ids) Object.assign(report.fields, { tgid: ids[1], ltid: ids[2] });
  let known = Object.keys(report.fields).length;
  for (const match of line.text.slice(from, from + 400).matchAll(pair)) {
    const [whole, name = "", value = ""] = match;
    if (known++ >= mostFields) return;
    report.fields[name] = value.replace(/,$/, "");
    draft.fact("field", value, placeOf(line, from + match.index + whole.length - value.length, value));
  }
}

type Detail = (line: LogLine, draft: Draft, report: ThreadDraft) => boolean;

/** Asked in this order; the first that takes the line ends it. */
const details: readonly Detail[] = [values, task, handler, stream, proxies, backState, connection, rule, locks, context];

export const threadDetails: Reader = {
  literals: [
    "stuck=",
    "cpu_ns:",
    "current call:",
    "curr_task=",
    "fct=0x",
    "strm=0x",
    "stream=0x",
    "frontend=",
    "backend=",
    "server=",
    "sib=",
    "scb=0x",
    "cof=0x",
    "cob=0x",
    " mux=",
    "current_rule=",
    "current_filter=",
    "lock_hist:",
    "exec_ctx:",
  ],
  read(line, reading) {
    const draft = current(reading, line);
    const report = draft?.groups.at(-1)?.report;
    if (draft === undefined || report === undefined || report.fields["lwp"] !== undefined) return false;
    const taken = readDetail(line, draft, report);
    if (taken) draft.touch(line);
    return taken;
  },
};

/** Reads what a line says of the thread, its task or its stream; false where it says nothing of them. */
export function readDetail(line: LogLine, draft: Draft, report: ThreadDraft): boolean {
  return details.some((detail) => detail(line, draft, report));
}

function values(line: LogLine, draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.values", line.text);
  if (match) readFields(line, match.index, draft, report);
  return match !== undefined;
}

function task(line: LogLine, draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.task", line.text);
  if (!match) return false;
  if (match[1] === "0") return true;
  draft.note("address", line, match, 1);
  const calls = match[3] === undefined ? undefined : Number(match[3]);
  report.task = { address: match[1] as string, kind: match[2], calls, handler: undefined, applet: undefined };
  return true;
}

function handler(line: LogLine, draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.fct", line.text);
  if (!match || report.task === undefined) return false;
  draft.note("function", line, match, 2);
  // "+0" is the function itself, any other offset leads from the nearest name that is known
  const name = (match[2] as string).replace(/\+0$/, "");
  report.task = { ...report.task, handler: /[+-]/.test(name) ? taskIn(report) : name, applet: match[4] ?? appletIn(report) };
  return true;
}

function taskIn({ context }: ThreadDraft): string | undefined {
  return /^task '([A-Za-z_]\w{1,100})'/.exec(context ?? "")?.[1];
}

/** From 3.3.6 on the name stands in a line of its own, above the task: "exec_ctx: applet '<lua.svc>'". */
function appletIn({ context }: ThreadDraft): string | undefined {
  return /^applet '(<[^']{1,100}>)'/.exec(context ?? "")?.[1];
}

function stream(line: LogLine, draft: Draft, report: ThreadDraft): boolean {
  const old = matchPattern("thread.strm", line.text);
  const match = old ?? matchPattern("thread.stream", line.text);
  if (!match) return false;
  draft.note("address", line, match, 1);
  report.stream = {
    address: match[1] as string,
    source: old ? match[2] : match[3],
    frontend: old?.[3],
    backend: old?.[4],
    server: old?.[5] === "unknown" ? undefined : old?.[5],
    rule: undefined,
    backState: undefined,
    muxes: [],
  };
  return true;
}

function proxies(line: LogLine, _draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.proxies", line.text);
  if (!match || report.stream === undefined) return false;
  report.stream = { ...report.stream, [match[1] as string]: match[2] };
  return true;
}

function backState(line: LogLine, _draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.back", line.text);
  if (!match || report.stream === undefined) return false;
  report.stream = { ...report.stream, backState: match[1] ?? match[2] };
  // the same line may go on with the connections
  return false;
}

function connection(line: LogLine, _draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.connection", line.text);
  if (!match || report.stream === undefined) return false;
  const mux = (match[1] ?? match[2]) as string;
  if (!report.stream.muxes.includes(mux)) report.stream = { ...report.stream, muxes: [...report.stream.muxes, mux] };
  return true;
}

function rule(line: LogLine, draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.rule", line.text);
  if (!match || report.stream === undefined) return false;
  draft.note("lua", line, match, 1);
  const place = match[2] === undefined ? "" : ` ${match[2]}:${match[3]}`;
  report.stream = { ...report.stream, rule: `${match[1]}${place}` };
  return true;
}

function locks(line: LogLine, _draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.locks", line.text);
  if (!match) return false;
  report.locks = (match[1] as string).trim().split(" ");
  report.held = match[2]?.trim().split(" ") ?? [];
  return true;
}

function context(line: LogLine, _draft: Draft, report: ThreadDraft): boolean {
  const match = matchPattern("thread.ctx", line.text);
  if (!match) return false;
  report.context = match[1];
  return true;
}

/** A debugger's "Thread 3 (… LWP 812)": its own numbers, and no fields. */
export function debuggerThreadGroup(line: LogLine, match: PatternMatch, shown: string | undefined): FrameGroup {
  const lwp = match[2] === undefined ? {} : { lwp: match[2] };
  const report = { ...newThread(line, match, Number(match[1])), current: false, stuck: false, fields: lwp as Record<string, string> };
  return { thread: undefined, marked: shown !== undefined && match[2] === shown, frames: [], report };
}
