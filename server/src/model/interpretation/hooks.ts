/** Where the rulesets on connections, sessions and contents may stand (src/tcp_rules.c). */
import type { Issue } from "./issue.ts";

/** What follows `tcp-request` and `tcp-response`, `inspect-delay` aside. */
export const hooks: ReadonlySet<string> = new Set(["connection", "session", "content"]);

const ofRuleset: Readonly<Record<string, readonly string[]>> = {
  "tcp-request": ["connection", "session", "content", "inspect-delay"],
  "tcp-response": ["content", "inspect-delay"],
};

/** What HAProxy refuses of the word behind `tcp-request` or `tcp-response` in a kind of proxy. */
export function hookIssue(ruleset: string, hook: string, sectionKind: string): Issue | undefined {
  const known = ofRuleset[ruleset];
  if (known === undefined) return undefined;
  if (!known.includes(hook)) return { id: "unknown-value", index: 1, name: hook, what: ruleset, known };
  const misplaced =
    ruleset === "tcp-response" ? sectionKind === "frontend" : sectionKind === "backend" && (hook === "connection" || hook === "session");
  return misplaced ? { id: "misplaced-word", index: 1, name: `${ruleset} ${hook}`, where: sectionKind, fatal: true } : undefined;
}
