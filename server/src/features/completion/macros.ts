/** Conditions behind `.if` and `.elif`: predicates with their arguments, build features, releases, variables. */
import { featureNames, knowsPredicate, predicateNamed, predicateNames, settings } from "../../knowledge/preprocessor.ts";
import { knownBranches } from "../../knowledge/standing.ts";
import { type Completions, type Item, ranks } from "./item.ts";
import type { Place } from "./place.ts";
import type { Surroundings } from "./surroundings.ts";
import { usualFirst } from "./valueItems.ts";
import { environmentNames } from "./variables.ts";

/** Blanks and quotes belong to the condition, so the line is read as it stands. */
export function macroConditionAt(place: Place, around: Surroundings): Completions | undefined {
  const text = place.raw.slice(0, place.column);
  const condition = /^\s*\.(?:el)?if\s+(.*)$/s.exec(text)?.[1];
  if (condition === undefined) return undefined;
  const argument = /(?:^|[^\w])(\w+)\(\s*(?:[^()]*,)?\s*"?([^\s(),"]*)$/.exec(condition);
  const typed = argument?.[2] ?? /\w*$/.exec(condition)?.[0] ?? "";
  const span = { start: place.column - typed.length, end: place.column + (/^\w*/.exec(place.raw.slice(place.column))?.[0].length ?? 0) };
  if (argument !== null) return { ...span, items: argumentItems(argument[1] ?? "", place, around) };
  return { ...span, items: predicateItems(around.branch) };
}

function predicateItems(branch: string | undefined): readonly Item[] {
  return usualFirst(
    "predicates",
    predicateNames.flatMap((name): Item[] => {
      if (!knowsPredicate(name, branch)) return [];
      const count = predicateNamed(name)?.args ?? 0;
      const places = Array.from({ length: count }, (_, i) => `$${i + 1}`).join(",");
      return [{ label: name, kind: "directive", text: `${name}(`, snippet: `${name}(${places})`, goesOn: true, rank: ranks.ordinary }];
    }),
  );
}

function argumentItems(predicate: string, place: Place, { model, branch }: Surroundings): readonly Item[] {
  const values = (labels: Iterable<string>) => [...labels].map((label): Item => ({ label, kind: "value", rank: ranks.ordinary }));
  switch (predicate) {
    case "feature":
      return values(featureNames(branch));
    case "enabled":
      return values(settings);
    case "defined":
      return environmentNames(model, place, branch);
    case "version_atleast":
    case "version_before":
      return values(knownBranches());
    default:
      return [];
  }
}
