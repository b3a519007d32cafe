/** Findings of a crash log: the diagnosis of each incident on its blamed lines. */
import * as l10n from "@vscode/l10n";
import { type Candidate, confidenceInWords, type Diagnosis, isOutside, named } from "../diagnosis/diagnose.ts";
import type { LogPlace } from "../incident/incident.ts";
import { language } from "../knowledge/language.ts";
import { releaseName } from "../knowledge/release.ts";
import { standingOf } from "../knowledge/standing.ts";
import type { Place } from "../syntax/span.ts";
import { fixInWords, knownAs } from "./advice.ts";
import { headlineOf, releaseInWords } from "./diagnosisSummary.ts";
import type { Finding } from "./finding.ts";
import { newerFixesInWords } from "./newerFixes.ts";

/** Code of a finding on a crash that no known bug explains. */
export const unmatchedCrash = "unmatched-crash";

/** One finding for each incident, at its headline; the other blamed lines are related. */
export function logFindings(uri: string, diagnoses: readonly Diagnosis[]): readonly Finding[] {
  return diagnoses.map((diagnosis) => findingOf(uri, diagnosis));
}

function findingOf(uri: string, diagnosis: Diagnosis): Finding {
  const { incident, candidates } = diagnosis;
  const [best] = candidates;
  const isNamed = best !== undefined && best.confidence >= named;
  const isDefect = isNamed && !isOutside(best);
  const places = best?.evidence.flatMap((evidence) => evidence.places) ?? [];
  return {
    uri,
    line: incident.headline.line,
    span: incident.headline.span,
    severity: isDefect ? "error" : incident.kind === "lua-out-of-memory" && !isNamed ? "information" : "warning",
    code: isNamed ? best.advisory.id : unmatchedCrash,
    message: isNamed ? namedMessage(best, diagnosis) : unnamedMessage(diagnosis),
    related: related(uri, incident.headline, places),
    url: isNamed ? best.advisory.issueUrl : undefined,
  };
}

function namedMessage(candidate: Candidate, diagnosis: Diagnosis): string {
  const { advisory } = candidate;
  const reasons = candidate.evidence.map(({ says }) => says).join(l10n.t("; "));
  const fix = fixOf(candidate, diagnosis);
  const what =
    fix === "" ? `${advisory.title[language()]} (${knownAs(advisory)})` : `${advisory.title[language()]} (${knownAs(advisory)}), ${fix}`;
  const sure = confidenceInWords(candidate.confidence);
  return isOutside(candidate)
    ? l10n.t("No bug of HAProxy: {0}. Confidence {1}, because {2}", what, sure, reasons)
    : l10n.t("This matches: {0}. Confidence {1}, because {2}", what, sure, reasons);
}

function unnamedMessage(diagnosis: Diagnosis): string {
  const { candidates, incident, release, era } = diagnosis;
  const stated = release === undefined && era !== undefined ? [releaseInWords(diagnosis)] : [];
  const next = [...stated, ...newerFixesInWords(release), l10n.t("open the explanation for what to collect next")];
  if (candidates.length === 0) return `${headlineOf(diagnosis)}${l10n.t(": ")}${next.join(l10n.t("; "))}`;
  const names = candidates
    .map(({ advisory, confidence }) => `${knownAs(advisory)} ${advisory.id} (${Math.round(confidence * 100)} %)`)
    .join(l10n.t(", "));
  return incident.kind === "lua-out-of-memory"
    ? l10n.t("Lua could not get memory; if the process dies of it, think of: {0}", names)
    : `${l10n.t("A real crash, but the log alone does not tell its cause; possible: {0}", names)}${l10n.t("; ")}${next.join(l10n.t("; "))}`;
}

function fixOf(candidate: Candidate, { release }: Diagnosis): string {
  const { advisory } = candidate;
  if (release !== undefined) {
    const words = fixInWords(advisory, standingOf(advisory, release), release);
    return words === "" ? "" : l10n.t("in {0}: {1}", releaseName(release), words);
  }
  return "";
}

function related(uri: string, headline: LogPlace, places: readonly LogPlace[]): { at: Place; message: string }[] {
  return places
    .filter((place) => place.line !== headline.line)
    .map(({ line, span }) => ({ at: { uri, line, span }, message: l10n.t("part of the evidence") }));
}
