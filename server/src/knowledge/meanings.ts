/** What values of enumerations mean: log aliases, match methods, flags, scopes, HTTP statuses, families of addresses. */

import compiled from "./generated/grammar.json" with { type: "json" };
import type { Language } from "./knowledge.ts";
import { language } from "./language.ts";
import type { KnownValue } from "./offers.ts";
import { own } from "./own.ts";
import { compareBranches } from "./release.ts";

type Meaning = Readonly<Record<Language, string>> & { readonly from?: string };
const { meanings } = compiled as unknown as { readonly meanings: Readonly<Record<string, Readonly<Record<string, Meaning>>>> };

/** In the user's language; kinds and values as in meanings.yaml. */
export function meaningOf(kind: string, value: string): string | undefined {
  const ofKind = meanings[kind];
  return own(ofKind, value)?.[language()];
}

/** All values of a kind that a branch knows, in the order of meanings.yaml; none where there is no such kind. */
export function meaningsOf(kind: string, branch: string | undefined): readonly KnownValue[] {
  const known = Object.entries(meanings[kind] ?? {}).filter(
    ([, { from }]) => from === undefined || branch === undefined || compareBranches(from, branch) <= 0,
  );
  return known.map(([value, meaning]) => ({ value, says: meaning[language()] }));
}

/** What may stand in front of a number that an ACL compares with. */
export const comparisons: ReadonlySet<string> = new Set(Object.keys(meanings["comparisons"] ?? {}));
