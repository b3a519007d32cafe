/** Findings as SARIF 2.1.0, which code scanning services and editors read. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import manifest from "../../../../package.json" with { type: "json" };
import { severalBugs } from "../../features/catalogueFindings.ts";
import type { Finding, Severity } from "../../features/finding.ts";
import { summaryOfCode } from "../../features/findingCodes.ts";
import { lintPage } from "../../features/pages/lintPage.ts";
import { findAdvisory, findLint } from "../../knowledge/knowledge.ts";
import { language } from "../../knowledge/language.ts";
import { type Pages, pageOf } from "../../knowledge/pages.ts";
import { knownBranches } from "../../knowledge/standing.ts";
import type { Place } from "../../syntax/span.ts";
import type { Report } from "../report.ts";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
const levels: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  information: "note",
  hint: "note",
};

export function sarif({ findings, lineOf, branch, pages }: Report): string {
  const codes = [...new Set(findings.map(({ code }) => code))].sort();
  const driver = {
    name: "HAProxy Sleuth",
    version: manifest.version,
    semanticVersion: manifest.version,
    rules: codes.map((code) => ruleOf(code, branch, pages)),
  };
  const results = findings.map((finding) => resultOf(finding, codes.indexOf(finding.code), lineOf));
  const run = { tool: { driver }, columnKind: "utf16CodeUnits", language: language() === "zh-cn" ? "zh-CN" : "en", results };
  return `${JSON.stringify({ $schema: schema, version: "2.1.0", runs: [run] }, null, 2)}\n`;
}

function ruleOf(code: string, branch: string | undefined, pages: Pages) {
  const summary = summaryOfCode(code);
  const page = helpOf(code, pages);
  return {
    id: code,
    shortDescription: { text: summary },
    fullDescription: { text: findAdvisory(code)?.summary[language()] ?? summary },
    help: { text: page, markdown: page },
    helpUri: findAdvisory(code)?.issueUrl ?? manualOf(branch),
    defaultConfiguration: { level: levels[findLint(code)?.severity ?? "warning"] },
    properties: { tags: [findAdvisory(code) === undefined && code !== severalBugs ? "language" : "known-bug"] },
  };
}

/** Markdown, which reads as text too. */
function helpOf(code: string, pages: Pages): string {
  const lint = findLint(code);
  if (lint !== undefined) return lintPage(lint, language());
  const advisory = findAdvisory(code);
  return (advisory && pageOf(pages, advisory.id, language())) || summaryOfCode(code);
}

/** The manual of the release in use, or of the newest that we know. */
function manualOf(branch: string | undefined): string {
  return `https://docs.haproxy.org/${branch ?? knownBranches().at(-1) ?? "dev"}/configuration.html`;
}

function resultOf(finding: Finding, ruleIndex: number, lineOf: Report["lineOf"]) {
  const related = (finding.related ?? []).map(({ at, message }, id) => ({ id, message: { text: message }, ...locationOf(at) }));
  const { physicalLocation } = locationOf(finding);
  const region = { ...physicalLocation.region, snippet: { text: lineOf(finding.uri, finding.line) } };
  return {
    ruleId: finding.code,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: { ...physicalLocation, region } }],
    ...(related.length > 0 && { relatedLocations: related }),
  };
}

/** Lines and columns from 1; the end column is behind the last unit. */
function locationOf({ uri, line, span }: Place) {
  const region = { startLine: line + 1, startColumn: span.start + 1, endLine: line + 1, endColumn: span.end + 1 };
  return { physicalLocation: { artifactLocation: { uri: addressOf(uri) }, region } };
}

/** Relative names stay relative to the folder that the command ran in; everything is escaped as an address needs it. */
function addressOf(name: string): string {
  if (name === "-") return "stdin";
  if (path.isAbsolute(name)) return pathToFileURL(name).href;
  const parts = path.normalize(name).split(path.sep);
  return parts.map((part) => encodeURIComponent(part)).join("/");
}
