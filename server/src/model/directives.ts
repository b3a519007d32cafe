/** Comments that speak to us: the release in use, and advisories that the author accepts. */
import type { ConfigFile } from "../syntax/config.ts";
import type { Line } from "../syntax/line.ts";
import type { Place } from "../syntax/span.ts";

/** A release that a comment states: `# haproxy: 3.0.2`. */
export interface StatedRelease {
  readonly text: string;
  readonly at: Place;
}

const releaseComment = /^#+\s*haproxy(?:[ -](?:release|version))?\s*[:=]\s*(v?\d+\.\d+\S*)\s*$/i;
const allowComment = /#\s*haproxy-sleuth:\s*allow\s+([a-z0-9-]+(?:\s*,\s*[a-z0-9-]+)*)/i;

/** The first such comment of the file. */
export function statedRelease(file: ConfigFile): StatedRelease | undefined {
  for (const [number, line] of file.lines.entries()) {
    if (line.comment === undefined) continue;
    const text = line.raw.slice(line.comment.start, line.comment.end);
    const match = releaseComment.exec(text);
    if (match?.[1] === undefined) continue;
    const start = line.comment.start + text.indexOf(match[1]);
    return { text: match[1], at: { uri: file.uri, line: number, span: { start, end: start + match[1].length } } };
  }
  return undefined;
}

/** True when a comment at the end of the line, or alone on the lines just above it, allows the id. */
export function isAllowed(file: ConfigFile, lineNumber: number, id: string): boolean {
  if (allows(file.lines[lineNumber], id)) return true;
  for (let above = lineNumber - 1; above >= 0; above--) {
    const line = file.lines[above];
    if (line === undefined || line.words.length > 0 || line.comment === undefined) return false;
    if (allows(line, id)) return true;
  }
  return false;
}

/** The comment that allows an advisory, as a fix writes it. */
export function allowDirective(id: string): string {
  return `# haproxy-sleuth: allow ${id}`;
}

function allows(line: Line | undefined, id: string): boolean {
  if (line?.comment === undefined) return false;
  const ids = allowComment.exec(line.raw.slice(line.comment.start, line.comment.end))?.[1];
  return ids?.split(/\s*,\s*/).includes(id) === true;
}
