/** Changes of text that end a finding and leave everything that HAProxy does as it is. */

import { type Model, modelOf } from "../model/model.ts";
import { statementsOf } from "../model/statement.ts";
import { type ConfigFile, readConfig, type Section } from "../syntax/config.ts";
import type { Span } from "../syntax/span.ts";
import { configFindings, type FindingOptions } from "./configFindings.ts";
import type { Finding } from "./finding.ts";

/** Replaces a stretch of one line; the text may end with a line feed at the end of a file only. */
export interface TextFix {
  readonly uri: string;
  readonly line: number;
  readonly span: Span;
  readonly text: string;
  /** Code of the finding that it ends. */
  readonly code: string;
}

export interface FixOptions extends FindingOptions {
  /** Texts of the Lua scripts that the model was made with. */
  readonly scripts?: ReadonlyMap<string, string>;
}

/** Words whose successor does the very same, by the code of their finding. */
const successors: Readonly<Record<string, ReadonlyMap<string, string>>> = {
  "removed-keyword": new Map([
    ["clitimeout", "timeout client"],
    ["contimeout", "timeout connect"],
    ["srvtimeout", "timeout server"],
  ]),
  "deprecated-keyword": new Map([
    ["accept-invalid-http-request", "accept-unsafe-violations-in-http-request"],
    ["accept-invalid-http-response", "accept-unsafe-violations-in-http-response"],
    ["tune.ssl.capture-cipherlist-size", "tune.ssl.capture-buffer-size"],
  ]),
};

/** The fixes of these findings; each was tried: its finding goes, and no other comes. */
export function safeFixes(model: Model, findings: readonly Finding[], options: FixOptions): readonly TextFix[] {
  const files = new Map(model.files.map((file) => [file.uri, file]));
  const fixes: TextFix[] = [];
  for (const finding of findings) {
    const file = files.get(finding.uri);
    const change = file && changeFor(finding, file);
    if (change === undefined || fixes.some((other) => overlap(other, finding.uri, finding.line, change.span))) continue;
    fixes.push({ uri: finding.uri, line: finding.line, code: finding.code, ...change });
  }
  return fixes.length === 0 ? [] : proven(model, [], fixes, countsOf(model, options), options);
}

/** The text of a file with its fixes applied. */
export function fixedText(file: ConfigFile, fixes: readonly TextFix[]): string {
  const lines = file.lines.map(({ raw }) => raw);
  const own = fixes.filter(({ uri }) => uri === file.uri).sort((a, b) => b.span.start - a.span.start);
  for (const { line, span, text } of own) {
    const raw = lines[line] ?? "";
    lines[line] = raw.slice(0, span.start) + text + raw.slice(span.end);
  }
  return lines.join("\n");
}

type Change = Pick<TextFix, "span" | "text">;

function changeFor(finding: Finding, file: ConfigFile): Change | undefined {
  const raw = file.lines[finding.line]?.raw ?? "";
  const word = raw.slice(finding.span.start, finding.span.end);
  if (finding.code === "missing-final-newline") return { span: { start: raw.length, end: raw.length }, text: lineEndOf(file, raw) };
  if (finding.code === "small-time") return /^\d+$/.test(word) ? { span: finding.span, text: `${word}ms` } : undefined;
  const text = successors[finding.code]?.get(word);
  return text === undefined || saidTwice(file, finding.line, word, text) ? undefined : { span: finding.span, text };
}

/** The line end that the file uses, as far as it is not there yet. */
function lineEndOf(file: ConfigFile, last: string): string {
  const above = file.lines.at(-2)?.raw ?? "";
  return above.endsWith("\r") && !last.endsWith("\r") ? "\r\n" : "\n";
}

/** True when the section says the same thing elsewhere too: HAProxy would warn that one overwrites the other. */
function saidTwice(file: ConfigFile, line: number, word: string, successor: string): boolean {
  const placed = file.sections.findLast(({ firstLine }) => firstLine <= line);
  return placed !== undefined && countOf(placed.section, word) + countOf(placed.section, successor) > 1;
}

function countOf(section: Section, said: string): number {
  const wanted = said.split(" ");
  return statementsOf(section).filter(({ words }) => {
    const from = words[0]?.value === "option" ? 1 : 0;
    return wanted.every((word, i) => words[from + i]?.value === word);
  }).length;
}

/** What only touches may stand: a line feed behind a changed word. */
function overlap(fix: TextFix, uri: string, line: number, { start, end }: Span): boolean {
  if (fix.uri !== uri || fix.line !== line) return false;
  return fix.span.start === start || (fix.span.start < end && start < fix.span.end);
}

/** Findings by file, line and code: a message may change with a fix, and no fix moves a line. */
type Counts = ReadonlyMap<string, number>;

function countsOf(model: Model, options: FindingOptions): Counts {
  const counts = new Map<string, number>();
  for (const { uri, line, code } of configFindings(model, options)) {
    const key = keyOf(uri, line, code);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function keyOf(uri: string, line: number, code: string): string {
  return `${line} ${code} ${uri}`;
}

/** Those of `fixes` that hold what they promise on top of `taken`; halves where the whole does not. */
function proven(
  model: Model,
  taken: readonly TextFix[],
  fixes: readonly TextFix[],
  before: Counts,
  options: FixOptions,
): readonly TextFix[] {
  if (holds(model, [...taken, ...fixes], before, options)) return fixes;
  if (fixes.length < 2) return [];
  const half = Math.ceil(fixes.length / 2);
  const first = proven(model, taken, fixes.slice(0, half), before, options);
  return [...first, ...proven(model, [...taken, ...first], fixes.slice(half), before, options)];
}

function holds(model: Model, fixes: readonly TextFix[], before: Counts, options: FixOptions): boolean {
  const touched = new Set(fixes.map(({ uri }) => uri));
  const files = model.files.map((file) => (touched.has(file.uri) ? readConfig(file.uri, fixedText(file, fixes), file) : file));
  const after = countsOf(modelOf(files, options.scripts), options);
  const most = new Map(before);
  for (const { uri, line, code } of fixes) most.set(keyOf(uri, line, code), (most.get(keyOf(uri, line, code)) ?? 0) - 1);
  return [...after].every(([key, count]) => count <= (most.get(key) ?? 0));
}
