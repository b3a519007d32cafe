/** Lua functions that block a thread, that never let go of it, or that wait where HAProxy does not let them. */
import * as l10n from "@vscode/l10n";
import { expanded, type LuaCall, type LuaLoop, pathOf } from "../../lua/reading.ts";
import { isNode, nodesIn, stringIn } from "../../lua/tree.ts";
import { useOf } from "../../model/lua/classes.ts";
import type { LoadedScript } from "../../model/lua/lua.ts";
import { functionOf } from "../../model/lua/registrations.ts";
import { atRunTime, registrationInWords, runsIn, type ScriptHit } from "./scripts.ts";

export function waitHits(loaded: LoadedScript): readonly ScriptHit[] {
  const { calls, loops } = loaded.script.reading;
  return [
    ...calls.flatMap((call) => blockingCall(call, loaded) ?? yieldingCall(call, loaded) ?? []),
    ...loops.flatMap((loop) => busyLoop(loop, loaded) ?? []),
  ];
}

/** Programs and the keyboard keep a thread for as long as they like; a file of the disk mostly does not. */
const blocking = new Map<string, ScriptHit["severity"]>([
  ["os.execute", "warning"],
  ["io.popen", "warning"],
  ["io.read", "warning"],
  ["io.open", "information"],
  ["io.lines", "information"],
]);
/** Modules whose calls wait for the network in the kernel. */
const blockingModule = /^(?:socket|ssl\.https|luasql)(?:\.|$)/;

function blockingCall(call: LuaCall, loaded: LoadedScript): ScriptHit | undefined {
  const chain = expanded(call.chain);
  const path = chain.root?.kind === "global" && chain.rootCalled === undefined ? (pathOf(chain) ?? "") : "";
  const module = requiredModule(chain.rootCalled);
  const severity =
    blocking.get(path) ?? (module !== undefined && blockingModule.test(module) && call.chain.steps.length > 0 ? "warning" : undefined);
  const registration = severity && runsIn(loaded, call.within, atRunTime);
  if (severity === undefined || registration === undefined) return undefined;
  const name = module === undefined ? path : l10n.t("the module {0}", module);
  const message =
    severity === "warning"
      ? l10n.t("{0} blocks: while {1} waits for it, the thread serves nobody", name, registrationInWords(registration))
      : l10n.t("{0} waits for the disk: while {1} does, the thread serves nobody", name, registrationInWords(registration));
  return { at: call.at, code: "lua-blocking-call", severity, message };
}

function requiredModule(node: unknown): string | undefined {
  if (!isNode(node) || !isNode(node["base"]) || node["base"]["name"] !== "require") return undefined;
  return stringIn(nodesIn(node["arguments"] ?? node["argument"])[0]);
}

/** hlua_ctx_resume() ends a fetch or converter that waits; `core.yield` goes on at once there. */
function yieldingCall(call: LuaCall, loaded: LoadedScript): ScriptHit | undefined {
  const use = useOf(call.chain, loaded.script.parameters);
  if (use?.member?.yields !== "always" || !use.sure) return undefined;
  const registration = runsIn(loaded, call.within, (context) => context === "fetch" || context === "converter");
  if (registration === undefined) return undefined;
  const message = l10n.t(
    "{0} waits, but {1} may not: HAProxy ends it there, without a value",
    `${use.owner.class}.${use.name}`,
    registrationInWords(registration),
  );
  return { at: call.at, code: "lua-yield-forbidden", severity: "warning", message };
}

/** `while true` that nothing ends, with nothing inside that could let others run. */
function busyLoop(loop: LuaLoop, loaded: LoadedScript): ScriptHit | undefined {
  if (!loop.endless || loop.leaves) return undefined;
  const registration = runsIn(loaded, loop.within, atRunTime);
  if (registration === undefined) return undefined;
  const inside = loaded.script.reading.calls.filter((call) => isInside(call, loop));
  if (inside.some((call) => mayPause(call, loaded, new Set()))) return undefined;
  const message = l10n.t(
    "the loop of {0} never ends and never pauses: add core.yield(), core.msleep() or another wait",
    registrationInWords(registration),
  );
  return { at: loop.at, code: "lua-busy-loop", severity: "warning", message };
}

function isInside({ loop }: LuaCall, wanted: LuaLoop): boolean {
  for (let at = loop; at !== undefined; at = at.outer) if (at === wanted) return true;
  return false;
}

/** Functions of Lua itself that neither pause nor end. */
const plainFunctions =
  /^(?:(?:string|table|math|utf8|bit32|os|io)\.(?!exit$)\w+|print|tostring|tonumber|pairs|ipairs|next|type|select|rawget|rawset|rawequal|rawlen|setmetatable|getmetatable|assert|unpack|collectgarbage)$/;

/** Certain of HAProxy's functions do, calls that we know nothing of may. */
function mayPause(call: LuaCall, loaded: LoadedScript, seen: Set<unknown>): boolean {
  const { reading, parameters } = loaded.script;
  const use = useOf(call.chain, parameters);
  if (use?.member !== undefined && use.sure) return use.member.yields !== undefined || use.name === "done";
  const fn = functionOf(call.chain);
  if (fn !== undefined) {
    if (seen.has(fn)) return false;
    seen.add(fn);
    return reading.calls.some((inner) => inner.within === fn && mayPause(inner, loaded, seen));
  }
  const chain = expanded(call.chain);
  return chain.root?.kind !== "global" || chain.rootCalled !== undefined || !plainFunctions.test(pathOf(chain) ?? "");
}
