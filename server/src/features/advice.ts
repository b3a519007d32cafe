/** Sentences on advisories that several features share. */
import * as l10n from "@vscode/l10n";
import type { Advisory } from "../knowledge/knowledge.ts";
import { compareReleases, type Release, releaseName, releaseOf } from "../knowledge/release.ts";
import { fixedReleases, knownBranches, newestRelease, type Standing } from "../knowledge/standing.ts";

/** The GitHub issue and the like by which people know an advisory: "#2611". */
export function knownAs(advisory: Advisory): string {
  return advisory.aliases[0] ?? advisory.id;
}

/** "fixed in 3.0.3", or where to go when the branch has no fix. */
export function fixInWords(advisory: Advisory, standing: Standing, release: Release): string {
  if (standing.state === "any") return l10n.t("no release ends it: it is a condition of the machine");
  if (standing.state !== "affected") return "";
  if (standing.fixedIn !== undefined) return l10n.t("fixed in {0}", standing.fixedIn);
  const next = nextFixedBranch(advisory, release.branch);
  return next === undefined
    ? l10n.t("not fixed in any release that we know")
    : l10n.t("no release of {0} has the fix: move to {1} or later", release.branch, next);
}

/** Releases that have the defect, for people who did not say which they run: "2.9.0 to 2.9.9, 3.0.0 to 3.0.2". */
export function affectedInWords(advisory: Advisory): string {
  if (advisory.releases === "any") return l10n.t("any release");
  const ranges: string[] = [];
  for (const [branch, line] of Object.entries(advisory.releases)) {
    const first = "from" in line && line.from !== undefined ? line.from : `${branch}.0`;
    if (line.state === "fixed") ranges.push(range(first, lastBefore(line.fixed)));
    else if (line.state === "never-fixed") ranges.push(range(first, newest(branch)));
  }
  return ranges.join(l10n.t(", "));
}

/** What to upgrade to: the first fixed release of the branch and, when it is newer, the newest one we know. */
export function upgradeInWords(advisory: Advisory, standing: Standing, release: Release): string | undefined {
  if (standing.state !== "affected") return undefined;
  if (standing.fixedIn === undefined) return fixInWords(advisory, standing, release);
  const last = newestRelease(release.branch);
  const later = last !== undefined && compareReleases(last, releaseOf(standing.fixedIn)) > 0;
  return later
    ? l10n.t("upgrade to {0} or later, best to {1}", standing.fixedIn, releaseName(last))
    : l10n.t("upgrade to {0} or later", standing.fixedIn);
}

function nextFixedBranch(advisory: Advisory, branch: string): string | undefined {
  const fixed = fixedReleases(advisory);
  const branches = knownBranches();
  const later = branches.slice(branches.indexOf(branch) + 1).find((other) => fixed[other] !== undefined);
  return later === undefined ? undefined : fixed[later];
}

function range(first: string, last: string): string {
  return first === last ? first : l10n.t("{0} to {1}", first, last);
}

function lastBefore(fixed: string): string {
  const { branch, patch } = releaseOf(fixed);
  return patch === undefined || patch === 0 ? `${branch}.0` : `${branch}.${patch - 1}`;
}

function newest(branch: string): string {
  const release = newestRelease(branch);
  return release === undefined ? `${branch}.x` : releaseName(release);
}
