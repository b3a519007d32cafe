/** Pool reports: "FATAL: pool inconsistency detected …" and the lines below it (src/pool.c). */
import { Draft, type LogLine } from "../draft.ts";
import { functionOfSymbol } from "../frames.ts";
import type { PoolReport } from "../incident.ts";
import { matchPattern } from "../patterns.ts";
import { current, open, type Reader, type Reading } from "./reader.ts";

const nothing: PoolReport = { problem: "", caller: undefined, freedBy: undefined, pool: undefined, size: undefined };
/** Shown for an address that HAProxy could not name. */
const unresolved = "?";

export const poolHeader: Reader = {
  literals: ["pool inconsistency"],
  read(line, reading) {
    const match = matchPattern("pool.header", line.text);
    if (!match) return false;
    const problem = (match[2] as string).trim();
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
    if (current(reading)?.pool === undefined)
      open(reading, new Draft("pool-corruption", line)).pool = { ...nothing, problem: "cache corruption detected" };
    return true;
  },
};

export const poolDetails: Reader = {
  literals: ["caller: ", "item: ", "pool: ", "tag: ", "Resolving the tag", "Contents around address", "] ["],
  read(line, reading) {
    const draft = current(reading);
    if (draft?.pool === undefined) return false;
    const report = detail(line, draft, draft.pool);
    if (report === undefined) return false;
    draft.pool = report;
    draft.touch(line);
    return true;
  },
};

function detail(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const caller = matchPattern("pool.caller", line.text);
  if (caller) {
    draft.note("address", line, caller, 1);
    draft.note("function", line, caller, 2);
    return { ...report, caller: functionOfSymbol(caller[2] as string) ?? unresolved };
  }
  const pool = matchPattern("pool.pool", line.text);
  if (pool) {
    draft.note("address", line, pool, 1);
    draft.note("pool", line, pool, 2);
    return { ...report, pool: pool[2], size: Number(pool[3]) };
  }
  return whoFreed(line, draft, report) ?? otherDetail(line, draft, report);
}

/** The "Resolving" line of 3.0 and later, or the resolved word of the memory dump in 2.9. */
function whoFreed(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const resolved = matchPattern("pool.resolve", line.text);
  if (resolved) {
    draft.note("function", line, resolved, 1);
    return { ...report, freedBy: functionOfSymbol(resolved[1] as string) ?? report.freedBy };
  }
  const memory = matchPattern("pool.hex", line.text);
  if (!memory) return undefined;
  draft.note("address", line, memory, 1);
  draft.note("function", line, memory, 4);
  const named = memory[4] === undefined ? undefined : functionOfSymbol(memory[4]);
  return { ...report, freedBy: report.freedBy ?? named };
}

function otherDetail(line: LogLine, draft: Draft, report: PoolReport): PoolReport | undefined {
  const item = matchPattern("pool.item", line.text) ?? matchPattern("pool.tagok", line.text) ?? matchPattern("pool.contents", line.text);
  if (!item) return undefined;
  draft.note("address", line, item, 1);
  return report;
}

/** For readers that must not open a second incident inside a pool report. */
export function insidePoolReport(reading: Reading): boolean {
  return current(reading)?.pool !== undefined && current(reading)?.exitCode === undefined;
}
