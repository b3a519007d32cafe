/** What a configuration is exposed to in its release, counted and with what to upgrade to: for the code lens, findings and reports. */
import * as l10n from "@vscode/l10n";
import { type Exposure, exposuresFound } from "../diagnosis/exposure.ts";
import type { Advisory, Effect } from "../knowledge/knowledge.ts";
import { compareReleases, type Release, releaseName, releaseOf } from "../knowledge/release.ts";
import { endOfLife, knownBranches, newestRelease, standingOf } from "../knowledge/standing.ts";
import type { Model } from "../model/model.ts";

/** Which effects are shown as findings; each level holds the ones before it. */
export type EffectLevel = "off" | "crash" | "security" | "any";
export const effectLevels: readonly EffectLevel[] = ["off", "crash", "security", "any"];
export const defaultEffectLevel: EffectLevel = "security";

const crashing = new Set<Effect>(["crash", "hang", "corruption"]);

/** The process dies, hangs, or goes on with damaged memory. */
export function canCrash({ effect }: Advisory): boolean {
  return crashing.has(effect);
}

export function isShown({ effect }: Advisory, level: EffectLevel): boolean {
  if (level === "off" || level === "any") return level === "any";
  return crashing.has(effect) || effect === "environment" || (level === "security" && effect === "security");
}

/** An advisory with everything that exposes the configuration to it: several stick-tables may. */
export interface ExposedTo {
  readonly advisory: Advisory;
  readonly state: "exposed" | "possible";
  readonly exposures: readonly Exposure[];
}

/** The gravest first: exposed before possible, then by effect and upstream's level. Empty where the release is not known. */
export function exposedTo(model: Model, release: Release | undefined): readonly ExposedTo[] {
  if (release === undefined) return [];
  const groups = new Map<Advisory, Exposure[]>();
  for (const exposure of exposuresFound(model, release)) {
    const same = groups.get(exposure.advisory);
    if (same === undefined) groups.set(exposure.advisory, [exposure]);
    else same.push(exposure);
  }
  const found = [...groups].map(([advisory, exposures]): ExposedTo => {
    const state = exposures.some((exposure) => exposure.state === "exposed") ? "exposed" : "possible";
    return { advisory, state, exposures: exposures.filter((exposure) => exposure.state === state) };
  });
  return found.sort((a, b) => rank(b) - rank(a) || (a.advisory.id < b.advisory.id ? -1 : 1));
}

const severities = [undefined, "minor", "medium", "major", "critical"];
const effects: readonly Effect[] = ["environment", "wrong-result", "leak", "security", "hang", "corruption", "crash"];

function rank({ advisory, state }: ExposedTo): number {
  const bySeverity = severities.indexOf(advisory.severity);
  return (state === "exposed" ? 1000 : 0) + (canCrash(advisory) ? 100 : 0) + bySeverity * 10 + effects.indexOf(advisory.effect);
}

export interface Upgrade {
  /** Smallest release of the same branch with every fix that the branch has; undefined where it has none of them. */
  readonly inBranch: Release | undefined;
  /** Advisories that no release of the branch fixes. */
  readonly remaining: readonly Advisory[];
  /** Smallest release of the next branches without any of them, only where some remain. */
  readonly otherBranch: Release | undefined;
}

export function upgradeFor(found: readonly ExposedTo[], release: Release): Upgrade {
  let inBranch: Release | undefined;
  const remaining: Advisory[] = [];
  for (const { advisory } of found) {
    const standing = standingOf(advisory, release);
    if (standing.state !== "affected") continue;
    if (standing.fixedIn === undefined) remaining.push(advisory);
    else inBranch = later(inBranch, releaseOf(standing.fixedIn));
  }
  const advisories = found.map(({ advisory }) => advisory).filter(({ releases }) => releases !== "any");
  return { inBranch, remaining, otherBranch: remaining.length === 0 ? undefined : otherBranch(advisories, release.branch) };
}

function otherBranch(advisories: readonly Advisory[], branch: string): Release | undefined {
  const branches = knownBranches();
  for (const other of branches.slice(branches.indexOf(branch) + 1)) {
    if (endOfLife(other)?.isOver === true) continue;
    const clean = cleanRelease(advisories, other);
    if (clean !== undefined) return clean;
  }
  return undefined;
}

/** First release of a branch without any of the advisories; undefined where one stays. */
function cleanRelease(advisories: readonly Advisory[], branch: string): Release | undefined {
  let needed: Release = { branch, patch: 0, development: undefined };
  const newest = newestRelease(branch);
  for (const advisory of advisories) {
    const standing = newest && standingOf(advisory, newest);
    if (standing?.state === "affected" || standing?.state === "unknown" || standing === undefined) return undefined;
    if (standing.state === "fixed") needed = later(needed, releaseOf(standing.since));
  }
  return needed;
}

function later(a: Release | undefined, b: Release): Release {
  return a !== undefined && compareReleases(a, b) >= 0 ? a : b;
}

/** "upgrade to 3.0.12", or where to go when the branch does not fix everything; undefined where nothing helps. */
export function upgradeInShort({ inBranch, otherBranch, remaining }: Upgrade): string | undefined {
  if (remaining.length > 0 && otherBranch !== undefined) {
    if (inBranch === undefined) return l10n.t("move to {0}", releaseName(otherBranch));
    return l10n.t("upgrade to {0}, or move to {1} for all fixes", releaseName(inBranch), releaseName(otherBranch));
  }
  return inBranch === undefined ? undefined : l10n.t("upgrade to {0}", releaseName(inBranch));
}

/** What `exposedInShort` says, and when the branch ended. */
export function exposureInShort(model: Model, release: Release | undefined): string | undefined {
  const text = exposedInShort(model, release);
  return release && text && withEnd(text, release);
}

/** "HAProxy 3.0.2: exposed to 7 known bugs, 2 can crash it: upgrade to 3.0.12"; undefined where there is nothing to say. */
export function exposedInShort(model: Model, release: Release | undefined): string | undefined {
  if (release === undefined) return undefined;
  const found = exposedTo(model, release).filter(({ advisory }) => advisory.releases !== "any");
  const exposed = found.filter(({ state }) => state === "exposed");
  const name = releaseName(release);
  if (exposed.length === 0) {
    if (found.length === 0) return undefined;
    return l10n.t("HAProxy {0}: known bugs that may concern this configuration: {1}", name, found.length);
  }
  const crashes = exposed.filter(({ advisory }) => canCrash(advisory)).length;
  const count = exposed.length === 1 ? l10n.t("1 known bug") : l10n.t("{0} known bugs", exposed.length);
  const head =
    crashes === 0
      ? l10n.t("HAProxy {0}: exposed to {1}", name, count)
      : crashes === exposed.length
        ? l10n.t("HAProxy {0}: exposed to {1}, which can crash or hang it", name, count)
        : l10n.t("HAProxy {0}: exposed to {1}, of which {2} can crash or hang it", name, count, crashes);
  const upgrade = upgradeInShort(upgradeFor(exposed, release));
  return upgrade === undefined ? head : l10n.t("{0}: {1}", head, upgrade);
}

function withEnd(text: string, release: Release): string {
  const end = endInWords(release.branch);
  return end === undefined ? text : l10n.t("{0} ({1})", text, end);
}

/** "branch 2.5 ended in 2023-Q1"; undefined for branches that are maintained. */
export function endInWords(branch: string): string | undefined {
  const end = endOfLife(branch);
  return end?.isOver === true ? l10n.t("branch {0} ended in {1}", branch, end.quarter) : undefined;
}
