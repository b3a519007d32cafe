/** Memory for functions of an object: lines, sections and what is derived from them keep their identity through edits elsewhere. */

/** The same function, computed once for each object as long as that lives. Its results are shared: they must not be changed. */
export function perObject<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const known = new WeakMap<K, T>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as T;
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
