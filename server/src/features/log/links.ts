/** Links of a crash log: places in HAProxy's source as of the release that crashed, and issues. */

import type { LogText } from "../../incident/logText.ts";
import { linesWith } from "../../incident/search.ts";
import { logFacts } from "../../knowledge/logFacts.ts";
import type { Release } from "../../knowledge/release.ts";
import { perObject } from "../../syntax/perObject.ts";
import type { Span } from "../../syntax/span.ts";
import { issueLink, sourceLink } from "./upstream.ts";

export interface LogLink {
  readonly line: number;
  readonly span: Span;
  readonly target: string;
}

const mostLinks = 2000;
/** Of one line; a log's line has two at most, and text without line feeds may be long. */
const longestLine = 20_000;
const mayLink = /(?:src|include|addons)\/[\w./-]{1,100}\.[ch]:\d|[ (]#\d{2}/g;
const place = /(?<![\w./-])((?:\S{0,100}\/)?(?:src|include\/(?:haproxy|import)|addons\/[\w-]{1,40})\/[\w-]{1,60}\.[ch]):(\d{1,6})(?!\d)/g;
/** A number behind "#" is an issue only where a word says so: frames of stacks and builds of kernels have the same sign. */
const issue = /(?:\b(?:issues?|bugs?|see|fix(?:ed|es)?|github|gh|ticket)\b:? {0,2}|\()(#(\d{2,5}))(?![\w~.-])/gi;

/** A place of the source, or an issue. */
interface Mention {
  readonly line: number;
  readonly span: Span;
  /** Undefined for an issue. */
  readonly file: string | undefined;
  /** Line of the file, or number of the issue. */
  readonly number: number;
}

export function logLinks(log: LogText, releaseAt: (line: number) => Release | undefined): readonly LogLink[] {
  return mentions(log).flatMap(({ line, span, file, number }) => {
    const release = file === undefined ? undefined : releaseAt(line);
    const target = file === undefined ? issueLink(number) : release && sourceLink(file, number, release);
    return target === undefined ? [] : [{ line, span, target }];
  });
}

const mentions = perObject((log: LogText): readonly Mention[] => {
  const found: Mention[] = [];
  for (const { number, raw } of linesWith(log.text, mayLink)) {
    const text = raw.slice(0, longestLine);
    found.push(...sources(text, number), ...issues(text, number));
    if (found.length >= mostLinks) break;
  }
  return found;
});

function sources(text: string, line: number): Mention[] {
  return [...text.matchAll(place)].flatMap(({ 0: found, 1: file = "", 2: digits = "", index }) =>
    isOurs(file) ? [{ line, span: { start: index, end: index + found.length }, file, number: Number(digits) }] : [],
  );
}

/** Other programs keep their sources in src/ as well. */
function isOurs(file: string): boolean {
  const name = /(?:^|\/)src\/([\w-]+)\.c$/.exec(file)?.[1];
  return name === undefined ? !/(?:^|\/)src\//.test(file) : Object.hasOwn(logFacts.functions, name);
}

function issues(text: string, line: number): Mention[] {
  return [...text.matchAll(issue)].map(({ 0: found, 1: shown = "", 2: digits = "", index }) => {
    const start = index + found.length - shown.length;
    return { line, span: { start, end: start + shown.length }, file: undefined, number: Number(digits) };
  });
}
