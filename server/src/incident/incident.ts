/** What one crash says of itself. Every fact keeps the place in the log that it was read from. */
import type { IncidentKind } from "../knowledge/knowledge.ts";
import type { Release } from "../knowledge/release.ts";
import type { Span } from "../syntax/span.ts";
import type { SeenForm } from "./forms.ts";
import type { SpinningReport } from "./spinning.ts";

/** Line (from 0) and stretch of the raw log. */
export interface LogPlace {
  readonly line: number;
  readonly span: Span;
}

/** What a highlighted stretch of a log is; "field" and "build" are a value behind its name, as in "stuck=1" or "Nbthread: 2". */
export type FactRole =
  | "address"
  | "function"
  | "offset"
  | "pool"
  | "signal"
  | "release"
  | "file"
  | "number"
  | "headline"
  | "lua"
  | "field"
  | "time"
  | "build";

export interface Fact {
  readonly role: FactRole;
  readonly text: string;
  readonly at: LogPlace;
}

/** A text of the log and its place. */
export interface Said {
  readonly text: string;
  readonly at: LogPlace;
}

export interface Frame {
  /** Undefined where only an address is known ("main+0x1b3211" and huge offsets count as such). */
  readonly function: string | undefined;
  /** As printed, such as "__stksess_kill+0xa8/0x136"; the address where nothing else was. */
  readonly text: string;
  readonly address: string | undefined;
  readonly file: string | undefined;
  /** Line in `file`, from 1. */
  readonly sourceLine: number | undefined;
  readonly at: LogPlace;
  /** Number in a debugger's stack. */
  readonly number?: number | undefined;
  /** Bytes behind the symbol as printed, the nearest one where the function itself is not known. */
  readonly offset?: number | undefined;
  /** Library that the symbol belongs to, such as "liblua5"; undefined for HAProxy itself. */
  readonly library?: string | undefined;
  /** Function that this one was calling, where HAProxy decoded the call (3.2 and later). */
  readonly callee?: string | undefined;
  /** The compiler put the function into its caller: a debugger shows it without an address of its own. */
  readonly inlined?: boolean;
}

/** One level of a Lua traceback, innermost first. */
export interface LuaFrame {
  /** As printed, such as "function 'loop'" or "field 'find'". */
  readonly text: string;
  /** Undefined for functions written in C. */
  readonly file: string | undefined;
  /** From 1. */
  readonly sourceLine: number | undefined;
  readonly at: LogPlace;
}

/** What a thread was working on (src/debug.c). */
export interface ThreadTask {
  readonly address: string;
  /** "task" or "tasklet". */
  readonly kind: string | undefined;
  /** How often it had been called. */
  readonly calls: number | undefined;
  /** Its function, such as "process_stream". */
  readonly handler: string | undefined;
  /** Name of the applet, such as "<PEER>" or "<lua.svc>". */
  readonly applet: string | undefined;
}

export interface ThreadStream {
  readonly address: string;
  readonly source: string | undefined;
  readonly frontend: string | undefined;
  readonly backend: string | undefined;
  readonly server: string | undefined;
  /** Rule or filter under way, with the place in the configuration where that is printed. */
  readonly rule: string | undefined;
  /** State of its end towards the server (src/stconn.c), such as "INI" before one is looked for, and "EST". */
  readonly backState: string | undefined;
  /** What its connections speak, such as "H1" and "H2". */
  readonly muxes: readonly string[];
}

/** One thread of a dump: HAProxy's own ("Thread 1 : id=…") or a debugger's. */
export interface ThreadReport {
  /** As printed: HAProxy counts from 1, a debugger in its own way. */
  readonly number: number;
  /** HAProxy's "*": the thread that made the dump. */
  readonly current: boolean;
  /** HAProxy's ">": the watchdog found it stuck. */
  readonly stuck: boolean;
  /** Values under HAProxy's names: id, act, wq, stuck, harmless, diff (nanoseconds) and so on; "lwp" for a debugger's thread. */
  readonly fields: Readonly<Record<string, string>>;
  readonly task: ThreadTask | undefined;
  readonly stream: ThreadStream | undefined;
  /** What kind of Lua it was executing, such as "a Lua task". */
  readonly lua: string | undefined;
  readonly luaTraceback: readonly LuaFrame[];
  /** Newest last, such as "S:DNS" and "U:DNS" (3.2 and later). */
  readonly locks: readonly string[];
  /** Those that it held, with the kind of hold, such as "LUA(S)". */
  readonly held: readonly string[];
  /** What it was executing (3.3.6 and later), such as "action kwl starting with 'lua.x'". */
  readonly context: string | undefined;
  readonly frames: readonly Frame[];
  readonly at: LogPlace;
}

/** The tag behind a pool item, which tells who freed it or which pool it is from. */
export interface PoolTag {
  readonly state: "matches" | "differs" | "not-accessible";
  /** Value found, where printed. */
  readonly value: string | undefined;
  /** Pools whose tag this is. */
  readonly pools: readonly string[];
  /** What the tag resolves to, as printed. */
  readonly resolved: string | undefined;
}

/** One word of the memory around a corrupted place. */
export interface MemoryWord {
  readonly address: string;
  /** As printed, such as "45 31 2a 15 d8 55 00 00". */
  readonly bytes: string;
  /** Symbol or pool that the word points to. */
  readonly meaning: string | undefined;
}

export interface PoolReport {
  /** "tag mismatch on free()" or "cache corruption detected". */
  readonly problem: string;
  /** Function that handed the item back; "?" where it was printed but not resolved. */
  readonly caller: string | undefined;
  /** Function that the tag resolves to: who had freed the item before. */
  readonly freedBy: string | undefined;
  readonly pool: string | undefined;
  readonly size: number | undefined;
  readonly item?: string | undefined;
  /** Size with tag and caller. */
  readonly realSize?: number | undefined;
  /** How many pools of this size share it. */
  readonly users?: number | undefined;
  readonly tag?: PoolTag | undefined;
  /** Callers that the pools recorded (-dMcaller). */
  readonly recorded?: readonly string[];
  readonly memory?: readonly MemoryWord[];
}

/** What the kernel says of a fault. */
export interface KernelFault {
  /** Address that could not be used, hexadecimal. */
  readonly address: string | undefined;
  readonly instruction: string;
  readonly error: string;
  readonly module: string | undefined;
  /** Of the instruction in the module's mapping, hexadecimal. */
  readonly offset: string | undefined;
}

/** A fact of the build or of the running process, from `haproxy -vv`, `show info`, `show dev` or a panic. */
export interface BuildFact extends Said {
  readonly name: string;
}

export interface NamedRelease {
  readonly release: Release;
  /** As the log has it, such as "2.6.12-1+deb12u4". */
  readonly text: string;
  readonly line: number;
  readonly at?: LogPlace;
}

export interface CrashedProcess {
  readonly pid: number | undefined;
  /** Of the master that saw it exit. */
  readonly master: number | undefined;
  /** Host, container or pod, where an envelope names one. */
  readonly host: string | undefined;
  readonly executable: string | undefined;
}

export interface Incident {
  readonly kind: IncidentKind;
  /** First and last line that belong to it, from 0. */
  readonly line: number;
  readonly endLine: number;
  /** The line that says what happened. */
  readonly headline: LogPlace;
  readonly release: NamedRelease | undefined;
  /** Thread that crashed, as HAProxy counts (from 1). */
  readonly thread: number | undefined;
  readonly pid: number | undefined;
  readonly process: CrashedProcess;
  /** As the log has it: no log system agrees with another on a form. */
  readonly time: Said | undefined;
  /** Of the crashing thread, innermost first. */
  readonly frames: readonly Frame[];
  /** Of a dump, in its order. */
  readonly threads: readonly ThreadReport[];
  /** Of the crashing thread, innermost first. */
  readonly luaTraceback: readonly LuaFrame[];
  readonly spinning: SpinningReport | undefined;
  readonly pool: PoolReport | undefined;
  /** `file` is empty and `line` 0 where the log system cut the line off. */
  readonly bugCondition: { readonly expression: string; readonly file: string; readonly line: number } | undefined;
  readonly signal: string | undefined;
  /** Code with which the master saw the worker exit. */
  readonly exitCode: number | undefined;
  readonly fault: KernelFault | undefined;
  /** HAProxy ended itself after a check of its own, and the log lacks the line that says which (ownAbort.ts). */
  readonly ownAbort: boolean;
  /** Lines with a Lua "out of memory error". */
  readonly luaOutOfMemory: readonly LogPlace[];
  /** Facts of the machine that the text states (machine.ts), such as "vm.overcommit_memory=2" and "hardware error". */
  readonly machine: readonly string[];
  /** Remarks of HAProxy's below its dump: "lua-shared", "lua-own", "malloc-trim". */
  readonly notes: readonly string[];
  readonly build: readonly BuildFact[];
  /** The process lived on: a warning, blocked traffic, an error of a Lua script. */
  readonly survived: boolean;
  /** How often it is in the log; the places above are those of the first time. */
  readonly count: number;
  /** Headlines of all times. */
  readonly occurrences: readonly LogPlace[];
  /** The same for the same crash whatever addresses, processes and offsets (signature.ts). */
  readonly signature: string;
  /** What only some releases print so. */
  readonly forms: readonly SeenForm[];
  readonly facts: readonly Fact[];
}
