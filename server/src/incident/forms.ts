/** What only some releases print, or print in a form of their own: noted with each incident, to tell which releases it can be from. */
import { knowledge } from "../knowledge/knowledge.ts";
import { type LogLine, spanIn } from "./draft.ts";
import type { LogPlace } from "./incident.ts";
import { current, type Reading } from "./readers/reader.ts";

/** A form that an incident has, and where it was first seen. */
export interface SeenForm {
  readonly id: string;
  /** Branches that print it, such as "2.9.12-2.9,3.0.6-3.0,3.1-". */
  readonly releases: string;
  readonly at: LogPlace;
}

const forms = knowledge.crashPatterns.flatMap(({ id, re, needs, releases }) =>
  needs === undefined || releases === undefined ? [] : [{ id, releases, needs, expression: new RegExp(re) }],
);
/** For each form the texts of which a line of it has one. */
export const formLiterals: readonly (readonly string[])[] = forms.map(({ needs }) => needs);
/** Between the lines of a report that are read stand so many at most that only their form tells something. */
const nearby = 60;

/** Notes with the incident that the line belongs to that the line has the form of that number, if it does. */
export function noteForm(number: number, line: LogLine, reading: Reading): void {
  const form = forms[number];
  const draft = current(reading, line);
  if (form === undefined || draft === undefined || line.number - draft.endLine > nearby) return;
  if (draft.forms.some(({ id }) => id === form.id)) return;
  const match = form.expression.exec(line.text);
  if (match === null) return;
  const start = match.index + match[0].length - match[0].trimStart().length;
  const at = { line: line.number, span: spanIn(line, start, match.index + match[0].trimEnd().length) };
  draft.forms.push({ id: form.id, releases: form.releases, at });
}
