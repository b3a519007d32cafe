/** Comments that speak to us: the release in use, and findings that the author accepts, here or in the whole file. */

import type { ConfigFile, Section } from "../syntax/config.ts";
import type { Line } from "../syntax/line.ts";
import { perObject } from "../syntax/perObject.ts";
import type { Place, Span } from "../syntax/span.ts";
import { gathered, type Stretch, stretchesOf } from "../syntax/stretches.ts";

/** A release that a comment states: `# haproxy: 3.0.2`. */
export interface StatedRelease {
  readonly text: string;
  readonly at: Place;
}

const releaseComment = /^#+\s*haproxy(?:[ -](?:release|version))?\s*[:=]\s*(v?\d+\.\d+\S*)\s*$/i;
const allowComment = /#\s*haproxy-sleuth:\s*(allow(?:-file)?)\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)/i;

/** What a comment says to us. */
export type Directive =
  | { readonly kind: "release"; readonly text: string }
  | { readonly kind: "allow"; readonly ids: readonly string[]; readonly where: "here" | "in file" };

/** `comment`: its text, the sign included. */
export function directiveIn(comment: string): Directive | undefined {
  const text = releaseComment.exec(comment)?.[1];
  if (text !== undefined) return { kind: "release", text };
  const [said, word = "", ids = ""] = allowComment.exec(comment) ?? [];
  if (said === undefined) return undefined;
  return { kind: "allow", ids: ids.split(/\s*,\s*/), where: word.toLowerCase() === "allow" ? "here" : "in file" };
}

/** The first comment of the file that states a release. */
export function statedRelease(file: ConfigFile): StatedRelease | undefined {
  for (const stretch of stretchesOf(file)) {
    const found = statedInStretch(stretch);
    if (found !== undefined) return found;
  }
  return undefined;
}

const statedInStretch = perObject(({ uri, sections }: Stretch): StatedRelease | undefined => {
  for (const { firstLine, section } of sections) {
    const found = statedInSection(section);
    if (found !== undefined) return { text: found.text, at: { uri, line: firstLine + found.offset, span: found.span } };
  }
  return undefined;
});

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
  const { ids, inLines } = allowedInFile(file);
  if (ids.has(id)) return true;
  if (!inLines) return false;
  if (allows(file.lines[lineNumber], id)) return true;
  for (let above = lineNumber - 1; above >= 0; above--) {
    const line = file.lines[above];
    if (line === undefined || line.words.length > 0 || line.comment === undefined) return false;
    if (allows(line, id)) return true;
  }
  return false;
}

/** Whether any comment of the file allows anything. */
export function allowsAny(file: ConfigFile): boolean {
  const { ids, inLines } = allowedInFile(file);
  return inLines || ids.size > 0;
}

/** The comment that allows a lint or an advisory, as a fix writes it. */
export function allowDirective(id: string, where: "here" | "in file"): string {
  return `# haproxy-sleuth: ${where === "here" ? "allow" : "allow-file"} ${id}`;
}

/** Findings that are accepted in the whole file, and whether any is in single lines. */
const allowedInFile = perObject((file: ConfigFile): { readonly ids: ReadonlySet<string>; readonly inLines: boolean } => {
  const said = gathered([file], allowancesIn);
  return {
    ids: new Set(said.flatMap(({ where, ids }) => (where === "in file" ? ids : []))),
    inLines: said.some(({ where }) => where === "here"),
  };
});

const allowancesIn = perObject(({ sections }: Stretch): readonly Allowance[] =>
  sections.flatMap(({ section }) => section.lines.flatMap((line) => (line.comment === undefined ? [] : (allowanceOf(line) ?? [])))),
);

function allows(line: Line | undefined, id: string): boolean {
  const said = line && allowanceOf(line);
  return said?.where === "here" && said.ids.includes(id);
}

type Allowance = Directive & { kind: "allow" };

function allowanceOf({ raw, comment }: Line): Allowance | undefined {
  const said = comment && directiveIn(raw.slice(comment.start, comment.end));
  return said?.kind === "allow" ? said : undefined;
}
