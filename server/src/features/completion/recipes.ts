/** Whole sections and proven combinations, as far as the release accepts them. */
import { language } from "../../knowledge/language.ts";
import { type Recipe, recipesOf } from "../../knowledge/recipes.ts";
import { type Item, ranks } from "./item.ts";

/** Recipes of lines go where they belong; those of sections may start anywhere. */
export function recipeItems(kind: string, branch: string | undefined): readonly Item[] {
  return recipesOf(branch)
    .filter((recipe) => recipe.in === undefined || recipe.in.includes(kind))
    .map((recipe, order) => ({
      label: recipe.label,
      kind: "snippet",
      snippet: recipe.body.trimEnd(),
      text: recipeText(recipe),
      note: recipe.title[language()],
      rank: recipe.in === undefined ? ranks.section : ranks.other,
      // behind the sections
      order: 500 + order,
      doc: `recipe\t${recipe.label}`,
    }));
}

/** The body with what it proposes in the places to fill in. */
export function recipeText({ body }: Recipe): string {
  return body
    .trimEnd()
    .replace(/\$\{\d+:((?:\\.|[^}\\])*)\}/g, "$1")
    .replace(/\$\{\d+\|((?:\\.|[^,|\\])*)[^|]*\|\}/g, "$1")
    .replace(/\\([\\$}])/g, "$1");
}
