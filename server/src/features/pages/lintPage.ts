/** The page of a lint as people read it. */
import type { Language, LintPage } from "../../knowledge/knowledge.ts";

/** Markdown under a title; lines that only the tests of its examples need are left out. */
export function lintPage({ id, summary, page }: LintPage, language: Language): string {
  return `# ${id}\n\n${summary[language]}\n\n${page.trim().replace(/(^```(?:haproxy|lua).*\n)(?:#|--)-.*\n/gm, "$1")}\n`;
}
