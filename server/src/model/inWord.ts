/** What stands in parentheses behind a word of the statement itself, such as `balance hdr(host)` or `sc-inc-gpc(0,1)`. */
import { parseNotation } from "../knowledge/notation.ts";
import type { Word } from "../syntax/line.ts";
import type { Role } from "./argumentSteps.ts";
import { matchArguments } from "./arguments.ts";
import type { Issue, NameUse } from "./issue.ts";
import type { Placement } from "./placement.ts";
import type { Statement } from "./statement.ts";

interface Inside {
  readonly issues: readonly Issue[];
  readonly uses: readonly NameUse[];
}

const nothing: Inside = { issues: [], uses: [] };
const noConverters = { isConverter: () => false };

export function checkInWord({ entry, head, prefixed }: Placement, { words }: Statement): Inside {
  const word = words[head - 1];
  if (entry?.inWord === undefined || word === undefined || word.dynamic || prefixed) return nothing;
  const [name = "", inside] = split(word.value);
  const index = head - 1;
  if (inside !== undefined && !inside.endsWith(")"))
    return { issues: [{ id: "malformed-expression", index, name, problem: "unclosed-parenthesis" }], uses: [] };
  const units = (inside?.slice(0, -1) ?? "").split(/(,)/).filter((unit) => unit !== "");
  const pseudo = units.map((value): Word => ({ span: word.span, value, quoting: "none", dynamic: false }));
  const match = matchArguments(parseNotation(entry.inWord), pseudo, 0, pseudo.length, noConverters);
  if ("roles" in match) return { issues: [], uses: namesIn(match.roles, units, index) };
  const wrong = units[match.mismatch.index];
  const problem = wrong === undefined ? "too-few" : `does-not-fit ${wrong}`;
  return { issues: [{ id: "bad-sample-arguments", index, name, spec: entry.inWord, problem }], uses: [] };
}

/** The name, and what stands behind the opening parenthesis. */
function split(value: string): readonly [string, string | undefined] {
  const open = value.indexOf("(");
  return open < 0 ? [value, undefined] : [value.slice(0, open), value.slice(open + 1)];
}

function namesIn(roles: readonly Role[], units: readonly string[], index: number): NameUse[] {
  return roles.flatMap(({ index: unit, node }) =>
    node.kind === "type" && node.type === "ref" && node.parameter !== undefined
      ? [{ kind: node.parameter, name: units[unit] ?? "", index, declares: false }]
      : [],
  );
}
