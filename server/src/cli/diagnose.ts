/** `diagnose`: incidents of crash logs and what is behind them. */
import { type Candidate, confidenceInWords, type Diagnosis, diagnose as diagnoseIncident, named } from "../diagnosis/diagnose.ts";
import { knownAs, upgradeInWords } from "../features/advice.ts";
import type { Frame } from "../incident/incident.ts";
import { readIncidents } from "../incident/read.ts";
import { language } from "../knowledge/language.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { fixedReleases, standingOf } from "../knowledge/standing.ts";
import { statedRelease } from "../model/directives.ts";
import { type Model, modelOf } from "../model/model.ts";
import { readReleaseInUse } from "../model/releaseInUse.ts";
import { readConfig } from "../syntax/config.ts";
import { readInput } from "./input.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

export interface DiagnoseOptions {
  readonly release: Release | undefined;
  readonly config: string | undefined;
  readonly format: "text" | "json";
}

interface Found {
  readonly file: string;
  readonly diagnosis: Diagnosis;
}

/** Frames shown to a person; the rest says nothing more. */
const framesShown = 8;

export async function diagnose(files: readonly string[], options: DiagnoseOptions, streams: Streams): Promise<number> {
  if (files.length === 0)
    throw new UsageError("diagnose needs a log: haproxy-sleuth diagnose [--release R] [--config FILE] [--format text|json] LOG…|-");
  const config = options.config === undefined ? undefined : readConfig(options.config, await readInput(options.config, streams));
  const model = config && modelOf([config]);
  const stated = config && statedRelease(config)?.text;
  const fallback = stated === undefined ? undefined : readReleaseInUse(stated);
  const found: Found[] = [];
  for (const file of files) {
    const text = await readInput(file, streams);
    found.push(...diagnosesOf(text, options.release, fallback, model).map((diagnosis) => ({ file, diagnosis })));
  }
  streams.out(
    options.format === "json" ? `${JSON.stringify({ incidents: found.map(jsonIncident) }, null, 2)}\n` : found.map(textIncident).join("\n"),
  );
  if (options.format === "text" && found.length === 0) streams.err("no crash found\n");
  return found.length === 0 ? exitCodes.clean : exitCodes.found;
}

function diagnosesOf(
  text: string,
  release: Release | undefined,
  fallbackRelease: Release | undefined,
  model: Model | undefined,
): Diagnosis[] {
  return readIncidents(text).map((incident) => diagnoseIncident(incident, { release, fallbackRelease, model, language: language() }));
}

function jsonIncident({ file, diagnosis: { incident, release, candidates } }: Found) {
  return {
    file,
    line: incident.line + 1,
    endLine: incident.endLine + 1,
    kind: incident.kind,
    release: release === undefined ? null : releaseName(release),
    thread: incident.thread ?? null,
    pid: incident.pid ?? null,
    signal: incident.signal ?? null,
    exitCode: incident.exitCode ?? null,
    frames: incident.frames.map(jsonFrame),
    pool: incident.pool ?? null,
    candidates: candidates.map(jsonCandidate),
  };
}

function jsonFrame({ function: name, text, address, file, sourceLine }: Frame) {
  return { function: name ?? null, text, address: address ?? null, file: file ?? null, line: sourceLine ?? null };
}

function jsonCandidate({ advisory, confidence, evidence }: Candidate) {
  return {
    advisory: advisory.id,
    aliases: advisory.aliases,
    confidence,
    fixedIn: fixedReleases(advisory),
    evidence: evidence.map(({ says }) => says),
    url: advisory.issueUrl,
  };
}

/** The verdict first, then why, then what to do. */
function textIncident({ file, diagnosis }: Found): string {
  const { incident, release, candidates } = diagnosis;
  const [best] = candidates;
  const where = `${file}:${incident.line + 1}`;
  const what = `${incident.kind}${release === undefined ? ", release not stated" : ` of HAProxy ${releaseName(release)}`}${incident.thread === undefined ? "" : `, thread ${incident.thread}`}`;
  const lines = [`${where}: ${what}`];
  if (best === undefined) lines.push("  no known bug in our catalogue matches");
  else if (best.confidence >= named)
    lines.push(
      `  ${titleOf(best)}: confidence ${confidenceInWords(best.confidence)} (${best.confidence})`,
      ...evidenceLines(best),
      ...remedyLines(best, release),
    );
  else lines.push("  the cause is not certain; what to collect next:", ...collectLines(candidates));
  const others = best !== undefined && best.confidence >= named ? candidates.slice(1) : candidates;
  lines.push(...others.map((other) => `  possible: ${titleOf(other)} (${other.confidence})`));
  const names = incident.frames.slice(0, framesShown).map((frame) => frame.function ?? frame.text);
  if (names.length > 0) lines.push(`  frames: ${names.join(" < ")}`);
  return `${lines.join("\n")}\n`;
}

function titleOf({ advisory }: Candidate): string {
  return `${advisory.title[language()]} (${knownAs(advisory)})`;
}

function evidenceLines({ evidence }: Candidate): string[] {
  return evidence.map((one) => `    ${one.for ? "+" : "-"} ${one.says}`);
}

function remedyLines({ advisory }: Candidate, release: Release | undefined): string[] {
  const fixed = Object.values(fixedReleases(advisory)).join(", ");
  const upgrade = release === undefined ? undefined : upgradeInWords(advisory, standingOf(advisory, release), release);
  const remedy = upgrade ?? (fixed === "" ? undefined : `upgrade to a fixed release: ${fixed}`);
  return [...(remedy === undefined ? [] : [`  what to do: ${remedy}`]), `  more: haproxy-sleuth explain ${advisory.id}`];
}

function collectLines(candidates: readonly Candidate[]): string[] {
  return [...new Set(candidates.flatMap(({ advisory }) => advisory.collect[language()]))].map((item) => `    - ${item}`);
}
