/** The same crash several times in one log, by several workers or after restarts, is one incident with a count. */
import { releaseName } from "../knowledge/release.ts";
import type { Fact, Incident, LogPlace } from "./incident.ts";
import { saysOnlyKind } from "./signature.ts";

/** Facts kept of all times together, and places of the times themselves. */
const mostFacts = 50_000;
const mostOccurrences = 10_000;

interface Group {
  readonly first: Incident;
  count: number;
  /** Copied from the first one when there is a second. */
  facts: Fact[] | undefined;
  readonly occurrences: LogPlace[];
}

export class Merger {
  private readonly groups = new Map<string, Group>();

  add(incidents: readonly Incident[]): void {
    for (const incident of incidents) {
      const key = keyOf(incident);
      const group = this.groups.get(key);
      if (group === undefined) this.groups.set(key, { first: incident, count: 1, facts: undefined, occurrences: [incident.headline] });
      else addTo(group, incident);
    }
  }

  /** In the order of the first time each. */
  incidents(): readonly Incident[] {
    return [...this.groups.values()].map(({ first, count, facts, occurrences }) =>
      count === 1 ? first : { ...first, count, occurrences, facts: facts ?? first.facts },
    );
  }
}

function addTo(group: Group, incident: Incident): void {
  group.count++;
  if (group.occurrences.length < mostOccurrences) group.occurrences.push(incident.headline);
  group.facts ??= [...group.first.facts];
  for (const fact of incident.facts) {
    if (group.facts.length >= mostFacts) return;
    group.facts.push(fact);
  }
}

/** What says no more than its kind is the same only where the rest is the same too. */
function keyOf({ signature, release, survived, signal, exitCode, fault, luaOutOfMemory }: Incident): string {
  const named = release === undefined ? "" : releaseName(release.release);
  const key = `${signature}\n${survived}\n${named}`;
  if (!saysOnlyKind(signature)) return key;
  return `${key}\n${signal}\n${exitCode}\n${fault?.offset ?? fault?.address}\n${luaOutOfMemory.length > 0}`;
}
