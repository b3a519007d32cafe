/** What stands in parentheses behind a word of the statement itself, such as `balance hdr(host)` or `sc-inc-gpc(0,1)`. */
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import type { Word } from "../../syntax/line.ts";
import type { Statement } from "../statement.ts";
import { type ArgumentMatch, matchArguments } from "./arguments.ts";
import type { Issue, NameUse } from "./issue.ts";
import type { Role } from "./match.ts";
import type { Placement } from "./placement.ts";

interface Inside {
  readonly issues: readonly Issue[];
  readonly uses: readonly NameUse[];
}

const nothing: Inside = { issues: [], uses: [] };
/** Of the files of ACLs and maps HAProxy cuts off the last character, whatever it is. */
const fileName = "[<path>]";
const noConverters = { isConverter: () => false };

/** Actions that name the variable in parentheses behind their own name. */
export const settingVariable = /^(?:set|unset)-var(?:-fmt)?\(/;

export function checkInWord({ entry, head, prefixed }: Placement, { words }: Statement): Inside {
  const word = words[head - 1];
  if (entry?.inWord === undefined || word === undefined || word.dynamic || prefixed) return nothing;
  const [name = "", inside] = split(word.value);
  const index = head - 1;
  if (inside !== undefined && !inside.endsWith(")")) {
    // variableIssues() tells that of variables
    if (settingVariable.test(word.value)) return nothing;
    return {
      issues: [{ id: "malformed-expression", index, name, problem: "unclosed-parenthesis", taken: entry.inWord === fileName }],
      uses: [],
    };
  }
  const { units, match } = matchWhole(entry.inWord, read(word.value, inside?.slice(0, -1) ?? ""));
  if ("roles" in match) return { issues: [], uses: namesIn(match.roles, units, index) };
  // variableIssues() tells what is wrong with the variable itself
  if (match.mismatch.index === 0 && settingVariable.test(word.value)) return nothing;
  const { expected, fault } = match.mismatch;
  const wrong = units[match.mismatch.index];
  const problem = wrong === undefined ? "too-few" : `does-not-fit ${wrong}`;
  return { issues: [{ id: "bad-sample-arguments", index, name, spec: entry.inWord, problem, expected, fault }], uses: [] };
}

/** Of the conditions of a variable HAProxy reads no more than those before the first empty one (parse_store()). */
function read(word: string, inside: string): string {
  return settingVariable.test(word) ? inside.replace(/,,.*$/s, "") : inside;
}

/** A comma at the end may be followed by nothing, which HAProxy reads as such. */
function matchWhole(notation: string, inside: string): ReturnType<typeof matchInside> {
  const whole = matchInside(notation, inside);
  return "mismatch" in whole.match && inside.endsWith(",") ? matchInside(notation, inside.slice(0, -1)) : whole;
}

function matchInside(notation: string, inside: string): { readonly units: readonly string[]; readonly match: ArgumentMatch } {
  const units = inside.split(/(,)/).filter((unit) => unit !== "");
  const pseudo = units.map((value): Word => ({ span: { start: 0, end: 0 }, value, quoting: "none", dynamic: false }));
  return { units, match: matchArguments(parseNotation(notation), pseudo, 0, pseudo.length, noConverters) };
}

/** A stretch between the parentheses of a word, and what it is to the grammar; offsets into the value of the word. */
export interface InsidePart {
  readonly start: number;
  readonly end: number;
  readonly node: Node | undefined;
}

/** What stands between the parentheses of a word, commas left out; as far as it fits, with its part of the grammar. */
export function partsInside(notation: string, value: string): readonly InsidePart[] {
  const [name, inside] = split(value);
  if (inside === undefined) return [];
  const { units, match } = matchInside(notation, inside.endsWith(")") ? inside.slice(0, -1) : inside);
  const roles = "roles" in match ? match.roles : match.mismatch.fitting;
  let at = name.length + 1;
  const parts: InsidePart[] = [];
  units.forEach((unit, i) => {
    if (unit !== ",") parts.push({ start: at, end: at + unit.length, node: roles.find(({ index }) => index === i)?.node });
    at += unit.length;
  });
  return parts;
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
