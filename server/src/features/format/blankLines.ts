/** Blank lines: which go, and where one is missing. */

import type { ConfigFile } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { levelsOf } from "./levels.ts";

export interface BlankLines {
  /** Lines to take out. */
  readonly surplus: ReadonlySet<number>;
  /** Lines in front of which one is to be put. */
  readonly missing: ReadonlySet<number>;
}

/** Kept at most between two sections, and inside of one. */
const most = { between: 2, inside: 1 };

/** `last` is the number of lines; what is protected is neither taken out nor parted. */
export function blankLinesOf(file: ConfigFile, last: number, isProtected: (line: number) => boolean, trimFinal: boolean): BlankLines {
  const levels = levelsOf(file);
  const opening = openingsOf(file, last, isProtected);
  const surplus = new Set<number>();
  const missing = new Set<number>();
  let run: number[] = [];
  for (let i = 0; i <= last; i++) {
    if (i < last && levels[i]?.kind === "blank") {
      if (!isProtected(i)) run.push(i);
      continue;
    }
    const start = i - run.length;
    const kept = i === last ? (trimFinal ? 0 : run.length) : start === 0 ? 0 : opening.has(i) ? most.between : most.inside;
    for (const line of run.slice(kept)) surplus.add(line);
    if (i < last && i > 0 && opening.has(i) && levels[i - 1]?.kind !== "blank") missing.add(i);
    run = [];
  }
  return { surplus, missing };
}

/** Where sections begin: at their header, or at the comments right above it. */
function openingsOf(file: ConfigFile, last: number, isProtected: (line: number) => boolean): ReadonlySet<number> {
  const levels = levelsOf(file);
  const found = new Set<number>();
  for (let i = 0; i < last; i++) {
    if (levels[i]?.kind !== "header" || isProtected(i)) continue;
    let at = i;
    while (at > 0 && levels[at - 1]?.kind === "comment" && levels[at - 1]?.level === 0 && !isProtected(at - 1)) at--;
    // right below what opens a block a section needs no room
    if (!openers.has(file.lines[at - 1]?.words[0]?.value ?? "")) found.add(at);
  }
  return found;
}

const openers = new Set([".if", ".elif", ".else"]);

/** Which of `# fmt: off` and `# fmt: on` a line is. */
export function formatMark({ raw, words }: Line): "on" | "off" | undefined {
  const said = words.length === 0 ? /^[ \t]*#[ \t]*fmt:[ \t]*(on|off)\b/.exec(raw)?.[1] : undefined;
  return said === "on" || said === "off" ? said : undefined;
}

/** Lines between `# fmt: off` and `# fmt: on`, both included. */
export function protectedLines(file: ConfigFile): ReadonlySet<number> {
  const found = new Set<number>();
  let off = false;
  file.lines.forEach((line, i) => {
    const said = formatMark(line);
    if (said === "off") off = true;
    if (off || said === "on") found.add(i);
    if (said === "on") off = false;
  });
  return found;
}
