/** Findings of HAProxy beside our own: through edits, and without saying things twice. */
import type { ConfigFile } from "../../syntax/config.ts";
import type { Line } from "../../syntax/line.ts";
import { type Finding, type RelatedPlace, severities } from "../finding.ts";
import { isNamed } from "./findings.ts";

/** What HAProxy said of one file, and the lines that it read. */
export interface Validated {
  readonly lines: readonly Line[];
  readonly findings: readonly Finding[];
}

/** Follows an edit: findings of lines that it changed go, those behind it move. Identity where nothing changed. */
export function followed(validated: Validated, { lines }: ConfigFile): Validated {
  const before = validated.lines;
  if (before === lines) return validated;
  const most = Math.min(before.length, lines.length);
  let kept = 0;
  while (kept < most && isSame(before[kept], lines[kept])) kept++;
  let behind = 0;
  while (behind < most - kept && isSame(before[before.length - 1 - behind], lines[lines.length - 1 - behind])) behind++;
  const from = before.length - behind;
  const moved = lines.length - before.length;
  const findings = validated.findings.flatMap((finding) => {
    if (finding.line < kept) return [finding];
    return finding.line < from ? [] : [moved === 0 ? finding : { ...finding, line: finding.line + moved }];
  });
  return { lines, findings };
}

function isSame(a: Line | undefined, b: Line | undefined): boolean {
  return a === b || a?.raw === b?.raw;
}

/** Ours, then those of HAProxy that ours do not say already. What is said twice stands beside ours, in HAProxy's words. */
export function joined(ours: readonly Finding[], theirs: readonly Finding[], { lines }: ConfigFile): readonly Finding[] {
  if (theirs.length === 0) return ours;
  const byLine = new Map<number, Finding[]>(theirs.map(({ line }) => [line, []]));
  for (const one of ours) byLine.get(one.line)?.push(one);
  const confirmed = new Map<Finding, Finding[]>();
  const rest = theirs.filter((one) => {
    const same = byLine.get(one.line)?.find((other) => saysSame(one, other, lines[one.line]));
    if (same !== undefined) confirmed.set(same, [...(confirmed.get(same) ?? []), one]);
    return same === undefined;
  });
  const told = ours.map((one) => {
    const by = confirmed.get(one);
    return by === undefined ? one : { ...one, related: [...(one.related ?? []), ...by.map(inHisWords)] };
  });
  return [...told, ...rest];
}

function inHisWords({ uri, line, span, message }: Finding): RelatedPlace {
  return { at: { uri, line, span }, message: `haproxy: ${message}` };
}

/** Of two findings at one line: as grave, and of the same thing. */
function saysSame(theirs: Finding, ours: Finding, line: Line | undefined): boolean {
  if (ours.uri !== theirs.uri) return false;
  if (severities.indexOf(ours.severity) > severities.indexOf(theirs.severity)) return false;
  const isCut = /\bMissing LF\b/.test(theirs.message);
  if (isCut || ours.code === "missing-final-newline") return isCut && ours.code === "missing-final-newline";
  // HAProxy leaves a line at its first error, and one of ours is what it refuses
  return theirs.severity === "error" || concernSame(theirs, ours, line);
}

/** A keyword is in most messages on its line: it counts only where it is quoted by itself. */
function concernSame(theirs: Finding, ours: Finding, line: Line | undefined): boolean {
  const words = line?.words ?? [];
  const touched = words.filter(({ span }) => span.start < ours.span.end && span.end > ours.span.start);
  if (touched.some((word) => theirs.message.includes(`'${word.value}'`))) return true;
  const quoted = [...ours.message.matchAll(/"([^"\s]+)"/g)].map(([, word]) => word);
  const named = [...touched.map(({ value }) => value), ...quoted].filter((word) => word !== words[0]?.value);
  return named.some((word) => isNamed(word, theirs.message));
}
