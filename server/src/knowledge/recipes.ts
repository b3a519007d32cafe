/** Whole sections and proven combinations that completion offers, as far as a branch accepts them. */
import compiled from "./generated/recipes.json" with { type: "json" };
import type { Language } from "./knowledge.ts";
import { compareBranches } from "./release.ts";

export interface Recipe {
  readonly label: string;
  readonly title: Readonly<Record<Language, string>>;
  /** Kinds of section that its lines belong into; absent for a recipe made of sections. */
  readonly in?: readonly string[];
  readonly from?: string;
  readonly until?: string;
  /** In LSP's notation of snippets. */
  readonly body: string;
}

export function recipesOf(branch: string | undefined): readonly Recipe[] {
  const { recipes } = compiled as unknown as { readonly recipes: readonly Recipe[] };
  return recipes.filter(
    ({ from, until }) =>
      branch === undefined ||
      ((from === undefined || compareBranches(from, branch) <= 0) && (until === undefined || compareBranches(branch, until) <= 0)),
  );
}
