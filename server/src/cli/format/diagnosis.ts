/** Diagnoses for people and scripts. */
import * as l10n from "@vscode/l10n";
import type { Candidate, Diagnosis } from "../../diagnosis/diagnose.ts";
import { verdictOf } from "../../diagnosis/verdict.ts";
import { nextSteps } from "../../features/collect.ts";
import { summaryOf } from "../../features/diagnosisSummary.ts";
import { newerFixes } from "../../features/newerFixes.ts";
import type { Ending } from "../../incident/endings.ts";
import type { Frame } from "../../incident/incident.ts";
import { language } from "../../knowledge/language.ts";
import { releaseName } from "../../knowledge/release.ts";
import { fixedReleases } from "../../knowledge/standing.ts";

export interface Found {
  readonly file: string;
  readonly diagnosis: Diagnosis;
}

/** Ends of processes that are no crash, in logs without one. */
export interface FoundEnding {
  readonly file: string;
  readonly ending: Ending;
}

/** The shape that scripts rely on. Lines from 1. */
export function diagnosisJson(found: readonly Found[], endings: readonly FoundEnding[]): string {
  const ends = endings.map(({ file, ending: { line, kind, text } }) => ({ file, line: line + 1, kind, text }));
  return `${JSON.stringify({ incidents: found.map(jsonIncident), ...(ends.length > 0 && { endings: ends }) }, null, 2)}\n`;
}

function jsonIncident({ file, diagnosis }: Found) {
  const { incident, release, candidates } = diagnosis;
  const newer = newerFixes(release);
  const verdict = verdictOf(diagnosis);
  const open = verdict === "unknown" || verdict === "uncertain";
  return {
    file,
    line: incident.line + 1,
    endLine: incident.endLine + 1,
    kind: incident.kind,
    verdict,
    count: incident.count,
    release: release === undefined ? null : releaseName(release),
    thread: incident.thread ?? null,
    pid: incident.pid ?? null,
    signal: incident.signal ?? null,
    exitCode: incident.exitCode ?? null,
    frames: incident.frames.map(jsonFrame),
    pool: incident.pool ?? null,
    candidates: candidates.map(jsonCandidate),
    newest: newer === undefined ? null : { release: releaseName(newer.newest), crashFixes: newer.crashes },
    collect: open ? nextSteps(diagnosis) : [],
  };
}

function jsonFrame({ function: name, text, address, file, sourceLine }: Frame) {
  return { function: name ?? null, text, address: address ?? null, file: file ?? null, line: sourceLine ?? null };
}

function jsonCandidate({ advisory, confidence, evidence }: Candidate) {
  return {
    advisory: advisory.id,
    aliases: advisory.aliases,
    title: advisory.title[language()],
    effect: advisory.effect,
    confidence,
    fixedIn: fixedReleases(advisory),
    workaround: advisory.workaround?.[language()] ?? null,
    evidence: evidence.map(({ says }) => says),
    url: advisory.issueUrl,
  };
}

/** The verdict first, then why, then what to do, then what to collect. */
export function diagnosisText({ file, diagnosis }: Found): string {
  const { what, verdict, headline, evidence, remedies, others, steps, frames, page } = summaryOf(diagnosis);
  const open = verdict === "unknown" || verdict === "uncertain";
  const lines = [
    `${file}:${diagnosis.incident.line + 1}: ${what}`,
    `  ${headline}`,
    ...evidence.map((one) => `    ${one.for ? "+" : "-"} ${one.says}`),
    ...part(l10n.t("What to do"), remedies),
    ...part(l10n.t("Also possible"), others),
    ...part(
      l10n.t("What to collect next"),
      steps.flatMap(({ says, commands }) => [says, ...commands.map((line) => `  ${line}`)]),
    ),
    ...(frames.length > 0 ? [`  ${l10n.t("Frames")}: ${frames.join(" < ")}`] : []),
    ...(page === undefined ? [] : [`  ${l10n.t("More")}: haproxy-sleuth explain ${page}`]),
    ...(open ? [`  ${l10n.t("A report for the issue tracker")}: haproxy-sleuth diagnose --format report ${file}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function part(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`  ${title}`, ...items.map((item) => `    ${item}`)];
}

/** Why there is no crash to diagnose. */
export function endingText({ file, ending }: FoundEnding): string {
  const { line, kind, text } = ending;
  const says =
    kind === "refused-to-start"
      ? l10n.t("no crash: HAProxy refused to start: {0}", text)
      : l10n.t("no crash: the process was asked to end (SIGTERM)");
  const page = kind === "refused-to-start" ? "start-up-refused" : "killed-from-outside";
  return `${file}:${line + 1}: ${says}\n  ${l10n.t("More")}: haproxy-sleuth explain ${page}\n`;
}
