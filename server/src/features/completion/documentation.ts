/** What an item of completion is, in Markdown; worked out when an editor shows it. */
import { language } from "../../knowledge/language.ts";
import { recipesOf } from "../../knowledge/recipes.ts";
import { describeWord, descriptionInMarkdown, fenced } from "../hover/describe.ts";
import { recipeText } from "./recipes.ts";

/** `key`: class of the grammar and words, parted by a tab. */
export function documentationOf(key: string, branch: string | undefined): string | undefined {
  const [grammarClass = "", words = ""] = key.split("\t");
  if (grammarClass === "recipe") return recipeDocumentation(words);
  const description = describeWord(grammarClass, words, branch);
  return description && descriptionInMarkdown(description);
}

function recipeDocumentation(label: string): string | undefined {
  const recipe = recipesOf(undefined).find((one) => one.label === label);
  return recipe && `${recipe.title[language()]}\n\n${fenced(recipeText(recipe))}`;
}
