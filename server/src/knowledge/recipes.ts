/** Recipes. */
export const recipes: readonly never[] = [];
