/** How many threads and CPUs `cpu-map` names (cpuset.c and parse_cpu_set() of HAProxy). */
import type { Statement } from "../statement.ts";
import type { Issue } from "./issue.ts";

/** On machines of 64 bits; as many groups. */
const threadsOfGroup = 64;
const none: readonly never[] = [];

/** With `auto:` each CPU gets a thread, or a group, of its own. */
export function threadForCpu({ words }: Statement): readonly Issue[] {
  const [, first, ...sets] = words;
  if (first === undefined || !first.value.startsWith("auto:") || words.some(({ dynamic }) => dynamic)) return none;
  const cpus = new Set<number>();
  for (const { value } of sets) {
    const [low = -1, high = low] = /^\d+(?:-\d+)?$/.test(value) ? value.split("-").map(Number) : [];
    if (low < 0 || high - low >= threadsOfGroup * threadsOfGroup) return none;
    for (let cpu = Math.min(low, high); cpu <= Math.max(low, high); cpu++) cpus.add(cpu);
  }
  const counts = first.value.slice("auto:".length).split("/").map(threadCount);
  if (counts.length === 1) counts.push(threadsOfGroup);
  if (sets.length === 0 || counts.includes(undefined) || counts.includes(cpus.size)) return none;
  return [{ id: "malformed-argument", index: 1, name: first.value, fault: "other-count", expected: [] }];
}

/** `1-4`, `3-`, `odd`; undefined for what is none of them. */
function threadCount(text: string): number | undefined {
  if (text === "all") return threadsOfGroup;
  if (text === "odd" || text === "even") return threadsOfGroup / 2;
  const [, low, range, high] = /^(\d+)(-(\d+)?)?$/.exec(text) ?? [];
  if (low === undefined) return undefined;
  return range === undefined ? 1 : Math.abs(Number(high ?? threadsOfGroup) - Number(low)) + 1;
}
