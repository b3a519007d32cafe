/** Exposure reports for people, scripts and code scanning. */
import * as l10n from "@vscode/l10n";
import { fixInWords, knownAs } from "../../features/advice.ts";
import type { BehaviourChange } from "../../features/behaviour.ts";
import { type Comparison, type ExposureReport, type ExposureRow, toldOf } from "../../features/exposureReport.ts";
import { canCrash, endInWords } from "../../features/exposureSummary.ts";
import type { Finding } from "../../features/finding.ts";
import { behaviourInWords, effectInWords, headLines, othersInWords, verdictInWords } from "../../features/pages/exposurePage.ts";
import { language } from "../../knowledge/language.ts";
import type { Pages } from "../../knowledge/pages.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import { endOfLife, standingOf } from "../../knowledge/standing.ts";
import type { Model } from "../../model/model.ts";
import { type PlacedStatement, placeOf } from "../../model/statement.ts";
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

function jsonComparison({ to, ended, staying, brought, words, behaviour }: Comparison) {
  return {
    release: releaseName(to),
    fixed: ended.map(({ advisory }) => advisory.id),
    remaining: staying.map(({ advisory }) => advisory.id),
    brought: brought.map(jsonRow),
    words: words.map(({ uri, line, code, severity, message }) => ({ file: uri, line: line + 1, code, severity, message })),
    behaviour: behaviour.map(({ behaviour: { id, branch, says, keep, source }, statements }) => ({
      id,
      branch,
      says: says[language()],
      keep: keep?.[language()] ?? null,
      commit: source,
      statements: statements.map(({ uri, lineNumber }) => ({ file: uri, line: lineNumber + 1 })),
    })),
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
  const places = placesInWords(statements);
  return [
    `${kind} [${effectInWords(advisory.effect)}${level}] ${knownAs(advisory)}: ${advisory.title[language()]}`,
    ...(places === "" ? [] : [`  ${l10n.t("through {0}", places)}`]),
    `  ${fixInWords(advisory, standingOf(advisory, release), release)}${l10n.t("; ")}${l10n.t("more: haproxy-sleuth explain {0}", advisory.id)}`,
    "",
  ].join("\n");
}

function placesInWords(statements: readonly PlacedStatement[]): string {
  const places = statements.slice(0, mostPlaces).map(({ uri, lineNumber }) => `${harmless(uri)}:${lineNumber + 1}`);
  if (statements.length > mostPlaces) places.push(l10n.t("{0} more", statements.length - mostPlaces));
  return places.join(", ");
}

/** Bugs of the machine, of reloads and of the CLI: one line each. */
function textAnywhere(rows: readonly ExposureRow[], release: Release): string {
  const lines = rows.map(({ advisory }) => {
    const fix = fixInWords(advisory, standingOf(advisory, release), release);
    return `  [${effectInWords(advisory.effect)}] ${knownAs(advisory)}: ${advisory.title[language()]}${l10n.t("; ")}${fix}\n`;
  });
  return `${l10n.t("Whatever the configuration says")}\n${lines.join("")}`;
}

function textComparison({ from, to, ended, staying, brought, words, behaviour }: Comparison): string {
  const list = (heading: string, lines: readonly string[], count = lines.length) =>
    count === 0 ? [] : [`${heading} (${count})`, ...lines];
  const bugs = (heading: string, rows: readonly ExposureRow[]) => list(heading, textBugs(rows), rows.length);
  const end = endInWords(to.branch);
  return `${[
    l10n.t("From {0} to {1}", releaseName(from), releaseName(to)),
    ...(end === undefined ? [] : [`  ${end}`]),
    ...(words.length === 0 ? [`  ${l10n.t("Every word of this configuration stays valid.")}`] : []),
    ...list(
      l10n.t("Words of this configuration that change"),
      words.map((hit) => `  ${harmless(hit.uri)}:${hit.line + 1}: ${verdictInWords(hit)}: ${harmless(hit.message)}`),
    ),
    ...list(l10n.t("What behaves differently"), behaviour.map(textBehaviour)),
    ...bugs(l10n.t("Brings"), brought),
    ...bugs(l10n.t("Stays"), staying),
    ...bugs(l10n.t("Ends"), ended),
  ].join("\n")}\n`;
}

function textBehaviour(change: BehaviourChange): string {
  const said = `  ${change.behaviour.branch}: ${behaviourInWords(change).replaceAll("`", "")}`;
  const places = placesInWords(change.statements);
  return places === "" ? said : `${said}\n    ${l10n.t("through {0}", places)}`;
}

function textBugs(rows: readonly ExposureRow[]): readonly string[] {
  const { told, others } = toldOf(rows);
  const lines = told.map(({ advisory, state }) => {
    const title = `${knownAs(advisory)}: ${advisory.title[language()]}`;
    return `  ${state === "exposed" ? title : l10n.t("{0} (possible)", title)}`;
  });
  return others === 0 ? lines : [...lines, `  ${othersInWords(others)}`];
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
