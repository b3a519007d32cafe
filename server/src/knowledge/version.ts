/** Version texts as version_atleast() and version_before() compare them (split_version() in src/haproxy.c). */
import type { Release } from "./release.ts";

/** Kinds of a version in rising order; `rc` and `pre` are the same. */
const tags: readonly (readonly [name: string, rank: number])[] = [
  ["dev", 1],
  ["rc", 2],
  ["pre", 2],
];
const plainRank = 3;

/** Four numbers, rank and number of the tag, number of commits; undefined for what HAProxy takes for no version. */
function versionParts(text: string): readonly number[] | undefined {
  if (text === "") return undefined;
  const match = /^(\d*(?:\.\d*){0,3})(?:-(.*))?$/s.exec(text);
  if (match === null) return undefined;
  const numbers = (match[1] ?? "").split(".").map(Number);
  const parts = [0, 1, 2, 3].map((i) => numbers[i] ?? 0);
  return match[2] === undefined ? [...parts, plainRank, 0, 0] : withTag(parts, match[2]);
}

function withTag(parts: readonly number[], text: string): readonly number[] | undefined {
  const [name, rank] = tags.find(([tag]) => text.startsWith(tag)) ?? ["", plainRank];
  if (name === "") return [...parts, plainRank, 0, commitsIn(text)];
  const tagged = /^(\d*)(?:-(.*))?$/s.exec(text.slice(name.length));
  if (tagged === null) return undefined;
  const start = [...parts, rank, Number(tagged[1])];
  if (tagged[2] === undefined) return [...start, 0];
  return tagged[2].endsWith("-") ? undefined : [...start, commitsIn(tagged[2])];
}

/** Behind the last dash, where that is a number. */
function commitsIn(text: string): number {
  const last = text.slice(text.lastIndexOf("-") + 1);
  return /^\d+$/.test(last) ? Number(last) : 0;
}

/** Negative when the release is older than the version that a text names; undefined when it names none. */
export function compareToVersion({ branch, patch, development }: Release, text: string): number | undefined {
  const asked = versionParts(text);
  if (asked === undefined) return undefined;
  const [major = 0, minor = 0] = branch.split(".").map(Number);
  const tag = development === undefined ? [plainRank, 0] : [1, development];
  const own = [major, minor, patch ?? 0, 0, ...tag, 0];
  const i = own.findIndex((part, at) => part !== asked[at]);
  return i < 0 ? 0 : (own[i] as number) - (asked[i] as number);
}
