/** The pages of the lints, read when one is shown. */
import compiled from "./generated/lintPages.json" with { type: "json" };
import type { Language, Worded } from "./knowledge.ts";

/** By the code of its findings: Markdown; its fenced haproxy blocks run as tests and are the same in both languages. */
export function pageOfLint(code: string, language: Language = "en"): string {
  return (compiled as Readonly<Record<string, Worded>>)[code]?.[language] ?? "";
}
