/** Tries fixes before they are given: the finding goes, and no other comes. */
import { type Model, modelOf } from "../../model/model.ts";
import { readConfig } from "../../syntax/config.ts";
import { configFindings, type FindingOptions } from "../configFindings.ts";
import { changedText, type TextChange } from "../textChange.ts";
import { lineOrigins } from "./origins.ts";

/** Changes that end one finding. */
export interface TextFix {
  readonly uri: string;
  readonly line: number;
  /** Code of the finding that it ends. */
  readonly code: string;
  readonly changes: readonly TextChange[];
}

export interface FixOptions extends FindingOptions {
  /** Texts of the Lua scripts that the model was made with. */
  readonly scripts?: ReadonlyMap<string, string>;
}

/** Those of `fixes` that hold what they promise together; halves where the whole does not. */
export function provenFixes(model: Model, fixes: readonly TextFix[], options: FixOptions): readonly TextFix[] {
  return fixes.length === 0 ? [] : proven(model, [], fixes, countsOf(model, options), options);
}

function proven(
  model: Model,
  taken: readonly TextFix[],
  fixes: readonly TextFix[],
  before: Counts,
  options: FixOptions,
): readonly TextFix[] {
  if (holds(model, [...taken, ...fixes], before, options)) return fixes;
  if (fixes.length < 2) return [];
  const half = Math.ceil(fixes.length / 2);
  const first = proven(model, taken, fixes.slice(0, half), before, options);
  return [...first, ...proven(model, [...taken, ...first], fixes.slice(half), before, options)];
}

/** Findings by file, line and code: a message may change with a fix. */
type Counts = ReadonlyMap<string, number>;

function countsOf(model: Model, options: FindingOptions): Counts {
  const counts = new Map<string, number>();
  for (const { uri, line, code } of configFindings(model, options)) add(counts, keyOf(uri, line, code), 1);
  return counts;
}

function add(counts: Map<string, number>, key: string, by: number): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

function keyOf(uri: string, line: number, code: string): string {
  return `${line} ${code} ${uri}`;
}

function holds(model: Model, fixes: readonly TextFix[], before: Counts, options: FixOptions): boolean {
  const changes = fixes.flatMap((fix) => fix.changes);
  const touched = new Set(changes.map(({ uri }) => uri));
  const origins = new Map<string, readonly (number | undefined)[]>();
  const files = model.files.map((file) => {
    if (!touched.has(file.uri)) return file;
    origins.set(
      file.uri,
      lineOrigins(
        file,
        changes.filter(({ uri }) => uri === file.uri),
      ),
    );
    return readConfig(file.uri, changedText(file, changes), file);
  });
  const most = new Map(before);
  for (const { uri, line, code } of fixes) add(most, keyOf(uri, line, code), -1);
  const moved = new Map<string, number>();
  for (const { uri, line, code } of configFindings(modelOf(files, options.scripts), options)) {
    const of = origins.get(uri);
    const origin = of === undefined ? line : of[line];
    if (origin === undefined) add(moved, `${code} ${uri}`, 1);
    else add(most, keyOf(uri, origin, code), -1);
  }
  return [...most.values()].every((left) => left >= 0) && areOld(moved, most, origins);
}

/** Findings on lines that were written anew may be those of lines that are gone, as when a line moves. */
function areOld(moved: ReadonlyMap<string, number>, left: Counts, origins: ReadonlyMap<string, readonly (number | undefined)[]>): boolean {
  if (moved.size === 0) return true;
  const kept = new Map([...origins].map(([uri, lines]) => [uri, new Set(lines)]));
  const pool = new Map<string, number>();
  for (const [key, count] of left) {
    const [, line = "", code = "", uri = ""] = /^(\d+) (\S+) ([\s\S]*)$/.exec(key) ?? [];
    if (kept.get(uri)?.has(Number(line)) === false) add(pool, `${code} ${uri}`, count);
  }
  return [...moved].every(([key, count]) => count <= (pool.get(key) ?? 0));
}
