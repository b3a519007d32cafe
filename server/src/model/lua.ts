/** What a configuration loads and limits of Lua, and which samples its scripts call. */
import type { ConfigFile } from "../syntax/config.ts";
import { type PlacedStatement, startsWith, statementsOfKinds, wordOf } from "./statement.ts";

export interface LuaUse {
  /** `lua-load` and `lua-load-per-thread` statements. */
  readonly loads: readonly PlacedStatement[];
  /** `tune.lua.maxmem`, the last one being in force. */
  readonly memoryLimit: PlacedStatement | undefined;
  /** Fetches and converters that loaded scripts call, such as "txn.c:hmac"; undefined when a script could not be read. */
  readonly sampleCalls: readonly SampleCall[] | undefined;
  /** Text of the script of each load, undefined where it could not be read. */
  readonly texts: readonly (string | undefined)[];
}

/** A call of a fetch or converter in a Lua script, through txn.f, txn.c, txn.sf or txn.sc. */
export interface SampleCall {
  readonly script: string;
  /** From 1. */
  readonly line: number;
  readonly via: "f" | "c" | "sf" | "sc";
  readonly name: string;
}

const global = new Set(["global"]);

/** `scripts`: text of each Lua script by the path that the configuration names it with; what is absent was not read. */
export function luaUseOf(files: readonly ConfigFile[], scripts: ReadonlyMap<string, string>): LuaUse {
  const loads: PlacedStatement[] = [];
  let memoryLimit: PlacedStatement | undefined;
  for (const placed of statementsOfKinds(files, global)) {
    if (startsWith(placed, "lua-load") || startsWith(placed, "lua-load-per-thread")) loads.push(placed);
    else if (startsWith(placed, "tune.lua.maxmem")) memoryLimit = placed;
  }
  const texts = loads.map((load) => scripts.get(wordOf(load, 1)));
  const sampleCalls = texts.every((text) => text !== undefined)
    ? loads.flatMap((load, i) => sampleCallsIn(wordOf(load, 1), texts[i] as string))
    : undefined;
  return { loads, memoryLimit, sampleCalls, texts };
}

/** Megabytes of `tune.lua.maxmem`; 0 stands for no limit, undefined for no statement or a value that is no number. */
export function memoryLimitOf(use: LuaUse): number | undefined {
  const text = use.memoryLimit === undefined ? "" : wordOf(use.memoryLimit, 1);
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

/** Strings and comments are blanked first, so that what only looks like a call does not count. */
export function sampleCallsIn(script: string, text: string): SampleCall[] {
  return withoutLuaComments(text)
    .split("\n")
    .flatMap((line, i) =>
      [...line.matchAll(/[.]\s*(f|c|sf|sc)\s*:\s*([A-Za-z_]\w*)\s*\(/g)].map((match) => ({
        script,
        line: i + 1,
        via: match[1] as SampleCall["via"],
        name: match[2] as string,
      })),
    );
}

/** Comments and strings become blanks; line feeds stay, so line numbers do too. */
export function withoutLuaComments(text: string): string {
  const parts = /--\[(=*)\[[\s\S]*?(?:\]\1\]|$)|--[^\n]*|\[(=*)\[[\s\S]*?(?:\]\2\]|$)|"(?:\\[\s\S]|[^"\\\n])*"?|'(?:\\[\s\S]|[^'\\\n])*'?/g;
  return text.replace(parts, (part) => part.replace(/[^\n]/g, " "));
}
