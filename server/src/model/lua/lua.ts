/** What a configuration loads and limits of Lua: its scripts, what they register, which samples they call. */
import type { ConfigFile } from "../../syntax/config.ts";
import { globalStatements, type PlacedStatement, startsWith, wordOf } from "../statement.ts";
import type { Registration } from "./registrations.ts";
import { type LuaScript, scriptOf } from "./script.ts";

export interface LuaUse {
  /** `lua-load` and `lua-load-per-thread` statements. */
  readonly loads: readonly PlacedStatement[];
  /** `tune.lua.maxmem`, the last one being in force. */
  readonly memoryLimit: PlacedStatement | undefined;
  /** Fetches and converters that loaded scripts call, such as "txn.c:hmac"; undefined when a script could not be read. */
  readonly sampleCalls: readonly SampleCall[] | undefined;
  /** Text of the script of each load, undefined where it could not be read. */
  readonly texts: readonly (string | undefined)[];
  /** The scripts that could be read, in the order in which they are loaded, each before the modules that it requires. */
  readonly scripts: readonly LoadedScript[];
  /** Everything that is registered is known: each script was read, parses, and names what it registers and loads. */
  readonly complete: boolean;
  /** In the order of the scripts. */
  readonly registered: readonly Registered[];
}

export interface LoadedScript {
  readonly load: PlacedStatement;
  /** As the configuration, or `require`, names it. */
  readonly name: string;
  /** Where the file is; undefined where nobody says. */
  readonly uri: string | undefined;
  readonly text: string;
  readonly script: LuaScript;
  /** Loaded once for each thread. */
  readonly perThread: boolean;
}

export interface Registered extends Registration {
  readonly from: LoadedScript;
}

/** A call of a fetch or converter in a Lua script, through txn.f, txn.c, txn.sf or txn.sc. */
export interface SampleCall {
  readonly script: string;
  /** From 1. */
  readonly line: number;
  readonly via: "f" | "c" | "sf" | "sc";
  readonly name: string;
}

/** What is known of scripts besides their texts, by the same names. */
export interface ScriptPlaces {
  readonly uris: ReadonlyMap<string, string>;
  /** Names of scripts that are certainly not there. */
  readonly missing: ReadonlySet<string>;
}

export const noPlaces: ScriptPlaces = { uris: new Map(), missing: new Set() };

/** Under which name the text of a required module stands among the scripts. */
export function moduleKey(name: string): string {
  return `require("${name}")`;
}

/** `scripts`: text of each Lua script by the path that the configuration names it with; what is absent was not read. */
export function luaUseOf(files: readonly ConfigFile[], scripts: ReadonlyMap<string, string>, places = noPlaces): LuaUse {
  const loads: PlacedStatement[] = [];
  let memoryLimit: PlacedStatement | undefined;
  for (const placed of globalStatements(files)) {
    if (startsWith(placed, "lua-load") || startsWith(placed, "lua-load-per-thread")) loads.push(placed);
    else if (startsWith(placed, "tune.lua.maxmem")) memoryLimit = placed;
  }
  if (loads.length === 0) return { ...noLua, memoryLimit };
  const texts = loads.map((load) => scripts.get(wordOf(load, 1)));
  const loaded = loads.flatMap((load) => loadedBy(load, wordOf(load, 1), scripts, places, new Set()));
  return {
    loads,
    memoryLimit,
    sampleCalls: texts.includes(undefined) ? undefined : loaded.flatMap(sampleCallsOf),
    texts,
    scripts: loaded,
    complete: !texts.includes(undefined) && loaded.every(({ script }) => isComplete(script, scripts)),
    registered: loaded.flatMap((from) => from.script.registrations.map((registration) => ({ ...registration, from }))),
  };
}

const noLua: LuaUse = { loads: [], memoryLimit: undefined, sampleCalls: [], texts: [], scripts: [], complete: true, registered: [] };

/** Modules bear the key that they were asked for with; each is loaded once. */
function loadedBy(
  load: PlacedStatement,
  name: string,
  scripts: ReadonlyMap<string, string>,
  places: ScriptPlaces,
  seen: Set<string>,
): LoadedScript[] {
  const text = scripts.get(name);
  if (text === undefined || seen.has(name)) return [];
  seen.add(name);
  const script = scriptOf(text);
  const perThread = wordOf(load, 0) === "lua-load-per-thread";
  const required = script.required.flatMap((module) => (module === undefined ? [] : [moduleKey(module)]));
  return [
    { load, name, uri: places.uris.get(name), text, script, perThread },
    ...required.flatMap((module) => loadedBy(load, module, scripts, places, seen)),
  ];
}

function isComplete({ reading, registrations, required }: LuaScript, scripts: ReadonlyMap<string, string>): boolean {
  if (reading.problem !== undefined) return false;
  if (required.some((module) => module === undefined || !scripts.has(moduleKey(module)))) return false;
  return registrations.every(({ kind, name }) => name !== undefined || kind === "init" || kind === "task");
}

function sampleCallsOf({ name, script }: LoadedScript): SampleCall[] {
  return script.sampleCalls.map(({ call, via, name: sample }) => ({ script: name, line: call.at.line + 1, via, name: sample }));
}

/** Megabytes of `tune.lua.maxmem`; 0 stands for no limit, undefined for no statement or a value that is no number. */
export function memoryLimitOf(use: LuaUse): number | undefined {
  const text = use.memoryLimit === undefined ? "" : wordOf(use.memoryLimit, 1);
  return /^\d+$/.test(text) ? Number(text) : undefined;
}
