/** What values mean that are no words of the grammar: log aliases, match methods, flags, scopes, HTTP statuses, families of addresses. */
import compiled from "./generated/grammar.json" with { type: "json" };
import type { Language } from "./knowledge.ts";
import { language } from "./language.ts";

type Meanings = Readonly<Record<string, Readonly<Record<string, Readonly<Record<Language, string>>>>>>;
const { meanings } = compiled as unknown as { readonly meanings: Meanings };

/** In the user's language; kinds and values as in meanings.yaml. */
export function meaningOf(kind: string, value: string): string | undefined {
  const ofKind = meanings[kind];
  return ofKind !== undefined && Object.hasOwn(ofKind, value) ? ofKind[value]?.[language()] : undefined;
}
