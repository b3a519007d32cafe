/** Which branches have a function or a source file, where some of ours are without; kept apart, because only who reads a log needs it. */
import compiled from "./generated/lifetimes.json" with { type: "json" };

/** First and last branch that has something, by their first releases; both may be the end of what we looked at. */
export interface Lifetime {
  readonly first: string;
  readonly last: string;
}

let prepared: ReadonlyMap<string, Lifetime> | undefined;

/** Of a function's name or a file such as "src/stconn.c"; undefined where all branches have it, or none. */
export function lifetimeOf(name: string): Lifetime | undefined {
  prepared ??= new Map(
    Object.entries(compiled as Readonly<Record<string, readonly string[]>>).flatMap(([range, names]) => {
      const [first = "", last = ""] = range.split("-");
      return names.map((one) => [one, { first, last }] as const);
    }),
  );
  return prepared.get(name);
}
