/** Values that are made when they are first asked for: what only some documents need costs the start of a process nothing. */

/** The same value at each call; `make` gives it at the first. */
export function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
