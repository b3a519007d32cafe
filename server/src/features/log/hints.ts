/** Decoded values beside the lines of a crash log: durations, names of bits, signals. */
import type { LogField, LogText } from "../../incident/logText.ts";
import type { Release } from "../../knowledge/release.ts";
import { valueInWords } from "./valueInWords.ts";

export interface LogHint {
  readonly line: number;
  /** Behind the value. */
  readonly column: number;
  readonly label: string;
}

/** A screen has some hundred lines; a client that asks for a whole log gets the first of them. */
const mostHints = 5000;

/** Hints of the lines in [from, to], in their order. */
export function logHints(log: LogText, from: number, to: number, releaseAt: (line: number) => Release | undefined): readonly LogHint[] {
  const hints: LogHint[] = [];
  for (const line of log.linesWithFields(from, to)) {
    const fields = log.fieldsOf(line);
    for (const field of fields.filter(tellsMore).sort((a, b) => a.at.end - b.at.end)) {
      const { short } = valueInWords(field, fields, releaseAt(line));
      if (short !== undefined) hints.push({ line, column: field.at.end, label: `= ${short}` });
    }
    if (hints.length >= mostHints) break;
  }
  return hints;
}

function tellsMore({ facts }: LogField): boolean {
  return facts.hint === true || facts.as?.startsWith("flags:") === true;
}
