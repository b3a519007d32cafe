/** How grave each kind of finding is to the user, who may also switch it off. */
import type { Finding, Severity } from "./finding.ts";

export const levels: readonly Level[] = ["off", "hint", "information", "warning", "error"];
export type Level = Severity | "off";

/** By code: lints and advisories. */
export type Levels = ReadonlyMap<string, Level>;

/** The findings as the user wants them. */
export function levelled(findings: readonly Finding[], wanted: Levels | undefined): readonly Finding[] {
  if (wanted === undefined || wanted.size === 0) return findings;
  return findings.flatMap((finding) => {
    const level = wanted.get(finding.code);
    if (level === undefined) return [finding];
    return level === "off" ? [] : [{ ...finding, severity: level }];
  });
}
