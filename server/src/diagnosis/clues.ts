/** Whether an incident shows a clue of an advisory. */
import type { Incident, LogPlace, ThreadReport } from "../incident/incident.ts";
import { innermostFrame, innermostLibrary, isForeign } from "../incident/innermost.ts";
import type { Clue, IncidentKind } from "../knowledge/knowledge.ts";

/** Places in the log that show the clue; undefined when it does not hold. */
export function clueIn(clue: Clue, incident: Incident): readonly LogPlace[] | undefined {
  if (clue.kinds !== undefined && !clue.kinds.includes(incident.kind)) return undefined;
  if (clue.problem !== undefined && !samePhrase(incident.pool?.problem, clue.problem)) return undefined;
  if (!oneOf(clue.caller, incident.pool?.caller) || !oneOf(clue.freedBy, incident.pool?.freedBy)) return undefined;
  if (clue.exitCodes !== undefined && !clue.exitCodes.includes(incident.exitCode ?? -1)) return undefined;
  if (clue.signals !== undefined && !clue.signals.includes(incident.signal ?? "")) return undefined;
  if (clue.luaOutOfMemory === true && incident.luaOutOfMemory.length === 0) return undefined;
  if (clue.bare === true && !isBare(incident)) return undefined;
  if (!holdsAll(clue.machine, incident.machine) || !holdsAll(clue.notes, incident.notes)) return undefined;
  if (clue.expression !== undefined && incident.bugCondition?.expression !== clue.expression) return undefined;
  if (clue.stackless === true && incident.frames.length > 0) return undefined;
  if (!oneOf(clue.applets, crashedThread(incident)?.task?.applet)) return undefined;
  if (clue.stuck !== undefined && (incident.threads.length === 0 || incident.threads.some(({ stuck }) => stuck) !== clue.stuck))
    return undefined;
  const lua = luaPlaces(clue.lua, incident);
  const library = libraryPlaces(clue.library, incident);
  const places = lua && library && stackClue(clue, incident);
  return places && [...places, ...lua, ...library];
}

function holdsAll(wanted: readonly string[] | undefined, found: readonly string[]): boolean {
  return wanted === undefined || wanted.every((one) => found.includes(one));
}

function crashedThread({ threads, thread }: Incident): ThreadReport | undefined {
  return threads.find(({ number }) => number === thread);
}

/** HAProxy says so of a stream or a task; else its applet's name, its rule or the lock that it holds tells. */
function executesLua({ lua, task, stream, context, held }: ThreadReport): boolean {
  const named = task?.applet?.startsWith("<lua.") === true || stream?.rule?.startsWith("lua.") === true;
  return lua !== undefined || named || context?.includes("'lua.") === true || held.some((lock) => lock.startsWith("LUA("));
}

function isLuaLibrary(library: string | undefined): boolean {
  return library !== undefined && /^(?:lib)?lua\d?/.test(library);
}

/** Scripts loaded by lua-load have one interpreter for all threads: who is inside of it while the crashing thread waits for it. */
function insideInterpreter(incident: Incident): ThreadReport | undefined {
  const thread = crashedThread(incident);
  const names = incident.frames.map((frame) => frame.function ?? "");
  const takes = names.includes("lua_take_global_lock");
  const waits =
    takes || (thread !== undefined && thread.lua === undefined && (executesLua(thread) || names.some((name) => name.startsWith("hlua_"))));
  if (!waits || isLuaLibrary(innermostLibrary(incident))) return undefined;
  return incident.threads.find((other) => other !== thread && other.lua !== undefined && other.fields["harmless"] !== "1");
}

/** Where the crashing thread shows that it executes Lua: who is inside Lua's library does, whatever the rest of the dump tells. */
function executingLua(incident: Incident): LogPlace | undefined {
  const thread = crashedThread(incident);
  const inside = isLuaLibrary(innermostLibrary(incident));
  // a debugger's stack may be all there is, and tells nothing where it was cut off inside of the library
  if (thread === undefined) return inside && !isLuaLibrary(incident.frames.at(-1)?.library) ? innermostFrame(incident)?.at : undefined;
  return inside || executesLua(thread) ? thread.at : undefined;
}

/** So often the same return address, and a function calls itself. */
const recursion = 3;

function recurses({ frames }: Incident): boolean {
  const addresses = frames.flatMap(({ library, address }) => (isLuaLibrary(library) && address !== undefined ? [address] : []));
  return addresses.some((address, i) => i >= recursion - 1 && addresses.filter((one) => one === address).length >= recursion);
}

/** What the Lua traceback says of the crashing thread, or of the one that it waits for; undefined where it says something else. */
function luaPlaces(wanted: Clue["lua"], incident: Incident): readonly LogPlace[] | undefined {
  if (wanted === undefined) return [];
  const awaited = wanted.waits === true ? insideInterpreter(incident) : undefined;
  if (wanted.waits === true && awaited === undefined) return undefined;
  const [level] = (awaited ?? incident).luaTraceback;
  if (level === undefined) {
    if (wanted.recurses !== undefined && wanted.recurses !== recurses(incident)) return undefined;
    const at = wanted.innermost === "not-shown" ? (awaited?.at ?? executingLua(incident)) : undefined;
    return at && [at];
  }
  if (wanted.innermost !== undefined && wanted.innermost !== (level.file === undefined ? "c" : "script")) return undefined;
  const name = /([A-Za-z_]\w*)\W*$/.exec(level.text)?.[1] ?? "";
  return wanted.functions === undefined || wanted.functions.includes(name) ? [level.at] : undefined;
}

/** The innermost frame, where it is of one of the libraries; undefined where it is not. */
function libraryPlaces(wanted: readonly string[] | undefined, incident: Incident): readonly LogPlace[] | undefined {
  if (wanted === undefined) return [];
  const library = innermostLibrary(incident);
  if (library === undefined) return undefined;
  const met = wanted.some((name) =>
    name === "other" ? isForeign(library) : name.endsWith("*") ? library.startsWith(name.slice(0, -1)) : library === name,
  );
  if (!met) return undefined;
  const frame = innermostFrame(incident);
  return frame === undefined ? [] : [frame.at];
}

function stackClue(clue: Clue, incident: Incident): readonly LogPlace[] | undefined {
  const names = incident.frames.map((frame) => frame.function ?? "");
  if (clue.withoutFrames?.some((name) => names.includes(name))) return undefined;
  const places: LogPlace[] = [incident.headline, ...poolPlaces(clue, incident)];
  let from = 0;
  for (const alternatives of clue.frames ?? []) {
    const wanted = alternatives.split("|");
    const at = names.findIndex((name, i) => i >= from && wanted.includes(name));
    if (at < 0) return undefined;
    places.push((incident.frames[at] as (typeof incident.frames)[number]).at);
    from = at + 1;
  }
  return places;
}

/** Where a pool report names the functions that the clue goes by. */
function poolPlaces(clue: Clue, { pool, facts }: Incident): LogPlace[] {
  const names = [clue.caller && pool?.caller, clue.freedBy && pool?.freedBy];
  return names.flatMap((name) => {
    const fact = name === undefined ? undefined : facts.find(({ role, text }) => role === "function" && text.startsWith(`${name}+`));
    return fact === undefined ? [] : [fact.at];
  });
}

function oneOf(wanted: readonly string[] | undefined, found: string | undefined): boolean {
  return wanted === undefined || (found !== undefined && wanted.includes(found));
}

/** Reports end with a period or not, as they were copied. */
function samePhrase(found: string | undefined, wanted: string): boolean {
  return found?.replace(/\.$/, "").trim() === wanted.replace(/\.$/, "").trim();
}

/** Kinds that an exit code or a signal alone gives. */
const bareKinds = new Set<IncidentKind>(["abort", "segfault", "illegal-instruction", "crash", "worker-exit"]);

/** The exit code is all there is. */
function isBare(incident: Incident): boolean {
  return (
    bareKinds.has(incident.kind) &&
    incident.frames.length === 0 &&
    incident.pool === undefined &&
    incident.bugCondition === undefined &&
    incident.luaOutOfMemory.length === 0
  );
}
