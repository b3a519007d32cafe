/** What HAProxy makes of the faults of a section's first line. */
import { compareBranches } from "../../knowledge/release.ts";
import type { Section } from "../../syntax/config.ts";
import type { Issue } from "./issue.ts";
import { proxyKinds } from "./wordIssues.ts";

/** Seen with its binaries: the result of the check of names gets lost. */
const namesPass = "3.4";

/** A proxy's name with an odd character is refused up to 3.3; 3.4 says the same of it, and starts. */
export function issuesOfHeader(issues: readonly Issue[], kind: Section["kind"], branch: string | undefined): readonly Issue[] {
  const goesOn = proxyKinds.has(kind) && kind !== "defaults" && branch !== undefined && compareBranches(branch, namesPass) >= 0;
  if (!goesOn || issues.length === 0) return issues;
  return issues.map((issue) =>
    issue.id === "malformed-argument" && issue.fault === "not-a-name" && issue.index === 1 ? { ...issue, passed: true } : issue,
  );
}
