/** How deep each line of a file stands: headers of sections at the margin, statements one level in, blocks of `.if` as their author meant them. */

import { type ConfigFile, openedSection } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";

export interface LineLevel {
  /** Levels of the line itself. */
  readonly level: number;
  /** Levels of a statement that would stand here. */
  readonly ambient: number;
  readonly kind: "header" | "statement" | "comment" | "blank";
}

/** One for each line of the file; worked out once for each version. */
export const levelsOf = perObject(({ lines }: ConfigFile): readonly LineLevel[] => withComments(lines, ofStatements(lines)));

const blankLine = /^[ \t\v\f\r]*$/;

/** Nothing but blanks, which leave it to no reader to say anything of. */
export function isBlank({ raw }: Line): boolean {
  return blankLine.test(raw);
}

const openers = new Set([".elif", ".else"]);

/** A block of `.if`: with `deep` what it holds stands one level deeper than its own directives. */
interface Block {
  readonly deep: boolean;
  readonly level: number;
}

/** Levels of everything but comments, which take theirs from what follows. */
function ofStatements(lines: readonly Line[]): LineLevel[] {
  const withHeader = blocksWithHeader(lines);
  const open: Block[] = [];
  let base = 0;
  return lines.map((line, i): LineLevel => {
    const first = line.words[0]?.value;
    const depth = open.length === 0 ? 0 : open.filter(({ deep }) => deep).length;
    const ambient = base + depth;
    if (first === undefined) return { level: ambient, ambient, kind: line.comment ? "comment" : isBlank(line) ? "blank" : "statement" };
    if (openedSection(line) !== undefined) {
      base = 1;
      return { level: 0, ambient: 1 + depth, kind: "header" };
    }
    if (!first.startsWith(".")) return { level: ambient, ambient, kind: "statement" };
    if (first === ".if") {
      const flat = withHeader.has(i) || (base > 0 && depth === 0 && columnOf(line) === 0);
      const level = flat ? 0 : ambient;
      open.push({ deep: !flat, level });
      return { level, ambient: flat ? ambient : ambient + 1, kind: "statement" };
    }
    const block = open.at(-1);
    if (first === ".endif") {
      open.pop();
      return { level: block?.level ?? ambient, ambient: block?.deep ? ambient - 1 : ambient, kind: "statement" };
    }
    if (openers.has(first)) return { level: block?.level ?? ambient, ambient, kind: "statement" };
    return { level: block?.deep === false ? Math.max(1, ambient) : ambient, ambient, kind: "statement" };
  });
}

/** Lines of the `.if`s that guard whole sections. */
function blocksWithHeader(lines: readonly Line[]): ReadonlySet<number> {
  const found = new Set<number>();
  const open: number[] = [];
  lines.forEach((line, i) => {
    const first = line.words[0]?.value;
    if (first === ".if") open.push(i);
    else if (first === ".endif") open.pop();
    else if (open.length > 0 && openedSection(line) !== undefined) for (const at of open) found.add(at);
  });
  return found;
}

/** A comment stands like the statement that follows; left of the next header or equal with it, it belongs to that. */
function withComments(lines: readonly Line[], levels: LineLevel[]): readonly LineLevel[] {
  let next: number | undefined;
  for (let i = lines.length - 1; i >= 0; i--) {
    const own = levels[i] as LineLevel;
    if (own.kind === "comment") levels[i] = { ...own, level: commentLevel(lines, levels, i, next) };
    else if (own.kind !== "blank") next = i;
  }
  return levels;
}

const closers = new Set([".elif", ".else", ".endif"]);

function commentLevel(lines: readonly Line[], levels: readonly LineLevel[], at: number, next: number | undefined): number {
  const { ambient } = levels[at] as LineLevel;
  const column = columnOf(lines[at] as Line);
  if (next === undefined) return column === 0 ? 0 : ambient;
  const following = lines[next] as Line;
  const level = (levels[next] as LineLevel).level;
  if (level === 0 && (column <= columnOf(following) || speaksToHeader(lines, at, next))) return 0;
  return level === 0 || closers.has(following.words[0]?.value ?? "") ? ambient : level;
}

/** A comment to us above a header holds for it as long as nothing comes between. */
function speaksToHeader(lines: readonly Line[], at: number, next: number): boolean {
  const between = lines.slice(at, Math.min(next, at + mostComments));
  return next - at <= mostComments && between.every((line) => !isBlank(line)) && between.some(isDirective);
}

/** More comments above one header are no directive and its company. */
const mostComments = 20;

function isDirective({ raw }: Line): boolean {
  return raw.includes("haproxy-sleuth:");
}

/** Width of the blanks in front; tabs count up to the next multiple of 8. */
function columnOf({ raw }: Line): number {
  return widthOf(/^[ \t]*/.exec(raw)?.[0] ?? "", 8);
}

/** Columns that a text takes from the margin on. */
export function widthOf(text: string, tabSize: number): number {
  let width = 0;
  for (const c of text) width = c === "\t" ? (Math.floor(width / tabSize) + 1) * tabSize : width + 1;
  return width;
}
