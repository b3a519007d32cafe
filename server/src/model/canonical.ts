/** One object for equal lists, so that what depends on their content can be kept by identity through edits that do not change it. */

/** Lists kept: an editor with a few configurations open needs no more. */
const mostLists = 8;

/** Gives the list that it was given before where that has the same items (compared by `===`), else the new one. */
export function canonicalLists<T>(): (list: readonly T[]) => readonly T[] {
  const recent: (readonly T[])[] = [];
  return (list) => {
    const at = recent.findIndex((known) => sameItems(known, list));
    const found = at < 0 ? list : (recent[at] as readonly T[]);
    if (at > 0) recent.splice(at, 1);
    if (at !== 0) recent.unshift(found);
    if (recent.length > mostLists) recent.pop();
    return found;
  };
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
