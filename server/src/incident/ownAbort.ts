/**
 * HAProxy ends itself after a check of its own failed (ABORT_NOW in include/haproxy/bug.h): up to 2.7, and later on processors other than
 * x86 and arm64, by a write to address 1, from 2.8 on those two by an invalid opcode. To the kernel and to the master both look like stray crashes.
 */
import { compareBranches, type Release } from "../knowledge/release.ts";
import type { Incident } from "./incident.ts";

type Parts = Pick<Incident, "kind" | "fault" | "bugCondition" | "pool" | "frames"> & { readonly release: Release | undefined };

/** Bit of a page fault's error code: it was a write. */
const write = 2;

/** Whether the crash is such an end, and the log lacks the line that says which check failed. */
export function abortedItself({ kind, fault, bugCondition, pool, frames, release }: Parts): boolean {
  if (bugCondition !== undefined || pool !== undefined) return false;
  if (kind !== "segfault" && kind !== "illegal-instruction" && kind !== "crash") return false;
  const innermost = frames[0];
  if (innermost?.function === "ha_crash_now") return true;
  if (fault !== undefined && fault.module?.startsWith("haproxy") !== true) return false;
  if (kind !== "illegal-instruction") return /^0*1$/.test(fault?.address ?? "") && (Number.parseInt(fault?.error ?? "0", 16) & write) !== 0;
  if (innermost?.library !== undefined) return false;
  // a processor too old for the build ends in the same signal
  return release === undefined ? fault !== undefined || innermost?.file !== undefined : compareBranches(release.branch, "2.8") >= 0;
}
