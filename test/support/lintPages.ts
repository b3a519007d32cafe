/** The executed examples of lint pages: blocks with their caret marks, and what the analyser says of them. */
import { knowledge, type LintPage } from "../../server/src/knowledge/knowledge.ts";
import { compareBranches, type Release } from "../../server/src/knowledge/release.ts";
import { newestRelease } from "../../server/src/knowledge/standing.ts";
import { languageHits } from "../../server/src/lints/language.ts";
import type { Hit } from "../../server/src/lints/references.ts";
import { readReleaseInUse } from "../../server/src/model/releaseInUse.ts";
import { modelFrom } from "./configText.ts";

export interface LintExample {
  readonly fixed: boolean;
  readonly release: Release;
  /** Without its first line and its marks. */
  readonly text: string;
  /** "3:4-9 unknown-keyword": line from 1, columns from 0. */
  readonly expected: readonly string[];
}

/** Fenced blocks in order; each `haproxy` block is followed by its repaired form. */
export function examplesOf({ page }: LintPage): readonly LintExample[] {
  return [...page.matchAll(/^```haproxy( fixed)?\n([\s\S]*?)^```$/gm)].map(([, fixed, block = ""]) =>
    exampleOf(block, fixed !== undefined),
  );
}

export function hitsOf({ text, release }: LintExample): readonly Hit[] {
  return languageHits(modelFrom(text), release);
}

/** In the form of the marks. */
export function placed({ line, span, code }: Hit): string {
  return `${line + 1}:${span.start}-${span.end} ${code}`;
}

function exampleOf(block: string, fixed: boolean): LintExample {
  const lines: string[] = [];
  const expected: string[] = [];
  const [, said = ""] = /^#-(.*)\n/.exec(block) ?? [];
  for (const line of block
    .replace(/^#-.*\n/, "")
    .replace(/\n$/, "")
    .split("\n")) {
    const mark = /^#(?:( *)(\^+)|(<-*)) ([a-z-]+)$/.exec(line);
    if (mark === null) lines.push(line);
    else expected.push(`${lines.length}:${columnsOf(mark)} ${mark[4]}`);
  }
  const end = /\bno-line-feed\b/.test(said) ? "" : "\n";
  return { fixed, release: releaseNamed(/release:(\S+)/.exec(said)?.[1]), text: lines.join("\n") + end, expected };
}

/** `#   ^^^` marks the columns of its carets, `#<--` everything from the start of the line on. */
function columnsOf([, blanks = "", carets = "", arrow]: RegExpExecArray): string {
  if (arrow !== undefined) return `0-${1 + arrow.length}`;
  return `${1 + blanks.length}-${1 + blanks.length + carets.length}`;
}

function releaseNamed(name: string | undefined): Release {
  const newest = [...knowledge.branches].sort((a, b) => compareBranches(a.branch, b.branch)).at(-1)?.branch ?? "";
  const release = name === undefined ? newestRelease(newest) : readReleaseInUse(name);
  if (release === undefined) throw new Error(`no release: ${name ?? newest}`);
  return release;
}
