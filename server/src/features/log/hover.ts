/** Hover notes of a crash log: what each field means, and the diagnosis at the blamed lines. */
import * as l10n from "@vscode/l10n";
import { confidenceInWords, type Diagnosis } from "../../diagnosis/diagnose.ts";
import { symbolOf } from "../../incident/frames.ts";
import type { Fact } from "../../incident/incident.ts";
import type { LogField, LogText } from "../../incident/logText.ts";
import type { Advisory } from "../../knowledge/knowledge.ts";
import { language } from "../../knowledge/language.ts";
import { fieldInWords } from "../../knowledge/logFacts.ts";
import type { Release } from "../../knowledge/release.ts";
import { plain } from "../../syntax/plain.ts";
import { touches } from "../../syntax/span.ts";
import { knownAs } from "../advice.ts";
import { nextSteps } from "../collect.ts";
import { headlineOf } from "../diagnosisSummary.ts";
import type { Note } from "../hover/configHover.ts";
import { stateInWords } from "../knownIssues.ts";
import { markedLines } from "../markedLines.ts";
import { newerFixesInWords } from "../newerFixes.ts";
import { functionInWords } from "./functionBugs.ts";
import { valueInWords } from "./valueInWords.ts";

export interface LogHoverOptions {
  /** That crashed, at this line. */
  readonly release: Release | undefined;
  /** Address of an advisory's page. */
  readonly link: (advisory: Advisory) => string;
}

/** Note for a place in a log; `column` counts UTF-16 units. */
export function logHover(
  log: LogText,
  diagnoses: readonly Diagnosis[],
  line: number,
  column: number,
  { release, link }: LogHoverOptions,
): Note | undefined {
  const fields = log.fieldsOf(line);
  const field = fieldAt(fields, column);
  const found = factAt(diagnoses, line, column);
  const diagnosis = found !== undefined && showsDiagnosis(found.fact, field) ? diagnosisNote(found.diagnosis, link) : undefined;
  const said = field === undefined ? factNote(found?.fact) : fieldNote(field, fields, release);
  const near = field?.facts.as === "symbol" && diagnosis === undefined ? aboutFunction(field.value, release, link) : undefined;
  const span = field?.whole ?? found?.fact.at.span;
  const parts = [said, near, diagnosis].filter((part) => part !== undefined);
  return span === undefined || parts.length === 0 ? undefined : { markdown: parts.join("\n\n---\n\n"), span };
}

/** The shortest one that the cursor touches: a value inside of a longer one is meant. */
function fieldAt(fields: readonly LogField[], column: number): LogField | undefined {
  const length = ({ whole }: LogField) => whole.end - whole.start;
  return fields
    .filter(({ whole }) => touches(whole, column))
    .sort((a, b) => length(a) - length(b) || inside(b, column) - inside(a, column))[0];
}

/** Where two fields meet, the one that begins at the cursor. */
function inside({ whole }: LogField, column: number): number {
  return whole.start <= column && column < whole.end ? 1 : 0;
}

function factAt(diagnoses: readonly Diagnosis[], line: number, column: number): { fact: Fact; diagnosis: Diagnosis } | undefined {
  for (const diagnosis of diagnoses) {
    const facts = diagnosis.incident.facts.filter(({ at }) => at.line === line && touches(at.span, column));
    const fact = facts.find(({ role }) => role !== "headline") ?? facts[0];
    if (fact !== undefined) return { fact, diagnosis };
  }
  return undefined;
}

/** On the headline, and on the functions of a stack: there people ask what it was. */
function showsDiagnosis({ role }: Fact, field: LogField | undefined): boolean {
  return role === "headline" || role === "function" || field?.facts.as === "source";
}

/** Where the diagnosis says more, it stands alone. */
function aboutFunction(text: string, release: Release | undefined, link: (advisory: Advisory) => string): string | undefined {
  const { library, function: named } = symbolOf(text);
  const name = library === undefined ? (named ?? (/^(?:[A-Za-z_]\w*|<signal handler called>)$/.test(text) ? text : undefined)) : undefined;
  return name === undefined ? undefined : functionInWords(name, release, link);
}

/** "**stuck** `1`: yes", then what it is. */
function fieldNote(field: LogField, fields: readonly LogField[], release: Release | undefined): string {
  const { long } = valueInWords(field, fields, release);
  const head = `**${fieldInWords(field.name)}** \`${plain(field.value)}\``;
  const says = field.facts.says[language()] ?? "";
  if (long === undefined) return `${head}\n\n${says}`;
  return long.includes("\n") || long.startsWith("- ") ? `${head}\n\n${says}\n\n${long}` : `${head}${l10n.t(": ")}${long}\n\n${says}`;
}

/** What no kind of line explains. */
function factNote(fact: Fact | undefined): string | undefined {
  switch (fact?.role) {
    case "signal":
      return l10n.t("How the process ended: {0}", plain(fact.text));
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
      const reasons = markedLines(evidence.map((one) => [one.for ? "●" : "○", one.says]));
      return `${head}\n\n${l10n.t("{0}: {1}", sure, stateInWords(advisory, release, []))}\n\n${reasons}`;
    })
    .join("\n\n---\n\n");
}
