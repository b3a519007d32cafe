/** Which crash a line of a log belongs to: what is offered for its headline is offered for its frames and threads too. */
import type { Diagnosis } from "../../diagnosis/diagnose.ts";
import type { Incident } from "../../incident/incident.ts";
import type { Finding } from "../finding.ts";

/** The findings of the incidents that reach into the lines from `first` to `last`; `all` has each incident every time that it happened. */
export function findingsAround(
  findings: readonly Finding[],
  diagnoses: readonly Diagnosis[],
  all: readonly Incident[],
  first: number,
  last: number,
): readonly Finding[] {
  const here = new Set(all.flatMap(({ line, endLine, headline }) => (line <= last && first <= endLine ? [headline.line] : [])));
  if (here.size === 0) return [];
  const headlines = new Set(
    diagnoses.flatMap(({ incident: { headline, occurrences } }) => (occurrences.some(({ line }) => here.has(line)) ? [headline.line] : [])),
  );
  return findings.filter(({ line }) => headlines.has(line));
}
