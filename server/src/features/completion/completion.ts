/** Completion at a place of a configuration: what the grammar, the release and the configuration itself allow there. */
import { argumentsOf, entryOf } from "../../knowledge/grammar.ts";
import type { Release } from "../../knowledge/release.ts";
import { contextOf } from "../../model/interpretation/statementMatch.ts";
import type { Model } from "../../model/model.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { directivesAt } from "./directives.ts";
import type { Completions, Item } from "./item.ts";
import { directiveItems, keywordItems, negatableItems, negations, sectionItems } from "./keywords.ts";
import { macroConditionAt } from "./macros.ts";
import { openQuote, type Place, placeAt, spanOf, wholeWord } from "./place.ts";
import { recipeItems } from "./recipes.ts";
import { argumentsAt } from "./statements.ts";
import { type Surroundings, surroundingsOf } from "./surroundings.ts";
import { environmentNames } from "./variables.ts";

export interface CompletionOptions {
  readonly release: Release | undefined;
  /** The editor knows places to fill in: whole sections may be offered. */
  readonly snippets: boolean;
}

/** `column` counts UTF-16 units; undefined where there is nothing to offer. */
export function completionsAt(
  model: Model,
  file: ConfigFile,
  line: number,
  column: number,
  options: CompletionOptions,
): Completions | undefined {
  const place = placeAt(file, line, column);
  if (place === undefined) return directivesAt(file, line, column);
  const branch = options.release?.branch;
  const around = surroundingsOf(model, place, branch, contextOf(branch));
  const found = environmentAt(place, around) ?? withinLine(place, around, options);
  if (found === undefined || (found.items.length === 0 && found.files === undefined)) return undefined;
  const few = fewEnough({ ...found, items: distinct(found.items) }, place);
  return { ...few, items: inFrontOf(place.raw.slice(few.end), few.items) };
}

/** Where the arguments are there already, only the word itself is put in. */
function inFrontOf(rest: string, items: readonly Item[]): readonly Item[] {
  const called = rest.startsWith("(");
  return called || /^\s+[^\s#]/.test(rest) ? items.map((item) => wordAlone(item, called)) : items;
}

function wordAlone(item: Item, called: boolean): Item {
  if (!called && keepsPlaces.has(item.kind)) return item;
  if (item.snippet === undefined && item.text === undefined) return item;
  const { snippet: _, text, ...bare } = item;
  return called || text === undefined ? bare : { ...bare, text: text.trimEnd() };
}

const keepsPlaces: ReadonlySet<Item["kind"]> = new Set(["fetch", "converter", "snippet", "operator", "environment"]);

/** Nobody looks through more; a configuration may well declare thousands of ACLs. */
const mostItems = 1000;

/** A list that is too long keeps what goes with the characters typed, in their order, as editors themselves look for it. */
function fewEnough(found: Completions, { raw, column }: Place): Completions {
  if (found.items.length <= mostItems) return found.items.some(({ kind }) => kind === "unit") ? { ...found, incomplete: true } : found;
  const typed = raw.slice(found.start, column).toLowerCase();
  const fitting = typed === "" ? found.items : found.items.filter(({ label }) => holds(label.toLowerCase(), typed));
  return { ...found, items: fitting.slice(0, mostItems), incomplete: true };
}

function holds(label: string, typed: string): boolean {
  let at = 0;
  for (const c of typed) {
    at = label.indexOf(c, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

/** Of two with one label the first, which is the more specific one. */
function distinct(items: readonly Item[]): readonly Item[] {
  const seen = new Set<string>();
  return items.filter(({ label }) => !seen.has(label) && seen.add(label) !== undefined);
}

function withinLine(place: Place, around: Surroundings, options: CompletionOptions): Completions | undefined {
  if (place.prefix.words[0]?.value.startsWith(".") && place.words.length > 0) return macroConditionAt(place, around);
  if (place.words.length > 0) return argumentsAt(place, around);
  const span = spanOf(wholeWord(place));
  if (place.negation !== undefined) return { ...span, items: negatableItems(place, around) };
  return { ...span, items: lineItems(place, around, options) };
}

/** Everything that may open a line. */
function lineItems(place: Place, around: Surroundings, { snippets }: CompletionOptions): readonly Item[] {
  return [
    ...keywordItems(place, around),
    ...negations(place),
    ...sectionItems(around),
    ...directiveItems(),
    ...(snippets ? recipeItems(place.section.kind, around.branch) : []),
  ];
}

/** Behind `$` inside of weak quotes; outside of them HAProxy expands nothing, so the quotes come with the name. */
function environmentAt(place: Place, { model, branch }: Surroundings): Completions | undefined {
  const [whole, brace, name] = /\$(\{?)([A-Za-z_.]\w*)?$/.exec(place.raw.slice(0, place.column)) ?? [];
  if (whole === undefined || place.word === undefined) return undefined;
  const quote = openQuote(place);
  const names = environmentNames(model, place, branch);
  if (quote === '"') {
    const rest = /^\w*(\}?)/.exec(place.raw.slice(place.column));
    const closes = brace === "{" && rest?.[1] === "";
    const items = closes ? names.map((item) => ({ ...item, text: `${item.label}}` })) : names;
    return {
      start: place.column - (name?.length ?? 0),
      end: place.column + (/^\w*/.exec(place.raw.slice(place.column))?.[0].length ?? 0),
      items,
    };
  }
  if (quote !== undefined || place.typed !== whole || place.word.quoting !== "none" || takesPattern(place)) return undefined;
  const items = names.map((item): Item => ({ ...item, label: `$${item.label}`, text: `"\${${item.label}}"` }));
  return { ...spanOf(wholeWord(place)), items };
}

/** `$` alone ends a regular expression. */
function takesPattern({ words, section }: Place): boolean {
  const entry = entryOf(section.kind, words[0]?.value ?? "");
  return words.some(({ value }) => /reg|replace/.test(value)) || (entry !== undefined && argumentsOf(entry, undefined).includes("<regex>"));
}
