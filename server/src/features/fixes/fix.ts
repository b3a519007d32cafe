/** What a fix is made from, and what it is: a change of text that answers a finding. */
import type { Release } from "../../knowledge/release.ts";
import type { LintCode } from "../../lints/codes.ts";
import { wordingOf } from "../../lints/wording.ts";
import { type Interpretation, interpret } from "../../model/interpretation/interpretation.ts";
import type { Issue } from "../../model/interpretation/issue.ts";
import type { Model } from "../../model/model.ts";
import { sectionAt, statementAt } from "../../model/parts/parts.ts";
import { type Statement, statementsOf } from "../../model/statement.ts";
import { type ConfigFile, type PlacedSection, readConfig } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import type { Finding } from "../finding.ts";
import { inLine, insertedLines, removedLines, type TextChange } from "../textChange.ts";

export interface Draft {
  /** What it does, in words. */
  readonly title: string;
  readonly changes: readonly TextChange[];
  /** Everything that HAProxy does stays as it is, or was before the release refused the word. */
  readonly safe?: boolean;
  /** What most people would choose. */
  readonly preferred?: boolean;
}

/** A finding with everything known of the place where it stands. */
export interface FixContext {
  readonly model: Model;
  readonly release: Release | undefined;
  readonly branch: string | undefined;
  readonly finding: Finding;
  readonly file: ConfigFile;
  readonly placed: PlacedSection;
  readonly line: Line;
  readonly interpretation: Interpretation | undefined;
  /** The issue of the statement that became the finding. */
  readonly issue: Issue | undefined;
  /** The text under the finding. */
  readonly text: string;
}

export type FixMaker = (context: FixContext) => readonly Draft[];
/** By the code of the finding. */
export type FixMakers = Readonly<Partial<Record<LintCode, FixMaker>>>;

/** Undefined where the finding lies outside of the files that the model was made of. */
export function fixContext(model: Model, release: Release | undefined, finding: Finding): FixContext | undefined {
  const file = model.files.find(({ uri }) => uri === finding.uri);
  const line = file?.lines[finding.line];
  const placed = file && sectionAt(file, finding.line);
  if (file === undefined || line === undefined || placed === undefined) return undefined;
  const branch = release?.branch;
  const statement = statementAt(placed.section, finding.line - placed.firstLine);
  const interpretation = statement && interpret(statement, placed.section, branch);
  const issue = interpretation?.issues.find(
    (one) => wordingOf(one).code === finding.code && interpretation.statement.words[one.index]?.span.start === finding.span.start,
  );
  const text = line.raw.slice(finding.span.start, finding.span.end);
  return { model, release, branch, finding, file, placed, line, interpretation, issue, text };
}

/** First of the comments that stand right above a line. */
export function commentsAbove({ file, placed }: FixContext, line: number): number {
  let first = line;
  while (first - 1 > placed.firstLine && isComment(file.lines[first - 1])) first--;
  return first;
}

function isComment(line: Line | undefined): boolean {
  return line?.comment !== undefined && line.words.length === 0;
}

/** The lines from `first` to `last` put in front of line `to`. */
export function moved({ file }: FixContext, first: number, last: number, to: number): readonly TextChange[] {
  const lines = file.lines.slice(first, last + 1).map(({ raw }) => raw.replace(/\r$/, ""));
  return [insertedLines(file, to, lines), removedLines(file, first, last)];
}

/** Puts a text in place of what the finding marks. */
export function replaced({ file, finding }: FixContext, text: string): TextChange {
  return inLine(file.uri, finding.line, finding.span.start, finding.span.end, text);
}

/** The blanks in front of the line of the finding. */
export function indentOf({ line }: Pick<FixContext, "line">): string {
  return /^[ \t]*/.exec(line.raw)?.[0] ?? "";
}

/** The blanks in front of the statements of a section; of a section without any, those of another one of the file. */
export function indentIn(file: ConfigFile, { section }: PlacedSection): string {
  for (const one of [section, ...file.sections.map((placed) => placed.section)]) {
    const first = statementsOf(one).find(({ offset }) => offset > 0 && one.kind !== "preamble");
    if (first !== undefined) return indentOf(first);
  }
  return "    ";
}

/** Line behind the last statement of a section, in which one more can stand; comments and blanks below belong to what follows. */
export function endOf({ firstLine, section }: PlacedSection): number {
  const last = section.lines.findLastIndex(({ words }) => words.length > 0);
  return firstLine + last + 1;
}

/** The header of the section, or the comments right above it. */
export function beginningOf({ file, placed }: Pick<FixContext, "file" | "placed">): number {
  let line = placed.firstLine;
  while (line > 0 && file.lines[line - 1]?.words.length === 0 && file.lines[line - 1]?.comment !== undefined) line--;
  return line;
}

/** Whether a line, standing in a section, is one that HAProxy of the branch takes without a word. */
export function isSound(raw: string, { section }: PlacedSection, branch: string | undefined): boolean {
  return issuesIn(raw, section.lines[0]?.raw ?? "", branch) === 0;
}

/** What HAProxy of the branch makes of a line that stands in a section. */
export function interpretedAs(raw: string, { section }: PlacedSection, branch: string | undefined): Interpretation | undefined {
  const [placed] = readConfig("", `${section.lines[0]?.raw ?? ""}\n${raw}`).sections;
  const statement = placed && statementAt(placed.section, 1);
  return placed && statement && interpret(statement, placed.section, branch);
}

function issuesIn(raw: string, header: string, branch: string | undefined): number {
  const [placed] = readConfig("", `${header}\n${raw}`).sections;
  if (placed === undefined) return 1;
  const statements: readonly Statement[] = statementsOf(placed.section).filter(({ offset }) => offset > 0);
  return statements.reduce((count, statement) => {
    const { issues } = interpret(statement, placed.section, branch);
    return count + issues.length + statement.line.problems.length;
  }, 0);
}

/** The line with a stretch of it replaced. */
export function rewritten(raw: string, start: number, end: number, text: string): string {
  return raw.slice(0, start) + text + raw.slice(end);
}
