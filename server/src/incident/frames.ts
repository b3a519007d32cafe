/** Frames of a call stack: names made comparable, and the one stack that belongs to the crash. */
import { fileOfFunction } from "../knowledge/logFacts.ts";
import type { FrameGroup } from "./draft.ts";
import type { Frame } from "./incident.ts";
import { matchPattern } from "./patterns.ts";

/** Larger offsets mean that the symbol is only the nearest exported one, not the function. */
const farthestOffset = 0x10000;

/** Source files of HAProxy by which a debugger's backtrace shows that it is HAProxy's: other programs keep theirs in src/ too. */
const ownFile =
  /^(?:\S*\/)?(?:src\/(?:haproxy|task|stream|hlua\w*|stick_table|peers|pool|mux_\w+|ssl_(?:sock|sample|ckch|crtlist|ocsp|utils)|http_(?:ana|act|htx|rules|fetch|conv)|h[123](?:_htx)?|quic_\w+|xprt_\w+|flt_\w+|proto_(?:tcp|udp|uxst|quic|http|rhttp|sockpair)|stconn|conn_stream|stream_interface|applet|cli|mworker|resolvers|wdt|debug|activity|ev_epoll|listener|queue|lb_\w+|tcpcheck|checks|sample|proxy|sock_inet|fd|cfgparse\w*)\.c|include\/(?:haproxy|import)\/[\w-]+\.h)$/;
const ownFunction =
  /^(?:hlua_|stktable_|__?stksess_|stksess_|process_stream$|run_poll_loop$|run_thread_poll_loop$|process_runnable_tasks$|run_tasks_from_lists$|check_crypto_hmac$|ha_panic$|wdt_handler$|process_table_expire$|peer_io_handler$|qc_|qcc_|stream_free$|session_free$)/;

/** The parts of a symbol as HAProxy prints it (src/tools.c, resolve_sym_name()). */
export interface SymbolParts {
  readonly library: string | undefined;
  /** Undefined where the symbol is only the nearest one known. */
  readonly function: string | undefined;
  readonly offset: number | undefined;
}

/**
 * "__stksess_kill+0xa8/0x136" and "libssl:SSL_read+0x2b/0x82" name their function; "main+0x1b3211" and "libc:+0x891f5" do not.
 * Without a size the name is a neighbour's, except on the function's first byte or where `cut` says that the line's end is missing.
 */
export function symbolOf(text: string, cut = false): SymbolParts {
  const parts = matchPattern("frame.symbol", text);
  const [, library, name, sign, digits, size] = parts ?? [];
  const offset = digits === undefined ? (sign === undefined ? undefined : 0) : Number.parseInt(digits, 16) * (sign === "-" ? -1 : 1);
  const sized = size !== undefined && offset !== undefined && offset >= 0 && offset <= farthestOffset;
  const first = offset === 0 && text.endsWith("+0");
  const named = name !== undefined && (sized || first || (cut && name !== "main" && sign === "+"));
  return { library, function: named ? plainName(name) : undefined, offset };
}

/** Whether a frame can only stand in a stack of HAProxy's. */
export function isOwnFrame({ file, function: name }: Pick<Frame, "file" | "function">): boolean {
  return ownFile.test(file ?? "") || ownFunction.test(name ?? "") || (name !== undefined && file !== undefined && isDefinedIn(name, file));
}

/** Other programs have a src/server.c too, but not with our function in it. Valgrind leaves the folder out. */
function isDefinedIn(name: string, file: string): boolean {
  const base = /(?:^(?:.*\/)?src\/|^)([\w-]+)\.c$/.exec(file)?.[1];
  return base !== undefined && name !== "main" && fileOfFunction(name) === base;
}

/** A function's name without what the compiler put behind it ("hlua_action.part.0", "x.constprop.1.isra.3"). */
export function plainName(name: string): string | undefined {
  const plain = !name.includes(".") ? name : name.replace(/\.(?:part|constprop|isra|cold|lto_priv|llvm)\b.*$/, "");
  return /^[A-Za-z_]/.test(plain) && plain !== "n" && !plain.includes("/") ? plain : undefined;
}

/**
 * The frames of the crash: the group marked as such, or that of the thread named in the headline, or the first one.
 * Frames above a signal handler belong to whoever handled the signal (the watchdog) and are left out, unless it crashed itself.
 */
export function stackOf(groups: readonly FrameGroup[], thread: number | undefined): readonly Frame[] {
  const group = crashedGroup(
    groups.filter(({ frames }) => frames.length > 0),
    thread,
  );
  if (group === undefined) return [];
  const handler = group.frames.findLastIndex(({ text }) => text === "<signal handler called>" || trampoline.test(text));
  const [innermost] = group.frames;
  const ended = group.frames.slice(0, Math.max(handler, 0)).some(({ function: name }) => name !== undefined && deliberate.test(name));
  const handlerCrashed =
    handler > 0 && !ended && innermost?.function !== undefined && innermost.file !== undefined && !tellsNothing(innermost.function);
  return handlerCrashed ? group.frames : group.frames.slice(handler + 1);
}

/** With these a handler ends the process on purpose. */
const deliberate = /^(?:__GI_)?(?:abort|raise|gsignal)$/;

/** How coredumpctl shows the kernel's way back from a signal. */
const trampoline = /^_{0,2}restore_rt$/;

/** Whether a stack leads through the watchdog, which the compiler may have put together with what it calls. */
export function isPanic(frames: readonly Frame[]): boolean {
  return frames.some(
    ({ function: name }, i) => name === "wdt_handler" || (name === "ha_panic" && frames[i + 1]?.text === "<signal handler called>"),
  );
}

/** What ended the process on purpose, as a debugger shows it above what crashed: libc's check of its heap, or a sanitizer's report. */
export function reportedBy(frames: readonly Frame[]): "heap-corruption" | "sanitizer" | undefined {
  const reporter = frames.find(({ function: name }) => name !== undefined && reporters.test(name))?.function;
  return reporter === undefined ? undefined : reporter === "malloc_printerr" ? "heap-corruption" : "sanitizer";
}

const reporters = /^(?:malloc_printerr$|__asan::|__asan_report_|__sanitizer::)/;

/** The group marked as the crash's, or that of the thread named in the headline, or the first one. */
export function crashedGroup(groups: readonly FrameGroup[], thread: number | undefined): FrameGroup | undefined {
  const known = groups.find(({ marked }) => marked) ?? groups.find((one) => thread !== undefined && one.thread === thread);
  return known ?? wholeOf(groups[0], groups);
}

/** gdb shows frame #0 when it loads a core; `thread apply all bt` shows that stack whole, somewhere among the others. */
function wholeOf(first: FrameGroup | undefined, groups: readonly FrameGroup[]): FrameGroup | undefined {
  const [shown, ...rest] = first?.frames ?? [];
  if (shown?.number !== 0 || rest.length > 0) return first;
  const same = ({ frames: [top, next] }: FrameGroup) =>
    next !== undefined && top?.text === shown.text && top.sourceLine === shown.sourceLine;
  return groups.find(same) ?? first;
}

/** Whether a function only reports the crash, or any program runs it below everything else: neither tells what crashed. */
export function tellsNothing(name: string): boolean {
  return matchPattern("frame.handler", name) !== undefined || matchPattern("frame.loop", name) !== undefined;
}

/** Whether many crashes meet in a function, whatever caused them: alone it tells nothing. */
export function isSharedVictim(name: string): boolean {
  return matchPattern("frame.victim", name) !== undefined;
}

/** Innermost frames that take from a memory pool, or give back to it. */
export function isOfPools(frames: readonly Frame[]): boolean {
  return frames.slice(0, 3).some((frame) => /^__?pool_|^pool_/.test(frame.function ?? ""));
}
