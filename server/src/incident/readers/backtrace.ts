/** Call stacks: HAProxy's own "call trace", and those of gdb, coredumpctl, sanitizers and valgrind. */
import { Draft, type LogLine, placeOfGroup } from "../draft.ts";
import { plainName, symbolOf } from "../frames.ts";
import type { Frame } from "../incident.ts";
import { matchPattern, type PatternMatch } from "../patterns.ts";
import { current, open, type Reader, type Reading } from "./reader.ts";
import { debuggerThreadGroup } from "./thread.ts";

/** Frames kept of one stack; an endless recursion tells no more with its ten-thousandth. */
const mostFrames = 1000;
/** Lines over which a debugger breaks one frame, at most. */
const mostParts = 4;
/** Stacks kept of one incident. */
const mostGroups = 4096;

export const traceHeader: Reader = {
  literals: ["call trace("],
  read(line, reading) {
    if (!matchPattern("trace.header", line.text)) return false;
    // 2.6 to 2.8 print an integrity failure without any header
    const last = current(reading, line);
    const ended = last?.groups.some(({ frames }) => frames.length > 0) === true && hasItsStack(last);
    const draft = last === undefined || ended ? open(reading, tentative(line, "allocation")) : last;
    openStack(draft);
    draft.touch(line);
    return true;
  },
};

/** A stack of no known thread; one that holds no frame yet is taken instead. */
function openStack({ groups }: Draft): void {
  if (groups.length < mostGroups && groups.at(-1)?.frames.length !== 0) groups.push({ thread: undefined, marked: false, frames: [] });
}

/** Nothing comes behind the worker's exit, and all but a dump of the threads have one stack. */
function hasItsStack({ exitCode, proof, kind }: Draft): boolean {
  return exitCode !== undefined || proof === "impossible" || kind.startsWith("pool-") || kind === "bug-condition";
}

/** HAProxy pads addresses to 14 characters: those of a build without PIE have eight to ten. */
export const traceFrame: Reader = {
  literals: ["| 0x", "|  0x", "     0x", "| Ox"],
  read(line, reading) {
    const match = matchPattern("trace.frame", line.text);
    const draft = current(reading, line);
    if (!match || !draft) return false;
    draft.note("address", line, match, 1);
    draft.note("function", line, match, 3);
    const { function: name, offset, library } = symbolOf(match[3] ?? "", line.cut);
    const text = match[3] ?? (match[1] as string);
    addFrame(draft, line, match, match[3] === undefined ? 1 : 3, {
      function: name,
      text,
      address: match[1],
      offset,
      library,
      callee: match[4],
    });
    return true;
  },
};

export const debuggerFrame: Reader = {
  literals: ["#0", "#1", "#2", "#3", "#4", "#5", "#6", "#7", "#8", "#9"],
  read(line, reading) {
    const match = matchPattern("frame.numbered", line.text);
    if (match) return numbered(line, reading, match, 3, match[2]);
    const core = matchPattern("coredump.frame", line.text);
    if (core) return numbered(line, reading, core, 3, core[2]);
    // a sanitizer that knows no symbol gives the place in the file: `#0 0x55da651da572  (/usr/sbin/haproxy+0x399d27)`
    const bare = matchPattern("frame.bare", line.text);
    const lldb = bare || !line.text.includes("frame #") ? undefined : matchPattern("frame.lldb", line.text);
    if (lldb) return numbered(line, reading, lldb, 4, lldb[2]);
    return bare ? numbered(line, reading, bare, 3, bare[2]) : false;
  },
};

/** The rest of a frame that gdb broke over lines; it belongs to the frame above it. */
export const frameRest: Reader = {
  literals: [" at src/", " at include/", " at addons/", " at ./src/", " at ./include/"],
  read(line, reading) {
    const draft = current(reading, line);
    const frame = draft?.groups.at(-1)?.frames.at(-1);
    if (draft === undefined || frame === undefined || frame.number === undefined || frame.file !== undefined) return false;
    const match = line.number - draft.endLine > mostParts ? undefined : matchPattern("frame.rest", line.text);
    if (!match) return false;
    draft.note("file", line, match, 1);
    draft.groups.at(-1)?.frames.splice(-1, 1, { ...frame, file: match[1], sourceLine: Number(match[2]) });
    draft.touch(line);
    return true;
  },
};

export const valgrindFrame: Reader = {
  literals: ["at 0x", "by 0x"],
  read(line, reading) {
    const match = matchPattern("frame.valgrind", line.text);
    const draft = current(reading, line);
    if (!match || draft?.kind !== "sanitizer") return false;
    // each stack begins with "at"; behind the first one stands who freed or made the block
    if (line.text.includes(" at 0x")) openStack(draft);
    addFrame(draft, line, match, 2, { function: plainName(match[2] as string), text: match[2] as string, address: match[1] });
    return true;
  },
};

/** Until 2.25 glibc showed a stack below its own abort: `haproxy(main+0x1c94)[0x55a122e595d4]`. */
export const libcFrame: Reader = {
  literals: [")[0x", ") [0x"],
  read(line, reading) {
    const draft = current(reading, line);
    const match = draft?.kind === "heap-corruption" ? matchPattern("frame.libc", line.text) : undefined;
    if (!match || draft === undefined) return false;
    const [, module = "", symbol, offset = "", address] = match;
    const group = symbol === undefined ? 1 : 2;
    addFrame(draft, line, match, group, {
      function: symbol === undefined ? undefined : plainName(symbol),
      text: symbol ?? `${module}+0x${offset}`,
      address: `0x${address}`,
      offset: Number.parseInt(offset, 16),
      library: /^(?:lib[\w+-]{1,60})(?=[-.][\d.]*so|\.so)/.exec(module)?.[0],
    });
    return true;
  },
};

/** "Thread 3 (Thread 0x… (LWP 812)):" starts the stack of another thread. */
export const debuggerThread: Reader = {
  literals: ["LWP "],
  read(line, reading) {
    const draft = current(reading, line);
    const shown = draft && matchPattern("gdb.current", line.text);
    if (shown) draft.shownThread ??= shown[1];
    const match = shown ? undefined : matchPattern("gdb.thread", line.text);
    if (!match || !draft) return shown !== undefined;
    if (draft.groups.length < mostGroups) draft.groups.push(debuggerThreadGroup(line, match, draft.shownThread));
    draft.touch(line);
    return true;
  },
};

/** coredumpctl's "Stack trace of thread 812:"; the first is the one that crashed. */
export const coreThread: Reader = {
  literals: ["Stack trace of thread"],
  read(line, reading) {
    const match = matchPattern("coredump.thread", line.text);
    const draft = current(reading, line);
    if (!match || !draft) return false;
    openStack(draft);
    draft.touch(line);
    return true;
  },
};

const signalHandler = "<signal handler called>";

function numbered(line: LogLine, reading: Reading, match: PatternMatch, group: number, address: string | undefined): boolean {
  const first = match[1] === "0";
  const known = current(reading, line);
  const name = match[group] as string;
  const text = name === "<signal" ? signalHandler : name;
  // what was copied may lack the innermost frames, which tell nothing but that the process ended
  if (known === undefined && !first && name !== "wdt_handler" && text !== signalHandler) return false;
  const draft = (first || known === undefined) && startsAnew(known, text) ? open(reading, tentative(line, "own-frames")) : (known as Draft);
  if (first) startGroup(draft, text);
  draft.note("function", line, match, group);
  // a place such as "/usr/sbin/haproxy+0x399d27" is no name
  const place = name.includes("+0x") ? name.slice(name.indexOf("+0x") + 3) : undefined;
  addFrame(draft, line, match, group, {
    function: place === undefined ? plainName(name) : undefined,
    text,
    address,
    number: Number(match[1]),
    offset: place === undefined ? undefined : Number.parseInt(place, 16),
    library: line.text.includes(".so") ? libraryOf(line.text) : undefined,
    inlined: isInlined(match, address),
  });
  return true;
}

/** "liblua5" where gdb adds `from /lib/liblua5.4.so.0` or coredumpctl names the file: what HAProxy would print. */
function libraryOf(text: string): string | undefined {
  return /(?: from \S{0,300}\/|\()([A-Za-z][\w+-]{0,60})(?:\.\d+)*\.so(?:[.\d]{0,20})(?: \+ 0x[0-9a-f]+\))?\s*$/.exec(text)?.[1];
}

/** gdb leaves out the address of a frame that has none of its own: the innermost one, and what was inlined. */
function isInlined(match: PatternMatch, address: string | undefined): boolean {
  return address === undefined && match[1] !== "0" && match[3] !== "<signal";
}

/** A frame #0 belongs to the incident at hand unless that one has ended with an exit code, or there is none. */
function startsAnew(draft: Draft | undefined, text: string): boolean {
  return (
    draft === undefined ||
    (draft.proof === "impossible" && draft.kind !== "sanitizer") ||
    (draft.exitCode !== undefined && draft.groups.length > 0 && !repeats(draft, text))
  );
}

/** gdb shows frame #0 when it loads a core, and again at the head of the backtrace: the same frame, not another stack. */
function startGroup(draft: Draft, text: string): void {
  const last = draft.groups.at(-1);
  if (last !== undefined && (last.frames.length === 0 || repeats(draft, text))) last.frames.pop();
  else openStack(draft);
}

function repeats(draft: Draft, text: string): boolean {
  const frames = draft.groups.at(-1)?.frames;
  return frames?.length === 1 && frames[0]?.text === text;
}

function tentative(line: LogLine, proof: Draft["proof"]): Draft {
  const draft = new Draft(proof === "allocation" ? "pool-corruption" : "crash", line);
  draft.proof = proof;
  return draft;
}

type FrameParts = Pick<Frame, "function" | "text" | "address" | "number" | "offset" | "library" | "callee" | "inlined">;

/** Every frame has the same fields in the same order: stacks have thousands, and a spread for each costs more than reading it. */
export function addFrame(draft: Draft, line: LogLine, match: PatternMatch, group: number, parts: FrameParts): void {
  draft.touch(line);
  // the watchdog's first word, after which the thread went on
  if (parts.function === "ha_stuck_warning" && draft.proof === "stuck-thread") draft.proof = "impossible";
  if (draft.groups.length === 0) openStack(draft);
  const frames = draft.groups.at(-1)?.frames;
  if (frames === undefined || frames.length >= mostFrames) return;
  const source = line.text.includes(":") ? matchPattern("frame.source", line.text) : undefined;
  if (source) draft.note("file", line, source, 1);
  frames.push({
    function: parts.function,
    text: parts.text,
    address: parts.address,
    file: source?.[1],
    sourceLine: source ? Number(source[2]) : undefined,
    at: placeOfGroup(line, match, match[group] as string),
    number: parts.number,
    offset: parts.offset,
    library: parts.library,
    callee: parts.callee,
    inlined: parts.inlined === true,
  });
}
