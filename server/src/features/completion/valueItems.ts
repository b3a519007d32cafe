/** Values that the data lists, as items in the order of the data. */
import { valuesOf } from "../../knowledge/offers.ts";
import type { Item } from "./item.ts";

/** Values of a kind, such as "status" or "request-header", that the branch knows. */
export function valueItems(kind: string, branch: string | undefined, rank: number): readonly Item[] {
  return (valuesOf(kind, branch)?.values ?? []).map(({ value, says }, order) => ({
    label: value,
    kind: kind.endsWith("header") ? "header" : "value",
    rank,
    order,
    ...(says !== "" && { note: says }),
  }));
}
