/** Remembers what was worked out of a section for a branch, as long as the Section object lives. */

import type { Section } from "../syntax/config.ts";
import { Memory } from "../syntax/memory.ts";

type OfSection<T> = (section: Section, branch: string | undefined) => T;

/** Hardly any section is ever read for a second branch. */
interface Known<T> {
  readonly branch: string | undefined;
  readonly value: T;
  readonly other: Known<T> | undefined;
}

/** The same function, computed once for each Section object and branch. */
export function perBranch<T>(compute: OfSection<T>): OfSection<T> {
  const memo = new Memory<Section, Known<T>>();
  return (section, branch) => {
    const first = memo.get(section);
    for (let known = first; known !== undefined; known = known.other) if (known.branch === branch) return known.value;
    const value = compute(section, branch);
    memo.set(section, { branch, value, other: first });
    return value;
  };
}
