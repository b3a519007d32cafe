/** Whether HAProxy takes a `no` or `default` in front of a statement (readcfgfile() in src/cfgparse.c). */
import { entryOf } from "../knowledge/grammar.ts";
import type { Issue } from "./issue.ts";
import { proxyKinds } from "./placement.ts";
import type { Statement } from "./statement.ts";

/** In every kind of section, and in all releases. */
const prefixable = new Set(["option", "log", "busy-polling", "set-dumpable", "strict-limits", "insecure-fork-wanted", "numa-cpu-mapping"]);

/** Undefined where there is no prefix, or one that HAProxy takes. */
export function prefixIssue({ words, prefix }: Statement, sectionKind: string): Issue | undefined {
  const [first, second] = words;
  if (prefix === undefined || first === undefined || first.dynamic) return undefined;
  if (!prefixable.has(first.value)) return { id: "prefix-not-taken", index: 0, name: first.value, prefix };
  if (first.value !== "option" || second === undefined || second.dynamic || !proxyKinds.has(sectionKind)) return undefined;
  const refused = entryOf("option", second.value)?.prefix === "none";
  return refused ? { id: "prefix-not-taken", index: 1, name: `option ${second.value}`, prefix } : undefined;
}
