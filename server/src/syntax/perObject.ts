/** Memory for functions of an object: lines, sections and what is derived from them keep their identity through edits elsewhere. */
import { Memory } from "./memory.ts";

/** Kept where there was nothing to be had, so that it is not looked for again. */
const nothing = Symbol("nothing");

/** The same function, computed once for each object as long as that lives. Its results are shared: they must not be changed. */
export function perObject<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const known = new Memory<K, T | typeof nothing>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return (found === nothing ? undefined : found) as T;
    const value = compute(key);
    known.set(key, value === undefined ? nothing : value);
    return value;
  };
}
