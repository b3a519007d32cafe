/** What configurations mostly hold, and what an argument may well be where the grammar leaves it open: for completion. */

import compiled from "./generated/grammar.json" with { type: "json" };
import { language } from "./language.ts";
import { own } from "./own.ts";
import { compareBranches } from "./release.ts";

type Said = string | { readonly says: string; readonly from?: string; readonly until?: string };

interface Kind {
  /** What parts several values in one word. */
  readonly by?: string;
  readonly values: Readonly<Record<string, Said>>;
}

const { offers, offersInChinese, usual } = compiled as unknown as {
  readonly offers: Readonly<Record<string, Kind>>;
  /** English text > Chinese. */
  readonly offersInChinese: Readonly<Record<string, string>>;
  readonly usual: {
    readonly often: Readonly<Record<string, readonly string[]>>;
    readonly repeated: Readonly<Record<string, readonly string[]>>;
  };
};

export interface KnownValue {
  readonly value: string;
  /** "" where there is nothing to say. */
  readonly says: string;
}

export interface KnownValues {
  readonly by: string | undefined;
  readonly values: readonly KnownValue[];
}

/** Values of a kind that a branch knows; undefined where there is no such kind. */
export function valuesOf(kind: string, branch: string | undefined): KnownValues | undefined {
  const found = own(offers, kind);
  if (found === undefined) return undefined;
  const known = Object.entries(found.values).filter(([, said]) => typeof said === "string" || isKnown(said, branch));
  return { by: found.by, values: known.map(([value, said]) => ({ value, says: spoken(typeof said === "string" ? said : said.says) })) };
}

function spoken(says: string): string {
  return language() === "en" ? says : (offersInChinese[says] ?? says);
}

function isKnown({ from, until }: { readonly from?: string; readonly until?: string }, branch: string | undefined): boolean {
  if (branch === undefined) return true;
  return (from === undefined || compareBranches(from, branch) <= 0) && (until === undefined || compareBranches(branch, until) <= 0);
}

/** Whether the data tells what is usual in a class. */
export function hasUsual(wordClass: string): boolean {
  return Object.hasOwn(usual.often, wordClass);
}

const ranks = new Map<string, ReadonlyMap<string, number>>();

/** How usual a word of a class is: 0 for the most usual, undefined for what hardly anybody writes. */
export function usualRank(wordClass: string, word: string): number | undefined {
  let ofClass = ranks.get(wordClass);
  if (ofClass === undefined) {
    const often = own(usual.often, wordClass);
    // a class may be any word that somebody writes: those that are none are not remembered
    if (often === undefined) return undefined;
    ofClass = new Map(often.map((name, i) => [name, i]));
    ranks.set(wordClass, ofClass);
  }
  return ofClass.get(word);
}

const repeatedSets = new Map<string, ReadonlySet<string>>();

/** Whether a section (or "proxy" for all proxies) usually holds several statements of this name. */
export function isRepeated(sectionClass: string, name: string): boolean {
  let set = repeatedSets.get(sectionClass);
  if (set === undefined) {
    set = new Set(own(usual.repeated, sectionClass));
    repeatedSets.set(sectionClass, set);
  }
  return set.has(name);
}
