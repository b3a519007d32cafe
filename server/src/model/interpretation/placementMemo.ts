/** Remembers which statement of the grammar the words of a line name: a file has thousands of lines, but few such names. */
import { entriesOf } from "../../knowledge/grammar.ts";
import { alone } from "../../syntax/alone.ts";
import type { Section } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import type { Statement } from "../statement.ts";
import { hooks } from "./hooks.ts";
import { findPlacement, grammarClassOf, type Placement, rulesets } from "./placement.ts";
import { proxyKinds } from "./wordIssues.ts";

const memo = new Map<string | undefined, Map<string, Map<string, Placement>>>();
/** Beyond so many shapes of statements in one kind of section we start anew: a file may hold any number of wrong words. */
const mostKept = 2000;

/** Worked out once for the words that decide: thousands of lines share them. */
export function placementOf(statement: Statement, section: Section, branch: string | undefined): Placement {
  const kind = section.kind;
  const key = keyOf(statement, kind);
  if (key === undefined) return findPlacement(statement, section, branch);
  const ofBranch = memo.get(branch) ?? new Map<string, Map<string, Placement>>();
  memo.set(branch, ofBranch);
  const ofKind = ofBranch.get(kind) ?? new Map<string, Placement>();
  if (ofKind.size >= mostKept) ofKind.clear();
  ofBranch.set(kind, ofKind);
  let found = ofKind.get(key);
  if (found === undefined) {
    found = findPlacement(statement, section, branch);
    ofKind.set(alone(key), found);
  }
  return found;
}

/** The words that decide, as many as the longest name that starts with the first; undefined where one is not certain. */
function keyOf({ words, prefix, offset }: Statement, kind: Section["kind"]): string | undefined {
  const first = words[0];
  if (first === undefined || first.dynamic || (offset === 0 && kind !== "preamble")) return undefined;
  const proxy = proxyKinds.has(kind);
  // where the parameters of a peer start depends on its third word, and whether a name server has any
  if (!proxy && /^(?:bind|server|peer|nameserver)$/.test(first.value)) return undefined;
  const most =
    proxy && rulesets.has(first.value)
      ? hooks.has(words[1]?.value ?? "")
        ? 3
        : 2
      : deciding(grammarClassOf(kind, first.value), first.value);
  const count = Math.min(words.length, most);
  let key = prefix === undefined ? first.value : `${prefix} ${first.value}`;
  for (let i = 1; i < count; i++) {
    const { value, dynamic } = words[i] as Word;
    // what stands in parentheses is free, and so is what Lua names
    if (dynamic || value.includes("(") || value.startsWith("lua.")) return undefined;
    key += `\0${value}`;
  }
  return key;
}

const longestNames = new Map<string, Map<string, number>>();

/** How many words decide what a statement is, the one behind its name included: it may be a wrong one. */
function deciding(grammarClass: string, first: string): number {
  if (first === "option") return 2;
  let lengths = longestNames.get(grammarClass);
  if (lengths === undefined) {
    lengths = new Map();
    longestNames.set(grammarClass, lengths);
    for (const { words } of entriesOf(grammarClass)) {
      const name = words.split(" ", 1)[0] as string;
      lengths.set(name, Math.max(lengths.get(name) ?? 1, words.split(" ").length));
    }
  }
  return lengths.get(first) ?? 1;
}
