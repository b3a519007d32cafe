/** Statements: lines with words, without the `no`/`default` prefix, knowing whether a macro condition guards them. */

import type { ConfigFile, PlacedSection, Section } from "../syntax/config.ts";
import type { Line, Word } from "../syntax/line.ts";
import { Memory } from "../syntax/memory.ts";
import { perObject } from "../syntax/perObject.ts";
import { keepPlaced, placedLast } from "../syntax/rememberingLine.ts";
import type { Place, Span } from "../syntax/span.ts";
import { gathered, type Stretch } from "../syntax/stretches.ts";

/** One statement of a section. Its line counts from the section's first line, so that it survives edits elsewhere. */
export interface Statement {
  readonly line: Line;
  readonly offset: number;
  readonly words: readonly Word[];
  readonly prefix: "no" | "default" | undefined;
  /** Between `.if` and `.endif`: whether HAProxy reads it is not known here (`model/macros/asRead.ts` takes out what is). */
  readonly conditional: boolean;
}

/** A statement with the file and section it stands in. */
export interface PlacedStatement {
  readonly uri: string;
  readonly lineNumber: number;
  readonly section: Section;
  readonly statement: Statement;
}

/** Statements of a section, header included as the first one; computed once for each Section object. */
export const statementsOf = perObject((section: Section): readonly Statement[] => {
  const found: Statement[] = [];
  const { lines } = section;
  let depth = section.conditional ? 1 : 0;
  for (let offset = 0; offset < lines.length; offset++) {
    const line = lines[offset] as Line;
    const first = line.words[0]?.value ?? "";
    // HAProxy takes a line whose first word is empty for an empty line
    if (first === "" || (first.startsWith("[") && isScope(line))) continue;
    if (first.startsWith(".")) {
      if (first === ".if") depth++;
      else if (first === ".endif") depth = Math.max(0, depth - 1);
      continue;
    }
    found.push(statementOf(line, lines[0] as Line, offset, depth > 0));
  }
  return found;
});

/** A statement of the section that a line opens. */
class ReadStatement implements Statement {
  readonly line: Line;
  readonly opening: Line;
  readonly offset: number;
  readonly words: readonly Word[];
  readonly prefix: Statement["prefix"];
  readonly conditional: boolean;

  constructor(line: Line, opening: Line, offset: number, conditional: boolean) {
    const words = upToEmpty(line.words);
    const first = words[0]?.value;
    this.line = line;
    this.opening = opening;
    this.offset = offset;
    this.prefix = words.length > 1 && (first === "no" || first === "default") ? first : undefined;
    this.words = this.prefix === undefined ? words : words.slice(1);
    this.conditional = conditional;
  }

  isAt(opening: Line, offset: number, conditional: boolean): boolean {
    return this.offset === offset && this.opening === opening && this.conditional === conditional;
  }
}

/** The same object as before the edit, where the section keeps the line at its place. */
function statementOf(line: Line, opening: Line, offset: number, conditional: boolean): Statement {
  const known = placedLast(line) as ReadStatement | undefined;
  if (known?.isAt(opening, offset, conditional)) return known;
  const statement = new ReadStatement(line, opening, offset, conditional);
  keepPlaced(line, statement);
  return statement;
}

/** `[name]` alone on a line names a scope for the files of filters; here it changes nothing. */
function isScope({ raw }: Line): boolean {
  return /^\s*\[[\w.:-]+\]\s*(?:#.*)?$/.test(raw);
}

/** To HAProxy an empty word is the end of a statement. */
function upToEmpty(words: readonly Word[]): readonly Word[] {
  for (let i = 1; i < words.length; i++) if ((words[i] as Word).value === "") return words.slice(0, i);
  return words;
}

interface PlacedList {
  readonly uri: string;
  readonly firstLine: number;
  readonly list: readonly PlacedStatement[];
}
const placedMemo = new Memory<Section, PlacedList>();

/** Statements of a section with their places, the header left out; kept as long as the section stays where it is. */
export function placedStatementsOf(uri: string, { firstLine, section }: PlacedSection): readonly PlacedStatement[] {
  const known = placedMemo.get(section);
  if (known !== undefined && known.uri === uri && known.firstLine === firstLine) return known.list;
  const statements = statementsOf(section);
  const hasHeader = section.kind !== "preamble" && statements[0]?.offset === 0;
  const own = hasHeader ? statements.slice(1) : statements;
  const list = own.map((statement) => ({ uri, lineNumber: firstLine + statement.offset, section, statement }));
  placedMemo.set(section, { uri, firstLine, list });
  return list;
}

interface ListIndex {
  readonly byKeyword: ReadonlyMap<string, readonly PlacedStatement[]>;
  readonly conditional: boolean;
  /** Rules with one of the rare actions. */
  readonly rare: readonly PlacedStatement[];
}
const indexes = new WeakMap<readonly PlacedStatement[], ListIndex>();
const none: readonly PlacedStatement[] = [];

/** Statements of a list that start with a keyword, whatever prefix they have; worked out once for each list. */
export function withKeyword(list: readonly PlacedStatement[], keyword: string): readonly PlacedStatement[] {
  return indexOf(list).byKeyword.get(keyword) ?? none;
}

/** Whether any statement of a list stands between `.if` and `.endif`. */
export function anyConditional(list: readonly PlacedStatement[]): boolean {
  return indexOf(list).conditional;
}

/** Actions that are looked for in every proxy and stand in few: these are noted once, instead of looking at all rules for each. */
const rareActions = ["set-bandwidth-limit", "send-spoe-group", "set-timeout", "capture"] as const;
const rareWords: ReadonlySet<string> = new Set(rareActions);
/** The actions on sticky counters. */
const rareStart = /^(?:track-sc|sc-)/;

/** Rules of a list, in order, with the action behind their keyword or behind their hook; `sc` stands for all on sticky counters. */
export function rulesActing(list: readonly PlacedStatement[], action: (typeof rareActions)[number] | "sc"): readonly PlacedStatement[] {
  const { rare } = indexOf(list);
  if (rare.length === 0) return none;
  const isMeant = (text: string) => (action === "sc" ? rareStart.test(text) : text === action);
  return rare.filter((at) => isMeant(wordOf(at, 1)) || isMeant(wordOf(at, 2)));
}

function isRare(text: string): boolean {
  // nearly no word gets as far as the regular expression
  return rareWords.has(text) || ((text.startsWith("t") || text.startsWith("sc-")) && rareStart.test(text));
}

/** What a proxy says and what it inherits are asked many times by turns: the two lists asked last are found without the map. */
let last: { readonly list: readonly PlacedStatement[]; readonly index: ListIndex } | undefined;
let lastButOne: typeof last;

function indexOf(list: readonly PlacedStatement[]): ListIndex {
  if (last?.list === list) return last.index;
  if (lastButOne?.list === list) return lastButOne.index;
  let index = indexes.get(list);
  if (index === undefined) {
    index = indexed(list);
    indexes.set(list, index);
  }
  lastButOne = last;
  last = { list, index };
  return index;
}

function indexed(list: readonly PlacedStatement[]): ListIndex {
  const byKeyword = new Map<string, PlacedStatement[]>();
  let conditional = false;
  let rare: PlacedStatement[] | undefined;
  for (const placed of list) {
    const keyword = wordOf(placed, 0);
    const same = byKeyword.get(keyword);
    if (same === undefined) byKeyword.set(keyword, [placed]);
    else same.push(placed);
    conditional ||= placed.statement.conditional;
    const isRule = keyword.startsWith("http-") || keyword.startsWith("tcp-");
    // the action stands behind the keyword, or behind the hook
    if (!isRule || !(isRare(wordOf(placed, 1)) || isRare(wordOf(placed, 2)))) continue;
    rare ??= [];
    rare.push(placed);
  }
  return { byKeyword, conditional, rare: rare ?? none };
}

/** Every statement of the files, section headers left out, in the order HAProxy reads them. */
export function* statementsIn(files: readonly ConfigFile[]): Generator<PlacedStatement> {
  for (const file of files) {
    for (const placed of file.sections) yield* placedStatementsOf(file.uri, placed);
  }
}

/** Statements of the global sections; found once for each list of files. */
export const globalStatements = perObject((files: readonly ConfigFile[]): readonly PlacedStatement[] => gathered(files, globalIn));

const globalIn = perObject(({ uri, sections }: Stretch): readonly PlacedStatement[] =>
  sections.flatMap((placed) => (placed.section.kind === "global" ? placedStatementsOf(uri, placed) : none)),
);

/** Whether a global section holds the keyword, be it behind `.if`: then we cannot say that it is missing. */
export function globalSays({ files }: { readonly files: readonly ConfigFile[] }, keyword: string): boolean {
  for (const at of globalStatements(files)) if (wordOf(at, 0) === keyword) return true;
  return false;
}

/** Text of the n-th word without its prefix, or "". */
export function wordOf(placed: PlacedStatement, index: number): string {
  return placed.statement.words[index]?.value ?? "";
}

/** The value of a parameter: the word behind its name, which stands at `from` or later. */
export function wordBehind(words: readonly Word[], name: string, from = 1): Word | undefined {
  for (let i = from; i < words.length; i++) if (words[i]?.value === name) return words[i + 1];
  return undefined;
}

/** True when the statement starts with these words. */
export function startsWith(placed: PlacedStatement, ...words: readonly string[]): boolean {
  return placed.statement.prefix === undefined && words.every((word, i) => wordOf(placed, i) === word);
}

/** The same line at the same place, be its section another object. */
export function isSameStatement(one: PlacedStatement, other: PlacedStatement | undefined): boolean {
  return saysTheSame(one, other) && one.lineNumber === other?.lineNumber;
}

/** The same line of the same file, wherever it stands there. */
export function saysTheSame({ uri, statement }: PlacedStatement, other: PlacedStatement | undefined): boolean {
  return (
    other !== undefined &&
    statement.line === other.statement.line &&
    uri === other.uri &&
    statement.conditional === other.statement.conditional
  );
}

/** From the first word to the last, comment left out. */
export function placeOf(placed: PlacedStatement): Place {
  return { uri: placed.uri, line: placed.lineNumber, span: spanOfStatement(placed.statement) };
}

export function spanOfStatement(statement: Statement): Span {
  return spanOfWords(statement.line.words);
}

/** From the first of the words to the last; empty where there are none. */
export function spanOfWords(words: readonly Word[]): Span {
  return { start: words[0]?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 };
}
