/** What depends on the branch of HAProxy alone: a whole reading asks for the same one again and again. */

/** The same function, computed once for each branch; the branch asked for last is at hand. */
export function ofBranch<T extends object>(compute: (branch: string | undefined) => T): (branch: string | undefined) => T {
  const known = new Map<string | undefined, T>();
  let last: string | undefined;
  let ofLast: T | undefined;
  return (branch) => {
    if (ofLast !== undefined && branch === last) return ofLast;
    let value = known.get(branch);
    if (value === undefined) {
      value = compute(branch);
      known.set(branch, value);
    }
    last = branch;
    ofLast = value;
    return value;
  };
}
