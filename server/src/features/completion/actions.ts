/** Actions of rulesets, options, and parameters of bind and server lines: words of a class with what may follow them. */
import { argumentsOf, entriesOf, entryOf, enumFact, wordsOf } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { hasUsual, isRepeated } from "../../knowledge/offers.ts";
import { hooks } from "../../model/interpretation/hooks.ts";
import { type Item, ranks } from "./item.ts";
import { wordShape } from "./placeholders.ts";
import { bestStanding, entryStanding, standingItem, standingOf } from "./standing.ts";

/** Actions of "http-request" and so on for this kind of proxy; `lead` stands in front of each. */
export function actionItems(ruleset: string, kind: string, branch: string | undefined, lead = ""): readonly Item[] {
  const sides = kind === "frontend" || kind === "backend" ? [kind] : ["frontend", "backend"];
  const classes = sides.map((side) => `act:${ruleset}:${side}`);
  const names = new Set([...classes.flatMap(wordsOf), ...entriesOf(ruleset).map(({ words }) => words)]);
  return [...names].flatMap((name) => {
    const entry = entryOf(ruleset, name) ?? { words: name };
    const base = bestStanding(classes, name, branch);
    const standing = entryStanding(entry, base, branch);
    if (standing.offered !== "yes" || name.startsWith("lua.")) return [];
    return labelsOf(name).flatMap((label) => {
      const item = standingItem({ ...worded(entry, label, branch, ruleset), kind: "action" }, standing, ruleset);
      return item === undefined ? [] : [lead === "" ? item : led(item, lead)];
    });
  });
}

/** Sticky counters are numbered. */
function labelsOf(name: string): readonly string[] {
  return name.startsWith("track-sc") ? ["track-sc0", "track-sc1", "track-sc2"] : [name];
}

/** Options of a kind of proxy; `bare` without arguments, as behind `no`. */
export function optionItems(kind: string, branch: string | undefined, lead = "", bare = false): readonly Item[] {
  return wordsOf(`opt:${kind}`).flatMap((name) => {
    if (bare && enumFact("bool_options", name) === undefined) return [];
    const entry = entryOf("option", name) ?? { words: name };
    const standing = entryStanding(entry, standingOf(`opt:${kind}`, name, branch), branch);
    if (standing.offered !== "yes") return [];
    const shape = bare
      ? { label: name, kind: "option" as const, doc: `option\t${name}` }
      : { ...worded(entry, name, branch, "option"), kind: "option" as const };
    const item = standingItem(shape, standing, "option");
    return item === undefined ? [] : [lead === "" ? item : led(item, lead)];
  });
}

/** Parameters that a line does not have yet. */
export function parameterItems(
  grammarClass: "bind" | "server",
  statement: string,
  section: string,
  given: ReadonlySet<string>,
  branch: string | undefined,
  typed: string,
): readonly Item[] {
  // a socket of the statistics is hardly ever one of TLS
  const usualClass = [`${statement} in ${section}`, statement].find(hasUsual) ?? grammarClass;
  return wordsOf(grammarClass).flatMap((name) => {
    const entry = entryOf(grammarClass, name) ?? { words: name };
    if (entry.notIn?.includes(statement)) return [];
    if (given.has(name) && !isRepeated(grammarClass, name)) return [];
    const standing = entryStanding(entry, standingOf(grammarClass, name, branch), branch);
    if (standing.offered === "no" || (standing.offered === "typed" && typed !== name)) return [];
    const item = standingItem({ ...worded(entry, name, branch, grammarClass), kind: "parameter" }, standing, usualClass);
    return item === undefined ? [] : [item];
  });
}

/** What follows `tcp-request`: its hooks, and what needs none. */
export function hookItems(first: string, branch: string | undefined): readonly Item[] {
  const own = entriesOf("ruleset").filter(({ words }) => words.startsWith(`${first} `));
  const further = [...hooks].filter((hook) => entriesOf(`${first} ${hook}`).length > 0);
  return [
    ...further.map((label): Item => ({ label, kind: "keyword", text: `${label} `, goesOn: true, rank: ranks.usual })),
    ...own.map((entry): Item => {
      const shape = wordShape(entry.words.slice(first.length + 1), argumentsOf(entry, branch), entry);
      return { ...shape, kind: "keyword", rank: ranks.ordinary, doc: `ruleset\t${entry.words}` };
    }),
  ];
}

/** A word with what must follow it. */
function worded(entry: GrammarEntry, label: string, branch: string | undefined, grammarClass: string): Omit<Item, "rank" | "kind"> {
  return { ...wordShape(label, argumentsOf(entry, branch), entry), doc: `${grammarClass}\t${entry.words}` };
}

/** The same behind the words that lead to it. */
function led(item: Item, lead: string): Item {
  return {
    ...item,
    label: lead + item.label,
    ...(item.text !== undefined && { text: lead + item.text }),
    ...(item.snippet !== undefined && { snippet: lead + item.snippet }),
    rank: Math.max(item.rank, 2),
    order: 500 + (item.order ?? 400),
  };
}
