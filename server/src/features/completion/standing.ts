/** Whether a release knows a word of a class, and what an item for it then looks like. */
import * as l10n from "@vscode/l10n";
import { classExists, isKnown, lifetimeOf, stateOf } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { segmentsOf } from "../../knowledge/lifetime.ts";
import { usualRank } from "../../knowledge/offers.ts";
import { usuallyBuilt } from "../../knowledge/preprocessor.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { type Item, ranks } from "./item.ts";

/** `typed`: offered only to somebody who has written it already. */
export interface Standing {
  readonly offered: "yes" | "typed" | "no";
  readonly deprecated: boolean;
  /** First branch, where the release in use is older. */
  readonly since: string | undefined;
}

export const ordinary: Standing = { offered: "yes", deprecated: false, since: undefined };
const deprecated: Standing = { offered: "yes", deprecated: true, since: undefined };
const gone: Standing = { offered: "typed", deprecated: true, since: undefined };
const elsewhere: Standing = { offered: "typed", deprecated: false, since: undefined };
const never: Standing = { offered: "no", deprecated: false, since: undefined };

export function standingOf(wordClass: string, word: string, branch: string | undefined): Standing {
  if (!classExists(wordClass)) return ordinary;
  switch (stateOf(wordClass, word, branch)) {
    case "known":
      return ordinary;
    case "deprecated":
      return deprecated;
    case "removed":
      return gone;
    case "misplaced":
      return elsewhere;
    default:
      return absent(wordClass, word, branch);
  }
}

function absent(wordClass: string, word: string, branch: string | undefined): Standing {
  const { first } = lifetimeOf(wordClass, word);
  if (first === undefined || branch === undefined) return never;
  return compareBranches(branch, first) < 0 ? laterThan(first) : gone;
}

function laterThan(since: string): Standing {
  return { offered: "yes", deprecated: false, since };
}

/** Of several classes, such as the two sides of a proxy, the best. */
export function bestStanding(classes: readonly string[], word: string, branch: string | undefined): Standing {
  const all = classes.filter(classExists).map((wordClass) => standingOf(wordClass, word, branch));
  if (all.length === 0) return ordinary;
  return all.reduce((best, one) => (worth(one) > worth(best) ? one : best));
}

function worth({ offered, deprecated, since }: Standing): number {
  return offered === "no" ? 0 : offered === "typed" ? 1 : since !== undefined ? 2 : deprecated ? 3 : 4;
}

/** What the entry of the grammar says besides, for names of several words. */
export function entryStanding(entry: GrammarEntry, base: Standing, branch: string | undefined, section?: string): Standing {
  if (section !== undefined && base.offered === "yes" && entry.misplacedIn?.includes(section) === true) return elsewhere;
  if (entry.build !== undefined && base.offered === "yes" && !usuallyBuilt(entry.build, branch)) return elsewhere;
  if (base.offered !== "yes" || branch === undefined) return base;
  const { from, deprecated: since, lifetime } = entry;
  if (lifetime !== undefined && !isKnown(entry, branch)) {
    const first = segmentsOf(lifetime)[0]?.from;
    return first !== undefined && compareBranches(branch, first) < 0 ? laterThan(first) : gone;
  }
  if (from !== undefined && compareBranches(branch, from) < 0) return laterThan(from);
  if (since !== undefined && compareBranches(since, branch) <= 0) return { ...base, deprecated: true };
  return base;
}

/** The item with its place in the list and its marks; undefined where it is not offered. `name`: all words, where the label goes on with some. */
export function standingItem(item: Omit<Item, "rank">, standing: Standing, usualClass: string, name = item.label): Item | undefined {
  if (standing.offered === "no") return undefined;
  const order = usualRank(usualClass, name);
  const rank =
    standing.offered === "typed" || standing.deprecated
      ? ranks.deprecated
      : standing.since !== undefined
        ? ranks.later
        : order === undefined
          ? ranks.ordinary
          : ranks.usual;
  const note = standing.since === undefined ? item.note : l10n.t("since {0}", standing.since);
  return {
    ...item,
    rank,
    ...(order !== undefined && { order }),
    ...(note !== undefined && { note }),
    ...(standing.deprecated && { deprecated: true }),
  };
}

/** What HAProxy ignores in the mode of the proxy goes down the list, and says why. */
export function inMode(item: Item, needs: string | undefined, mode: string | undefined): Item {
  if (item.rank > ranks.ordinary || needs === undefined || mode === undefined || needs === mode) return item;
  return { ...item, rank: ranks.other, note: l10n.t("needs mode {0}", needs) };
}
