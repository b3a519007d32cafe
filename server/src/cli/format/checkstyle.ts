/** Findings as the XML of Checkstyle, which many build servers read. */
import type { Finding, Severity } from "../../features/finding.ts";
import type { Report } from "../report.ts";

export function checkstyle({ findings }: Report): string {
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) byFile.set(finding.uri, [...(byFile.get(finding.uri) ?? []), finding]);
  const files = [...byFile].map(([name, own]) => `  <file name="${attribute(name)}">\n${own.map(element).join("")}  </file>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${files.join("")}</checkstyle>\n`;
}

const severities: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", information: "info", hint: "info" };

function element({ line, span, severity, code, message }: Finding): string {
  const attributes = { line: line + 1, column: span.start + 1, severity: severities[severity], message, source: `haproxy-sleuth.${code}` };
  const written = Object.entries(attributes).map(([name, value]) => `${name}="${attribute(String(value))}"`);
  return `    <error ${written.join(" ")}/>\n`;
}

const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;" };

/** XML knows no control characters but three, and those stay in an attribute only as references. */
function attribute(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => entities[character] ?? character)
    .replace(/[\t\n\r]/g, (character) => `&#${character.charCodeAt(0)};`)
    .replace(/[\p{Cc}\p{Cs}\uFFFE\uFFFF]/gu, "\uFFFD");
}
