/** What several lints find, in one list. */

const none: readonly never[] = [];

/** The answers to one question, in the order of those asked; nearly all are empty, and then so is the list, which is shared. */
export function joined<L, T>(lints: readonly L[], ask: (lint: L) => readonly T[]): readonly T[] {
  let hits: T[] | undefined;
  for (const lint of lints) {
    const found = ask(lint);
    if (found.length === 0) continue;
    hits ??= [];
    for (const hit of found) hits.push(hit);
  }
  return hits ?? none;
}

/** The same with those of the lints that found something, in their order. */
export function heard<L, T>(
  lints: readonly L[],
  ask: (lint: L) => readonly T[],
): { readonly hits: readonly T[]; readonly speaking: readonly L[] } {
  let speaking: L[] | undefined;
  const hits = joined(lints, (lint) => {
    const found = ask(lint);
    if (found.length > 0) {
      speaking ??= [];
      speaking.push(lint);
    }
    return found;
  });
  return { hits, speaking: speaking ?? none };
}
