/** Pool reports: "FATAL: pool inconsistency detected …" and the lines below it (src/pool.c). */
import { Draft, type LogLine } from "../draft.ts";
import { symbolOf } from "../frames.ts";
import type { PoolReport } from "../incident.ts";
import { matchPattern } from "../patterns.ts";
import { current, open, type Reader } from "./reader.ts";

const nothing: PoolReport = { problem: "", caller: undefined, freedBy: undefined, pool: undefined, size: undefined };
const problems = ["tag mismatch on free()", "cache corruption detected"];
/** Shown for an address that HAProxy could not name. */
const unresolved = "?";

export const poolHeader: Reader = {
  literals: ["pool inconsistency"],
  read(line, reading) {
    const match = matchPattern("pool.header", line.text);
    if (!match) return false;
    const problem = wholeProblem((match[2] as string).trim());
    const draft = open(reading, new Draft(problem.startsWith("cache corruption") ? "pool-corruption" : "pool-inconsistency", line));
    draft.thread = Number(match[1]);
    draft.pool = { ...nothing, problem };
    draft.note("number", line, match, 1);
    return true;
  },
};

/** From 3.0 on an integrity failure has lost its header and starts here. */
export const poolHeaderless: Reader = {
  literals: ["Contents around first corrupted"],
  read(line, reading) {
    if (!matchPattern("pool.integrity3", line.text)) return false;
    const last = current(reading, line);
    const under = last?.pool !== undefined && !last.groups.some(({ frames }) => frames.length > 0);
    if (!under) open(reading, new Draft("pool-corruption", line)).pool = { ...nothing, problem: "cache corruption detected" };
    return true;
  },
};

export const poolDetails: Reader = {
  literals: ["caller: ", "item: ", "pool: ", "tag: ", "Resolving the tag", "Contents around address", "] [", "Tag ", "(+"],
  read(line, reading) {
    const draft = current(reading, line);
    if (draft?.pool === undefined) return false;
    const report = detail(line, draft, draft.pool);
    if (report === undefined) return false;
    draft.pool = report;
    draft.touch(line);
    return true;
  },
};

/** Words kept of a memory dump; HAProxy prints eight. */
const mostWords = 64;

type Detail = (line: LogLine, draft: Draft, report: PoolReport) => PoolReport | undefined;

/** Asked in this order; the first that takes the line ends it. */
const details: readonly Detail[] = [caller, pool, resolved, tag, badTag, memory, recorded, item];

function detail(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  for (const one of details) {
    const next = one(line, draft, report);
    if (next !== undefined) return next;
  }
  return undefined;
}

function caller(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const match = matchPattern("pool.caller", line.text);
  if (!match) return undefined;
  draft.note("address", line, match, 1);
  draft.note("function", line, match, 2);
  return { ...report, caller: symbolOf(match[2] as string, line.cut).function ?? unresolved };
}

function pool(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const match = matchPattern("pool.pool", line.text);
  if (!match) return undefined;
  draft.note("address", line, match, 1);
  draft.note("pool", line, match, 2);
  return { ...report, pool: match[2], size: numberOf(match[3]), realSize: numberOf(match[4]), users: numberOf(match[5]) };
}

/** The "Resolving" line of 3.0 and later: who freed the item before. */
function resolved(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const match = matchPattern("pool.resolve", line.text);
  if (!match) return undefined;
  draft.note("function", line, match, 1);
  const text = (match[1] as string).trim();
  const found = report.tag ?? { state: "differs" as const, value: undefined, pools: [], resolved: undefined };
  return { ...report, freedBy: symbolOf(text, line.cut).function ?? report.freedBy, tag: { ...found, resolved: text } };
}

/** "tag: @… = … (name)" is the pool's own tag, or, below "Possible origin", one of the pools that have such a tag. */
function tag(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const match = matchPattern("pool.tagok", line.text);
  if (!match) return undefined;
  draft.note("address", line, match, 1);
  const known = report.tag ?? { state: "matches" as const, value: match[2], pools: [], resolved: undefined };
  return { ...report, tag: { ...known, pools: [...known.pools, match[3] as string].slice(0, mostWords) } };
}

function badTag(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const match = matchPattern("pool.tagbad", line.text);
  if (!match) return undefined;
  draft.note("address", line, match, 1);
  const state = match[1] === undefined ? "not-accessible" : "differs";
  return { ...report, tag: { state, value: match[1], pools: [], resolved: report.tag?.resolved } };
}

/** In 2.9 the freeing function shows only as the meaning of a word of the dump. */
function memory(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const match = matchPattern("pool.hex", line.text);
  if (!match) return undefined;
  draft.note("address", line, match, 1);
  draft.note("function", line, match, 4);
  const word = { address: match[1] as string, bytes: (match[2] as string).trim(), meaning: match[4] };
  const named = match[4] === undefined || draft.kind === "pool-corruption" ? undefined : symbolOf(match[4], line.cut).function;
  return { ...report, freedBy: report.freedBy ?? named, memory: [...(report.memory ?? []), word].slice(0, mostWords) };
}

function recorded(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const match = matchPattern("pool.recordedat", line.text);
  if (!match) return undefined;
  draft.note("address", line, match, 1);
  draft.note("function", line, match, 4);
  return { ...report, recorded: [...(report.recorded ?? []), match[4] as string].slice(0, mostWords) };
}

function item(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const match = matchPattern("pool.item", line.text);
  const place = match ?? matchPattern("pool.contents", line.text);
  if (!place) return undefined;
  draft.note("address", line, place, 1);
  return match ? { ...report, item: match[1] } : report;
}

function numberOf(digits: string | undefined): number | undefined {
  return digits === undefined ? undefined : Number(digits);
}

/** A problem that a log system has cut off is completed. */
function wholeProblem(problem: string): string {
  return problem.length < 6 ? problem : (problems.find((one) => one.startsWith(problem)) ?? problem);
}
