/** The pages of the advisories: text that is read when somebody asks for it, kept out of what every start loads. */
import { knowledge, type Language } from "./knowledge.ts";

/** By language, in the order of the advisories; Markdown below the title, "" where nothing is written yet. */
export type Pages = Partial<Readonly<Record<Language, readonly string[]>>>;

export async function loadPages(): Promise<Pages> {
  const { pages } = await import("./pageStore.ts");
  return pages;
}

/** The page in a language, or the English one where it has no translation. */
export function pageOf(pages: Pages, id: string, language: Language): string {
  const at = knowledge.advisories.findIndex((one) => one.id === id);
  return pages[language]?.[at] || pages.en?.[at] || "";
}
