/** What samples and actions read or change in the entries of stick-tables. */
import { type SampleKind, type SampleSpec, storedDataAsked } from "../../knowledge/grammar.ts";
import type { SampleCall } from "../../syntax/expression.ts";
import type { Word } from "../../syntax/line.ts";

/** A stored data type; of an array, the element asked for. */
export interface StoredData {
  readonly type: string;
  readonly element: number | undefined;
}

/** A sample or an action that needs stored data. */
export interface CounterUse {
  /** As it is written. */
  readonly name: string;
  /** Word of the statement that holds it. */
  readonly index: number;
  /** Any one of them will do; never empty. */
  readonly needs: readonly StoredData[];
  /** Number of the sticky counter whose entry is meant; undefined where a key leads to the entry. */
  readonly counter: number | undefined;
  /** Name of the table; undefined where none is given. */
  readonly table: string | undefined;
  readonly kind: "read" | "action";
}

/** What a call of a sample needs; undefined where that is nothing, or is not said in plain numbers. */
export function counterUseOf(call: SampleCall, kind: SampleKind, spec: SampleSpec, index: number): CounterUse | undefined {
  const [, prefix = "", digit = "", name = ""] = (kind === "fetch" ? fetchName : converterName).exec(call.name) ?? [];
  const asked = name === "" ? [] : storedDataAsked(name);
  if (asked.length === 0) return undefined;
  const args = (call.args ?? []).map(({ text }) => text.trim());
  const types = spec.args.replace(/[[\]]/g, "").split(",");
  const table = args[types.indexOf("table")];
  const numbers = types.flatMap((type, i) => (type === "integer" && args[i] !== undefined ? [numberOf(args[i])] : []));
  const needs = needsOf(asked, numbers);
  const counter = digit !== "" ? Number(digit) : prefix === "sc" ? numbers.at(-1) : undefined;
  if (needs === undefined || (prefix === "sc" && counter === undefined)) return undefined;
  return { name: call.name, index, needs, counter, table: table === "" ? undefined : table, kind: "read" };
}

const fetchName = /^(sc|src)(\d?)_(\w+)$/;
const converterName = /^(table)()_(\w+)$/;

/** What the action of a rule needs, such as `sc-inc-gpc0(1)` or `sc-set-gpt(0,2)`. */
export function counterUseOfAction(word: Word | undefined, index: number): CounterUse | undefined {
  if (word === undefined || word.dynamic || !word.value.startsWith("sc-")) return undefined;
  const [, name = "", list = ""] = /^sc-([a-z0-9-]+)(?:\(([^)]*)\))?$/.exec(word.value) ?? [];
  const asked = storedDataAsked(name.replaceAll("-", "_"));
  if (asked.length === 0) return undefined;
  // without a number the first sticky counter is meant
  const numbers = (list === "" ? ["0"] : list.split(",")).map((text) => numberOf(text.trim()));
  const counter = numbers.at(-1);
  const needs = needsOf(asked, numbers);
  if (needs === undefined || counter === undefined) return undefined;
  return { name: `sc-${name}`, index, needs, counter, table: undefined, kind: "action" };
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

/** "gpc[1]" names its element, "gpc[]" leaves it to the first of the numbers. */
function needsOf(asked: readonly string[], [first]: readonly (number | undefined)[]): StoredData[] | undefined {
  const needs = asked.map((text): StoredData => {
    const [, type = text, element] = /^(\w+)\[(\d*)\]$/.exec(text) ?? [];
    return { type, element: element === undefined ? undefined : element === "" ? (first ?? -1) : Number(element) };
  });
  return needs.some(({ element }) => element === -1) ? undefined : needs;
}
