/** Whether the Lua scripts of a configuration use a part of HAProxy's Lua API. */
import { luaClass } from "../../knowledge/luaApi.ts";
import { expanded, pathOf } from "../../lua/reading.ts";
import type { PlacedStatement } from "../statement.ts";
import { useOf } from "./classes.ts";
import { type LuaUse, moduleKey } from "./lua.ts";
import type { LuaScript } from "./script.ts";

export interface ApiUse {
  /** `unknown`: a script was not read or does not parse, or it loads others. */
  readonly used: "yes" | "no" | "unknown";
  /** The statements that load the scripts concerned. */
  readonly loads: readonly PlacedStatement[];
}

/**
 * What a script must also use before a method of a class counts, where the class of the object is not certain: methods of one name
 * belong to several classes. A class that is not here gives no more than "unknown".
 */
const hints: Readonly<Record<string, RegExp>> = {
  Socket: /^core\.(?:tcp|connect)$/,
  AppletHTTP: /^core\.register_service$/,
  AppletTCP: /^core\.register_(?:service|cli)$/,
  Channel: /^core\.register_(?:filter|action)$/,
  HTTPMessage: /^core\.register_filter$/,
  Proxy: /^core\.(?:proxies|backends|frontends)$/,
  Server: /\.servers$/,
  StickTable: /\.stktable$/,
  Queue: /^core\.queue$/,
  Patref: /^core\.get_patref$/,
};

/** `name`: "core.tcp", "core.register_*", "Channel.send", "txn.f"; "*" asks only whether a script is loaded. */
export function apiUse(lua: LuaUse, name: string): ApiUse {
  if (lua.loads.length === 0) return { used: "no", loads: [] };
  if (name === "*") return { used: "yes", loads: lua.loads };
  const answers = lua.scripts.map(({ load, script }) => ({ load, used: usedIn(script, name) }));
  const found = answers.filter(({ used }) => used === "yes").map(({ load }) => load);
  if (found.length > 0) return { used: "yes", loads: [...new Set(found)] };
  const known = new Set(lua.scripts.map((one) => one.name));
  const open = lua.loads.filter(
    (load, i) =>
      lua.texts[i] === undefined ||
      answers.some((answer) => answer.load === load && answer.used === "unknown") ||
      lua.scripts.some((one) => one.load === load && mayHoldMore(one.script, known)),
  );
  return open.length > 0 ? { used: "unknown", loads: open } : { used: "no", loads: [] };
}

function mayHoldMore({ reading, required }: LuaScript, known: ReadonlySet<string>): boolean {
  return reading.problem !== undefined || required.some((module) => module === undefined || !known.has(moduleKey(module)));
}

const answers = new WeakMap<LuaScript, Map<string, ApiUse["used"]>>();

/** Scripts stay the same while a configuration is typed. */
function usedIn(script: LuaScript, name: string): ApiUse["used"] {
  const known = answers.get(script) ?? new Map<string, ApiUse["used"]>();
  answers.set(script, known);
  const used = known.get(name) ?? decide(script, name);
  known.set(name, used);
  return used;
}

function decide({ reading, parameters }: LuaScript, name: string): ApiUse["used"] {
  const [owner = "", member = ""] = name.split(".");
  const wanted = (found: string) => (member.endsWith("*") ? found.startsWith(member.slice(0, -1)) : found === member);
  const chains = [...reading.accesses, ...reading.calls]
    .map(({ chain }) => expanded(chain))
    .filter(({ steps }) => wanted(steps.at(-1)?.name ?? ""));
  // not a class: an object by its usual name
  if (luaClass(owner) === undefined) return chains.length > 0 ? "yes" : "no";
  if (luaClass(owner)?.global === true)
    return chains.some((chain) => chain.steps.length === 1 && chain.root?.name === owner) ? "yes" : "no";
  const uses = chains.map((chain) => useOf(chain, parameters));
  if (uses.some((use) => use?.sure === true && use.owner.class === owner)) return "yes";
  if (uses.every((use) => use?.sure === true)) return "no";
  const hint = hints[owner];
  return hint !== undefined && reading.accesses.some(({ chain }) => hint.test(pathOf(expanded(chain)) ?? "")) ? "yes" : "unknown";
}
