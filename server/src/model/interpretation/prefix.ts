/** Whether HAProxy takes a `no` or `default` in front of a statement (readcfgfile() in src/cfgparse.c). */
import { entryOf } from "../../knowledge/grammar.ts";
import { compareBranches } from "../../knowledge/release.ts";
import type { Statement } from "../statement.ts";
import type { Issue } from "./issue.ts";
import { proxyKinds } from "./wordIssues.ts";

/** In every kind of section, and in all releases. */
const prefixable = new Set(["option", "log", "busy-polling", "set-dumpable", "strict-limits", "insecure-fork-wanted", "numa-cpu-mapping"]);

/** Of the ways to end a connection one holds: there is no default for each. */
const closing = new Set(["httpclose", "http-server-close", "http-keep-alive", "http-tunnel"]);

/** A level may stand twice at the end of a log. */
const levels = new Set(["emerg", "alert", "crit", "err", "warning", "notice", "info", "debug"]);

/** Undefined where there is no prefix, or one that HAProxy takes. */
export function prefixIssue({ words, prefix }: Statement, sectionKind: string, branch: string | undefined): Issue | undefined {
  const [first, second] = words;
  if (prefix === undefined || first === undefined || first.dynamic) return undefined;
  if (!prefixable.has(first.value)) return { id: "prefix-not-taken", index: 0, name: first.value, prefix };
  if (first.value === "log" && prefix === "no" && second !== undefined)
    return { id: "unexpected-argument", index: 1, name: second.value, expected: [] };
  if (sectionKind === "fcgi-app" && second?.value === "max-reqs")
    return { id: "prefix-not-taken", index: 1, name: "option max-reqs", prefix };
  // before 3.2 the last word of a line with "default" is read twice, which logs and options without arguments refuse
  const doubled = prefix === "default" && branch !== undefined && compareBranches(branch, "3.2") < 0;
  // what is inherited cannot be asked for alone: later releases read "default log" as a log without an address
  if (first.value === "log" && prefix === "default" && second === undefined)
    return { id: "prefix-not-taken", index: 0, name: "log", prefix };
  if (first.value === "log" && doubled && !levels.has(words.at(-1)?.value ?? ""))
    return { id: "prefix-not-taken", index: 0, name: "log", prefix };
  if (first.value !== "option" || second === undefined || second.dynamic) return undefined;
  if (!proxyKinds.has(sectionKind))
    return doubled ? { id: "prefix-not-taken", index: 1, name: `option ${second.value}`, prefix } : undefined;
  const { prefix: taken, args, replacedBy } = entryOf("option", second.value) ?? {};
  // what another option took the place of has no other form from 3.1 on
  const old =
    /^accept-invalid-http-/.test(second.value) && replacedBy !== undefined && branch !== undefined && compareBranches(branch, "3.1") >= 0;
  const refused = taken === "none" || old || (prefix === "default" && closing.has(second.value)) || (doubled && args === "");
  return refused ? { id: "prefix-not-taken", index: 1, name: `option ${second.value}`, prefix } : undefined;
}
