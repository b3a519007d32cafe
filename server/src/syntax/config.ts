/**
 * A configuration file as sections of lines.
 * Lines and sections that an edit leaves alone keep their object: identity is the cache key of everything built on them.
 */
import { type Change, changeBetween, keepStarts } from "./change.ts";
import { type Line, readLine } from "./line.ts";
import { newSort, Remembering } from "./memory.ts";

/** First words that open a section, over all releases from 2.4 to 3.4. */
export const sectionKinds = [
  "global",
  "defaults",
  "frontend",
  "backend",
  "listen",
  "peers",
  "resolvers",
  "mailers",
  "userlist",
  "cache",
  "program",
  "http-errors",
  "ring",
  "log-forward",
  "log-profile",
  "fcgi-app",
  "crt-store",
  "traces",
  "acme",
  "healthcheck",
  "namespace_list",
] as const;
export type SectionKind = (typeof sectionKinds)[number];

export interface Section {
  /** `preamble` is what stands before the first section. */
  readonly kind: SectionKind | "preamble";
  /** `defaults from other` has none. */
  readonly name: string | undefined;
  /** First the header (but for the preamble), then all lines up to the next header, blank and comment lines included. */
  readonly lines: readonly Line[];
  /** The section opens between `.if` and `.endif`: whether HAProxy reads it is not known here. */
  readonly conditional: boolean;
}

export interface PlacedSection {
  readonly firstLine: number;
  readonly section: Section;
}

export interface ConfigFile {
  readonly uri: string;
  readonly text: string;
  readonly lines: readonly Line[];
  readonly sections: readonly PlacedSection[];
}

const kinds = new Set<string>(sectionKinds);

/** Kind of the section that a line opens. */
export function openedSection(line: Line): SectionKind | undefined {
  const first = line.words[0];
  return first !== undefined && kinds.has(first.value) ? (first.value as SectionKind) : undefined;
}

/** Reads a file; lines and sections equal to those of `previous` are taken over from it. */
export function readConfig(uri: string, text: string, previous?: ConfigFile): ConfigFile {
  if (previous === undefined) {
    const lines = readLines(text);
    return { uri, text, lines, sections: readSections(lines, () => undefined) };
  }
  if (text === previous.text && uri === previous.uri) return previous;
  const change = changeBetween(previous, text);
  const lines = replaced(previous.lines, change.kept, previous.lines.length - change.behind, change.lines);
  const file = { uri, text, lines, sections: resection(previous, lines, change) };
  keepStarts(file, previous, change);
  return file;
}

/** What a single call can take as arguments, with much to spare. */
const mostArguments = 1000;

/** The list with the items from `from` to `to` replaced; a few new ones cost a single copy. */
function replaced<T>(list: readonly T[], from: number, to: number, by: readonly T[]): readonly T[] {
  if (by.length > mostArguments) return list.slice(0, from).concat(by, list.slice(to));
  return list.toSpliced(from, to - from, ...by);
}

/** The file with other lines in place of its own; `known` gives a section that may be the same as one seen before, by its header. */
export function withLines(file: ConfigFile, lines: readonly Line[], known: (header: Line) => Section | undefined): ConfigFile {
  return { ...file, lines, sections: readSections(lines, known) };
}

/** Equal lines are one object, so that each is read once; a header is not shared, because it stands for its section. */
function readLines(text: string): readonly Line[] {
  const known = new Map<string, Line>();
  return text.split("\n").map((raw) => {
    let line = known.get(raw);
    if (line === undefined) {
      line = readLine(raw);
      if (openedSection(line) === undefined) known.set(raw, line);
    }
    return line;
  });
}

/** Divides only the stretch of sections that the change touches; those that stay where they are keep their object. */
function resection(previous: ConfigFile, lines: readonly Line[], { kept, behind, lines: changed }: Change): readonly PlacedSection[] {
  const { sections } = previous;
  const old = previous.lines.length - behind;
  const first = Math.max(
    0,
    sections.findLastIndex(({ firstLine }) => firstLine < Math.max(1, kept)),
  );
  const found = sections.findIndex(({ firstLine }, i) => i > first && firstLine >= old);
  const next = found < 0 ? sections.length : found;
  const touched = sections.slice(first, next);
  // what `.if` guards may be all of the file
  if (changed.some(isMacro) || touched.some(({ section }) => section.conditional || section.lines.some(isMacro)))
    return readSections(lines, knownIn(sections));
  const moved = lines.length - previous.lines.length;
  const to = (sections[next]?.firstLine ?? previous.lines.length) + moved;
  const untouched = sections.slice(next);
  return sections
    .slice(0, first)
    .concat(
      readSections(lines, knownIn(touched), touched[0]?.firstLine ?? 0, to),
      moved === 0 ? untouched : untouched.map(({ firstLine, section }) => ({ firstLine: firstLine + moved, section })),
    );
}

/** A line such as `.if`, which HAProxy reads before it looks for keywords. */
export function isMacro(line: Line): boolean {
  return line.words[0]?.value.startsWith(".") === true;
}

function knownIn(sections: readonly PlacedSection[]): (header: Line) => Section | undefined {
  const known = new Map(sections.map(({ section }) => [section.lines[0], section]));
  return (header) => known.get(header);
}

/** The sections of the lines from `start` to `end`, where no `.if` is open. */
function readSections(
  lines: readonly Line[],
  known: (header: Line) => Section | undefined,
  start = 0,
  end = lines.length,
): PlacedSection[] {
  const found: PlacedSection[] = [];
  let from = start;
  let depth = 0;
  let depthAtHeader = 0;
  for (let i = start; i <= end; i++) {
    const line = i < end ? lines[i] : undefined;
    if (line === undefined || (i > from && openedSection(line) !== undefined)) {
      if (i > from) found.push({ firstLine: from, section: sectionOf(lines, from, i, depthAtHeader > 0, known) });
      from = i;
      depthAtHeader = depth;
    }
    const macro = line?.words[0]?.value;
    if (macro === ".if") depth++;
    else if (macro === ".endif") depth = Math.max(0, depth - 1);
  }
  return found;
}

function sectionOf(
  all: readonly Line[],
  from: number,
  to: number,
  conditional: boolean,
  known: (header: Line) => Section | undefined,
): Section {
  const header = all[from] as Line;
  const same = known(header);
  if (same !== undefined && same.conditional === conditional && sameLines(same.lines, all, from, to)) return same;
  const kind = openedSection(header);
  return new ReadSection(kind ?? "preamble", kind && nameOf(kind, header), all.slice(from, to), conditional);
}

/** Behind `from` stands the name of another section. */
function nameOf(kind: SectionKind, { words }: Line): string | undefined {
  const name = words[1]?.value;
  return kind === "defaults" && name === "from" ? undefined : name;
}

const sectionSort = newSort();

class ReadSection extends Remembering implements Section {
  readonly kind: Section["kind"];
  readonly name: string | undefined;
  readonly lines: readonly Line[];
  readonly conditional: boolean;

  constructor(kind: Section["kind"], name: string | undefined, lines: readonly Line[], conditional: boolean) {
    super(sectionSort);
    this.kind = kind;
    this.name = name;
    this.lines = lines;
    this.conditional = conditional;
  }
}

function sameLines(lines: readonly Line[], all: readonly Line[], from: number, to: number): boolean {
  if (lines.length !== to - from) return false;
  for (let i = from; i < to; i++) if (lines[i - from] !== all[i]) return false;
  return true;
}
