/** First words of a line: statements of the section, with all of their names of several words, sections, directives. */
import { argumentsOf, entriesOf, entryOf, enumLifetime, wordsOf } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { meaningsOf } from "../../knowledge/meanings.ts";
import { isRepeated, valuesOf } from "../../knowledge/offers.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { hooks } from "../../model/interpretation/hooks.ts";
import { rulesets } from "../../model/interpretation/placement.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import { type Section, sectionKinds } from "../../syntax/config.ts";
import { modeOfOption } from "../hover/places.ts";
import { actionItems, optionItems } from "./actions.ts";
import { type Item, ranks } from "./item.ts";
import { otherStatements, type Place } from "./place.ts";
import { wordShape } from "./placeholders.ts";
import { entryStanding, inMode, ordinary, standingItem, standingOf } from "./standing.ts";
import type { Surroundings } from "./surroundings.ts";
import { asUsual } from "./valueItems.ts";

type Kind = Section["kind"];

/** Statements that may open a line of this section. */
export function keywordItems(place: Place, { branch, mode }: Surroundings): readonly Item[] {
  const { kind } = place.section;
  if (kind === "preamble") return [];
  const repeated = proxyKinds.has(kind) ? "proxy" : kind;
  const present = namesPresent(place, repeated);
  return itemsOf(kind, branch)
    .filter(({ item, typedOnly }) => !typedOnly || item.label === place.typed)
    .map(({ item, needs, name }) => {
      const fitting = inMode(item, needs, mode);
      if (fitting.rank > ranks.ordinary) return fitting;
      return present.has(item.label) && !isRepeated(repeated, name) ? { ...item, rank: ranks.there } : item;
    });
}

/** Names that the section has already, of one word up to three: "timeout", "timeout client", "timeout client 5s". */
function namesPresent(place: Place, repeated: string): ReadonlySet<string> {
  const present = new Set<string>();
  for (const { words } of otherStatements(place)) {
    const first = words[0]?.value ?? "";
    // a long section has thousands of these, and any number of them may follow
    if (isRepeated(repeated, first)) continue;
    present.add(first);
    let name = first;
    for (let i = 1; i < 3 && words[i] !== undefined; i++) {
      name += ` ${words[i]?.value}`;
      present.add(name.replace(/\(.*$/, ""));
    }
  }
  return present;
}

interface Known {
  readonly item: Item;
  readonly typedOnly: boolean;
  readonly needs: string | undefined;
  /** What decides whether there may be several. */
  readonly name: string;
}
const memo = new Map<string, readonly Known[]>();

function itemsOf(kind: Kind, branch: string | undefined): readonly Known[] {
  const key = `${kind} ${branch ?? ""}`;
  let items = memo.get(key);
  if (items === undefined) {
    items = wordsOf(`kw:${kind}`).flatMap((word) => itemsFor(word, kind, branch));
    memo.set(key, items);
  }
  return items;
}

function itemsFor(word: string, kind: Kind, branch: string | undefined): readonly Known[] {
  const isProxy = proxyKinds.has(kind);
  const base = standingOf(`kw:${kind}`, word, branch);
  if (isProxy && rulesets.has(word)) {
    if (base.offered !== "yes") return [];
    const later = standingItem({ label: word, kind: "keyword" }, base, kind);
    return base.since === undefined || later === undefined ? rulesetItems(word, kind, branch) : [known(later, word, undefined)];
  }
  if (isProxy && word === "option")
    return [
      firstOf(word, kind),
      ...optionItems(kind, branch, "option ").map((item) => ({
        ...known(asUsual(kind, item), word, undefined),
        needs: modeOfOption(item.label.slice("option ".length)),
      })),
    ];
  const grammarClass = isProxy ? "proxy" : kind;
  const own = entryOf(grammarClass, word);
  const longer = longerNames(grammarClass, word);
  const entries = own === undefined ? longer : [own, ...longer];
  if (entries.length === 0) entries.push({ words: word });
  const items = entries.flatMap((entry) => {
    const standing = entryStanding(entry, base, branch, kind);
    const item = standingItem(statementItem(entry, grammarClass, branch), standing, kind);
    return item === undefined ? [] : [{ ...known(item, entry.words, entry), typedOnly: standing.offered === "typed" }];
  });
  return own === undefined && longer.length > 1 && base.offered === "yes" ? [firstOf(word, kind), ...items] : items;
}

function longerNames(grammarClass: string, word: string): GrammarEntry[] {
  return entriesOf(grammarClass).filter(({ words }) => words.startsWith(`${word} `));
}

function known(item: Item, name: string, entry: GrammarEntry | undefined): Known {
  return { item, typedOnly: false, needs: entry?.mode, name };
}

/** The first of several words alone, to go on from. */
function firstOf(word: string, kind: Kind): Known {
  const item: Item = { label: word, kind: "keyword", text: `${word} `, goesOn: true, rank: ranks.ordinary };
  return { item: asUsual(kind, item), typedOnly: false, needs: undefined, name: word };
}

function statementItem(entry: GrammarEntry, grammarClass: string, branch: string | undefined, label = entry.words): Omit<Item, "rank"> {
  const notation = lineArguments[label] ?? argumentsOf(entry, branch);
  return { ...wordShape(label, notation, entry), kind: "keyword", doc: `${grammarClass}\t${entry.words}` };
}

/** Lines of parameters have their first words outside the grammar's data (see placement.ts). */
const lineArguments: Readonly<Record<string, string>> = {
  bind: "<bind>",
  server: "<new:server> <address>",
  "server-template": "<name> <string:count> <address>",
};

function rulesetItems(ruleset: string, kind: Kind, branch: string | undefined): readonly Known[] {
  const isTcp = ruleset === "tcp-request" || ruleset === "tcp-response";
  const sets = isTcp ? [...hooks].map((hook) => `${ruleset} ${hook}`) : [ruleset];
  const present = sets.filter((set) => wordsOf(`act:${set}:frontend`).length > 0 || entriesOf(set).length > 0);
  const delay = entryOf("ruleset", `${ruleset} inspect-delay`);
  const needs = isTcp || ruleset === "quic-initial" ? undefined : "http";
  return [
    { ...firstOf(ruleset, kind), needs },
    ...present.flatMap((set) => [
      ...(isTcp ? [firstOf(set, kind)] : []),
      ...actionItems(set, kind, branch, `${set} `).map((item) => ({ ...known(asUsual(kind, item), ruleset, undefined), needs })),
    ]),
    ...(delay === undefined ? [] : [known({ ...statementItem(delay, "ruleset", branch), rank: ranks.ordinary }, delay.words, delay)]),
  ];
}

/** Sections that may open here, with the place for their names; what a file has once, and this one not yet, comes first. */
export function sectionItems({ branch, model }: Surroundings): readonly Item[] {
  const there = new Set(model.files.flatMap(({ sections }) => sections.map(({ section }) => section.kind)));
  return sectionKinds.flatMap((label) => {
    const entry = entryOf("header", label);
    if (entry === undefined) return [];
    const { first, last } = enumLifetime("sections", label);
    const over = last !== undefined && branch !== undefined && compareBranches(last, branch) < 0;
    const early = branch !== undefined && first !== undefined && compareBranches(branch, first) < 0;
    const since = early ? { offered: "yes" as const, deprecated: false, since: first } : ordinary;
    const standing = over ? { offered: "no" as const, deprecated: false, since: undefined } : entryStanding(entry, since, branch);
    const item = standingItem({ ...statementItem(entry, "header", branch), kind: "section" }, standing, "sections");
    if (item === undefined) return [];
    const order = opening.includes(label) && !there.has(label) ? opening.indexOf(label) : (item.order ?? 400) + opening.length;
    return [item.rank <= ranks.ordinary ? { ...item, rank: ranks.section, order } : item];
  });
}

const opening: readonly string[] = ["global", "defaults"];

/** `.if` and its kin. */
export function directiveItems(): readonly Item[] {
  return meaningsOf("directives", undefined).map(({ value, says }) => ({
    label: value,
    kind: "directive",
    note: says,
    rank: ranks.directive,
    ...(value !== ".else" && value !== ".endif" && { text: `${value} `, goesOn: true }),
  }));
}

/** What may stand behind `no` and `default`. */
export function negatableItems(place: Place, { branch }: Surroundings): readonly Item[] {
  const { kind } = place.section;
  const words = valuesOf("negatable", branch)?.values.map(({ value }) => value) ?? [];
  const keywords = words.filter((word) => standingOf(`kw:${kind}`, word, branch).offered === "yes" && wordsOf(`kw:${kind}`).includes(word));
  const options = proxyKinds.has(kind) ? optionItems(kind, branch, "option ", true) : [];
  return [
    ...keywords.map(
      (label): Item => ({ label, kind: "keyword", rank: ranks.ordinary, doc: `${kind === "global" ? kind : "proxy"}\t${label}` }),
    ),
    ...options,
  ];
}

/** `no` and `default` themselves. */
export function negations({ section: { kind } }: Place): readonly Item[] {
  if (!proxyKinds.has(kind) && kind !== "global") return [];
  return ["no", "default"].map((label) => ({ label, kind: "keyword", text: `${label} `, goesOn: true, rank: ranks.other }));
}
