/** What a diagnosis comes to, in one word; what follows from it differs. */
import { type Candidate, type Diagnosis, isOutside, named } from "./diagnose.ts";

/**
 * - `known-bug`: a defect of the catalogue is named.
 * - `not-haproxy`: a cause outside of HAProxy is named.
 * - `uncertain`: something resembles it, too little to be named.
 * - `unknown`: nothing resembles it.
 */
export type Verdict = "known-bug" | "not-haproxy" | "uncertain" | "unknown";

export function verdictOf({ candidates }: Pick<Diagnosis, "candidates">): Verdict {
  const [best] = candidates;
  if (best === undefined) return "unknown";
  if (best.confidence < named) return "uncertain";
  return isOutside(best) ? "not-haproxy" : "known-bug";
}

/** The candidate that is named, if one is. */
export function namedCandidate({ candidates }: Pick<Diagnosis, "candidates">): Candidate | undefined {
  const [best] = candidates;
  return best !== undefined && best.confidence >= named ? best : undefined;
}
