/** Shows which advisories a configuration is exposed to, and the decisions behind it. */
import { expect } from "vitest";
import { type Exposure, exposuresOf } from "../../server/src/diagnosis/exposure.ts";
import { modelFrom, releaseFrom, type Scripts } from "./configText.ts";

/** Exposures of one advisory. */
export function exposuresTo(id: string, text: string, scripts: Scripts = {}, release = "unknown"): readonly Exposure[] {
  return exposuresOf(modelFrom(text, scripts), releaseFrom(release)).filter(({ advisory }) => advisory.id === id);
}

/** One line for each table or script set: its state, then each decision that is not met, or "all met". */
export function exposureInWords(id: string, text: string, scripts: Scripts = {}): string {
  return exposuresTo(id, text, scripts)
    .map(({ state, table, decisions }) => {
      const open = decisions.filter(({ verdict }) => verdict !== "met").map(({ condition, verdict }) => `${condition} ${verdict}`);
      return `${table === undefined ? "lua" : table.name}: ${state}${open.length === 0 ? "" : `, ${open.join(", ")}`}`;
    })
    .join("\n");
}

/** Expects the exposures to #2611 of a configuration. */
export function checkRace(text: string, shown: string): void {
  expect(exposureInWords("stick-table-kill-race", text)).toBe(shown);
}

/** The words of one decision of the first exposure. */
export function decision(id: string, condition: string, text: string, scripts: Scripts = {}): string {
  const found = exposuresTo(id, text, scripts)[0]?.decisions.find((one) => one.condition === condition);
  return found === undefined ? "none" : `${found.verdict}: ${found.says}`;
}
