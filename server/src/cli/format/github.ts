/** Findings as workflow commands of GitHub Actions, which show them beside the lines of a pull request. */
import type { Finding, Severity } from "../../features/finding.ts";
import type { Report } from "../report.ts";

export function github({ findings }: Report): string {
  return findings.map(command).join("");
}

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", information: "notice", hint: "notice" };

function command({ uri, line, span, severity, code, message }: Finding): string {
  const properties = { file: uri, line: line + 1, col: span.start + 1, endColumn: span.end + 1, title: code };
  const written = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`);
  return `::${commands[severity]} ${written.join(",")}::${data(message)}\n`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
