/** Whether an incident shows a clue of an advisory. */
import type { Incident, LogPlace } from "../incident/incident.ts";
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
  if (clue.machine !== undefined && !clue.machine.every((fact) => incident.machine.includes(fact))) return undefined;
  return stackClue(clue, incident);
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
