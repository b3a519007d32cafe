/** Arguments of a type: what may stand where the grammar's notation has one of its types. */
import { entriesOf, enumFact, enumValues, isKnown } from "../../knowledge/grammar.ts";
import { valuesOf } from "../../knowledge/values.ts";
import { aliasItems, flagItems, formatAt } from "./formats.ts";
import { type Completions, type Item, ranks } from "./item.ts";
import { luaItems } from "./luaNames.ts";
import { missingNames, referenceItems } from "./names.ts";
import { columnOf, partOf, type Slot, spanOf } from "./place.ts";
import { argumentAt } from "./sampleArguments.ts";
import { type SampleContext, sampleAt, sampleItems } from "./samples.ts";
import type { Surroundings } from "./surroundings.ts";
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
  const { branch } = around;
  const { typed, place } = slot;
  const whole = (items: readonly Item[]): Completions => ({ ...spanOf(slot), items });
  switch (type) {
    case "time":
    case "size":
    case "percent":
      return /^\d+(?:us|ms|[a-z%])?$/.test(typed) ? whole(unitItems(type, typed, branch)) : undefined;
    case "int":
      return /^[12]00\.\.[59]99$/.test(parameter ?? "") ? whole(valueItems("status", branch, ranks.ordinary)) : undefined;
    case "expr":
      return expressionAt(slot, { places: context.expression, criteria: false }, around);
    case "fmt":
      return formatCompletions(slot, context, around);
    case "ref":
      return typed.includes("%[") ? formatCompletions(slot, context, around) : whole(referenceItems(parameter ?? "", typed, place, around));
    case "new":
      return whole(parameter === "acl" ? referenceItems("acl", typed, place, around) : missingNames(parameter ?? "", around));
    case "var":
      return { ...spanOf({ ...slot, goesOn: /[\w.]/ }), items: variableItems(around.model, place) };
    case "header":
      return {
        ...spanOf({ ...slot, goesOn: /[\w-]/ }),
        items: [...headersInUse(around.model, place), ...headerItems(context.response, branch)],
      };
    case "service":
      return whole([
        ...luaItems("service", around.model, context.statement.startsWith("tcp") ? "tcp" : "http"),
        ...valueItems("service", branch, ranks.ordinary),
      ]);
    case "stored":
      return storedDataAt(slot, branch);
    case "statuses":
      return { ...spanOf(listed(slot, ",")), items: valueItems("status", branch, ranks.ordinary) };
    case "path":
      return fileAt(slot, basesOf(context, around), []);
    case "bind":
    case "address":
    case "address?":
    case "source":
      return addressAt(slot, type, context, around);
    case "string":
      return parameter === undefined ? undefined : stringAt(parameter, slot, around);
    default:
      return kindAt(type, slot, branch);
  }
}

function stringAt(parameter: string, slot: Slot, around: Surroundings): Completions | undefined {
  const whole = (items: readonly Item[]): Completions => ({ ...spanOf(slot), items });
  switch (parameter) {
    case "environment":
      return whole(environmentNames(around.model, slot.place, around.branch));
    case "table":
    case "filter":
      return whole(referenceItems(parameter, slot.typed, slot.place, around));
    default:
      return kindAt(parameter, slot, around.branch);
  }
}

/** Values of a kind in the data, one of a list where the kind is one. */
export function kindAt(kind: string, slot: Slot, branch: string | undefined): Completions | undefined {
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

export function valueItems(kind: string, branch: string | undefined, rank: number): readonly Item[] {
  return (valuesOf(kind, branch)?.values ?? []).map(({ value, says }, order) => ({
    label: value,
    kind: kind.endsWith("header") ? "header" : "value",
    rank,
    order,
    ...(says !== "" && { note: says }),
  }));
}

function unitItems(type: string, typed: string, branch: string | undefined): readonly Item[] {
  const number = /^\d+/.exec(typed)?.[0] ?? "";
  const units = valuesOf(type, branch)?.values ?? [];
  return units.map(({ value, says }, order) => ({ label: number + value, kind: "unit", note: says, rank: ranks.usual, order }));
}

export function headerItems(response: boolean, branch: string | undefined): readonly Item[] {
  const first = response ? "response-header" : "request-header";
  const second = response ? "request-header" : "response-header";
  const items = valueItems(first, branch, ranks.ordinary);
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

function formatCompletions(slot: Slot, { format }: TypeContext, around: Surroundings): Completions | undefined {
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
    return { ...spanOf(part), items: /^\d+$/.test(argument) ? unitItems("time", argument, branch) : [] };
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
  return { ...spanOf(partOf(slot, from, /\w/)), items };
}

/** Prefixes of address families, then ports behind a colon. */
function addressAt(slot: Slot, type: string, { statement }: TypeContext, { branch, model }: Surroundings): Completions | undefined {
  const { typed } = slot;
  const colon = /^[^@]*:\d*$|^(?:\w+@)?[^/]*\]?:\d*$/.test(typed) ? typed.lastIndexOf(":") : -1;
  if (colon >= 0) return { ...spanOf(partOf(slot, colon + 1, /\d/)), items: valueItems("port", branch, ranks.ordinary) };
  const families = statement === "log" ? "log-address" : type === "bind" ? "bind-address" : "server-address";
  const prefixes = entriesOf(families).flatMap((entry): Item[] =>
    branch !== undefined && !isKnown(entry, branch)
      ? []
      : [
          {
            label: entry.words,
            kind: "address",
            rank: ranks.other,
            goesOn: true,
            ...(entry.summary !== undefined && { note: entry.summary }),
          },
        ],
  );
  const fixed = type === "bind" ? ["*:80", "*:443", ":::80"] : [];
  const targets = statement === "log" ? valueItems("log-target", branch, ranks.usual) : [];
  const rings =
    statement === "log"
      ? ringItems(
          model.files.flatMap(({ sections }) => sections.flatMap(({ section }) => (section.kind === "ring" ? [section.name ?? ""] : []))),
        )
      : [];
  const common = ["ipv4@", "ipv6@", "unix@", "abns@", "fd@"].map(
    (label): Item => ({ label, kind: "address", rank: ranks.other, goesOn: true }),
  );
  return {
    ...spanOf(slot),
    items: [...targets, ...rings, ...fixed.map((label): Item => ({ label, kind: "address", rank: ranks.usual })), ...common, ...prefixes],
  };
}

function ringItems(names: readonly string[]): readonly Item[] {
  return names.filter((name) => name !== "").map((name) => ({ label: `ring@${name}`, kind: "reference", rank: ranks.usual }));
}

/** A file; what stands in front of the last slash stays. */
export function fileAt(slot: Slot, bases: readonly string[], items: readonly Item[]): Completions {
  const slash = slot.typed.lastIndexOf("/") + 1;
  const part = partOf(slot, slash, /[^/\s"',)]/);
  const start = slash === 0 ? spanOf(slot).start : columnOf(slot.place, part.at);
  return { start, end: spanOf(part).end, items: slash === 0 ? items : [], files: { typed: slot.typed, bases } };
}

/** Folders that the global section puts in front of certificates and of what belongs to authorities. */
function basesOf({ statement, before }: TypeContext, { model }: Surroundings): readonly string[] {
  const wanted = /^(?:ca-file|ca-verify-file|crl-file)$/.test(before)
    ? "ca-base"
    : /^(?:crt|crt-list|default-crt)$/.test(before)
      ? "crt-base"
      : "";
  const found: string[] = [];
  for (const { sections } of model.files)
    for (const { section } of sections) {
      if (section.kind !== "global" && section.kind !== "crt-store") continue;
      for (const { words } of section.lines) {
        const [first, second, third] = words;
        if (first?.value === wanted && second !== undefined && statement !== wanted) found.push(second.value);
        if (first?.value === "default-path" && second?.value === "origin" && third !== undefined) found.push(third.value);
      }
    }
  return found;
}
