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
  const lines = readLines(text, previous?.lines ?? []);
  return { uri, lines, sections: readSections(lines, previous?.sections ?? []) };
}

/** Takes over the common head and tail of the previous lines and reads only what lies between. */
function readLines(text: string, previous: readonly Line[]): Line[] {
  const raws = text.split("\n");
  const most = Math.min(raws.length, previous.length);
  let head = 0;
  while (head < most && raws[head] === previous[head]?.raw) head++;
  let tail = 0;
  while (tail < most - head && raws[raws.length - 1 - tail] === previous[previous.length - 1 - tail]?.raw) tail++;
  const middle = raws.slice(head, raws.length - tail).map(readLine);
  return [...previous.slice(0, head), ...middle, ...previous.slice(previous.length - tail)];
}

function readSections(lines: readonly Line[], previous: readonly PlacedSection[]): PlacedSection[] {
  const known = new Map(previous.map(({ section }) => [section.lines[0], section]));
  const found: PlacedSection[] = [];
  let from = 0;
  let depth = 0;
  let depthAtHeader = 0;
  for (let i = 0; i <= lines.length; i++) {
    const line = lines[i];
    if (line === undefined || (i > from && openedSection(line) !== undefined)) {
      if (i > from) found.push({ firstLine: from, section: sectionOf(lines.slice(from, i), depthAtHeader > 0, known) });
      from = i;
      depthAtHeader = depth;
    }
    const macro = line?.words[0]?.value;
    if (macro === ".if") depth++;
    else if (macro === ".endif") depth = Math.max(0, depth - 1);
  }
  return found;
}

function sectionOf(lines: readonly Line[], conditional: boolean, known: ReadonlyMap<Line | undefined, Section>): Section {
  const header = lines[0] as Line;
  const same = known.get(header);
  if (same && same.conditional === conditional && same.lines.length === lines.length && same.lines.every((line, i) => line === lines[i]))
    return same;
  const kind = openedSection(header);
  return { kind: kind ?? "preamble", name: kind === undefined ? undefined : header.words[1]?.value, lines, conditional };
}
