/** The page of a lint as people read it. */
import type { Language, Lint } from "../../knowledge/knowledge.ts";
import { pageOfLint } from "../../knowledge/lintPages.ts";

/** Markdown under a title; lines that only the tests of its examples need are left out. */
export function lintPage({ id, summary }: Lint, language: Language): string {
  const page = pageOfLint(id, language);
  return `# ${id}\n\n${summary[language]}\n\n${page.trim().replace(/(^```(?:haproxy|lua).*\n)(?:#|--)-.*\n/gm, "$1")}\n`;
}
