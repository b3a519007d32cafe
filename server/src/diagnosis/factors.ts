/** How much less likely an advisory is for what a log says of the release, for the branches it looks like, and for the kind of incident. */
import * as l10n from "@vscode/l10n";
import type { Incident } from "../incident/incident.ts";
import type { Advisory } from "../knowledge/knowledge.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { isInDevelopmentOnly } from "../knowledge/rows.ts";
import { standingOf } from "../knowledge/standing.ts";
import type { Evidence } from "./diagnose.ts";
import { type Era, eraInWords, shareWith } from "./era.ts";
import type { Profile } from "./profiles.ts";
import { isWithoutServer, streamAtWork } from "./work.ts";

/** What is known of the release that crashed; `era` only where that is not known. */
export interface When {
  readonly release: Release | undefined;
  readonly era: Era | undefined;
}

/** A release that is not known could be a fixed one. */
const releaseUnknownFactor = 0.92;
const branchUnknownFactor = 0.85;
/** Few run development versions, and those that do know. */
const developmentFactor = 0.55;
/** Neither the functions nor the form of the log are from branches with the defect; something may have been backported to one. */
const otherEraFactor = 0.25;
/** Where upstream did not ask for a backport the branch hardly has the defect. */
const probablyNotFactor = 0.3;
/** What the fix changed only runs later than where the stream was. */
const tooEarlyFactor = 0.3;
/** What a defect does to the process must fit what the log reports, or what somebody reported before. */
export function effectFactor({ advisory: { effect }, observed }: Profile, { kind }: Incident): number {
  if (observed.some(({ observation }) => observation.kind === kind)) return 1;
  const stuck = kind === "watchdog" || kind === "spinning";
  switch (effect) {
    case "hang":
      return stuck ? 1 : 0.4;
    case "crash":
    case "corruption":
    case "security":
      return stuck ? 0.6 : 1;
    case "leak":
      return kind === "out-of-memory" ? 1 : 0.3;
    default:
      return effect === "environment" ? 1 : 0.3;
  }
}

/** A stream that hangs before a server was looked for hardly hangs in what runs only with one. */
export function stageFactor({ serverSide }: Profile, incident: Incident): number {
  const hangs = incident.kind === "watchdog" || incident.kind === "spinning";
  const work = serverSide && hangs ? streamAtWork(incident) : undefined;
  return work !== undefined && isWithoutServer(work) ? tooEarlyFactor : 1;
}

/** 0 rules the advisory out. */
export function releaseFactor(advisory: Advisory, { release, era }: When, evidence: Evidence[]): number {
  if (advisory.releases === "any") return 1;
  if (release === undefined) return eraFactor(advisory, era, evidence);
  const standing = standingOf(advisory, release);
  if (standing.state === "not-affected" && standing.probably) {
    evidence.push({
      says: l10n.t("upstream asked for no fix in {0}: it is probably not affected", release.branch),
      for: false,
      places: [],
    });
    return probablyNotFactor;
  }
  if (standing.state === "fixed" || standing.state === "not-affected") return 0;
  if (standing.state === "unknown") {
    evidence.push({ says: l10n.t("nothing is known of branch {0}", release.branch), for: false, places: [] });
    return branchUnknownFactor;
  }
  const fixedIn = standing.state === "affected" ? standing.fixedIn : undefined;
  const says =
    fixedIn === undefined
      ? l10n.t("{0} has the defect, and no release of its branch is without", releaseName(release))
      : l10n.t("{0} has the defect; fixed in {1}", releaseName(release), fixedIn);
  evidence.push({ says, for: true, places: [] });
  return 1;
}

/** The same where the release is not known, by the releases that the log can be from. */
function eraFactor(advisory: Advisory, era: Era | undefined, evidence: Evidence[]): number {
  const against = (says: string) => evidence.push({ says, for: false, places: era?.places ?? [] });
  const development = isInDevelopmentOnly(advisory);
  const factor = development ? developmentFactor : releaseUnknownFactor;
  if (development) against(l10n.t("only development versions had it, and the release is not known"));
  else if (era === undefined) against(l10n.t("the release is not known, so a fixed one is not ruled out"));
  else if (shareWith(advisory, era) > 0)
    against(l10n.t("the release is not known (by its form {0}), so a fixed one is not ruled out", eraInWords(era)));
  if (era === undefined || shareWith(advisory, era) > 0) return factor;
  against(l10n.t("by its form the log is of {0}, and none of these has the defect", eraInWords(era)));
  return factor * otherEraFactor;
}
