/** Sample expressions: fetches that have a value here, converters that take what comes before them, and the arguments of both. */
import * as l10n from "@vscode/l10n";
import {
  aclCriteria,
  aclFetch,
  type SampleKind,
  type SampleSpec,
  sampleLifetime,
  sampleNames,
  samplesNamed,
} from "../../knowledge/grammar.ts";
import { parseNotation } from "../../knowledge/notation.ts";
import { ofBranch } from "../../knowledge/ofBranch.ts";
import { usualRank } from "../../knowledge/offers.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { isCastable } from "../../model/interpretation/sampleCheck.ts";
import { isAvailable } from "../../model/interpretation/samplePlaces.ts";
import { readExpression, type SampleCall } from "../../syntax/expression.ts";
import { sampleArguments } from "../notation/sampleArguments.ts";
import { type Item, ranks } from "./item.ts";
import { luaItems } from "./luaNames.ts";
import { placesFor, signatureFor } from "./placeholders.ts";
import type { Surroundings } from "./surroundings.ts";
import { usualInstead } from "./valueItems.ts";

/** What an expression that ends at the cursor is about to be. */
export type SampleAt =
  | { readonly kind: "name"; readonly at: number; readonly before: readonly SampleCall[] }
  | { readonly kind: "argument"; readonly at: number; readonly call: SampleCall; readonly index: number; readonly sample: SampleKind };

/** Offsets into the text. */
export function sampleAt(text: string): SampleAt | undefined {
  const { calls, problem, end } = readExpression(text);
  const last = calls.at(-1);
  if (last === undefined) return text === "" ? { kind: "name", at: 0, before: [] } : undefined;
  if (problem === "unclosed-parenthesis" && last.args !== undefined) {
    const index = last.args.length - 1;
    return {
      kind: "argument",
      at: last.args[index]?.start ?? text.length,
      call: last,
      index,
      sample: calls.length === 1 ? "fetch" : "converter",
    };
  }
  if (problem !== undefined) return undefined;
  if (text.endsWith(",")) return { kind: "name", at: text.length, before: calls };
  return last.args === undefined && end === text.length ? { kind: "name", at: last.start, before: calls.slice(0, -1) } : undefined;
}

export interface SampleContext {
  /** Columns of the table of places; undefined where any fetch may stand. */
  readonly places: readonly number[] | undefined;
  /** Criteria that only ACLs know may stand here too. */
  readonly criteria: boolean;
}

/** Fetches for the first place, converters behind it. */
export function sampleItems(before: readonly SampleCall[], context: SampleContext, around: Surroundings): readonly Item[] {
  if (before.length > 0)
    return [...converterItems(typeBehind(before, around.branch), around.branch), ...luaItems("converter", around.model)];
  const { places, criteria } = context;
  const fetches = fetchItems(around.branch)
    .filter(({ specs }) => isAvailable(specs, places))
    .map(({ item }) => item);
  const more = criteria ? criterionItems(around.branch, places) : [];
  const classes = [...(around.samplesFor ?? []), `fetch in ${around.mode}`];
  return usualInstead(classes, [...fetches, ...more, ...luaItems("fetch", around.model)]);
}

interface KnownFetch {
  readonly item: Item;
  readonly specs: readonly SampleSpec[];
}

const fetchItems = ofBranch((branch): readonly KnownFetch[] =>
  allNames("fetch", branch).map((name) => ({
    item: sampleItem(name, "fetch", branch),
    specs: samplesNamed("fetch", name, branch),
  })),
);

function converterItems(type: string | undefined, branch: string | undefined): readonly Item[] {
  return allNames("converter", branch).flatMap((name) => {
    const specs = samplesNamed("converter", name, branch);
    const fits = type === undefined || specs.length === 0 || specs.some((spec) => spec.in === undefined || isCastable(type, spec.in));
    return fits ? [sampleItem(name, "converter", branch)] : [];
  });
}

/** Names of the branch, and those that come with a later one. */
function allNames(kind: SampleKind, branch: string | undefined): readonly string[] {
  if (branch === undefined) return sampleNames(kind, undefined);
  const known = new Set(sampleNames(kind, branch));
  return [...known, ...sampleNames(kind, undefined).filter((name) => !known.has(name) && isLater(kind, name, branch))];
}

function isLater(kind: SampleKind, name: string, branch: string): boolean {
  const first = sampleLifetime(kind, name)?.first;
  return first !== undefined && compareBranches(branch, first) < 0;
}

const sampleMemo = new Map<string, Item>();

function sampleItem(name: string, kind: SampleKind, branch: string | undefined): Item {
  const key = `${kind} ${name} ${branch ?? ""}`;
  let item = sampleMemo.get(key);
  if (item === undefined) {
    item = makeSampleItem(name, kind, branch);
    sampleMemo.set(key, item);
  }
  return item;
}

function makeSampleItem(name: string, kind: SampleKind, branch: string | undefined): Item {
  const spec = samplesNamed(kind, name, branch).at(-1);
  const since = spec === undefined ? sampleLifetime(kind, name)?.first : undefined;
  const order = usualRank(kind, name);
  const notation = sampleArguments(kind, name, branch);
  const args = signatureFor(notation, ",");
  const takes = args !== "" && !args.startsWith("[");
  const usual = takes || args.includes("<header>");
  const places = placesFor(parseNotation(notation)).trim().replace(/ /g, ",") || "$1";
  return {
    label: name,
    kind,
    rank: since !== undefined ? ranks.later : order === undefined ? ranks.ordinary : ranks.usual,
    ...(order !== undefined && { order }),
    ...(args !== "" && { signature: `(${args})` }),
    ...(since !== undefined ? { note: l10n.t("since {0}", since) } : spec !== undefined && { note: spec.out }),
    ...(usual ? { snippet: `${name}(${places})`, text: `${name}(`, goesOn: true } : { commit: [","] }),
    doc: `${kind}\t${name}`,
  };
}

/** "path_beg" and so on, which stand for a fetch with a match method. */
function criterionItems(branch: string | undefined, places: readonly number[] | undefined): readonly Item[] {
  return aclCriteria().flatMap((name) => {
    const fetch = aclFetch(name);
    const specs = fetch === undefined ? [] : samplesNamed("fetch", fetch, branch);
    if (specs.length === 0 || samplesNamed("fetch", name, branch).length > 0 || !isAvailable(specs, places)) return [];
    const order = usualRank("fetch", name);
    const base = sampleItem(fetch as string, "fetch", branch);
    const { snippet, text } = base;
    return [
      {
        ...base,
        label: name,
        rank: order === undefined ? ranks.ordinary : ranks.usual,
        ...(order !== undefined && { order }),
        ...(snippet !== undefined && { snippet: snippet.replace(fetch as string, name) }),
        ...(text !== undefined && { text: text.replace(fetch as string, name) }),
      },
    ];
  });
}

/** Type that the calls so far give; undefined where a part of it is not known. */
export function typeBehind(calls: readonly SampleCall[], branch: string | undefined): string | undefined {
  const types = calls.map((call, i) => samplesNamed(i === 0 ? "fetch" : "converter", aclFetch(call.name) ?? call.name, branch).at(-1)?.out);
  return types.includes(undefined) ? undefined : types.findLast((type) => type !== "same");
}
