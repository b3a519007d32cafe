/** Diagnoses as Markdown: for a ticket (`diagnose --format markdown`), and as the editor's page on crashes that nothing explains. */
import * as l10n from "@vscode/l10n";
import type { Diagnosis } from "../../diagnosis/diagnose.ts";
import { plain } from "../../syntax/plain.ts";
import { type DiagnosisSummary, percent, summaryOf } from "../diagnosisSummary.ts";
import { markedLines } from "../markedLines.ts";

export interface PlacedDiagnosis {
  /** "crash.log:12" */
  readonly place: string;
  readonly diagnosis: Diagnosis;
}

/** The diagnoses of a log, each with the line of its headline. */
export function placedIn(name: string, diagnoses: readonly Diagnosis[]): readonly PlacedDiagnosis[] {
  return diagnoses.map((diagnosis) => ({ place: `${name}:${diagnosis.incident.line + 1}`, diagnosis }));
}

export function diagnosisPage(placed: readonly PlacedDiagnosis[]): string {
  const parts = placed.map(({ place, diagnosis }) => incidentPart(place, summaryOf(diagnosis)));
  return `${parts.length === 0 ? l10n.t("No crash found") : parts.join("\n\n---\n\n")}\n`;
}

function incidentPart(place: string, summary: DiagnosisSummary): string {
  const { what, headline, named, evidence, remedies, others, steps, frames, spinning, condition } = summary;
  const causes = others.map(({ title, confidence }) => l10n.t("{0}: {1} %", title, percent(confidence)));
  return [
    `# ${named?.title ?? headline}`,
    named === undefined ? "" : `> **${named.standing}**`,
    l10n.t("{0}: {1}", `\`${plain(place)}\``, what),
    condition === undefined ? "" : `${l10n.t("Condition")}${l10n.t(": ")}\`${plain(condition)}\``,
    evidence.length === 0 ? "" : `## ${l10n.t("Why")}\n\n${markedLines(evidence.map((one) => [one.for ? "●" : "○", one.says]))}`,
    named === undefined ? list(l10n.t("Perhaps"), causes) : "",
    list(l10n.t("What to do"), remedies),
    named === undefined ? "" : list(l10n.t("Also possible"), causes),
    collectPart(steps),
    spinning === undefined ? "" : `## ${l10n.t("Spinning")}\n\n\`${plain(spinning)}\``,
    frames.length === 0 ? "" : `## ${l10n.t("Frames")}\n\n${frames.map((name) => `\`${plain(name)}\``).join(" < ")}`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? "" : `## ${title}\n\n${items.map((item) => `- ${item}`).join("\n")}`;
}

function collectPart(steps: DiagnosisSummary["steps"]): string {
  if (steps.length === 0) return "";
  const items = steps.map(({ says, commands }, i) => {
    const item = `${i + 1}. ${says}`;
    return commands.length === 0 ? item : `${item}\n\n   \`\`\`sh\n${commands.map((line) => `   ${line}`).join("\n")}\n   \`\`\``;
  });
  return `## ${l10n.t("What to collect next")}\n\n${items.join("\n")}`;
}
