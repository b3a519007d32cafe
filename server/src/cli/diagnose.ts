/** `diagnose`: incidents of crash logs and what is behind them. */
import { type Candidate, confidenceInWords, type Diagnosis, diagnose as diagnoseIncident, named } from "../diagnosis/diagnose.ts";
import { knownAs, upgradeInWords } from "../features/advice.ts";
import { logFindings } from "../features/logFindings.ts";
import { readAll, readIncidents } from "../incident/read.ts";
import { language } from "../knowledge/language.ts";
import { loadPages, type Pages } from "../knowledge/pages.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { fixedReleases, standingOf } from "../knowledge/standing.ts";
import { statedRelease } from "../model/directives.ts";
import { modelOf } from "../model/model.ts";
import { readReleaseInUse } from "../model/releaseInUse.ts";
import { readConfig } from "../syntax/config.ts";
import { type Found, jsonIncident } from "./format/incidents.ts";
import { sarif } from "./format/sarif.ts";
import { readInput } from "./input.ts";
import { type LogFile, logFiles } from "./logInput.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

export interface DiagnoseOptions {
  readonly release: Release | undefined;
  readonly config: string | undefined;
  readonly format: "text" | "json" | "sarif";
  /** Also what the processes survived: conditions that only warn, blocked traffic, errors of Lua scripts. */
  readonly survived: boolean;
}

interface Read {
  readonly file: LogFile;
  readonly diagnoses: readonly Diagnosis[];
}

/** Frames shown to a person; the rest says nothing more. */
const framesShown = 8;

export async function diagnose(files: readonly string[], options: DiagnoseOptions, streams: Streams): Promise<number> {
  if (files.length === 0)
    throw new UsageError(
      "diagnose needs a log: haproxy-sleuth diagnose [--release R] [--config FILE] [--format text|json|sarif] LOG…|DIRECTORY…|-",
    );
  const config = options.config === undefined ? undefined : readConfig(options.config, await readInput(options.config, streams));
  const model = config && modelOf([config]);
  const stated = config && statedRelease(config)?.text;
  const fallbackRelease = stated === undefined ? undefined : readReleaseInUse(stated);
  const logs: Read[] = [];
  for await (const file of logFiles(files, streams)) {
    const incidents = (options.survived ? readAll : readIncidents)(file.text);
    const circumstances = { release: options.release, fallbackRelease, model, language: language() };
    const diagnoses = incidents.map((incident) => diagnoseIncident(incident, circumstances));
    // the text of a log without incidents is not kept
    if (diagnoses.length > 0) logs.push({ file, diagnoses });
  }
  streams.out(shown(logs, options.format, options.format === "sarif" ? await loadPages() : {}));
  if (options.format === "text" && logs.length === 0) streams.err("no crash found\n");
  return logs.length === 0 ? exitCodes.clean : exitCodes.found;
}

function shown(logs: readonly Read[], format: DiagnoseOptions["format"], pages: Pages): string {
  const found = logs.flatMap(({ file, diagnoses }) => diagnoses.map((diagnosis): Found => ({ file: file.name, diagnosis })));
  switch (format) {
    case "json":
      return `${JSON.stringify({ incidents: found.map(jsonIncident) }, null, 2)}\n`;
    case "sarif":
      return sarif({
        findings: logs.flatMap(({ file, diagnoses }) => logFindings(file.name, diagnoses)),
        lineOf: linesOf(logs),
        branch: undefined,
        pages,
      });
    default:
      return found.map(textIncident).join("\n");
  }
}

function linesOf(logs: readonly Read[]): (name: string, line: number) => string {
  const lines = new Map<string, readonly string[]>();
  return (name, line) => {
    const known = lines.get(name) ?? logs.find(({ file }) => file.name === name)?.file.text.split("\n") ?? [];
    lines.set(name, known);
    return known[line]?.replace(/\r$/, "") ?? "";
  };
}

/** The verdict first, then why, then what to do. */
function textIncident({ file, diagnosis }: Found): string {
  const { incident, release, candidates } = diagnosis;
  const [best] = candidates;
  const where = `${file}:${incident.line + 1}`;
  const what = `${incident.kind}${release === undefined ? ", release not stated" : ` of HAProxy ${releaseName(release)}`}${incident.thread === undefined ? "" : `, thread ${incident.thread}`}`;
  const lines = [`${where}: ${what}${incident.count === 1 ? "" : `, ${incident.count} times`}`];
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
