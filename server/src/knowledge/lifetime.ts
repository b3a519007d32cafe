/** In which branches a word is known, as the tables write it: "2.4-3.0,3.1-:deprecated". */
import { compareBranches } from "./release.ts";

/** `misplaced`: known, but not in this section; `absent`: HAProxy does not know the word there. */
export type WordState = "known" | "deprecated" | "removed" | "misplaced" | "absent";

export interface Segment {
  readonly from: string;
  readonly to: string;
  readonly state: WordState;
}
const spans = new Map<string, readonly Segment[]>();

/** "2.4-3.0,3.1-:deprecated" taken apart. */
export function segmentsOf(lifetime: string): readonly Segment[] {
  let found = spans.get(lifetime);
  if (found === undefined) {
    found = [...lifetime.matchAll(/(\d\.\d+)?-(\d\.\d+)?(?::(\w+))?/g)].map(([, from = "", to = "", state = "known"]) => ({
      from,
      to,
      state: state as WordState,
    }));
    spans.set(lifetime, found);
  }
  return found;
}

/** Branches older than our tables are read as the oldest one, newer ones as the newest. */
export function covers(from: string, to: string, branch: string): boolean {
  const early = from === "" || from === "2.4" || compareBranches(from, branch) <= 0;
  return early && (to === "" || compareBranches(branch, to) <= 0);
}
