/** `diagnose`: incidents of crash logs and what is behind them. */
import { diagnose as diagnoseIncident } from "../diagnosis/diagnose.ts";
import { diagnosisPage } from "../features/diagnosisPage.ts";
import { issueReport } from "../features/report.ts";
import { readEndings } from "../incident/endings.ts";
import { readIncidents } from "../incident/read.ts";
import { language } from "../knowledge/language.ts";
import type { Release } from "../knowledge/release.ts";
import { statedRelease } from "../model/directives.ts";
import { modelOf } from "../model/model.ts";
import { readReleaseInUse } from "../model/releaseInUse.ts";
import { readConfig } from "../syntax/config.ts";
import { diagnosisJson, diagnosisText, endingText, type Found, type FoundEnding } from "./format/diagnosis.ts";
import { readInput } from "./input.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

export const diagnoseFormats = ["text", "json", "markdown", "report"] as const;

export interface DiagnoseOptions {
  readonly release: Release | undefined;
  readonly config: string | undefined;
  readonly format: (typeof diagnoseFormats)[number];
}

interface Results {
  readonly found: Found[];
  readonly endings: FoundEnding[];
  /** Of each file with an incident, for the issue tracker. */
  readonly reports: string[];
}

export async function diagnose(files: readonly string[], options: DiagnoseOptions, streams: Streams): Promise<number> {
  if (files.length === 0)
    throw new UsageError(
      `diagnose needs a log: haproxy-sleuth diagnose [--release R] [--config FILE] [--format ${diagnoseFormats.join("|")}] LOG…|-`,
    );
  const results = await resultsOf(files, options, streams);
  const { found, endings } = results;
  streams.out(formatted(results, options.format));
  if (options.format !== "json" && found.length === 0)
    streams.err(endings.length === 0 ? "no crash found\n" : endings.map(endingText).join(""));
  return found.length === 0 ? exitCodes.clean : exitCodes.found;
}

function formatted({ found, endings, reports }: Results, format: DiagnoseOptions["format"]): string {
  switch (format) {
    case "json":
      return diagnosisJson(found, endings);
    case "markdown":
      return found.length === 0
        ? ""
        : diagnosisPage(found.map(({ file, diagnosis }) => ({ place: `${file}:${diagnosis.incident.line + 1}`, diagnosis })));
    case "report":
      return reports.join("\n");
    default:
      return found.map(diagnosisText).join("\n");
  }
}

async function resultsOf(files: readonly string[], { config: name, release }: DiagnoseOptions, streams: Streams): Promise<Results> {
  const configText = name === undefined ? undefined : await readInput(name, streams);
  const config = name === undefined || configText === undefined ? undefined : readConfig(name, configText);
  const model = config && modelOf([config]);
  const stated = config && statedRelease(config)?.text;
  const fallbackRelease = stated === undefined ? undefined : readReleaseInUse(stated);
  const results: Results = { found: [], endings: [], reports: [] };
  for (const file of files) {
    const log = await readInput(file, streams);
    const diagnoses = readIncidents(log).map((incident) =>
      diagnoseIncident(incident, { release, fallbackRelease, model, language: language() }),
    );
    results.found.push(...diagnoses.map((diagnosis) => ({ file, diagnosis })));
    if (diagnoses.length > 0) results.reports.push(issueReport({ diagnoses, log, config: configText }));
    else results.endings.push(...readEndings(log).map((ending) => ({ file, ending })));
  }
  return results;
}
