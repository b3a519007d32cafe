/** What HAProxy does before it looks at keywords: predicates of `.if`, build features, limits of a line, by release. */

import compiled from "./generated/grammar.json" with { type: "json" };
import { own } from "./own.ts";
import { compareBranches } from "./release.ts";

export type Rule = "operators" | "wordsCounted" | "emptyWordsWarned" | "emptyWordsRefused" | "trailingBlank";

interface FeatureGroup {
  readonly from: string;
  readonly until?: string;
  readonly always?: boolean;
  readonly common?: boolean;
  readonly rare?: boolean;
  readonly names: readonly string[];
}

interface Predicate {
  /** What each argument is, in a word. */
  readonly args: readonly string[];
  /** The first branch that knows it. */
  readonly from: string;
}

interface Preprocessor {
  readonly predicates: Readonly<Record<string, Predicate>>;
  readonly features: readonly FeatureGroup[];
  /** How the name of the TLS library starts that common builds have, and features of builds with others. */
  readonly library: { readonly common: string; readonly others: readonly string[] };
  readonly settings: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly since: Readonly<Record<Rule, string>>;
  readonly limits: { readonly words: number; readonly levels: number };
}

const { preprocessor } = compiled as unknown as { readonly preprocessor: Preprocessor };

export const limits = preprocessor.limits;
/** Names that enabled() knows. */
export const settings: ReadonlySet<string> = new Set(preprocessor.settings);
/** Environment variables that HAProxy sets itself, with the first branch that does. */
export const ownVariables: ReadonlyMap<string, string> = new Map(Object.entries(preprocessor.variables));
export const predicateNames: readonly string[] = Object.keys(preprocessor.predicates);

/** Whether a rule is in force; without a branch the newest is meant. */
export function inForce(rule: Rule, branch: string | undefined): boolean {
  return reached(preprocessor.since[rule], branch);
}

/** Build features that `feature()` may ask for in a branch. */
export function featureNames(branch: string | undefined): readonly string[] {
  return preprocessor.features
    .filter(
      ({ from, until }) => reached(from, branch) && (until === undefined || branch === undefined || compareBranches(branch, until) <= 0),
    )
    .flatMap(({ names }) => names);
}

export function predicateNamed(name: string): Predicate | undefined {
  return own(preprocessor.predicates, name);
}

/** Whether a branch, or any branch where none is given, knows the predicate. */
export function knowsPredicate(name: string, branch: string | undefined): boolean {
  const predicate = predicateNamed(name);
  return predicate !== undefined && reached(predicate.from, branch);
}

/** Whether a build of the branch has a feature; undefined where that is up to the build. */
export function featureOf(name: string, branch: string): boolean | undefined {
  const group = preprocessor.features.find(({ names }) => names.includes(name));
  if (group === undefined) return undefined;
  if (!reached(group.from, branch) || (group.until !== undefined && compareBranches(branch, group.until) > 0)) return false;
  return group.always === true ? true : undefined;
}

/** A feature that all common builds of the branch have. */
export function isCommon(name: string, branch: string): boolean {
  return featureOf(name, branch) !== false && preprocessor.features.some(({ names, common }) => common === true && names.includes(name));
}

/** The TLS library of common builds, and the features of those that have another. */
export const tlsLibrary = preprocessor.library;

/** What can be said of a feature where nobody told of the build: undefined where hardly a package has it, or no list names it. */
export function usuallyBuilt(name: string, branch: string | undefined): true | undefined {
  const group = preprocessor.features.find(({ names }) => names.includes(name));
  // before a feature had a name HAProxy asked for none
  return group !== undefined && (group.rare !== true || !reached(group.from, branch)) ? true : undefined;
}

function reached(from: string, branch: string | undefined): boolean {
  return branch === undefined || compareBranches(from, branch) <= 0;
}
