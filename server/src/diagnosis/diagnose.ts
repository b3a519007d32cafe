/** Which advisories may be behind an incident, how sure we are, and why. */
import * as l10n from "@vscode/l10n";
import type { Incident, LogPlace } from "../incident/incident.ts";
import { type Advisory, type Clue, knowledge, type Language } from "../knowledge/knowledge.ts";
import type { Release } from "../knowledge/release.ts";
import type { Model } from "../model/model.ts";
import { clueIn } from "./clues.ts";
import { type Era, eraOf } from "./era.ts";
import { exposuresOf } from "./exposure.ts";
import { effectFactor, releaseFactor, stageFactor, type When } from "./factors.ts";
import { priorOf } from "./priors.ts";
import { Profiles } from "./profiles.ts";
import { resemblance, traitsOf } from "./resemblance.ts";

export interface Evidence {
  /** A short sentence in the reader's language. */
  readonly says: string;
  readonly for: boolean;
  /** Places in the log. */
  readonly places: readonly LogPlace[];
}

export interface Candidate {
  readonly advisory: Advisory;
  /** 0 to 1; see `named`. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
}

export interface Diagnosis {
  readonly incident: Incident;
  /** The release that crashed, where known. */
  readonly release: Release | undefined;
  /** Where no release is known: those that it can be by what was printed. */
  readonly era?: Era | undefined;
  /** Best first; what the release or the evidence rules out is not here. */
  readonly candidates: readonly Candidate[];
}

export interface Circumstances {
  /** Overrides what the log says. */
  readonly release?: Release | undefined;
  /** Used where the log names none. */
  readonly fallbackRelease?: Release | undefined;
  readonly model?: Model | undefined;
  readonly language: Language;
  /** What crashes are compared with; all that is known where not given. */
  readonly profiles?: Profiles | undefined;
}

/** From this confidence on we name the advisory; below it is only mentioned. */
export const named = 0.5;

/** Less than this is not worth a reader's time. */
const leastResemblance = 0.07;
/** Candidates that are given. */
const mostCandidates = 6;
/** Beside one that we name, what is not at least this part as likely is noise. */
const faintest = 0.35;
/** From this confidence on the evidence for a defect is strong. */
const strong = 0.75;
/** At most this part of such a defect's confidence is left to causes outside of HAProxy. */
const behindDefect = 0.9;
/** From this confidence on a leak is an answer to where the memory went. */
const leakExplains = 0.3;
/** How much a rival of equal strength takes away. */
const rivalry = 0.45;
/** A configuration that cannot run into the defect speaks against it, but it may not be the one that was running. */
const notExposedFactor = 0.55;
/** How far an exposed configuration closes the gap to certainty. */
const exposedGain = 0.25;

export function diagnose(incident: Incident, circumstances: Circumstances): Diagnosis {
  const release = circumstances.release ?? incident.release?.release ?? circumstances.fallbackRelease;
  const era = release === undefined ? eraOf(incident) : undefined;
  const when: When = { release, era };
  const byClues = knowledge.advisories.flatMap((advisory) => candidate(advisory, incident, when, circumstances) ?? []);
  const known = new Set(byClues.map(({ advisory }) => advisory));
  const byResemblance = resembling(incident, when, circumstances).filter(({ advisory }) => !known.has(advisory));
  const candidates = behindDefects(weighed([...byClues, ...byResemblance], known), incident, release).sort(likelierFirst(era));
  const best = candidates[0]?.confidence ?? 0;
  const least = best >= named ? best * faintest : 0;
  return { incident, release, era, candidates: candidates.filter(({ confidence }) => confidence >= least).slice(0, mostCandidates) };
}

/** By what the log says; what it says equally of, by what is likelier before. */
function likelierFirst(era: Era | undefined): (a: Candidate, b: Candidate) => number {
  return (a, b) => b.confidence - a.confidence || priorOf(b.advisory, era) - priorOf(a.advisory, era);
}

/** Advisories without clues of their own, by what their crashes look like. */
function resembling(incident: Incident, when: When, { model, profiles = Profiles.get() }: Circumstances): readonly Candidate[] {
  const { release } = when;
  const traits = traitsOf(incident, release);
  return profiles.all.flatMap((profile) => {
    const { advisory } = profile;
    const ofRelease: Evidence[] = [];
    // most advisories are ruled out by the release, before anything of the log is compared
    const known = release === undefined ? undefined : releaseFactor(advisory, when, ofRelease);
    if (known === 0) return [];
    const { strength, evidence } = resemblance(profile, traits, profiles);
    if (strength < leastResemblance) return [];
    const byRelease = known ?? releaseFactor(advisory, when, ofRelease);
    const fitting = strength * byRelease * effectFactor(profile, incident) * stageFactor(profile, incident);
    if (fitting < leastResemblance) return [];
    const says: Evidence[] = [...evidence.map((one) => ({ ...one, for: true })), ...ofRelease];
    return [{ advisory, confidence: withModel(advisory, fitting, release, model, says), evidence: says }];
  });
}

/** Whether the cause lies outside of HAProxy: the machine, an operator, a script or library of the user's. */
export function isOutside({ advisory }: Candidate): boolean {
  return advisory.effect === "environment";
}

/**
 * Where strong evidence names a defect of HAProxy's, what lies outside may have set it off, but comes behind it. A kill for memory says
 * who did it, and a leak of that very release says why.
 */
function behindDefects(candidates: readonly Candidate[], { kind }: Incident, release: Release | undefined): Candidate[] {
  const explains = ({ advisory, confidence }: Candidate) =>
    confidence >= (kind === "out-of-memory" && release !== undefined && advisory.effect === "leak" ? leakExplains : strong);
  const defects = candidates.filter((one) => !isOutside(one) && explains(one));
  if (defects.length === 0) return [...candidates];
  const most = Math.round(Math.max(...defects.map(({ confidence }) => confidence)) * behindDefect * 100) / 100;
  return candidates.map((one) => (isOutside(one) && one.confidence > most ? { ...one, confidence: most } : one));
}

/** Crashes that look alike share what speaks for them: the closer the second, the less sure the first. A clue has its neighbours in mind. */
function weighed(candidates: readonly Candidate[], clued: ReadonlySet<Advisory>): Candidate[] {
  const byConfidence = [...candidates].sort((a, b) => b.confidence - a.confidence);
  const defects = byConfidence.filter((one) => !isOutside(one));
  return byConfidence.map((one) => {
    const rival = isOutside(one) ? undefined : defects[one === defects[0] ? 1 : 0];
    const closeness = rival === undefined || clued.has(one.advisory) ? 0 : Math.min(1, rival.confidence / one.confidence) ** 4;
    return { ...one, confidence: Math.round(one.confidence * (1 - rivalry * closeness) * 100) / 100 };
  });
}

/** "high", "medium" or "low" in the reader's language. */
export function confidenceInWords(confidence: number): string {
  if (confidence >= 0.8) return l10n.t("high");
  return confidence >= named ? l10n.t("medium") : l10n.t("low");
}

function candidate(advisory: Advisory, incident: Incident, when: When, circumstances: Circumstances): Candidate | undefined {
  const clue = bestClue(advisory, incident);
  if (clue === undefined) return undefined;
  const evidence: Evidence[] = [{ says: clue.clue.says[circumstances.language], for: true, places: clue.places }];
  const byRelease = releaseFactor(advisory, when, evidence);
  if (byRelease === 0) return undefined;
  const confidence = withModel(advisory, clue.clue.confidence * byRelease, when.release, circumstances.model, evidence);
  return { advisory, confidence, evidence };
}

function bestClue(advisory: Advisory, incident: Incident): { clue: Clue; places: readonly LogPlace[] } | undefined {
  let best: { clue: Clue; places: readonly LogPlace[] } | undefined;
  for (const clue of advisory.recognition) {
    const places = clueIn(clue, incident);
    if (places !== undefined && clue.confidence > (best?.clue.confidence ?? 0)) best = { clue, places };
  }
  return best;
}

function withModel(
  advisory: Advisory,
  confidence: number,
  release: Release | undefined,
  model: Model | undefined,
  evidence: Evidence[],
): number {
  if (model === undefined || advisory.exposure.subject === "none") return confidence;
  const states = exposuresOf(model, release)
    .filter((exposure) => exposure.advisory === advisory)
    .map(({ state }) => state);
  if (states.includes("exposed")) {
    evidence.push({ says: l10n.t("the configuration is exposed to it"), for: true, places: [] });
    return confidence + (1 - confidence) * exposedGain;
  }
  if (states.includes("possible")) {
    evidence.push({ says: l10n.t("the configuration may be exposed to it"), for: true, places: [] });
    return confidence;
  }
  evidence.push({ says: l10n.t("the configuration given cannot run into it"), for: false, places: [] });
  return confidence * notExposedFactor;
}
