/** The pages of the advisories: text that is read when somebody asks for it, kept out of what every start loads. */
import type { Language, Worded } from "./knowledge.ts";

/** Pages by the advisory's id, Markdown below the title; "" where nothing is written yet. */
export type Pages = Readonly<Record<string, Worded>>;

export async function loadPages(): Promise<Pages> {
  const { pages } = await import("./pageStore.ts");
  return pages;
}

/** The page in a language, or the English one where it has no translation. */
export function pageOf(pages: Pages, id: string, language: Language): string {
  const page = pages[id];
  return page === undefined ? "" : page[language] || page.en;
}
