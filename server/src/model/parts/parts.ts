/**
 * What every stretch of a configuration is: for a line of a section its parts, in the order of columns, none overlapping.
 * Nothing is worked out before it is asked for; then a line keeps its parts as it keeps its interpretation.
 */

import { entryOf } from "../../knowledge/grammar.ts";
import type { Node } from "../../knowledge/notation.ts";
import type { ConfigFile, PlacedSection, Section } from "../../syntax/config.ts";
import { readExpression } from "../../syntax/expression.ts";
import type { Line } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";
import { remembered } from "../../syntax/rememberingLine.ts";
import { touches } from "../../syntax/span.ts";
import { circumstancesOf, type Interpretation, interpret } from "../interpretation/interpretation.ts";
import type { Role } from "../interpretation/match.ts";
import { parameterName, readParameter } from "../interpretation/parameters.ts";
import { placementOf } from "../interpretation/placementMemo.ts";
import { contextOf } from "../interpretation/statementMatch.ts";
import { type Statement, statementsOf } from "../statement.ts";
import { type Part, PartList } from "./part.ts";
import { partsBehindFault } from "./partsBehindFault.ts";
import { expressionParts } from "./partsInSample.ts";
import { aclParts, conditionParts, formatParts } from "./partsInText.ts";
import { typedPart } from "./partsInWord.ts";
import { headParts, standingOf, wordWithParentheses } from "./partsOfHead.ts";
import { macroParts } from "./partsOfMacro.ts";

const none: readonly Part[] = [];

/** Parts of the line `offset` lines behind the first one of the section; of macros and comments too. */
export function partsOf(section: Section, offset: number, branch: string | undefined): readonly Part[] {
  const line = section.lines[offset];
  if (line === undefined || (line.words.length === 0 && line.comment === undefined)) return none;
  const statement = statementAt(section, offset);
  return remembered(line, keyOf(circumstancesOf(section, statement?.offset === 0, branch)), () =>
    statement === undefined ? partsWithout(line, branch) : partsOfStatement(interpret(statement, section, branch), section, branch),
  );
}

/** A place in a file, with all that is known of it; `part` is absent between words. */
export interface PlaceInConfig {
  readonly placed: PlacedSection;
  readonly line: Line;
  readonly statement: Statement | undefined;
  readonly interpretation: Interpretation | undefined;
  readonly parts: readonly Part[];
  /** The part that the column touches; of two, the one that begins there. */
  readonly part: Part | undefined;
}

/** What stands at a column (in UTF-16 units) of a line; undefined for lines that the file does not have. */
export function partAt(file: ConfigFile, line: number, column: number, branch: string | undefined): PlaceInConfig | undefined {
  const placed = sectionAt(file, line);
  const read = placed?.section.lines[line - placed.firstLine];
  if (placed === undefined || read === undefined) return undefined;
  const offset = line - placed.firstLine;
  const statement = statementAt(placed.section, offset);
  const parts = partsOf(placed.section, offset, branch);
  return {
    placed,
    line: read,
    statement,
    interpretation: statement && interpret(statement, placed.section, branch),
    parts,
    part: parts.findLast(({ span }) => touches(span, column)),
  };
}

/** The section that holds a line. */
export function sectionAt({ sections }: ConfigFile, line: number): PlacedSection | undefined {
  let low = 0;
  let high = sections.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sections[middle] as PlacedSection).firstLine <= line) low = middle + 1;
    else high = middle;
  }
  return sections[low - 1];
}

/** The statement that a line of a section holds. */
export function statementAt(section: Section, offset: number): Statement | undefined {
  const statements = statementsOf(section);
  let low = 0;
  let high = statements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((statements[middle] as Statement).offset < offset) low = middle + 1;
    else high = middle;
  }
  const found = statements[low];
  return found?.offset === offset ? found : undefined;
}

/** Interpretations are remembered under the circumstances themselves. */
const keyOf = perObject((_circumstances: object): object => ({}));

/** A macro, a comment, or a line of which HAProxy makes nothing. */
function partsWithout(line: Line, branch: string | undefined): readonly Part[] {
  const list = new PartList(line, line.words, 0, branch);
  if (line.words[0]?.value.startsWith(".")) macroParts(list);
  return finished(list);
}

function finished(list: PartList): readonly Part[] {
  list.words.forEach((_, index) => {
    if (!list.covers(index)) list.whole(index, "word");
  });
  if (list.line.comment !== undefined) list.outside(list.line.comment, "comment", -1);
  return list.finish();
}

function partsOfStatement(interpretation: Interpretation, section: Section, branch: string | undefined): readonly Part[] {
  const { statement, head, entry, fitting } = interpretation;
  const { line, words, prefix } = statement;
  const list = new PartList(line, words, prefix === undefined ? 0 : 1, branch);
  const first = line.words[0];
  if (prefix !== undefined && first !== undefined) list.outside(first.span, "prefix", 0);
  headParts(list, interpretation, section);
  // flags and values of an ACL have a reading of their own
  const acl = words[0]?.value === "acl" && entry !== undefined && prefix === undefined;
  for (const role of fitting) if (!(acl && role.index > 1)) roleParts(list, role, statement.offset === 0 && section.kind !== "preamble");
  if (acl) aclParts(list, 2, words.length);
  else converterParts(list, fitting);
  if (prefix === undefined) parameterParts(list, interpretation, section, branch);
  if (prefix === undefined && mayHaveCondition(interpretation)) looseCondition(list, head);
  if (!acl) partsBehindFault(list, interpretation, (role) => roleParts(list, role, false));
  return finished(list);
}

function roleParts(list: PartList, { index, node }: Role, header: boolean): void {
  if (node.kind === "condition") conditionParts(list, index);
  else if (node.kind === "word") list.whole(index, "enum");
  else if (node.kind === "type" && header && node.type === "new") list.whole(index, "section-name", { kind: node.parameter ?? "" });
  else if (node.kind === "type") wordParts(list, index, node);
}

function wordParts(list: PartList, index: number, { type, parameter }: Node & { kind: "type" }): void {
  const text = list.valueOf(index);
  if (type === "expr") expressionParts(list, index, readExpression(text), "fetch");
  else if (type === "fmt" || (type === "ref" && text.includes("%["))) formatParts(list, index);
  else typedPart(list, index, 0, text.length, type, parameter);
}

/** Converters in words of their own behind an expression. */
function converterParts(list: PartList, roles: readonly Role[]): void {
  for (const { index, node } of roles) {
    if (node.kind !== "type" || node.type !== "expr") continue;
    for (let i = index + 1; i < list.words.length && !list.covers(i); i++) {
      const text = list.valueOf(i);
      if (!contextOf(list.branch).isConverter(text)) break;
      expressionParts(list, i, readExpression(text), "converter");
    }
  }
}

/** Names of the parameters of a bind or server line; their arguments are roles as far as the line fits. */
function parameterParts(
  list: PartList,
  { statement, entry: own, head }: Interpretation,
  section: Section,
  branch: string | undefined,
): void {
  const { words } = statement;
  const { parameters } = placementOf(statement, section, branch);
  const grammarClass = parameters?.grammarClass ?? own?.parameters;
  if (grammarClass === undefined) return;
  let from = parameters?.from ?? head;
  while (parameters === undefined && list.covers(from)) from++;
  while (from < words.length) {
    let next = from;
    for (let at: number | undefined = from; at !== undefined; ) {
      const read = readParameter(grammarClass, words, at, branch, contextOf(branch));
      if (read === undefined) break;
      const { index, name, entry, match } = read;
      const standing = entry === undefined ? { unknown: true } : standingOf(parameters?.problemOf(name, index));
      wordWithParentheses(list, index, "parameter", entry?.inWord, { of: grammarClass, ...standing });
      next = index + 1;
      if (match === undefined) break;
      for (const role of "mismatch" in match ? match.mismatch.fitting : match.roles)
        if (!list.covers(role.index)) roleParts(list, role, false);
      at = read.next;
    }
    // behind a word that cannot be read, we go on where one is known again
    const known = words.findIndex(
      ({ value }, i) => i >= next && !list.covers(i) && entryOf(grammarClass, parameterName(value)) !== undefined,
    );
    from = known < 0 ? words.length : known;
  }
}

/** Whether a condition may end the statement that none of its roles is. */
function mayHaveCondition({ ruleset, fitting, entry, statement }: Interpretation): boolean {
  if (fitting.some(({ node }) => node.kind === "condition")) return false;
  const first = statement.words[0]?.value ?? "";
  return ruleset !== undefined || entry?.final !== undefined || first === "use_backend" || first === "use-server" || first === "redirect";
}

/** The condition of a statement whose words before it do not fit, or not yet, or may be any. */
function looseCondition(list: PartList, head: number): void {
  const from = list.words.findIndex(({ value, quoting }, i) => i >= head && quoting === "none" && (value === "if" || value === "unless"));
  if (from > 0 && !list.covers(from)) conditionParts(list, from);
}
