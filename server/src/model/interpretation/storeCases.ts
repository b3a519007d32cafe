/** What stands behind `store` in a stick-table: stored data types, each with its period or its size. */
import { enumFact, enumValues } from "../../knowledge/grammar.ts";
import { recalled } from "../../syntax/recalled.ts";
import { parseTime } from "../../syntax/values.ts";
import type { Statement } from "../statement.ts";
import type { Issue } from "./issue.ts";

const none: readonly never[] = [];

/** The stored data types of a table, each with the period or the size that it needs. */
export function storeIssues({ words }: Statement, branch: string | undefined): Issue[] {
  const known = enumValues("stick_data", branch);
  return words.flatMap((word, i): Issue[] => {
    if (words[i - 1]?.value !== "store" || word.dynamic) return [];
    if (/^,|,,/.test(word.value)) return [{ id: "unknown-value", index: i, name: "", what: "store", known: [...known] }];
    return storedTypes(word.value).flatMap(({ name, first, last, closed }): Issue[] => {
      if (!known.has(name)) return [{ id: "unknown-value", index: i, name, what: "store", known: [...known] }];
      const needs = String(enumFact("stick_data", name) ?? "");
      if (closed && argumentFits(needs, first, last)) return [];
      return [{ id: "bad-sample-arguments", index: i, name, spec: needs, problem: first === undefined ? "too-few" : `bad ${first}` }];
    });
  });
}

/** Of an array and the single counters that it stands for a table holds one or the other. */
const exclusive: readonly (readonly [string, RegExp])[] = [
  ["gpt", /^gpt0$/],
  ["gpc", /^gpc[01]$/],
  ["gpc_rate", /^gpc[01]_rate$/],
];

/** What a table is told to store once more is left out of account. */
export function storedTwice({ words }: Statement): readonly Issue[] {
  const lists = words.flatMap(({ value, dynamic }, index) => (words[index - 1]?.value === "store" && !dynamic ? [{ value, index }] : []));
  if (lists.length < 2 && lists.every(({ value }) => areApart(value))) return none;
  const all = lists.flatMap(({ value, index }) => storedTypes(value).map(({ name }) => ({ name, index })));
  const names = all.map(({ name }) => name);
  return all.flatMap(({ name, index }, i): Issue[] => {
    if (names.indexOf(name) < i) return [{ id: "stored-twice", index, name }];
    const array = exclusive.find(([other, single]) => single.test(name) && names.includes(other));
    return array === undefined ? [] : [{ id: "unexpected-argument", index, name, expected: [] }];
  });
}

/** None of the types of one list stands for another one of it. */
const areApart = recalled((list): boolean => {
  const names = storedTypes(list).map(({ name }) => name);
  return (
    new Set(names).size === names.length &&
    !exclusive.some(([array, single]) => names.includes(array) && names.some((name) => single.test(name)))
  );
});

interface StoredType {
  readonly name: string;
  /** What stands up to the first comma in the parentheses, and behind the last. */
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly closed: boolean;
}

/** As HAProxy cuts the list: parentheses end at the first that closes, and what stands behind it up to the comma is left out. */
const storedTypes = recalled((list): readonly StoredType[] => {
  const types: StoredType[] = [];
  for (const [, name = "", inside, end] of list.matchAll(/([^,(]+)(?:\(([^)]*)(\)?)[^,]*)?,?/g)) {
    const [first, ...more] = inside?.split(",") ?? [];
    if (name.trim() !== "") types.push({ name: name.trim(), first, last: more.at(-1), closed: inside === undefined || end === ")" });
  }
  return types;
});

/** Most elements of an array in a table. */
const mostElements = 100;

function isArraySize(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= mostElements;
}

function argumentFits(needs: string, first: string | undefined, last: string | undefined): boolean {
  switch (needs) {
    case "period":
      return first !== undefined && parseTime(first) !== undefined;
    case "size":
      return first !== undefined && isArraySize(first);
    case "size,period":
      return first !== undefined && isArraySize(first) && last !== undefined && last !== "";
    default:
      return first === undefined;
  }
}
