/** What a section holds, by the words that conditions ask for; worked out once for each Section object. */

import { aclFetch, samplesNamed } from "../knowledge/grammar.ts";
import { readCondition } from "../syntax/condition.ts";
import type { Section } from "../syntax/config.ts";
import { readExpression, type SampleExpression } from "../syntax/expression.ts";
import { readLogFormat } from "../syntax/logFormat.ts";
import { perObject } from "../syntax/perObject.ts";
import { hooks } from "./interpretation/hooks.ts";
import { type Interpretation, interpretationsOf } from "./interpretation/interpretation.ts";
import { rulesets } from "./interpretation/placement.ts";
import { perBranch } from "./perBranch.ts";
import { type Statement, statementsOf } from "./statement.ts";

export interface SectionIndex {
  /** The line that opens the section. */
  readonly header: Statement | undefined;
  /** Statements without `no` or `default` before them, by their first word. */
  readonly byKeyword: ReadonlyMap<string, readonly Statement[]>;
  /** Rules by their action, without what stands in its parentheses. */
  readonly byAction: ReadonlyMap<string, readonly Statement[]>;
  /** What is set here, in any form, so that the same of a defaults section is not in force: "balance", "option httplog". */
  readonly set: ReadonlySet<string>;
}

/** Keywords whose second word says what is set. */
const twoWords = new Set(["option", "timeout", "stats"]);

export const sectionIndex = perObject((section: Section): SectionIndex => {
  const byKeyword = new Map<string, Statement[]>();
  const byAction = new Map<string, Statement[]>();
  const set = new Set<string>();
  let header: Statement | undefined;
  for (const statement of statementsOf(section)) {
    const { words, prefix, offset } = statement;
    const first = words[0]?.value ?? "";
    if (offset === 0 && section.kind !== "preamble") {
      header = statement;
      continue;
    }
    set.add(settingOf(statement));
    if (prefix !== undefined) continue;
    append(byKeyword, first, statement);
    if (!rulesets.has(first)) continue;
    const action = words[hooks.has(words[1]?.value ?? "") ? 2 : 1]?.value;
    if (action !== undefined) append(byAction, action.replace(/\(.*$/, ""), statement);
  }
  return { header, byKeyword, byAction, set };
});

/** What a statement sets, such as "balance" or "option httplog". */
export function settingOf({ words }: Statement): string {
  const first = words[0]?.value ?? "";
  return twoWords.has(first) ? `${first} ${words[1]?.value ?? ""}` : first;
}

function append(map: Map<string, Statement[]>, key: string, statement: Statement): void {
  const same = map.get(key);
  if (same === undefined) map.set(key, [statement]);
  else same.push(statement);
}

/** Statements that call a fetch, or a converter, by its name. */
export interface SampleIndex {
  readonly fetch: ReadonlyMap<string, readonly Statement[]>;
  readonly converter: ReadonlyMap<string, readonly Statement[]>;
}

/** Asked only where a text names the sample: reading every expression takes longer than all other conditions. */
export const sampleIndex = perBranch((section: Section, branch: string | undefined): SampleIndex => {
  const index = { fetch: new Map<string, Statement[]>(), converter: new Map<string, Statement[]>() };
  for (const interpretation of interpretationsOf(section, branch)) {
    const seen = new Set<string>();
    for (const expression of expressionsOf(interpretation)) {
      expression.calls.forEach(({ name }, i) => {
        const kind = i === 0 ? "fetch" : "converter";
        const meant = i === 0 && samplesNamed("fetch", name, branch).length === 0 ? (aclFetch(name) ?? name) : name;
        if (seen.has(`${kind} ${meant}`)) return;
        seen.add(`${kind} ${meant}`);
        append(index[kind], meant, interpretation.statement);
      });
    }
  }
  return index;
});

/** Every sample expression of a statement, from the words that the grammar gives such a role. */
function* expressionsOf({ statement, roles }: Interpretation): Generator<SampleExpression> {
  const { words } = statement;
  const criterion = words[0]?.value === "acl" ? words[2] : undefined;
  if (criterion !== undefined) yield readExpression(criterion.value);
  for (const { index, node } of roles) {
    const word = words[index];
    if (word === undefined) continue;
    if (node.kind === "condition") {
      for (const item of readCondition(words, index + 1))
        if (item.kind === "anonymous") yield readExpression(words[item.from]?.value ?? "");
    } else if (node.kind === "type" && node.type === "expr") yield readExpression(word.value);
    else if (node.kind === "type" && (node.type === "fmt" || node.type === "ref"))
      for (const item of readLogFormat(word.value)) if (item.kind === "expression") yield item.expression;
  }
}
