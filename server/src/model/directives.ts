/** Comments that speak to us: the release in use, and findings that the author accepts, here or in the whole file. */

import type { ConfigFile, Section } from "../syntax/config.ts";
import type { Line } from "../syntax/line.ts";
import { perObject } from "../syntax/perObject.ts";
import type { Place, Span } from "../syntax/span.ts";

/** A release that a comment states: `# haproxy: 3.0.2`. */
export interface StatedRelease {
  readonly text: string;
  readonly at: Place;
}

const releaseComment = /^#+\s*haproxy(?:[ -](?:release|version))?\s*[:=]\s*(v?\d+\.\d+\S*)\s*$/i;
const allowComment = /#\s*haproxy-sleuth:\s*(allow(?:-file)?)\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)/i;

/** Whether the text of a comment, its sign included, says something to us. */
export function isDirective(comment: string): boolean {
  return releaseComment.test(comment) || allowComment.test(comment);
}

/** The first comment of the file that states a release. */
export function statedRelease(file: ConfigFile): StatedRelease | undefined {
  for (const { firstLine, section } of file.sections) {
    const found = statedInSection(section);
    if (found !== undefined) return { text: found.text, at: { uri: file.uri, line: firstLine + found.offset, span: found.span } };
  }
  return undefined;
}

interface StatedInSection {
  readonly text: string;
  readonly offset: number;
  readonly span: Span;
}

const statedInSection = perObject(({ lines }: Section): StatedInSection | undefined => {
  for (const [offset, { raw, comment }] of lines.entries()) {
    if (comment === undefined) continue;
    const said = raw.slice(comment.start, comment.end);
    const text = releaseComment.exec(said)?.[1];
    if (text === undefined) continue;
    const start = comment.start + said.indexOf(text);
    return { text, offset, span: { start, end: start + text.length } };
  }
  return undefined;
});

/** True when a comment at the end of the line, or alone on the lines just above it, or one for the whole file allows the id. */
export function isAllowed(file: ConfigFile, lineNumber: number, id: string): boolean {
  if (allowedInFile(file).has(id) || allows(file.lines[lineNumber], id)) return true;
  for (let above = lineNumber - 1; above >= 0; above--) {
    const line = file.lines[above];
    if (line === undefined || line.words.length > 0 || line.comment === undefined) return false;
    if (allows(line, id)) return true;
  }
  return false;
}

/** The comment that allows a lint or an advisory, as a fix writes it. */
export function allowDirective(id: string, where: "here" | "in file"): string {
  return `# haproxy-sleuth: ${where === "here" ? "allow" : "allow-file"} ${id}`;
}

const allowedInFile = perObject(
  ({ sections }: ConfigFile): ReadonlySet<string> => new Set(sections.flatMap(({ section }) => allowedBySection(section))),
);

const allowedBySection = perObject(({ lines }: Section): readonly string[] =>
  lines.flatMap((line) => (line.comment === undefined ? [] : idsIn(line, "allow-file"))),
);

function allows(line: Line | undefined, id: string): boolean {
  return line !== undefined && idsIn(line, "allow").includes(id);
}

function idsIn(line: Line, directive: "allow" | "allow-file"): readonly string[] {
  if (line.comment === undefined) return [];
  const [, said = "", ids = ""] = allowComment.exec(line.raw.slice(line.comment.start, line.comment.end)) ?? [];
  return said.toLowerCase() === directive ? ids.split(/\s*,\s*/) : [];
}
