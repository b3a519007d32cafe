/** Bandwidth limits work for each stream or for a shared key (src/flt_bwlim.c); either kind has its own parameters, and needs them. */

import type { Statement } from "../statement.ts";
import type { Issue } from "./issue.ts";

const perStream: readonly string[] = ["default-limit", "default-period"];
const shared: readonly string[] = ["key", "limit"];

export function filterIssues({ words }: Statement): Issue[] {
  if (!words[1]?.value.startsWith("bwlim-") || words.length < 4 || words.some(({ dynamic }) => dynamic)) return [];
  const given = words.flatMap(({ value }, index) => (index > 2 && index % 2 === 1 ? [{ value, index }] : []));
  const isShared = given.some(({ value }) => value === "table" || shared.includes(value));
  const foreign = isShared ? given.find(({ value }) => perStream.includes(value)) : undefined;
  if (foreign !== undefined) return [{ id: "unexpected-argument", index: foreign.index, name: foreign.value, expected: [] }];
  const missing = (isShared ? shared : perStream).find((name) => !given.some(({ value }) => value === name));
  if (missing === undefined) return [];
  const after = words.at(-1)?.value ?? "";
  return [{ id: "missing-argument", index: words.length - 1, after, expected: [{ kind: "word", text: missing }] }];
}
