/** From which branches an incident can be, where the log names no release: by its functions, its files and the form of its dump. */
import type { Incident } from "../incident/incident.ts";
import type { Advisory } from "../knowledge/knowledge.ts";
import { lifetimeOf } from "../knowledge/lifetimes.ts";
import { branchBefore, compareBranches } from "../knowledge/release.ts";

/** Branches, both included; undefined where nothing bounds it on that side. */
export interface Era {
  readonly first: string | undefined;
  readonly last: string | undefined;
}

/** The oldest and the youngest branch whose functions were looked at: what they have, others around them may have too. */
const looked = { oldest: "2.4", youngest: "3.4" } as const;

/** Fields of a thread in a dump (src/debug.c) that only some branches print. */
const fields: Readonly<Record<string, Era>> = {
  wantrdv: { first: undefined, last: "2.7" },
  isolated: { first: "2.8", last: undefined },
  ctxsw: { first: "3.2", last: undefined },
};

/** Undefined where nothing is known, or where the log contradicts itself (functions of a development version, or backported ones). */
export function eraOf({ frames, threads, pool }: Incident): Era | undefined {
  const eras: Era[] = pool === undefined ? [] : [{ first: "2.9", last: undefined }];
  for (const thread of threads) for (const name of Object.keys(thread.fields)) if (fields[name] !== undefined) eras.push(fields[name]);
  for (const { function: name, file } of frames) {
    const source = /(?:^|\/)((?:src|include|addons)\/\S+)$/.exec(file ?? "")?.[1];
    for (const life of [name, source].map((one) => (one === undefined ? undefined : lifetimeOf(one)))) {
      if (life === undefined) continue;
      eras.push({
        first: life.first === looked.oldest ? undefined : life.first,
        last: life.last === looked.youngest ? undefined : life.last,
      });
    }
  }
  const first = eras.reduce((a: string | undefined, b) => (isLater(b.first, a) ? b.first : a), undefined);
  const last = eras.reduce((a: string | undefined, b) => (isEarlier(b.last, a) ? b.last : a), undefined);
  if (first === undefined && last === undefined) return undefined;
  return first !== undefined && last !== undefined && compareBranches(first, last) > 0 ? undefined : { first, last };
}

function isLater(branch: string | undefined, than: string | undefined): boolean {
  return branch !== undefined && (than === undefined || compareBranches(branch, than) > 0);
}

function isEarlier(branch: string | undefined, than: string | undefined): boolean {
  return branch !== undefined && (than === undefined || compareBranches(branch, than) < 0);
}

/** Whether some version of those branches may have the defect. A development version still has what its branch then drops. */
export function mayHave({ releases }: Advisory, { first, last }: Era): boolean {
  if (releases === "any") return true;
  const within = (branch: string) =>
    (first === undefined || compareBranches(branch, first) >= 0) && (last === undefined || compareBranches(branch, last) <= 0);
  return Object.entries(releases).some(([branch, { state }]) => {
    if (state === "development-only") return within(branch) || within(branchBefore(branch));
    return (state === "fixed" || state === "never-fixed" || state === "unknown") && within(branch);
  });
}
