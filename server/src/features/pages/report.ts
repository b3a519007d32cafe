/** A report for HAProxy's issue tracker under the headings of its bug form: diagnosis, log and configuration, redacted. */
import { type Diagnosis, isOutside } from "../../diagnosis/diagnose.ts";
import { verdictOf } from "../../diagnosis/verdict.ts";
import type { Incident } from "../../incident/incident.ts";
import { releaseName } from "../../knowledge/release.ts";
import { fixedReleases } from "../../knowledge/standing.ts";
import { newerFixes } from "../newerFixes.ts";
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
/** Threads shown as a table; of the others nothing but their dump. */
const mostThreads = 64;

/** Markdown, in English whatever the reader's language: it goes to upstream. What only a person knows is asked for in comments. */
export function issueReport({ diagnoses, log, config }: ReportParts): string {
  const incidents = diagnoses.map(({ incident }) => incident);
  const parts: readonly (readonly [string, string])[] = [
    ["Detailed Description of the Problem", [...warnings(diagnoses), ...diagnoses.map(incidentText)].join("\n\n")],
    ["Expected Behavior", "HAProxy keeps running."],
    [
      "Steps to Reproduce the Behavior",
      comment("How often, since which change, on how many machines, under what traffic. A way to make it happen is best."),
    ],
    ["Do you have any idea what may have caused this?", diagnoses.map(resemblances).join("\n") || "No."],
    ["Do you have an idea how to solve the issue?", comment("A setting that makes it go away, a release that does not have it.")],
    ["What is your configuration?", config === undefined ? configMissing : fence("haproxy", redact(config.trimEnd()))],
    ["Output of `haproxy -vv`", buildText(incidents)],
    ["Last Outputs and Backtraces", fence("", excerpt(log, diagnoses))],
    ["Additional Information", additional(incidents)],
  ];
  return `${parts.map(([title, text]) => `### ${title}\n\n${text}`).join("\n\n")}\n`;
}

const configMissing = comment(
  "The whole configuration without its secrets; `haproxy -c -dC12345 -f FILE` (2.7 and later) makes names anonymous.",
);

function comment(text: string): string {
  return `<!-- ${text} -->`;
}

/** What to think of before anything is sent. */
function warnings(diagnoses: readonly Diagnosis[]): string[] {
  const found: string[] = [];
  const outside = diagnoses.filter((diagnosis) => verdictOf(diagnosis) === "not-haproxy");
  if (diagnoses.length > 0 && outside.length === diagnoses.length)
    found.push(comment(`Before sending: this looks like no defect of HAProxy (${outside[0]?.candidates[0]?.advisory.title.en}).`));
  const newer = diagnoses.map(({ release }) => ({ release, newer: newerFixes(release) })).find((one) => (one.newer?.crashes ?? 0) > 0);
  if (newer?.newer !== undefined && newer.release !== undefined) {
    const { newest, crashes } = newer.newer;
    const facts = `${releaseName(newest)} has the fixes of ${crashes} known crashes, hangs and corruptions that ${releaseName(newer.release)} still has`;
    found.push(comment(`Before sending: ${facts}. Please try it first, and say so.`));
  }
  return found;
}

/** Reports are in English, whatever the reader's language. */
function byForm(era: Diagnosis["era"]): string {
  if (era === undefined) return "";
  const bounds = [era.first && `${era.first} or later`, era.last && `${era.last} or older`].filter((bound) => bound !== undefined);
  return `; by the form of the log ${bounds.join(" and ")}`;
}

function incidentText({ incident, release, era }: Diagnosis): string {
  const { kind, thread, exitCode, signal, count, pool, bugCondition, fault } = incident;
  const facts: readonly (readonly [string, unknown])[] = [
    ["Kind", kind],
    ["Release", release === undefined ? `not stated${byForm(era)}` : releaseName(release)],
    ["Thread", thread],
    ["Signal", signal],
    ["Exit code", exitCode],
    ["Seen", count > 1 ? `${count} times in this log` : undefined],
    ["Pool report", pool && `${pool.problem}; caller ${pool.caller ?? "not resolved"}, freed before by ${pool.freedBy ?? "not stated"}`],
    [
      "Condition",
      bugCondition && `\`${bugCondition.expression}\` at ${bugCondition.file || "a place that was cut off"}:${bugCondition.line}`,
    ],
    [
      "Fault",
      fault &&
        `in ${fault.module ?? "an unknown module"}${fault.offset === undefined ? "" : ` at offset 0x${fault.offset}`}, error ${fault.error}`,
    ],
    [
      "Stack",
      incident.frames
        .slice(0, 8)
        .map((frame) => frame.function ?? frame.text)
        .join(" < ") || undefined,
    ],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [`- ${name}: ${redact(String(value))}`])).join("\n");
}

/** What the diagnosis found alike. */
function resemblances({ candidates }: Diagnosis): string {
  if (candidates.length === 0) return "No known bug in the catalogue of HAProxy Sleuth matches.";
  return candidates
    .map((candidate) => {
      const { advisory, confidence } = candidate;
      const names = advisory.aliases.length === 0 ? "" : ` (${advisory.aliases.join(", ")})`;
      const fixed = Object.values(fixedReleases(advisory)).join(", ");
      const percent = `${Math.round(confidence * 100)} %${fixed === "" ? "" : `; fixed in ${fixed}`}`;
      return `- ${isOutside(candidate) ? "A cause outside of HAProxy may be" : "Resembles"} ${advisory.title.en}${names}, ${percent}`;
    })
    .join("\n");
}

/** As far as the log holds it. */
function buildText(incidents: readonly Incident[]): string {
  const build = incidents[0]?.build ?? [];
  const known = build.map(({ name, text }) => `${name}: ${text}`);
  const missing = comment("Paste all of it, please.");
  return known.length === 0 ? missing : `${missing}\n\n${fence("", redact(known.join("\n")))}`;
}

function additional(incidents: readonly Incident[]): string {
  const machine = [...new Set(incidents.flatMap((incident) => incident.machine))];
  const threads = incidents.flatMap((incident) => incident.threads).slice(0, mostThreads);
  const stuck = threads.filter((thread) => thread.stuck);
  return [
    ...(machine.length === 0 ? [] : [`- Machine: ${machine.join(", ")}`]),
    ...(threads.length === 0
      ? []
      : [`- Threads in the dump: ${threads.length}, of which stuck: ${stuck.map(({ number }) => number).join(", ") || "none"}`]),
    comment("Operating system, virtual machine or container, patches, modules; other crashes of this kind."),
    "*Addresses, host names and secrets were replaced before copying; please read it once more before you post it.*",
  ].join("\n\n");
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
