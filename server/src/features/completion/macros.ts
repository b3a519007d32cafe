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
  const condition = conditionBefore(place);
  if (condition === undefined) return undefined;
  const call = openPredicate(condition);
  const typed = call === undefined ? (/\w*$/.exec(condition)?.[0] ?? "") : call.typed;
  const goesOn = call === undefined ? /^\w*/ : /^[\w.-]*/;
  const span = { start: place.column - typed.length, end: place.column + (goesOn.exec(place.raw.slice(place.column))?.[0].length ?? 0) };
  return { ...span, items: call === undefined ? predicateItems(around.branch) : argumentItems(call.name, place, around) };
}

/** What stands behind `.if` or `.elif` in front of the cursor. */
export function conditionBefore({ raw, column }: Place): string | undefined {
  return /^\s*\.(?:el)?if\s+(.*)$/s.exec(raw.slice(0, column))?.[1];
}

/** A predicate whose parenthesis is open at the end of a condition. */
interface OpenPredicate {
  readonly name: string;
  /** Index of the argument at the end. */
  readonly index: number;
  /** That argument as far as it is there, without a quote. */
  readonly typed: string;
}

/** Parentheses and commas inside quotes, and behind a backslash, are text. */
const pieces = /\\[\s\S]?|"(?:\\[\s\S]?|[^"\\])*"?|'[^']*'?|(?<name>\w*)\(|\)|,|[\s\S]/g;

export function openPredicate(condition: string): OpenPredicate | undefined {
  const open: { name: string; index: number; from: number }[] = [];
  for (const { 0: piece, groups, index } of condition.matchAll(pieces)) {
    const last = open.at(-1);
    if (groups?.name !== undefined) open.push({ name: groups.name, index: 0, from: index + piece.length });
    else if (piece === ")") open.pop();
    else if (piece === "," && last !== undefined) open.splice(-1, 1, { ...last, index: last.index + 1, from: index + 1 });
  }
  const innermost = open.at(-1);
  // a group of conditions has no name
  if (innermost === undefined || innermost.name === "") return undefined;
  const typed = condition.slice(innermost.from).replace(/^\s*["']?/, "");
  return { name: innermost.name, index: innermost.index, typed };
}

function predicateItems(branch: string | undefined): readonly Item[] {
  return usualFirst(
    "predicates",
    predicateNames.flatMap((name): Item[] => {
      if (!knowsPredicate(name, branch)) return [];
      const places = predicateNamed(name)
        ?.args.map((argument, i) => `\${${i + 1}:${argument}}`)
        .join(",");
      return [{ label: name, kind: "directive", text: `${name}(`, snippet: `${name}(${places})`, goesOn: true, rank: ranks.ordinary }];
    }),
  );
}

function argumentItems(predicate: string, place: Place, { model, branch }: Surroundings): readonly Item[] {
  const values = (labels: Iterable<string>) => [...labels].map((label): Item => ({ label, kind: "value", rank: ranks.ordinary }));
  switch (predicate) {
    case "feature":
      return usualFirst("features", values(featureNames(branch)));
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
