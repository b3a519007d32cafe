/** Arguments of fetches and converters: by the grammar's notation where it says more, else by their types. */
import { argumentsOf, entryOf, samplesNamed } from "../../knowledge/grammar.ts";
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import { expectedAt } from "../../model/interpretation/arguments.ts";
import { wordsOfArguments } from "../../model/interpretation/sampleArguments.ts";
import type { SampleCall } from "../../syntax/expression.ts";
import { type Completions, type Item, ranks } from "./item.ts";
import { referenceItems } from "./names.ts";
import { type Slot, spanOf } from "./place.ts";
import type { SampleAt, SampleContext } from "./samples.ts";
import type { Surroundings } from "./surroundings.ts";
import { valueItems } from "./valueItems.ts";
import { typeAt } from "./values.ts";

type ArgumentAt = SampleAt & { readonly kind: "argument" };

export function argumentAt(at: ArgumentAt, slot: Slot, context: SampleContext, around: Surroundings): Completions | undefined {
  const { call, index, sample } = at;
  const { branch } = around;
  const types = (samplesNamed(sample, call.name, branch).at(-1)?.args ?? "").replace(/[[\]]/g, "").split(",");
  const type = call.name === "acl" && sample === "fetch" ? "acl" : types[index];
  if (type === "table" || type === "backend" || type === "frontend" || type === "server" || type === "acl")
    return { ...spanOf({ ...slot, goesOn: /[^,)\s]/ }), items: referenceItems(type, slot.typed, slot.place, around) };
  if (type === "user list") return { ...spanOf(slot), items: referenceItems("userlist", slot.typed, slot.place, around) };
  if (type === "integer" && index === 0 && /^sc_/.test(call.name))
    return { ...spanOf(slot), items: valueItems("counter", branch, ranks.ordinary) };
  return byNotation(call, index, sample, slot, context, around);
}

function byNotation(
  call: SampleCall,
  index: number,
  sample: ArgumentAt["sample"],
  slot: Slot,
  { places }: SampleContext,
  around: Surroundings,
): Completions | undefined {
  const entry = entryOf(sample, call.name);
  if (entry?.args === undefined) return undefined;
  const words = wordsOfArguments((call.args ?? []).slice(0, index));
  const { nodes } = expectedAt(parseNotation(argumentsOf(entry, around.branch)), words, 0, index, around.match);
  const response = /^(?:res\.|shdr)/.test(call.name);
  const found = nodes.flatMap((node) => completionsFor(node, slot, places, response, around));
  const [first] = found;
  return first === undefined ? undefined : { ...first, items: found.flatMap(({ items }) => items) };
}

function completionsFor(
  node: Node,
  slot: Slot,
  places: readonly number[] | undefined,
  response: boolean,
  around: Surroundings,
): readonly Completions[] {
  if (node.kind === "word") {
    const item: Item = { label: node.text, kind: "value", rank: ranks.ordinary };
    return [{ ...spanOf(slot), items: [item] }];
  }
  if (node.kind !== "type" || node.type === "expr") return [];
  const context = { expression: places, format: places, statement: "", before: "", response };
  const found = typeAt(node.type, node.parameter, slot, context, around);
  return found === undefined ? [] : [found];
}
