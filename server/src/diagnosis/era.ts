/** From which releases an incident can be, where the log names none: by its functions, its files and the form of what was printed. */
import * as l10n from "@vscode/l10n";
import { tellsNothing } from "../incident/frames.ts";
import type { Incident, LogPlace } from "../incident/incident.ts";
import { type Advisory, knowledge, type LineState } from "../knowledge/knowledge.ts";
import { lifetimeOf } from "../knowledge/lifetimes.ts";
import { branchBefore, compareBranches } from "../knowledge/release.ts";

export interface Era {
  /** Branches that it can be from, oldest first; undefined where nothing bounds it on that side. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  /** Each branch with the first patch that it can be. */
  readonly patches: ReadonlyMap<string, number>;
  /** What in the log bounds it. */
  readonly places: readonly LogPlace[];
}

/** The oldest and the youngest branch whose functions were looked at: what they have, others around them may have too. */
const looked = { oldest: "2.4", youngest: "3.4" } as const;
/** Dumps of threads came with this branch. */
const oldest = "2.0";
/** The branch under development is the last one. */
const branches = branchesBetween(oldest, after(knowledge.branches.at(-1)?.branch ?? looked.youngest));

interface Bound {
  readonly patches: ReadonlyMap<string, number>;
  readonly at: LogPlace;
}

/** Undefined where nothing is known, or where the log contradicts itself (functions of a development version, or backported ones). */
export function eraOf({ frames, threads, forms, bugCondition, headline }: Incident): Era | undefined {
  const bounds: Bound[] = forms.map(({ releases, at }) => ({ patches: patchesOf(releases), at }));
  const handlers = threads.map(({ task, at }) => ({ names: [task?.handler], at }));
  const assertion = bugCondition === undefined ? [] : [{ names: [sourceOf(bugCondition.file)], at: headline }];
  const places = frames.map((frame) => ({ names: [frame.function, sourceOf(frame.file)], at: frame.at }));
  for (const { names, at } of [...assertion, ...places, ...handlers])
    for (const name of names) {
      // what reports a crash is given to older branches as a matter of course
      const life = name === undefined || tellsNothing(name) ? undefined : lifetimeOf(name);
      if (life !== undefined) bounds.push({ patches: patchesOf(rangeOf(life)), at });
    }
  return bounds.length === 0 ? undefined : together(bounds);
}

function together(bounds: readonly Bound[]): Era | undefined {
  const patches = new Map<string, number>();
  for (const branch of branches) {
    const firsts = bounds.map((bound) => bound.patches.get(branch));
    if (!firsts.includes(undefined)) patches.set(branch, Math.max(...(firsts as number[])));
  }
  const known = [...patches.keys()];
  if (known.length === 0 || known.length === branches.length) return undefined;
  const first = known[0] === branches[0] ? undefined : known[0];
  const last = known.at(-1) === branches.at(-1) ? undefined : known.at(-1);
  const ends = [first && branchBefore(first), last && after(last)].filter((branch) => branch !== undefined);
  return { first, last, patches, places: placesOf(bounds, ends) };
}

/** What excludes the branches beside both ends, each end once. */
function placesOf(bounds: readonly Bound[], ends: readonly string[]): readonly LogPlace[] {
  const places = ends.flatMap((branch) => bounds.find(({ patches }) => !patches.has(branch))?.at ?? []);
  return places.filter((place, i) => places.indexOf(place) === i);
}

function sourceOf(file: string | undefined): string | undefined {
  return file === undefined ? undefined : /(?:^|\/)((?:src|include|addons)\/\S+)$/.exec(file)?.[1];
}

function rangeOf({ first, last }: { readonly first: string; readonly last: string }): string {
  return `${first === looked.oldest ? "" : first}-${last === looked.youngest ? "" : last}`;
}

const read = new Map<string, ReadonlyMap<string, number>>();

/** "2.9.12-2.9,3.0.6-3.0,3.1-" as branches with their first patches. */
function patchesOf(releases: string): ReadonlyMap<string, number> {
  let patches = read.get(releases);
  if (patches === undefined) {
    const ranges = [...releases.matchAll(/(?:(\d+\.\d+)(?:\.(\d+))?)?-(\d+\.\d+)?/g)];
    const ofRange = ([, from = oldest, patch = "0", to]: RegExpMatchArray) =>
      branches.filter((one) => isWithin(one, from, to)).map((one) => [one, one === from ? Number(patch) : 0] as const);
    patches = new Map(ranges.flatMap(ofRange));
    read.set(releases, patches);
  }
  return patches;
}

function isWithin(branch: string, from: string, to: string | undefined): boolean {
  return compareBranches(branch, from) >= 0 && (to === undefined || compareBranches(branch, to) <= 0);
}

/** "3.0" after "2.9". */
function after(branch: string): string {
  const [major = 0, minor = 0] = branch.split(".").map(Number);
  return major === 2 && minor === 9 ? "3.0" : `${major}.${minor + 1}`;
}

function branchesBetween(from: string, to: string): readonly string[] {
  const found = [from];
  for (let branch = from; compareBranches(branch, to) < 0; found.push(branch)) branch = after(branch);
  return found;
}

/** "2.2 to 2.4", "3.2.6 or later". */
export function eraInWords({ first, last, patches }: Era): string {
  const patch = patches.get(first ?? "") ?? 0;
  const from = patch > 0 ? `${first}.${patch}` : first;
  if (from === undefined) return l10n.t("{0} or older", last ?? "");
  if (last === undefined) return l10n.t("{0} or later", from);
  if (first === last) return patch > 0 ? l10n.t("{0} from {1} on", last, from) : last;
  return l10n.t("{0} to {1}", from, last);
}

/** Which part of the branches may have the defect, 0 to 1; 0 where none has. A development version still has what its branch then drops. */
export function shareWith({ releases }: Advisory, { patches }: Era): number {
  if (releases === "any") return 1;
  const rows = Object.keys(releases).sort(compareBranches);
  const oldestRow = rows[0];
  const having = [...patches].filter(([branch, patch]) => {
    const row = releases[branch];
    if (row !== undefined) return mayHave(row, patch);
    // beyond the rows stands what the last one of them says
    const older = oldestRow !== undefined && compareBranches(branch, oldestRow) < 0;
    const state = releases[(older ? oldestRow : rows.at(-1)) ?? ""]?.state;
    return state === "never-fixed" || state === "unknown" || (older && state === "fixed");
  });
  if (having.length > 0) return having.length / patches.size;
  const developed = Object.entries(releases).some(
    ([branch, { state }]) => state === "development-only" && (patches.has(branch) || patches.has(branchBefore(branch))),
  );
  return developed ? 1 / (patches.size + 1) : 0;
}

/** Whether some release of the branch from that patch on has the defect. */
function mayHave(row: LineState, patch: number): boolean {
  if (row.state === "fixed") return Number(row.fixed.split(".")[2] ?? 0) > patch;
  return row.state === "never-fixed" || row.state === "unknown";
}
