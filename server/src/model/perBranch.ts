/** Remembers what was worked out of a section for a branch, as long as the Section object lives. */
import type { Section } from "../syntax/config.ts";

type OfSection<T> = (section: Section, branch: string | undefined) => T;

/** The same function, computed once for each Section object and branch. */
export function perBranch<T>(compute: OfSection<T>): OfSection<T> {
  const memo = new WeakMap<Section, Map<string | undefined, T>>();
  return (section, branch) => {
    let known = memo.get(section);
    if (known === undefined) {
      known = new Map<string | undefined, T>();
      memo.set(section, known);
    }
    if (!known.has(branch)) known.set(branch, compute(section, branch));
    return known.get(branch) as T;
  };
}
