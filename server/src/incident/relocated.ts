/** An incident that was read from lines in another order, or from joined ones, with its places as they are in the log. */
import type { Incident, LogPlace, NamedRelease } from "./incident.ts";

type Place = (at: LogPlace) => LogPlace;

export function relocated(incident: Incident, place: Place): Incident {
  const lineOf = (line: number) => place({ line, span: { start: 0, end: 0 } }).line;
  const moved = movedIn(incident, place) as Incident;
  const ends = [lineOf(incident.line), lineOf(incident.endLine)];
  return {
    ...moved,
    line: Math.min(...ends, moved.headline.line),
    endLine: Math.max(...ends, moved.headline.line),
    release: moved.release && releaseAt(moved.release, lineOf),
  };
}

function releaseAt(release: NamedRelease, lineOf: (line: number) => number): NamedRelease {
  return { ...release, line: release.at?.line ?? lineOf(release.line) };
}

/** Every place in it, however deep. */
function movedIn(value: unknown, place: Place): unknown {
  if (Array.isArray(value)) return value.map((one) => movedIn(one, place));
  if (typeof value !== "object" || value === null) return value;
  if (isPlace(value)) return place(value);
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, movedIn(one, place)]));
}

function isPlace(value: object): value is LogPlace {
  return "line" in value && "span" in value && typeof value.line === "number";
}
