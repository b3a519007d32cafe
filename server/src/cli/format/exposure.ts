/** Exposure reports for people, scripts and code scanning. */
import * as l10n from "@vscode/l10n";
import { fixInWords, knownAs } from "../../features/advice.ts";
import type { Comparison, ExposureReport, ExposureRow } from "../../features/exposureReport.ts";
import { canCrash } from "../../features/exposureSummary.ts";
import type { Finding } from "../../features/finding.ts";
import { effectInWords, headLines } from "../../features/pages/exposurePage.ts";
import { language } from "../../knowledge/language.ts";
import type { Pages } from "../../knowledge/pages.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import { endOfLife, standingOf } from "../../knowledge/standing.ts";
import type { Model } from "../../model/model.ts";
import { placeOf } from "../../model/statement.ts";
import { sarif } from "./sarif.ts";
import { harmless } from "./terminal.ts";

/** Places in one line of text. */
const mostPlaces = 4;

/** The shape that scripts rely on. Lines from 1. */
export function exposureJson(report: ExposureReport, compared: Comparison | undefined): string {
  const { release, rows, upgrade } = report;
  const end = endOfLife(release.branch);
  const value = {
    release: releaseName(release),
    exposures: rows.map(jsonRow),
    upgrade: upgrade.inBranch === undefined ? null : { branch: release.branch, release: releaseName(upgrade.inBranch) },
    unfixedInBranch: upgrade.remaining.map(({ id }) => id),
    otherBranch:
      upgrade.otherBranch === undefined ? null : { branch: upgrade.otherBranch.branch, release: releaseName(upgrade.otherBranch) },
    endOfLife: end === undefined ? null : { quarter: end.quarter, ended: end.isOver },
    ...(compared !== undefined && { against: jsonComparison(compared) }),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function jsonRow({ advisory, state, fixedIn, statements }: ExposureRow) {
  return {
    advisory: advisory.id,
    aliases: advisory.aliases,
    title: advisory.title[language()],
    effect: advisory.effect,
    severity: advisory.severity ?? null,
    state,
    fixedIn,
    statements: statements.map(({ uri, lineNumber }) => ({ file: uri, line: lineNumber + 1 })),
  };
}

function jsonComparison({ to, ended, staying, brought, words }: Comparison) {
  return {
    release: releaseName(to),
    fixed: ended.map(({ advisory }) => advisory.id),
    remaining: staying.map(({ advisory }) => advisory.id),
    brought: brought.map(jsonRow),
    words: words.map(({ uri, line, code, severity, message }) => ({ file: uri, line: line + 1, code, severity, message })),
  };
}

export function exposureText(report: ExposureReport, compared: Comparison | undefined): string {
  const { release, rows } = report;
  const head = headLines(report).map((line) => `${line}\n`);
  const anywhere = rows.filter(({ statements }) => statements.length === 0);
  const shown = rows.filter((row) => !anywhere.includes(row)).map((row) => textRow(row, release));
  const parts = [`${l10n.t("HAProxy {0}", releaseName(release))}\n${head.join("")}`, ...shown];
  if (anywhere.length > 0) parts.push(textAnywhere(anywhere, release));
  if (compared !== undefined) parts.push(textComparison(compared));
  return `${parts.join("\n")}`;
}

function textRow({ advisory, state, statements }: ExposureRow, release: Release): string {
  const kind = state === "exposed" ? l10n.t("exposed") : l10n.t("possible");
  const level = advisory.severity === undefined ? "" : `, ${advisory.severity}`;
  const places = statements.slice(0, mostPlaces).map(({ uri, lineNumber }) => `${harmless(uri)}:${lineNumber + 1}`);
  if (statements.length > mostPlaces) places.push(l10n.t("{0} more", statements.length - mostPlaces));
  return [
    `${kind} [${effectInWords(advisory.effect)}${level}] ${knownAs(advisory)}: ${advisory.title[language()]}`,
    ...(places.length === 0 ? [] : [`  ${l10n.t("through {0}", places.join(", "))}`]),
    `  ${fixInWords(advisory, standingOf(advisory, release), release)}; ${l10n.t("more: haproxy-sleuth explain {0}", advisory.id)}`,
    "",
  ].join("\n");
}

/** Bugs of the machine, of reloads and of the CLI: one line each. */
function textAnywhere(rows: readonly ExposureRow[], release: Release): string {
  const lines = rows.map(({ advisory }) => {
    const fix = fixInWords(advisory, standingOf(advisory, release), release);
    return `  [${effectInWords(advisory.effect)}] ${knownAs(advisory)}: ${advisory.title[language()]}; ${fix}\n`;
  });
  return `${l10n.t("Whatever the configuration says")}\n${lines.join("")}`;
}

function textComparison({ from, to, ended, staying, brought, words }: Comparison): string {
  const list = (heading: string, lines: readonly string[]) => (lines.length === 0 ? [] : [`${heading} (${lines.length})`, ...lines]);
  const names = (rows: readonly ExposureRow[]) =>
    rows.map(({ advisory, state }) => {
      const title = `${knownAs(advisory)}: ${advisory.title[language()]}`;
      return `  ${state === "exposed" ? title : l10n.t("{0} (possible)", title)}`;
    });
  return `${[
    l10n.t("From {0} to {1}", releaseName(from), releaseName(to)),
    ...list(l10n.t("Ends"), names(ended)),
    ...list(l10n.t("Stays"), names(staying)),
    ...list(l10n.t("Brings"), names(brought)),
    ...list(
      l10n.t("Words of this configuration that change"),
      words.map(({ uri, line, message }) => `  ${harmless(uri)}:${line + 1}: ${harmless(message)}`),
    ),
  ].join("\n")}\n`;
}

/** Each exposure a result, at its first statement, or at the start of the first file where none speaks. */
export function exposureSarif(
  { rows, release }: ExposureReport,
  model: Model,
  lineOf: (uri: string, line: number) => string,
  pages: Pages,
): string {
  const findings = rows.flatMap((row) => findingOf(row, release, model) ?? []);
  return sarif({ findings, lineOf, branch: release.branch, pages });
}

function findingOf({ advisory, state, statements }: ExposureRow, release: Release, model: Model): Finding | undefined {
  const [first, ...others] = statements;
  const uri = first?.uri ?? model.files[0]?.uri;
  if (uri === undefined) return undefined;
  const { line, span } = first === undefined ? { line: 0, span: { start: 0, end: 0 } } : placeOf(first);
  const fix = fixInWords(advisory, standingOf(advisory, release), release);
  const words = [releaseName(release), advisory.title[language()], knownAs(advisory), fix] as const;
  return {
    uri,
    line,
    span,
    severity: state === "exposed" && canCrash(advisory) ? "warning" : "information",
    code: advisory.id,
    message:
      state === "exposed"
        ? l10n.t("HAProxy {0} is exposed: {1} ({2}), {3}", ...words)
        : l10n.t("HAProxy {0} may be exposed: {1} ({2}), {3}", ...words),
    related: others.slice(0, 10).map((at) => ({ at: placeOf(at), message: l10n.t("exposes it too") })),
    url: advisory.issueUrl,
  };
}
