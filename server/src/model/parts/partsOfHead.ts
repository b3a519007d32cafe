/** The parts of the words that name a statement: a section, a keyword, a rule with its hook and action, an option. */
import type { Section } from "../../syntax/config.ts";
import { hooks } from "../interpretation/hooks.ts";
import type { Interpretation } from "../interpretation/interpretation.ts";
import { partsInside } from "../interpretation/inWord.ts";
import type { Issue } from "../interpretation/issue.ts";
import { rulesets } from "../interpretation/placement.ts";
import { proxyKinds } from "../interpretation/wordIssues.ts";
import type { PartFacts, PartList, PartRole } from "./part.ts";
import { typedPart } from "./partsInWord.ts";

const foreign = new Set<string>(["unknown-word", "word-of-other-release", "removed-word", "unknown-value"]);

/** What an issue with a word says of the word itself. */
export function standingOf(issue: Issue | undefined): Pick<PartFacts, "unknown" | "deprecated"> {
  if (issue === undefined) return {};
  return foreign.has(issue.id) ? { unknown: true } : issue.id === "deprecated-word" ? { deprecated: true } : {};
}

export function headParts(list: PartList, { statement, head, entry, issues }: Interpretation, section: Section): void {
  const header = statement.offset === 0 && section.kind !== "preamble";
  const roles = header ? ["section" as const] : rolesOfHead(list, head, section.kind);
  roles.forEach((role, index) => {
    if (list.words[index]?.dynamic) return;
    const facts = standingOf(issues.find((issue) => issue.index === index));
    if (role === "action" && list.valueOf(index).startsWith("lua.")) luaParts(list, index);
    else wordWithParentheses(list, index, role, index === head - 1 ? entry?.inWord : undefined, facts);
  });
}

function rolesOfHead(list: PartList, head: number, kind: Section["kind"]): readonly PartRole[] {
  const first = list.valueOf(0);
  if (proxyKinds.has(kind) && rulesets.has(first)) {
    const second = list.valueOf(1);
    if (second === "inspect-delay") return ["ruleset", "keyword"];
    const hooked = (first === "tcp-request" || first === "tcp-response") && hooks.has(second);
    if (hooked) return ["ruleset", "hook", "action"];
    return first === "tcp-request" ? ["ruleset"] : ["ruleset", "action"];
  }
  if (proxyKinds.has(kind) && first === "option") return ["keyword", "option"];
  return Array.from({ length: Math.max(1, head) }, () => "keyword");
}

/** Of `lua.name`, what stands behind the dot is a name that a script gives. */
function luaParts(list: PartList, index: number): void {
  list.add(index, 0, "lua.".length, "action");
  list.add(index, "lua.".length, list.valueOf(index).length, "reference", { kind: "lua-action" });
}

/** A word of the grammar, such as `set-var(txn.x)`; `inside` is the notation of what its parentheses hold. */
export function wordWithParentheses(list: PartList, index: number, role: PartRole, inside: string | undefined, facts: PartFacts): void {
  const value = list.valueOf(index);
  const open = value.indexOf("(");
  if (open < 0) {
    list.whole(index, role, facts);
    return;
  }
  const name = value.slice(0, open);
  list.add(index, 0, open, role, facts);
  partsInside(inside ?? "...", value).forEach(({ start, end, node }, i) => {
    const call = { name, kind: "word" as const, index: i };
    if (node?.kind === "word") list.add(index, start, end, "enum", { call });
    else if (node?.kind === "type") typedPart(list, index, start, end, node.type, node.parameter, { call });
    else list.add(index, start, end, "argument", { call });
  });
}
