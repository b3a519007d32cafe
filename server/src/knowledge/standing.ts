/** Where a release stands against an advisory: affected, fixed, never affected, or not known. */
import { type Advisory, knowledge, type LineState } from "./knowledge.ts";
import { compareBranches, compareReleases, type Release, releaseOf } from "./release.ts";

export type Standing =
  /** The release has the defect; `fixedIn` is the first release of its branch without, if there ever was one. */
  | { readonly state: "affected"; readonly fixedIn: string | undefined }
  /** The release has the fix since `since`. */
  | { readonly state: "fixed"; readonly since: string }
  /** `probably`: upstream asked for no backport this far, and does not say more. */
  | { readonly state: "not-affected"; readonly probably?: true }
  /** Upstream does not say, or the branch is not in our tables. */
  | { readonly state: "unknown" }
  /** No release ends it: a condition of the machine. */
  | { readonly state: "any" };

export function standingOf(advisory: Advisory, release: Release): Standing {
  if (advisory.releases === "any") return { state: "any" };
  const line = advisory.releases[release.branch];
  if (line === undefined) return outsideTables(advisory.releases, release.branch);
  switch (line.state) {
    case "fixed":
      return fixedLine(release, line.from, line.fixed);
    case "never-fixed":
      return before(release, line.from) ? { state: "not-affected" } : { state: "affected", fixedIn: undefined };
    case "development-only":
      return before(release, line.fixed) ? { state: "affected", fixedIn: line.fixed } : { state: "fixed", since: line.fixed };
    case "fixed-from-start":
      return { state: "fixed", since: `${release.branch}.0` };
    case "probably-not-affected":
      return { state: "not-affected", probably: true };
    default:
      return { state: line.state };
  }
}

/** First fixed release of each branch that has one and has releases, such as {"3.0": "3.0.3"}. */
export function fixedReleases(advisory: Advisory): Record<string, string> {
  if (advisory.releases === "any") return {};
  const fixed: Record<string, string> = {};
  for (const [branch, line] of Object.entries(advisory.releases)) {
    if (line.state === "fixed") fixed[branch] = line.fixed;
    else if (line.state === "development-only" && newestRelease(branch) !== undefined) fixed[branch] = `${branch}.0`;
  }
  return fixed;
}

/** Newest release of a branch that this build knows. */
export function newestRelease(branch: string): Release | undefined {
  const known = knowledge.branches.find((row) => row.branch === branch);
  return known && releaseOf(known.newest);
}

/** Until when upstream maintains a branch, "2026-Q2", and whether that was over when this build was made. */
export function endOfLife(branch: string): { readonly quarter: string; readonly isOver: boolean } | undefined {
  const quarter = knowledge.branches.find((row) => row.branch === branch)?.endOfLife;
  if (quarter === undefined) return undefined;
  const [year = "", number = ""] = quarter.split("-Q");
  const lastMonth = `${year}-${String(Number(number) * 3).padStart(2, "0")}`;
  return { quarter, isOver: lastMonth < knowledge.asOf };
}

/** Branches in our tables, oldest first. */
export function knownBranches(): readonly string[] {
  return knowledge.branches.map((row) => row.branch);
}

/** What came with a later branch, or with a development version of the oldest, is not in earlier ones; a backport may have gone further. */
function beforeTables({ state }: LineState): Standing {
  if (state === "not-affected" || state === "development-only") return { state: "not-affected" };
  return state === "probably-not-affected" ? { state: "not-affected", probably: true } : { state: "unknown" };
}

function fixedLine(release: Release, from: string | undefined, fixed: string): Standing {
  if (!before(release, fixed)) return { state: "fixed", since: fixed };
  return before(release, from) ? { state: "not-affected" } : { state: "affected", fixedIn: fixed };
}

function before(release: Release, bound: string | undefined): boolean {
  return bound !== undefined && compareReleases(release, releaseOf(bound)) < 0;
}

/**
 * A branch younger than all rows inherits a fix that the youngest row already had; an older one is free of what had not come by the
 * oldest row yet. Any other unlisted branch is unknown.
 */
function outsideTables(lines: Readonly<Record<string, LineState>>, branch: string): Standing {
  const branches = Object.keys(lines).sort(compareBranches);
  const [oldest, youngest] = [branches[0], branches.at(-1)];
  if (oldest === undefined || youngest === undefined) return { state: "unknown" };
  if (compareBranches(branch, oldest) < 0) return beforeTables(lines[oldest] as LineState);
  if (compareBranches(branch, youngest) < 0) return { state: "unknown" };
  const line = lines[youngest] as LineState;
  const done = line.state === "fixed-from-start" || line.state === "fixed" || line.state === "development-only";
  if (done) return { state: "fixed", since: `${branch}.0` };
  return { state: line.state === "not-affected" ? "not-affected" : "unknown" };
}
