/** Hover notes of a crash log: the diagnosis at the blamed lines, and what the parts of a report are. */
import * as l10n from "@vscode/l10n";
import { confidenceInWords, type Diagnosis } from "../diagnosis/diagnose.ts";
import type { Fact } from "../incident/incident.ts";
import type { Advisory } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
import { plain } from "../syntax/plain.ts";
import { touches } from "../syntax/span.ts";
import { knownAs } from "./advice.ts";
import { nextSteps } from "./collect.ts";
import { headlineOf } from "./diagnosisSummary.ts";
import type { Note } from "./hover/configHover.ts";
import { stateInWords } from "./knownIssues.ts";
import { newerFixesInWords } from "./newerFixes.ts";

export function logHover(
  diagnoses: readonly Diagnosis[],
  line: number,
  column: number,
  link: (advisory: Advisory) => string,
): Note | undefined {
  for (const diagnosis of diagnoses) {
    const facts = diagnosis.incident.facts.filter(({ at }) => at.line === line && touches(at.span, column));
    const fact = facts.find(({ role }) => role !== "headline") ?? facts[0];
    if (fact === undefined) continue;
    const note = fact.role === "headline" || fact.role === "function" ? diagnosisNote(diagnosis, link) : undefined;
    const markdown = [factNote(fact), note].filter((part) => part !== undefined).join("\n\n");
    if (markdown !== "") return { markdown, span: fact.at.span };
  }
  return undefined;
}

/** What a highlighted part of a report is. */
function factNote({ role, text }: Fact): string | undefined {
  switch (role) {
    case "pool":
      return l10n.t(
        "Memory pool `{0}`. Pools of equal size are merged and carry the name of the first one: unless HAProxy ran with `-dMno-merge`, the name says nothing of the object concerned.",
        plain(text),
      );
    case "address":
      return undefined;
    case "signal":
      return l10n.t("How the process ended: {0}", plain(text));
    case "release":
      return l10n.t("Release stated by the log: {0}", plain(text));
    default:
      return undefined;
  }
}

function diagnosisNote(diagnosis: Diagnosis, link: (advisory: Advisory) => string): string {
  const { candidates, release } = diagnosis;
  if (candidates.length === 0) {
    const steps = nextSteps(diagnosis).map(({ says }) => says);
    const todo = [...newerFixesInWords(release), ...steps].map((item) => `- ${item}`).join("\n");
    return `${headlineOf(diagnosis)}\n\n${l10n.t("What to do")}${l10n.t(": ")}\n\n${todo}`;
  }
  return candidates
    .map(({ advisory, confidence, evidence }) => {
      const head = `**[${knownAs(advisory)}](${link(advisory)})** ${advisory.title[language()]}`;
      const sure = l10n.t("Confidence {0} ({1} %)", confidenceInWords(confidence), Math.round(confidence * 100));
      const reasons = evidence.map((one) => `- ${one.for ? "●" : "○"} ${one.says}`).join("\n");
      return `${head}\n\n${l10n.t("{0}: {1}", sure, stateInWords(advisory, release, []))}\n\n${reasons}`;
    })
    .join("\n\n---\n\n");
}
