/** The same crash several times in one log, by several workers or after restarts, is one incident with a count. */

import { releaseName } from "../knowledge/release.ts";
import type { Incident } from "./incident.ts";
import { saysOnlyKind } from "./signature.ts";

/** Facts kept of all times together. */
const mostFacts = 50_000;

interface Group {
  readonly first: Incident;
  readonly others: Incident[];
}

/** In the order of the first time each. */
export function merged(incidents: readonly Incident[]): readonly Incident[] {
  const groups = new Map<string, Group>();
  for (const incident of incidents) {
    const key = keyOf(incident);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: incident, others: [] });
    else group.others.push(incident);
  }
  return [...groups.values()].map(together);
}

/** What says no more than its kind is the same only where the rest is the same too. */
function keyOf(incident: Incident): string {
  const { signature, release, survived, signal, exitCode, fault } = incident;
  const rest = saysOnlyKind(signature) ? [signal, exitCode, fault?.offset ?? fault?.address, incident.luaOutOfMemory.length > 0] : [];
  return JSON.stringify([signature, survived, release && releaseName(release.release), ...rest]);
}

function together({ first, others }: Group): Incident {
  if (others.length === 0) return first;
  const facts = [...first.facts];
  for (const other of others) {
    if (facts.length >= mostFacts) break;
    facts.push(...other.facts);
  }
  return {
    ...first,
    count: others.length + 1,
    occurrences: [first.headline, ...others.map(({ headline }) => headline)],
    facts,
  };
}
