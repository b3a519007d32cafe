/** What the newest release of a branch has over another one: the fixes of defects that make the process die, hang or corrupt memory. */
import * as l10n from "@vscode/l10n";
import { knowledge } from "../knowledge/knowledge.ts";
import { compareReleases, type Release, releaseName } from "../knowledge/release.ts";
import { newestRelease, standingOf } from "../knowledge/standing.ts";
import { canCrash, endInWords } from "./exposureSummary.ts";

export interface NewerFixes {
  readonly newest: Release;
  /** Defects that the older release has and the newest one has not. */
  readonly crashes: number;
}

/** Undefined where the release is not known, or is the newest of its branch. */
export function newerFixes(release: Release | undefined): NewerFixes | undefined {
  const newest = release && newestRelease(release.branch);
  if (release === undefined || newest === undefined || compareReleases(newest, release) <= 0) return undefined;
  const gone = knowledge.advisories.filter(
    (advisory) =>
      canCrash(advisory) && standingOf(advisory, release).state === "affected" && standingOf(advisory, newest).state !== "affected",
  );
  return { newest, crashes: gone.length };
}

/** "upgrade to 3.0.26 first: …", and where the branch has ended. */
export function newerFixesInWords(release: Release | undefined): readonly string[] {
  const newer = newerFixes(release);
  const end = release && endInWords(release.branch);
  return [
    ...(newer === undefined || release === undefined || newer.crashes === 0
      ? []
      : [
          l10n.t(
            "upgrade to {0}: it has the fixes of {1} known crashes, hangs and corruptions that {2} still has",
            releaseName(newer.newest),
            newer.crashes,
            releaseName(release),
          ),
        ]),
    ...(end === undefined ? [] : [l10n.t("move to a maintained branch: {0}", end)]),
  ];
}
