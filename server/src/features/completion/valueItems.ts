/** Values that the data lists, as items in the order of the data. */
import { meaningsOf } from "../../knowledge/meanings.ts";
import { hasUsual, type KnownValue, usualRank, valuesOf } from "../../knowledge/offers.ts";
import { type Item, type ItemKind, ranks } from "./item.ts";

/** Values that an argument may well be, of a kind of offers.yaml such as "request-header", which the branch knows. */
export function valueItems(kind: string, branch: string | undefined, rank: number): readonly Item[] {
  return itemsOf(valuesOf(kind, branch)?.values ?? [], kind.endsWith("header") ? "header" : "value", rank);
}

/** Values of an enumeration, of a kind of meanings.yaml such as "status", which the branch knows. */
export function enumItems(kind: string, branch: string | undefined, rank: number): readonly Item[] {
  return itemsOf(meaningsOf(kind, branch), "value", rank);
}

/** What one usually writes in such a place goes to the front. */
export function usualFirst(usualClass: string, items: readonly Item[]): readonly Item[] {
  return items.map((item) => asUsual(usualClass, item));
}

/** The same in a proxy of a mode for which the data has a list of its own; what is usual elsewhere is not there. */
export function usualInMode(usualClass: string, items: readonly Item[], mode: string | undefined): readonly Item[] {
  return usualInstead([`${usualClass} in ${mode}`], items);
}

/** The same for the first of some classes for which the data has a list. */
export function usualInstead(classes: readonly string[], items: readonly Item[]): readonly Item[] {
  const own = classes.find(hasUsual);
  if (own === undefined) return items;
  return items.map((item) => asUsual(own, item.rank === ranks.usual ? asOrdinary(item) : item));
}

function asOrdinary({ order: _, ...item }: Item): Item {
  return { ...item, rank: ranks.ordinary };
}

export function asUsual(usualClass: string, item: Item): Item {
  const order = usualRank(usualClass, item.label);
  return order === undefined || item.rank > ranks.ordinary ? item : { ...item, rank: ranks.usual, order };
}

function itemsOf(values: readonly KnownValue[], kind: ItemKind, rank: number): readonly Item[] {
  return values.map(({ value, says }, order) => ({ label: value, kind, rank, order, ...(says !== "" && { note: says }) }));
}

/** Statuses are in their order by themselves. */
export const status = /^\d{3}$/;

/** Items in their order behind so many words. */
export function behind(count: number, items: readonly Item[]): readonly Item[] {
  if (count === 0) return items;
  return items.map((item) => (item.order === undefined || status.test(item.label) ? item : { ...item, order: count + item.order }));
}
