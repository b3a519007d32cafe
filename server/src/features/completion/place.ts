/** Where the cursor stands: in which section, behind which words, and in what is being typed. */
import { type Statement, statementsOf } from "../../model/statement.ts";
import { columnIn } from "../../syntax/columns.ts";
import { type ConfigFile, openedSection, type PlacedSection, type Section } from "../../syntax/config.ts";
import { type Line, readLine, type Word } from "../../syntax/line.ts";

export interface Place {
  readonly uri: string;
  readonly placed: PlacedSection;
  readonly section: Section;
  /** Line within the section; 0 is its header. */
  readonly offset: number;
  readonly raw: string;
  readonly column: number;
  /** The line up to the cursor. */
  readonly prefix: Line;
  /** Words in front of the one being typed, without `no` and `default`. */
  readonly words: readonly Word[];
  readonly negation: "no" | "default" | undefined;
  /** The word being typed, as far as it is there; absent behind a blank. */
  readonly word: Word | undefined;
  /** Its value, "" behind a blank. */
  readonly typed: string;
  /** End of the word that the cursor is in or in front of; the cursor's own column where there is none. */
  readonly wordEnd: number;
  /** Values of the words behind the cursor's. */
  readonly behind: readonly string[];
}

/** Undefined in a comment and outside of the file. */
export function placeAt(file: ConfigFile, line: number, column: number): Place | undefined {
  const raw = file.lines[line]?.raw;
  const placed = file.sections.findLast(({ firstLine }) => firstLine <= line);
  if (raw === undefined || placed === undefined || column < 0 || column > raw.length) return undefined;
  const prefix = readLine(raw.slice(0, column));
  if (prefix.comment !== undefined) return undefined;
  const last = prefix.words.at(-1);
  const word = last !== undefined && last.span.end === column ? last : undefined;
  const before = word === undefined ? prefix.words : prefix.words.slice(0, -1);
  const first = before[0]?.value;
  const negation = first === "no" || first === "default" ? first : undefined;
  const whole = file.lines[line] as Line;
  const here = whole.words.find(
    ({ span }) => span.start <= column && column <= span.end && (word === undefined || span.start <= word.span.start),
  );
  return {
    uri: file.uri,
    placed,
    section: placed.section,
    offset: line - placed.firstLine,
    raw,
    column,
    prefix,
    words: negation === undefined ? before : before.slice(1),
    negation,
    word,
    typed: word?.value ?? "",
    wordEnd: here === undefined ? column : Math.max(column, here.span.end - closingQuote(here)),
    behind: whole.words.filter(({ span }) => span.start > column).map(({ value }) => value),
  };
}

function closingQuote({ quoting, span, value }: Word): number {
  return (quoting === "weak" || quoting === "strong") && span.end - span.start > value.length + 1 ? 1 : 0;
}

/** The words in front of the cursor as a statement of their own. */
export function statementBefore({ prefix, offset, words, negation, section }: Place): Statement {
  const header = offset === 0 && section.kind !== "preamble";
  return { line: prefix, offset: header ? 0 : Math.max(1, offset), words, prefix: negation, conditional: false };
}

/** The line opens its section, and the cursor is behind its first word. */
export function isHeader({ offset, section, words, negation, prefix }: Place): boolean {
  return offset === 0 && section.kind !== "preamble" && words.length > 0 && negation === undefined && openedSection(prefix) !== undefined;
}

/** The kind of quote that is open at the cursor. */
export function openQuote({ prefix }: Place): string | undefined {
  const problem = prefix.problems.find(({ kind }) => kind === "unclosed-quote");
  return problem === undefined ? undefined : prefix.raw[problem.span.start];
}

/** Column of a place in the value being typed. */
export function columnOf(place: Place, at: number): number {
  return place.word === undefined ? place.column : columnIn(place.prefix, place.word, at);
}

/** A part of the word being typed, from `at` in its value up to the cursor, that something is to be put in place of. */
export interface Slot {
  readonly place: Place;
  readonly at: number;
  /** The text from there up to the cursor. */
  readonly typed: string;
  /** What goes on behind the cursor as a part of the same; without it the whole word does. */
  readonly goesOn?: RegExp;
}

export function wholeWord(place: Place): Slot {
  return { place, at: 0, typed: place.typed };
}

/** The part of a slot from `from` on. */
export function partOf({ place, at, typed }: Slot, from: number, goesOn: RegExp): Slot {
  return { place, at: at + from, typed: typed.slice(from), goesOn };
}

/** Columns that an item for the slot replaces. */
export function spanOf({ place, at, goesOn }: Slot): { readonly start: number; readonly end: number } {
  const start = columnOf(place, at);
  if (goesOn === undefined) return { start, end: place.wordEnd };
  let end = place.column;
  while (end < place.wordEnd && goesOn.test(place.raw[end] as string)) end++;
  return { start, end };
}

/** Statements of the section, without the cursor's own line. */
export function otherStatements({ section, offset }: Place): readonly Statement[] {
  return statementsOf(section).filter((statement) => statement.offset !== offset);
}
