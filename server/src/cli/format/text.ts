/** Findings for people, the way compilers show them: what is wrong, where, the line itself with a mark under it, what else matters. */
import * as l10n from "@vscode/l10n";
import { severalBugs } from "../../features/catalogueFindings.ts";
import type { Finding, Severity } from "../../features/finding.ts";
import { findAdvisory, findLint } from "../../knowledge/knowledge.ts";
import type { Place, Span } from "../../syntax/span.ts";
import type { Report } from "../report.ts";
import { type Cell, cellsOf, harmless, type Paint, painter } from "./terminal.ts";

/** Related places shown with their lines; more of them say nothing new. */
const mostRelated = 4;
/** Cells of a line that are shown around the mark. */
const mostCells = 160;
const cellsBefore = 40;

export function text({ findings, lineOf }: Report, colours: boolean): string {
  const paint = painter(colours);
  const explained = new Set<string>();
  return findings
    .map((finding) => {
      const isFirst = !explained.has(finding.code);
      explained.add(finding.code);
      return `${findingInWords(finding, lineOf, isFirst, paint)}\n\n`;
    })
    .join("");
}

type LineOf = Report["lineOf"];

function findingInWords(finding: Finding, lineOf: LineOf, isFirst: boolean, paint: Paint): string {
  const { severity, code, related = [] } = finding;
  const shown = related.slice(0, mostRelated);
  const gutter = " ".repeat(String(Math.max(finding.line, ...shown.map(({ at }) => at.line)) + 1).length);
  const notes = [
    ...(related.length > shown.length ? [l10n.t("and {0} more places", related.length - shown.length)] : []),
    ...(isFirst && isExplained(code) ? [l10n.t("more: haproxy-sleuth explain {0}", code)] : []),
  ];
  return [
    `${paint(severity, `${severity}[${code}]`)}${paint("strong", `: ${harmless(finding.message)}`)}`,
    ...excerpt("-->", finding, { mark: "^", says: "", style: severity }, lineOf, gutter, paint),
    ...shown.flatMap(({ at, message }) =>
      excerpt(":::", at, { mark: "-", says: harmless(message), style: "frame" }, lineOf, gutter, paint),
    ),
    ...notes.map((note) => `${gutter} ${paint("frame", "=")} ${note}`),
  ].join("\n");
}

function isExplained(code: string): boolean {
  return code === severalBugs || findLint(code) !== undefined || findAdvisory(code) !== undefined;
}

interface Underline {
  readonly mark: string;
  readonly says: string;
  readonly style: Severity | "frame";
}

/** The place, its line and the mark under it. */
function excerpt(arrow: string, { uri, line, span }: Place, underline: Underline, lineOf: LineOf, gutter: string, paint: Paint): string[] {
  const raw = lineOf(uri, line).replace(/\r$/, "");
  const { before, shown, marked } = windowOf(raw, span);
  const number = String(line + 1).padStart(gutter.length);
  const bar = paint("frame", "|");
  const where = `${uri === "-" ? l10n.t("standard input") : harmless(uri)}:${line + 1}:${span.start + 1}`;
  const mark = underline.mark.repeat(Math.max(1, marked));
  return [
    `${gutter}${paint("frame", arrow)} ${where}`,
    `${gutter} ${bar}`,
    `${paint("frame", number)} ${bar} ${shown}`,
    `${gutter} ${bar} ${" ".repeat(before)}${paint(underline.style, `${mark}${underline.says === "" ? "" : ` ${underline.says}`}`)}`,
  ];
}

/** The stretch of a line that is shown, with the cells before the mark and under it. */
function windowOf(raw: string, span: Span): { readonly before: number; readonly shown: string; readonly marked: number } {
  const cells = cellsOf(raw);
  const from = cells.findIndex(({ at, text }) => at + text.length > span.start);
  const first = widthOf(cells) <= mostCells || from < cellsBefore ? 0 : from - cellsBefore;
  const last = lastShown(cells, first);
  const part = cells.slice(first, last);
  const head = first > 0 ? "…" : "";
  return {
    before: head.length + widthOf(part.filter(({ at }) => at < span.start)),
    shown: `${head}${part.map(({ text }) => text).join("")}${last < cells.length ? "…" : ""}`,
    marked: widthOf(part.filter(({ at }) => at >= span.start && at < span.end)),
  };
}

function lastShown(cells: readonly Cell[], first: number): number {
  let width = 0;
  for (let i = first; i < cells.length; i++) {
    width += cells[i]?.width ?? 0;
    if (width > mostCells) return i;
  }
  return cells.length;
}

function widthOf(cells: readonly Cell[]): number {
  return cells.reduce((sum, { width }) => sum + width, 0);
}
