/** Shows the findings of a configuration. */
import { expect } from "vitest";
import { exposureFindings } from "../../server/src/features/configFindings.ts";
import type { Finding } from "../../server/src/features/finding.ts";
import { modelFrom, releaseFrom, type Scripts } from "./configText.ts";

export interface FindingCircumstances {
  /** "unknown" when nobody says. */
  readonly release?: string;
  readonly ignored?: readonly string[];
  readonly scripts?: Scripts;
}

export function findingsOf(text: string, { release = "3.0.2", ignored = [], scripts = {} }: FindingCircumstances = {}): readonly Finding[] {
  return exposureFindings(modelFrom(text, scripts), { release: releaseFrom(release), ignored });
}

/** "12 warning stick-table-kill-race «stick-table …»", lines counted from 1, the span's text between the marks. */
export function findingsInWords(text: string, circumstances: FindingCircumstances = {}): string {
  const lines = text.split("\n");
  return findingsOf(text, circumstances)
    .map(({ line, severity, code, span }) => `${line + 1} ${severity} ${code} «${lines[line]?.slice(span.start, span.end)}»`)
    .join("\n");
}

/** Expects a configuration to have no finding at all. */
export function checkSilent(text: string, circumstances: FindingCircumstances = {}): void {
  expect(findingsInWords(text, circumstances)).toBe("");
}
