/** Diagnoses as plain text, for terminals and tickets: the verdict first, then why, then what to do, then what to collect. */
import * as l10n from "@vscode/l10n";
import type { Ending } from "../../incident/endings.ts";
import { summaryOf } from "../diagnosisSummary.ts";
import type { PlacedDiagnosis } from "./diagnosisPage.ts";
import { redact } from "./redact.ts";

export function diagnosisLines({ place, diagnosis }: PlacedDiagnosis): readonly string[] {
  const summary = summaryOf(diagnosis);
  const { what, headline, evidence, remedies, others, steps, frames, spinning, condition, named } = summary;
  const list = others.map(({ title, confidence }) => l10n.t("{0} ({1})", title, confidence));
  return [
    `${place}: ${what}`,
    ...(condition === undefined ? [] : [`  ${l10n.t("Condition")}: ${condition}`]),
    `  ${headline}`,
    ...evidence.map((one) => `    ${one.for ? "+" : "-"} ${one.says}`),
    ...(named === undefined ? part(l10n.t("Perhaps"), list) : []),
    ...part(l10n.t("What to do"), remedies),
    ...(named === undefined ? [] : part(l10n.t("Also possible"), list)),
    ...part(
      l10n.t("What to collect next"),
      steps.flatMap(({ says, commands }) => [says, ...commands.map((line) => `  ${line}`)]),
    ),
    ...(spinning === undefined ? [] : [`  ${l10n.t("Spinning")}: ${spinning}`]),
    ...(frames.length > 0 ? [`  ${l10n.t("Frames")}: ${frames.join(" < ")}`] : []),
  ];
}

function part(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`  ${title}`, ...items.map((item) => `    ${item}`)];
}

/** For a ticket: without addresses, hosts and secrets; with the page of each bug that is named. */
export function ticketText(placed: readonly PlacedDiagnosis[]): string {
  const parts = placed.map((one) => {
    const best = one.diagnosis.candidates[0]?.advisory;
    return [...diagnosisLines(one), ...(best === undefined ? [] : [`  ${best.issueUrl}`])].join("\n");
  });
  return `${redact(parts.join("\n\n"))}\n`;
}

/** Why there is no crash to diagnose, and the page that tells more. */
export function endingInWords({ kind, text }: Ending): { readonly says: string; readonly page: string } {
  return kind === "refused-to-start"
    ? { says: l10n.t("no crash: HAProxy refused to start: {0}", text), page: "start-up-refused" }
    : { says: l10n.t("no crash: the process was asked to end (SIGTERM)"), page: "killed-from-outside" };
}
