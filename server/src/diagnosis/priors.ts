/** What is likelier before the log is asked: how grave a defect is, how often it was met, how many of the releases in question have it. */
import * as l10n from "@vscode/l10n";
import { isSharedVictim } from "../incident/frames.ts";
import type { Incident } from "../incident/incident.ts";
import type { Advisory } from "../knowledge/knowledge.ts";
import type { Release } from "../knowledge/release.ts";
import { type Era, shareWith } from "./era.ts";
import type { Profile } from "./profiles.ts";
import { nothing, type Resemblance } from "./signs.ts";
import { isForeignTo, protocolsOf, streamAtWork, threadAtWork } from "./work.ts";

/** Upstream's level says how many run into a defect, and how badly. */
const ofSeverity = { critical: 1, major: 1, medium: 0.75, minor: 0.5 } as const;
/** A defect that all the releases in question have counts for so much more than one that hardly any has. */
const ofReach = 0.2;

/** Orders what the log speaks for equally; it makes nothing surer than it is. */
export function priorOf(advisory: Advisory, era: Era | undefined): number {
  return ofSeverity[advisory.severity ?? "medium"] * (era === undefined ? 1 : 1 - ofReach + ofReach * shareWith(advisory, era));
}

/** A hang that somebody met as a dump of threads, and what each issue, of two at most, adds. */
const asDump = 0.07;
const perIssue = 0.03;
/** The connection of the stuck stream runs the protocol that the defect is in. */
const sameProtocol = 0.03;
/** The connections of the stream are known, and none of them speaks it. */
const otherProtocol = 0.5;

/** A release that leaks was killed for its memory: no more than a reason to look there. */
const leakingRelease = 0.3;

/** The kernel names no cause; what is known is that a leak of this very release ends so. Where more is known of that end, that decides. */
export function byLeak(
  { advisory, signature, messages, observed }: Profile,
  { kind, headline }: Incident,
  release: Release | undefined,
): Resemblance {
  if (kind !== "out-of-memory" || release === undefined || advisory.effect !== "leak") return nothing;
  if (!signature.kinds.includes(kind) || messages.length > 0 || observed.length > 0) return nothing;
  const says = l10n.t("this release loses memory by it until none is left");
  return { strength: leakingRelease, evidence: [{ says, places: [headline] }] };
}

/** A dump that shows nothing but the loop over a stream says hardly more than that a thread hangs. */
export function byHang(
  { advisory, observed, issues }: Profile,
  incident: Incident,
  stack: readonly { readonly name: string }[],
): Resemblance {
  if (advisory.effect !== "hang" || issues === 0) return nothing;
  if (!observed.some(({ observation }) => observation.kind === incident.kind)) return nothing;
  const thread = incident.kind === "watchdog" ? threadAtWork(incident) : undefined;
  const hangs = incident.kind === "spinning" || thread?.stuck === true;
  if (!hangs || !stack.every(({ name }) => isSharedVictim(name))) return nothing;
  const work = streamAtWork(incident);
  const protocols = work === undefined ? [] : protocolsOf(work);
  const speaksIt = protocols.includes(advisory.subsystem);
  const strength = asDump + perIssue * Math.min(2, issues) + (speaksIt ? sameProtocol : 0);
  const says = l10n.t("this hang was reported with such a dump");
  return {
    strength:
      strength *
      ofSeverity[advisory.severity ?? "medium"] *
      (thread === undefined && isForeignTo(advisory.subsystem, protocols) ? otherProtocol : 1),
    evidence: [{ says, places: [speaksIt && thread !== undefined ? thread.at : incident.headline] }],
  };
}
