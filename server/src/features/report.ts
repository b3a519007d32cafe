/** A report for HAProxy's issue tracker: diagnosis, log and configuration, redacted. */
import type { Diagnosis } from "../diagnosis/diagnose.ts";
import { releaseName } from "../knowledge/release.ts";
import { fixedReleases } from "../knowledge/standing.ts";
import { redact } from "./redact.ts";

export interface ReportParts {
  readonly diagnoses: readonly Diagnosis[];
  readonly log: string;
  readonly config: string | undefined;
}

/** Lines of a log that a report carries at most: enough for any dump, and an issue tracker still takes it. */
const mostLines = 400;
/** Lines shown before the first incident. */
const linesBefore = 10;
/** Characters of one line. */
const longestLine = 2000;

/** Markdown, in English whatever the reader's language: it goes to upstream. */
export function issueReport({ diagnoses, log, config }: ReportParts): string {
  const parts = ["## Crash", ...diagnoses.map(incidentText), "## Log", fence("", excerpt(log, diagnoses))];
  if (config !== undefined) parts.push("## Configuration", fence("haproxy", redact(config.trimEnd())));
  parts.push("*Addresses, host names and secrets were replaced before copying. Please add the output of `haproxy -vv`.*");
  return `${parts.join("\n\n")}\n`;
}

function incidentText({ incident, release, candidates }: Diagnosis): string {
  const lines = [
    `- Kind: ${incident.kind}`,
    `- Release: ${release === undefined ? "not stated" : releaseName(release)}`,
    ...(incident.thread === undefined ? [] : [`- Thread: ${incident.thread}`]),
    ...(incident.exitCode === undefined ? [] : [`- Exit code: ${incident.exitCode}`]),
    ...candidates.map(({ advisory, confidence }) => {
      const fixed = Object.values(fixedReleases(advisory)).join(", ");
      return `- Resembles ${advisory.title.en} (${advisory.aliases.join(", ")}), ${Math.round(confidence * 100)} %${fixed === "" ? "" : `; fixed in ${fixed}`}`;
    }),
  ];
  return lines.join("\n");
}

/** The lines of the incidents with some before; the whole log where it is short. */
function excerpt(log: string, diagnoses: readonly Diagnosis[]): string {
  const lines = log.trimEnd().split("\n");
  const start = diagnoses[0]?.incident.line ?? 0;
  const first = lines.length <= mostLines ? 0 : Math.max(0, start - linesBefore);
  const kept = lines.slice(first, first + mostLines).map((line) => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line));
  return redact(kept.join("\n"));
}

/** A fence longer than any inside the text. */
function fence(language: string, text: string): string {
  const longest = [...text.matchAll(/`+/g)].reduce((most, run) => Math.max(most, run[0].length), 2);
  const mark = "`".repeat(longest + 1);
  return `${mark}${language}\n${text}\n${mark}`;
}
