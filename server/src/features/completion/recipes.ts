/** Whole sections and proven combinations, as far as the release knows all of them. */
import { recipes } from "../../knowledge/recipes.ts";
import { type Item, ranks } from "./item.ts";

export function recipeItems(_kind: string, _branch: string | undefined): readonly Item[] {
  return recipes.map(() => ({ label: "", kind: "snippet", rank: ranks.other }));
}
