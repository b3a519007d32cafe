/** `diagnose`: incidents of crash logs and what is behind them. */
import * as l10n from "@vscode/l10n";
import { type Diagnosis, diagnose as diagnoseIncident } from "../diagnosis/diagnose.ts";
import { logFindings } from "../features/logFindings.ts";
import { diagnosisPage } from "../features/pages/diagnosisPage.ts";
import { issueReport } from "../features/pages/report.ts";
import { readEndings } from "../incident/endings.ts";
import { readAll, readIncidents } from "../incident/read.ts";
import { language } from "../knowledge/language.ts";
import { loadPages, type Pages } from "../knowledge/pages.ts";
import type { Release } from "../knowledge/release.ts";
import { fewestMappings, readMaps } from "../machine/maps.ts";
import { statedRelease } from "../model/directives.ts";
import { modelOf } from "../model/model.ts";
import { readReleaseInUse } from "../model/releaseInUse.ts";
import { readConfig } from "../syntax/config.ts";
import { diagnosisText, endingText, type FoundEnding, jsonEnding } from "./format/diagnosis.ts";
import { type Found, jsonIncident } from "./format/incidents.ts";
import { type FoundMaps, jsonMaps, mapsText } from "./format/maps.ts";
import { sarif } from "./format/sarif.ts";
import { readInput } from "./input.ts";
import { type LogFile, logFiles } from "./logInput.ts";
import { exitCodes, type Streams, UsageError } from "./output.ts";

export const diagnoseFormats = ["text", "json", "sarif", "markdown", "report"] as const;

export interface DiagnoseOptions {
  readonly release: Release | undefined;
  readonly config: string | undefined;
  readonly format: (typeof diagnoseFormats)[number];
  /** Also what the processes survived: conditions that only warn, blocked traffic, errors of Lua scripts. */
  readonly survived: boolean;
}

interface Read {
  readonly file: LogFile;
  readonly diagnoses: readonly Diagnosis[];
}

interface Results {
  readonly logs: readonly Read[];
  /** Of the logs without an incident. */
  readonly endings: readonly FoundEnding[];
  /** Lists of the mappings of a process. */
  readonly maps: readonly FoundMaps[];
  /** Text of the configuration given. */
  readonly config: string | undefined;
}

export async function diagnose(files: readonly string[], options: DiagnoseOptions, streams: Streams): Promise<number> {
  if (files.length === 0)
    throw new UsageError(
      l10n.t(
        "diagnose needs a log: {0}",
        `haproxy-sleuth diagnose [--release R] [--config FILE] [--format ${diagnoseFormats.join("|")}] LOG…|DIRECTORY…|-`,
      ),
    );
  const results = await resultsOf(files, options, streams);
  const { logs, endings, maps } = results;
  streams.out(shown(results, options.format, options.format === "sarif" ? await loadPages() : {}));
  const forPeople = options.format !== "json" && options.format !== "sarif";
  if (forPeople) streams.out(maps.map(mapsText).join(""));
  if (forPeople && logs.length === 0 && maps.length === 0)
    streams.err(endings.length === 0 ? `${l10n.t("no crash found")}\n` : endings.map(endingText).join(""));
  return logs.length === 0 ? exitCodes.clean : exitCodes.found;
}

async function resultsOf(files: readonly string[], options: DiagnoseOptions, streams: Streams): Promise<Results> {
  const text = options.config === undefined ? undefined : await readInput(options.config, streams);
  const config = options.config === undefined || text === undefined ? undefined : readConfig(options.config, text);
  const model = config && modelOf([config]);
  const stated = config && statedRelease(config)?.text;
  const fallbackRelease = stated === undefined ? undefined : readReleaseInUse(stated);
  const logs: Read[] = [];
  const endings: FoundEnding[] = [];
  const maps: FoundMaps[] = [];
  for await (const file of logFiles(files, streams)) {
    const incidents = (options.survived ? readAll : readIncidents)(file.text);
    const circumstances = { release: options.release, fallbackRelease, model, language: language() };
    const diagnoses = incidents.map((incident) => diagnoseIncident(incident, circumstances));
    const summary = readMaps(file.text);
    if (summary !== undefined && summary.count >= fewestMappings) maps.push({ file: file.name, summary });
    // the text of a log without incidents is not kept
    if (diagnoses.length > 0) logs.push({ file, diagnoses });
    else endings.push(...readEndings(file.text).map((ending) => ({ file: file.name, ending })));
  }
  return { logs, endings, maps, config: text };
}

function shown({ logs, endings, maps, config }: Results, format: DiagnoseOptions["format"], pages: Pages): string {
  const found = logs.flatMap(({ file, diagnoses }) => diagnoses.map((diagnosis): Found => ({ file: file.name, diagnosis })));
  switch (format) {
    case "json": {
      const ends = endings.length === 0 ? {} : { endings: endings.map(jsonEnding) };
      const mapped = maps.length === 0 ? {} : { maps: maps.map(jsonMaps) };
      return `${JSON.stringify({ incidents: found.map(jsonIncident), ...ends, ...mapped }, null, 2)}\n`;
    }
    case "sarif":
      return sarif({
        findings: logs.flatMap(({ file, diagnoses }) => logFindings(file.name, diagnoses)),
        lineOf: linesOf(logs),
        branch: undefined,
        pages,
      });
    case "markdown":
      return found.length === 0 ? "" : diagnosisPage(found.map(({ file, diagnosis }) => ({ place: placeOf(file, diagnosis), diagnosis })));
    case "report":
      return logs.map(({ file, diagnoses }) => issueReport({ diagnoses, log: file.text, config })).join("\n");
    default:
      return found.map(diagnosisText).join("\n");
  }
}

function placeOf(file: string, { incident }: Diagnosis): string {
  return `${file}:${incident.line + 1}`;
}

function linesOf(logs: readonly Read[]): (name: string, line: number) => string {
  const lines = new Map<string, readonly string[]>();
  return (name, line) => {
    const known = lines.get(name) ?? logs.find(({ file }) => file.name === name)?.file.text.split("\n") ?? [];
    lines.set(name, known);
    return known[line]?.replace(/\r$/, "") ?? "";
  };
}
