/** Memory for functions of an object and of what surrounds it. */
import { Memory } from "./memory.ts";

/**
 * The same function, computed for each object again only when one of the other arguments is another (`===`) than the last time.
 * Its results are shared: they must not be changed.
 */
export function inContext<K extends object, C extends readonly unknown[], T>(
  compute: (key: K, ...context: C) => T,
): (key: K, ...context: C) => T {
  const memory = new Memory<K, { readonly context: C; readonly value: T }>();
  return (key, ...context) => {
    const known = memory.get(key);
    if (known !== undefined && isSame(known.context, context)) return known.value;
    const value = compute(key, ...context);
    memory.set(key, { context, value });
    return value;
  };
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return one.length === other.length;
}
