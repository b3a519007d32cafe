/** Diagnoses, and ends of processes that are no crash, for people at a terminal. */
import * as l10n from "@vscode/l10n";
import { summaryOf } from "../../features/diagnosisSummary.ts";
import { diagnosisLines, endingInWords } from "../../features/pages/diagnosisText.ts";
import type { Ending } from "../../incident/endings.ts";
import type { Found } from "./incidents.ts";

/** In logs without a crash. */
export interface FoundEnding {
  readonly file: string;
  readonly ending: Ending;
}

/** The verdict first, then why, then what to do, then what to collect, and what to type for more. */
export function diagnosisText({ file, diagnosis }: Found): string {
  const { verdict, page } = summaryOf(diagnosis);
  const open = verdict === "unknown" || verdict === "uncertain";
  const lines = [
    ...diagnosisLines({ place: `${file}:${diagnosis.incident.line + 1}`, diagnosis }),
    ...(page === undefined ? [] : [`  ${l10n.t("More")}: haproxy-sleuth explain ${page}`]),
    ...(open ? [`  ${l10n.t("A report for the issue tracker")}: haproxy-sleuth diagnose --format report ${file}`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** Why there is no crash to diagnose. */
export function endingText({ file, ending }: FoundEnding): string {
  const { says, page } = endingInWords(ending);
  return `${file}:${ending.line + 1}: ${says}\n  ${l10n.t("More")}: haproxy-sleuth explain ${page}\n`;
}

/** Lines from 1. */
export function jsonEnding({ file, ending: { line, kind, text } }: FoundEnding) {
  return { file, line: line + 1, kind, text };
}
