/** Signs for an advisory, and what they come to together. */
import type { LogPlace } from "../incident/incident.ts";

export interface Resemblance {
  readonly strength: number;
  readonly evidence: readonly { readonly says: string; readonly places: readonly LogPlace[] }[];
}

export const nothing: Resemblance = { strength: 0, evidence: [] };

/** Independent signs: each closes a part of the gap to certainty. Most advisories have none. */
export function together(parts: readonly Resemblance[]): Resemblance {
  let open = 1;
  let told: Resemblance | undefined;
  let several = false;
  for (const part of parts) {
    if (part.strength === 0 && part.evidence.length === 0) continue;
    several ||= told !== undefined;
    told = part;
    open *= 1 - part.strength;
  }
  if (told === undefined) return nothing;
  return several ? { strength: 1 - open, evidence: parts.flatMap(({ evidence }) => evidence) } : told;
}
