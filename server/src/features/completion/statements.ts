/** Words behind the first one of a line: the rest of its name, then what the grammar expects there. */

import { argumentsOf, entriesOf, entryOf } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import { usualRank } from "../../knowledge/offers.ts";
import { expectedAt, matchParameter } from "../../model/interpretation/arguments.ts";
import { hooks } from "../../model/interpretation/hooks.ts";
import { findPlacement, type Placement, rulesets } from "../../model/interpretation/placement.ts";
import { type Places, placesOf } from "../../model/interpretation/samplePlaces.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import { conditionStart } from "../../syntax/condition.ts";
import type { Word } from "../../syntax/line.ts";
import { modeOfOption } from "../hover/places.ts";
import { actionItems, hookItems, optionItems, parameterItems } from "./actions.ts";
import { aclLineAt, conditionAt } from "./conditions.ts";
import { type Completions, type Item, ranks } from "./item.ts";
import { luaItems } from "./luaNames.ts";
import { insideWord } from "./parentheses.ts";
import { isHeader, type Place, spanOf, statementBefore, wholeWord } from "./place.ts";
import { placesFor, tailOf, wordShape } from "./placeholders.ts";
import { entryStanding, inMode, ordinary, standingItem } from "./standing.ts";
import { inStatement, type Surroundings } from "./surroundings.ts";
import { behind, status, usualFirst, usualInMode } from "./valueItems.ts";
import { type TypeContext, typeAt } from "./values.ts";

export function argumentsAt(place: Place, outside: Surroundings): Completions | undefined {
  const around = inStatement(outside, place);
  const { section, words } = place;
  const first = words[0]?.value ?? "";
  const isProxy = proxyKinds.has(section.kind);
  if (isHeader(place)) return expectedAfter(entryOf("header", section.kind), 1, place, around, contextOf(place, undefined));
  if (section.kind === "preamble") return undefined;
  if (first === "acl" && (isProxy || section.kind === "fcgi-app")) return aclLineAt(place, around);
  const inWord = insideWord(place, around, contextOf(place, undefined));
  if (inWord !== undefined) return inWord;
  const names = nameItems(place, around);
  if (place.negation !== undefined && isProxy) return names.length === 0 ? undefined : { ...spanOf(wholeWord(place)), items: names };
  const placement = findPlacement(statementBefore(place), section, around.branch);
  const rest = restAt(placement, place, around);
  if (names.length === 0) return rest;
  const span = spanOf(wholeWord(place));
  return rest === undefined || rest.start !== span.start ? { ...span, items: names } : { ...rest, items: [...names, ...rest.items] };
}

/** Words that go on with the name of the statement: hooks and actions, options, the second word of `timeout client`. */
function nameItems(place: Place, around: Surroundings): readonly Item[] {
  const { branch, model } = around;
  const { words, section, negation } = place;
  const [first = "", second] = words.map(({ value }) => value);
  const isProxy = proxyKinds.has(section.kind);
  const { kind } = section;
  if (isProxy && rulesets.has(first)) {
    const hooked = first === "tcp-request" || first === "tcp-response";
    if (words.length === 1 && hooked) return hookItems(first, branch);
    const ruleset = hooked ? `${first} ${second}` : first;
    const named = words.length === (hooked ? 2 : 1) && (!hooked || hooks.has(second ?? ""));
    return named ? [...actionItems(ruleset, kind, branch), ...luaItems("action", model, ruleset)] : [];
  }
  if (isProxy && first === "option") {
    const options = words.length === 1 ? optionItems(kind, branch, "", negation !== undefined) : [];
    return usualInMode(
      "option",
      options.map((item) => inMode(item, modeOfOption(item.label), around.mode)),
      around.mode,
    );
  }
  if (negation !== undefined) return [];
  return furtherNames(words, kind, branch);
}

/** Names of several words that start with those given. */
function furtherNames(given: readonly Word[], kind: string, branch: string | undefined): readonly Item[] {
  const grammarClass = proxyKinds.has(kind) ? "proxy" : kind;
  const lead = `${given.map(({ value }) => value).join(" ")} `;
  const found = new Map<string, Item>();
  for (const entry of entriesOf(grammarClass)) {
    if (!entry.words.startsWith(lead)) continue;
    const label = entry.words.slice(lead.length);
    const standing = entryStanding(entry, ordinary, branch, kind);
    if (standing.offered !== "yes") continue;
    const shape = wordShape(label, argumentsOf(entry, branch), entry);
    const item = standingItem({ ...shape, kind: "keyword", doc: `${grammarClass}\t${entry.words}` }, standing, kind, entry.words);
    if (item !== undefined) found.set(label, item);
  }
  return usualFirst(given[0]?.value ?? "", [...found.values()]);
}

/** What follows the name. */
function restAt(placement: Placement, place: Place, around: Surroundings): Completions | undefined {
  const { entry, head, parameters } = placement;
  const count = place.words.length;
  if (entry === undefined && parameters === undefined && placement.ruleset === undefined) return undefined;
  const context = contextOf(place, placesOf(statementBefore(place), place.section.kind, placement));
  const loose = entry?.parameters === undefined ? undefined : looseParameters(entry, entry.parameters, head, place, around);
  if (loose !== undefined) return parametersAt(loose, place, around, context);
  const open = placement.ruleset !== undefined && (entry === undefined || argumentsOf(entry, around.branch) === "...");
  if (open) return openConditionAt(head, place, around, context);
  if (parameters === undefined || count < parameters.from) return expectedAfter(entry, head, place, around, context);
  return parametersAt(parameters, place, around, context);
}

type Parameters = Pick<NonNullable<Placement["parameters"]>, "from" | "grammarClass">;

/** What `...` stands for may be parameters, as behind the address of `stats socket`. */
function looseParameters(
  entry: GrammarEntry,
  grammarClass: "bind" | "server",
  head: number,
  { words }: Place,
  around: Surroundings,
): Parameters | undefined {
  const root = parseNotation(argumentsOf(entry, around.branch));
  for (let from = head; from <= words.length; from++)
    if (expectedAt(root, words, head, from, around.match).nodes.some(({ kind }) => kind === "rest")) return { from, grammarClass };
  return undefined;
}

/** Behind an action that takes any words, as those of Lua do. */
function openConditionAt(head: number, place: Place, around: Surroundings, { condition }: Context): Completions | undefined {
  const at = conditionStart(place.words, head);
  if (at >= 0) return conditionAt(wholeWord(place), at + 1, around, condition);
  return place.words.length < head ? undefined : { ...spanOf(wholeWord(place)), items: conditionWords };
}

interface Context extends TypeContext {
  readonly condition: readonly number[] | undefined;
}

function contextOf({ words }: Place, places: Places | undefined): Context {
  const statement = words[0]?.value ?? "";
  return {
    expression: places?.expression,
    format: places?.format,
    condition: places?.condition,
    statement,
    before: words.at(-1)?.value ?? "",
    response: /response|^errorfile|^http-error/.test(statement) || /^(?:return|deny|tarpit)$/.test(words[1]?.value ?? ""),
  };
}

function expectedAfter(
  entry: GrammarEntry | undefined,
  head: number,
  place: Place,
  around: Surroundings,
  context: Context,
): Completions | undefined {
  if (entry?.args === undefined && entry?.since === undefined) return undefined;
  const root = parseNotation(argumentsOf(entry, around.branch));
  const { nodes, condition } = expectedAt(root, place.words, head, place.words.length, around.match);
  if (condition !== undefined) return conditionAt(wholeWord(place), condition + 1, around, context.condition);
  return completionsFor(nodes, root, place, around, context);
}

/** Parameters of a bind or server line, and the arguments of the last one. */
function parametersAt(parameters: Parameters, place: Place, around: Surroundings, context: Context): Completions | undefined {
  const { words, behind } = place;
  const { grammarClass } = parameters;
  const given = new Set(behind);
  let i = parameters.from;
  let argument: Completions | undefined;
  while (i < words.length) {
    const name = (words[i] as Word).value.replace(/\(.*$/, "");
    given.add(name);
    const entry = entryOf(grammarClass, name);
    if (entry === undefined) {
      i++;
      continue;
    }
    const root = parseNotation(argumentsOf(entry, around.branch));
    const match = matchParameter(root, words, i + 1, around.match);
    if ("mismatch" in match || match.end >= words.length) {
      const { nodes } = expectedAt(root, words, i + 1, words.length, around.match);
      argument = completionsFor(nodes, root, place, around, context);
      if ("mismatch" in match) return match.mismatch.index >= words.length ? argument : undefined;
    }
    i = match.end;
  }
  const items = parameterItems(grammarClass, words[0]?.value ?? "", place.section.kind, given, around.branch, place.typed);
  const span = spanOf(wholeWord(place));
  if (argument !== undefined && argument.start !== span.start) return argument;
  if (argument === undefined) return { ...span, items };
  // a value that may be missing mostly is not
  return { ...span, ...argument, items: [...argument.items.map((item) => ({ ...item, rank: ranks.first })), ...items] };
}

/** Items for all that could stand at the cursor's word. What is inside of the word leaves no room for whole words. */
function completionsFor(nodes: readonly Node[], root: Node, place: Place, around: Surroundings, context: Context): Completions | undefined {
  const slot = wholeWord(place);
  const span = spanOf(slot);
  const words: Item[] = [];
  let inside: Completions | undefined;
  let files: Completions["files"];
  const standing = wordStanding(place);
  for (const node of nodes) {
    if (node.kind === "word") words.push({ ...wordItem(node.text, root, node), order: words.length, ...standing(node.text) });
    else if (node.kind === "condition") words.push(...conditionWords.map((item) => ({ ...item, ...standing(item.label) })));
    else if (node.kind === "type") {
      const found = typeAt(node.type, node.parameter, slot, context, around);
      if (found === undefined) continue;
      if (found.start === span.start) {
        words.push(...behind(words.length, found.items));
        files ??= found.files;
      } else inside ??= found;
    }
  }
  if (inside !== undefined) return inside;
  if (words.length === 0 && files === undefined) return undefined;
  return { ...span, items: words, ...(files !== undefined && { files }) };
}

/** Words that one usually writes in such a line come first; what the line has already goes down. */
function wordStanding({ words }: Place): (word: string) => Partial<Pick<Item, "rank" | "order">> {
  const [first = "", second = ""] = words.map(({ value }) => value);
  const last = words.at(-1)?.value ?? "";
  const given = new Set(words.map(({ value }) => value));
  return (word) => {
    if (given.has(word)) return { rank: ranks.there };
    const order = usualRank(`${first} ${second}`, word) ?? usualRank(first, word) ?? usualRank(last, word);
    if (order !== undefined) return { rank: ranks.usual, order };
    return status.test(word) ? { order: Number(word) } : {};
  };
}

const conditionWords: readonly Item[] = ["if", "unless"].map((label) => ({
  label,
  kind: "operator",
  text: `${label} `,
  goesOn: true,
  rank: ranks.ordinary,
}));

/** A word of the notation with what must follow it there. */
function wordItem(label: string, root: Node, node: Node): Item {
  const tail = tailOf(root, node);
  const places = tail.length === 0 ? "" : placesFor({ kind: "sequence", items: tail });
  const says = status.test(label) ? meaningOf("status", label) : undefined;
  return {
    label,
    kind: "value",
    rank: ranks.ordinary,
    ...(says !== undefined && { note: says }),
    ...(places !== "" && { snippet: label + places, text: `${label} `, goesOn: true }),
  };
}
