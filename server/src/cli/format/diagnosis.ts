/** Diagnoses, and ends of processes that are no crash, for people. */
import * as l10n from "@vscode/l10n";
import { summaryOf } from "../../features/diagnosisSummary.ts";
import type { Ending } from "../../incident/endings.ts";
import type { Found } from "./incidents.ts";

/** In logs without a crash. */
export interface FoundEnding {
  readonly file: string;
  readonly ending: Ending;
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

/** Lines from 1. */
export function jsonEnding({ file, ending: { line, kind, text } }: FoundEnding) {
  return { file, line: line + 1, kind, text };
}
