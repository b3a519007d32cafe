/** The codes that findings of ours may bear, as users name them in settings and on the command line. */
import { findAdvisory, findLint, knowledge } from "../knowledge/knowledge.ts";
import { severalBugs } from "./catalogueFindings.ts";
import { haproxyCodes } from "./validate/findings.ts";

/** Codes that are neither a lint nor an advisory. */
const own: ReadonlySet<string> = new Set([severalBugs, ...Object.values(haproxyCodes)]);

/** The code itself; an advisory may go by any of its names, such as "#2611". Undefined for what is none. */
export function findingCode(name: string): string | undefined {
  return own.has(name) ? name : (findLint(name)?.id ?? findAdvisory(name)?.id);
}

export function findingCodes(): readonly string[] {
  return [...knowledge.lints, ...knowledge.advisories].map(({ id }) => id);
}
