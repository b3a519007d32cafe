/** Arguments of a type: what may stand where the grammar's notation has one of its types. */

import { enumFact, enumValues } from "../../knowledge/grammar.ts";
import { valuesOf } from "../../knowledge/offers.ts";
import { own } from "../../knowledge/own.ts";
import { addressAt } from "./addresses.ts";
import { basesOf, fileAt } from "./files.ts";
import { aliasItems, flagItems, formatAt } from "./formats.ts";
import { type Completions, type Item, ranks } from "./item.ts";
import { luaItems } from "./luaNames.ts";
import { missingNames, referenceItems } from "./names.ts";
import { partOf, type Slot, spanOf } from "./place.ts";
import { argumentAt } from "./sampleArguments.ts";
import { type SampleContext, sampleAt, sampleItems } from "./samples.ts";
import type { Surroundings } from "./surroundings.ts";
import { enumItems, usualFirst, valueItems } from "./valueItems.ts";
import { environmentNames, headersInUse, variableItems } from "./variables.ts";

/** What goes on behind the cursor as a part of a name inside a word. */
const nameUnit = /[A-Za-z0-9_.+-]/;
const listUnit = /[^,:)\s]/;

export interface TypeContext {
  /** Columns of the table of places for expressions and for log-formats. */
  readonly expression: readonly number[] | undefined;
  readonly format: readonly number[] | undefined;
  /** First word of the statement, and the word in front. */
  readonly statement: string;
  readonly before: string;
  /** The statement looks at responses. */
  readonly response: boolean;
}

/** Undefined where anything may stand. */
export function typeAt(
  type: string,
  parameter: string | undefined,
  slot: Slot,
  context: TypeContext,
  around: Surroundings,
): Completions | undefined {
  const asked: Asked = { type, parameter, slot, context, around };
  const ofType = own(types, type);
  return ofType === undefined ? kindAt(type, slot, around.branch) : ofType(asked);
}

interface Asked {
  readonly type: string;
  readonly parameter: string | undefined;
  readonly slot: Slot;
  readonly context: TypeContext;
  readonly around: Surroundings;
}

function whole(slot: Slot, items: readonly Item[]): Completions {
  return { ...spanOf(slot), items };
}

const behindNumber = ({ type, slot, around }: Asked): Completions | undefined =>
  /^\d+(?:us|ms|[a-z%])?$/.test(slot.typed) ? whole(slot, unitItems(type, slot.typed, around.branch)) : undefined;
/** Before anything is typed, some to choose from. */
const time = (asked: Asked): Completions | undefined =>
  asked.slot.typed === "" ? whole(asked.slot, valueItems("times", asked.around.branch, ranks.ordinary)) : behindNumber(asked);
const address = ({ type, slot, context, around }: Asked): Completions | undefined => addressAt(slot, type, context.statement, around);

/** Types whose values depend on more than the data. */
const types: Readonly<Record<string, (asked: Asked) => Completions | undefined>> = {
  time,
  size: behindNumber,
  percent: behindNumber,
  bind: address,
  address,
  "address?": address,
  source: address,
  expr: ({ slot, context, around }) => expressionAt(slot, { places: context.expression, criteria: false }, around),
  fmt: ({ parameter, slot, context, around }) => {
    // words that are usual there, as long as nothing of a log-format is typed
    const words = parameter === undefined || slot.typed.includes("%") ? undefined : kindAt(parameter, slot, around.branch);
    const format = formatCompletions(slot, context, around);
    return words === undefined ? format : { ...words, items: [...words.items, ...(format?.items ?? [])] };
  },
  stored: ({ slot, around }) => storedDataAt(slot, around.branch),
  path: ({ slot, context, around }) => fileAt(slot, basesOf(context, around), []),
  var: ({ slot, around }) => whole({ ...slot, goesOn: /[\w.]/ }, variableItems(around, slot.place)),
  statuses: ({ slot, around }) => whole(listed(slot, ","), usualFirst("statuses", enumItems("status", around.branch, ranks.ordinary))),
  sint: ({ slot, parameter = "", around }) => kindAt(parameter, slot, around.branch),
  int: ({ slot, parameter = "", around }) =>
    /^[12]00\.\.[59]99$/.test(parameter) ? whole(slot, statusesIn(parameter, around.branch)) : undefined,
  header: ({ slot, context, around }) =>
    whole({ ...slot, goesOn: /[\w-]/ }, [...headersInUse(around.model, slot.place), ...headerItems(context, around.branch)]),
  new: ({ slot, parameter = "", around }) =>
    whole(slot, parameter === "acl" ? referenceItems("acl", slot.typed, slot.place, around) : missingNames(parameter, around)),
  ref: ({ slot, parameter = "", context, around }) =>
    slot.typed.includes("%[")
      ? formatCompletions(slot, context, around)
      : whole(slot, referenceItems(parameter, slot.typed, slot.place, around)),
  // a list in one word
  refs: ({ slot, parameter = "", around }) => {
    const part = listed(slot, ",");
    const given = new Set(slot.typed.slice(0, part.at - slot.at).split(","));
    const items = referenceItems(parameter, part.typed, slot.place, around).filter(({ label }) => !given.has(label));
    return whole(
      part,
      items.map((item) => ({ ...item, rank: ranks.usual })),
    );
  },
  service: ({ slot, context, around }) => {
    const mode = context.statement.startsWith("tcp") ? "tcp" : "http";
    return whole(slot, [...luaItems("service", around.model, mode), ...valueItems("service", around.branch, ranks.ordinary)]);
  },
  nonempty: ({ slot, parameter, around }) => (parameter === undefined ? undefined : kindAt(parameter, slot, around.branch)),
  string: ({ slot, parameter, around }) => {
    if (parameter === "environment") return whole(slot, environmentNames(around.model, slot.place, around.branch));
    if (parameter === "table" || parameter === "filter") return whole(slot, referenceItems(parameter, slot.typed, slot.place, around));
    return parameter === undefined ? undefined : kindAt(parameter, slot, around.branch);
  },
};

/** HTTP statuses within a range such as "200..599". */
function statusesIn(range: string, branch: string | undefined): readonly Item[] {
  const [low = 0, high = 0] = range.split("..").map(Number);
  const statuses = enumItems("status", branch, ranks.ordinary).map((item) => ({ ...item, order: Number(item.label) }));
  return statuses.filter(({ order }) => low <= order && order <= high);
}

/** Values of a kind in the data, one of a list where the kind is one. */
function kindAt(kind: string, slot: Slot, branch: string | undefined): Completions | undefined {
  const known = valuesOf(kind, branch);
  if (known === undefined) return undefined;
  const part = listed(slot, known.by);
  const given = new Set(known.by === undefined ? [] : slot.typed.slice(0, part.at - slot.at).split(known.by));
  return { ...spanOf(part), items: valueItems(kind, branch, ranks.ordinary).filter(({ label }) => !given.has(label)) };
}

/** The item of a list that the cursor is in. */
export function listed(slot: Slot, by: string | undefined): Slot {
  const from = by === undefined ? -1 : slot.typed.lastIndexOf(by);
  return from < 0 && by === undefined ? slot : partOf(slot, from + 1, listUnit);
}

function unitItems(type: string, typed: string, branch: string | undefined): readonly Item[] {
  const number = /^\d+/.exec(typed)?.[0] ?? "";
  const units = valuesOf(type, branch)?.values ?? [];
  return units.map(({ value, says }, order) => ({ label: number + value, kind: "unit", note: says, rank: ranks.usual, order }));
}

function headerItems({ response, statement, before }: TypeContext, branch: string | undefined): readonly Item[] {
  const first = response ? "response-header" : "request-header";
  const second = response ? "request-header" : "response-header";
  const items = usualFirst(`${statement} ${before}`, valueItems(first, branch, ranks.ordinary));
  const known = new Set(items.map(({ label }) => label));
  return [...items, ...valueItems(second, branch, ranks.other).filter(({ label }) => !known.has(label))];
}

/** Inside a sample expression that is the slot. */
export function expressionAt(slot: Slot, context: SampleContext, around: Surroundings): Completions | undefined {
  const at = sampleAt(slot.typed);
  if (at === undefined) return undefined;
  if (at.kind === "argument") return argumentAt(at, partOf(slot, at.at, listUnit), context, around);
  return { ...spanOf(partOf(slot, at.at, nameUnit)), items: sampleItems(at.before, context, around) };
}

/** A log-format may be any text: what is worth offering from the start is the way into a sample. */
const sample: Item = { label: "%[", kind: "operator", snippet: "%[$1]", goesOn: true, rank: ranks.ordinary, signature: "<sample>]" };

function formatCompletions(slot: Slot, { format }: TypeContext, around: Surroundings): Completions | undefined {
  if (slot.typed === "") return whole(slot, [sample]);
  const at = formatAt(slot.typed);
  if (at === undefined) return undefined;
  if (at.kind === "expression") return expressionAt(partOf(slot, at.at, nameUnit), { places: format, criteria: false }, around);
  if (at.kind === "flags") return { ...spanOf(partOf(slot, at.at, /[\w+-]/)), items: flagItems(around.branch) };
  return { ...spanOf(partOf(slot, at.at, /[A-Za-z]/)), items: aliasItems(around) };
}

/** `store gpc0,http_req_rate(10s)`: inside parentheses units only. */
function storedDataAt(slot: Slot, branch: string | undefined): Completions {
  const open = slot.typed.lastIndexOf("(");
  if (open > slot.typed.lastIndexOf(")")) {
    const argument =
      slot.typed
        .slice(open + 1)
        .split(",")
        .at(-1) ?? "";
    const part = partOf(slot, slot.typed.length - argument.length, listUnit);
    const times = argument === "" ? valueItems("times", branch, ranks.ordinary) : unitItems("time", argument, branch);
    return { ...spanOf(part), items: /^\d*$/.test(argument) ? times : [] };
  }
  const from = slot.typed.lastIndexOf(",") + 1;
  const given = new Set([...slot.typed.slice(0, from).matchAll(/([a-z_]\w*)/g)].map(([name]) => name));
  const items = [...enumValues("stick_data", branch)].flatMap((label): Item[] => {
    if (given.has(label)) return [];
    const fact = String(enumFact("stick_data", label));
    const args = fact === "" ? [] : fact.split(",");
    const places = args.map((arg, i) => `\${${i + 1}:${arg}}`).join(",");
    return [
      {
        label,
        kind: "value",
        rank: ranks.ordinary,
        ...(args.length > 0 && { snippet: `${label}(${places})`, text: `${label}(`, signature: `(${fact})` }),
      },
    ];
  });
  return { ...spanOf(partOf(slot, from, /\w/)), items: usualFirst("stored data", items) };
}
