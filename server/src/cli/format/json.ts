/** Findings as JSON: the shape that scripts rely on. */
import type { Finding } from "../../features/finding.ts";
import type { Report } from "../report.ts";

export function json({ findings }: Report): string {
  return `${JSON.stringify({ findings: findings.map(jsonFinding) }, null, 2)}\n`;
}

/** Lines and columns from 1, the end column behind the last unit. */
function jsonFinding(finding: Finding) {
  return {
    file: finding.uri,
    line: finding.line + 1,
    column: finding.span.start + 1,
    endLine: finding.line + 1,
    endColumn: finding.span.end + 1,
    severity: finding.severity,
    code: finding.code,
    message: finding.message,
    source: "haproxy-sleuth",
    url: finding.url ?? null,
  };
}
