/** What `check` found, as every output format takes it. */
import * as l10n from "@vscode/l10n";
import { type Finding, type Severity, severities } from "../features/finding.ts";
import type { Pages } from "../knowledge/pages.ts";

export interface Report {
  /** Configuration by configuration, in each in the order in which HAProxy reads the files. */
  readonly findings: readonly Finding[];
  /** The text of a line, counted from 0. */
  readonly lineOf: (uri: string, line: number) => string;
  /** Branch of the release in use, for links into the manual; undefined when nobody says. */
  readonly branch: string | undefined;
  /** Pages of advisories, where the format shows them. */
  readonly pages: Pages;
}

/** "2 findings: 1 error, 1 warning". */
export function countInWords(findings: readonly Finding[]): string {
  if (findings.length === 0) return l10n.t("no findings");
  const total = findings.length === 1 ? l10n.t("1 finding") : l10n.t("{0} findings", findings.length);
  const parts = severities.flatMap((severity) => {
    const count = findings.filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [severityCount(severity, count)];
  });
  return l10n.t("{0}: {1}", total, parts.join(l10n.t(", ")));
}

function severityCount(severity: Severity, count: number): string {
  switch (severity) {
    case "error":
      return count === 1 ? l10n.t("1 error") : l10n.t("{0} errors", count);
    case "warning":
      return count === 1 ? l10n.t("1 warning") : l10n.t("{0} warnings", count);
    case "information":
      return l10n.t("{0} for information", count);
    default:
      return count === 1 ? l10n.t("1 hint") : l10n.t("{0} hints", count);
  }
}

/** What --fix did. */
export function fixedInWords(count: number): string {
  if (count === 0) return l10n.t("nothing fixed");
  return count === 1 ? l10n.t("1 finding fixed") : l10n.t("{0} findings fixed", count);
}

/** What --fix would do. */
export function fixableInWords(findings: readonly Finding[], count: number): string {
  return l10n.t("{0}; --fix would end {1}", countInWords(findings), count);
}
