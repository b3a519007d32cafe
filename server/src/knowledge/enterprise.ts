/** Words of HAProxy Enterprise, which HAProxy itself refuses. */

import compiled from "./generated/grammar.json" with { type: "json" };
import type { Worded } from "./knowledge.ts";
import { own } from "./own.ts";

const { enterprise } = compiled as unknown as { readonly enterprise: Readonly<Record<string, Readonly<Record<string, Worded>>>> };

/** What the first word of a line does there; undefined where Enterprise has no such word either, as far as we know. */
export function enterpriseWord(section: string, word: string): Worded | undefined {
  for (const kind of [section, "sections"]) {
    const found = own(own(enterprise, kind), word);
    if (found !== undefined) return found;
  }
  return undefined;
}
