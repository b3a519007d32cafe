/** The pages of the lints, read when one is shown. */
import compiled from "./generated/lintPages.json" with { type: "json" };

/** By the code of its findings: Markdown, English; its fenced haproxy blocks run as tests. */
export function pageOfLint(code: string): string {
  return (compiled as Readonly<Record<string, string>>)[code] ?? "";
}
