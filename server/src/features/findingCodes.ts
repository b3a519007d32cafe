/** The codes that findings of ours may bear, as users name them in settings and on the command line. */
import * as l10n from "@vscode/l10n";
import { findAdvisory, findLint, knowledge } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
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

/** One line on what a code stands for; the code itself when nothing is written about it. */
export function summaryOfCode(code: string): string {
  const lint = findLint(code);
  if (lint !== undefined) return lint.summary[language()];
  if (code === severalBugs) return l10n.t("known bugs that the configuration is exposed to in the release in use");
  return findAdvisory(code)?.title[language()] ?? code;
}
