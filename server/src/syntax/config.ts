/**
 * A configuration file as sections of lines.
 * Lines and sections that an edit leaves alone keep their object: identity is the cache key of everything built on them.
 */
import { type Line, readLine } from "./line.ts";

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
] as const;
export type SectionKind = (typeof sectionKinds)[number];

export interface Section {
  /** `preamble` is what stands before the first section. */
  readonly kind: SectionKind | "preamble";
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
  const lines = previous === undefined ? text.split("\n").map(readLine) : rereadLines(text, previous);
  const known = new Map(previous?.sections.map(({ section }) => [section.lines[0], section]));
  return { uri, text, lines, sections: readSections(lines, (header) => known.get(header)) };
}

/** The file with other lines in place of its own; `known` gives a section that may be the same as one seen before, by its header. */
export function withLines(file: ConfigFile, lines: readonly Line[], known: (header: Line) => Section | undefined): ConfigFile {
  return { ...file, lines, sections: readSections(lines, known) };
}

/** Takes over the lines before and behind the stretch of text that differs, and reads only what lies between. */
function rereadLines(text: string, previous: ConfigFile): readonly Line[] {
  const before = previous.text;
  if (text === before) return previous.lines;
  const head = commonHead(text, before);
  const tail = commonTail(text, before, Math.min(text.length, before.length) - head);
  const from = head === 0 ? 0 : text.lastIndexOf("\n", head - 1) + 1;
  const kept = countLines(before, from);
  const feed = text.indexOf("\n", text.length - tail);
  const to = feed < 0 ? text.length : feed;
  const behind = feed < 0 ? 0 : countLines(text, text.length, feed);
  const middle = text.slice(from, to).split("\n").map(readLine);
  return previous.lines.slice(0, kept).concat(middle, previous.lines.slice(previous.lines.length - behind));
}

/** Texts are compared in pieces of this length first: a piece that is equal costs one comparison of memory. */
const piece = 2048;

function commonHead(a: string, b: string): number {
  const most = Math.min(a.length, b.length);
  let head = 0;
  while (head + piece <= most && a.slice(head, head + piece) === b.slice(head, head + piece)) head += piece;
  while (head < most && a.charCodeAt(head) === b.charCodeAt(head)) head++;
  return head;
}

function commonTail(a: string, b: string, most: number): number {
  let tail = 0;
  while (tail + piece <= most && a.slice(a.length - tail - piece, a.length - tail) === b.slice(b.length - tail - piece, b.length - tail))
    tail += piece;
  while (tail < most && a.charCodeAt(a.length - 1 - tail) === b.charCodeAt(b.length - 1 - tail)) tail++;
  return tail;
}

/** Line feeds before `end`. */
function countLines(text: string, end: number, start = 0): number {
  let count = 0;
  for (let at = text.indexOf("\n", start); at >= 0 && at < end; at = text.indexOf("\n", at + 1)) count++;
  return count;
}

function readSections(lines: readonly Line[], known: (header: Line) => Section | undefined): PlacedSection[] {
  const found: PlacedSection[] = [];
  let from = 0;
  let depth = 0;
  let depthAtHeader = 0;
  for (let i = 0; i <= lines.length; i++) {
    const line = lines[i];
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
  const name = kind === undefined ? undefined : header.words[1]?.value;
  return { kind: kind ?? "preamble", name, lines: all.slice(from, to), conditional };
}

function sameLines(lines: readonly Line[], all: readonly Line[], from: number, to: number): boolean {
  if (lines.length !== to - from) return false;
  for (let i = from; i < to; i++) if (lines[i - from] !== all[i]) return false;
  return true;
}
