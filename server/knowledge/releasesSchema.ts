/** Shape of releases.yaml. */
import { z } from "zod";
import { branch, release } from "./basics.ts";

/** What is known of a branch itself. */
const branchSchema = z.strictObject({
  branch,
  /** Newest release that this build knows of. */
  newest: release,
  /** Maintained for years (five or so) rather than one. */
  lts: z.boolean().default(false),
  /** Quarter in which upstream ends it, "2026-Q2". */
  endOfLife: z.string().regex(/^20\d\d-Q[1-4]$/),
});
export const releasesFileSchema = z.strictObject({
  /** Until when releases are known, for people. */
  knownUntil: z.string(),
  /** The month until which anything is known: branches that ended before are said to have ended. */
  asOf: z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/),
  branches: z.array(branchSchema).min(1),
});
