/** The answer to "what am I exposed to?", as plain values, and what another release would change. */
import { distinct } from "../diagnosis/hits.ts";
import type { Advisory } from "../knowledge/knowledge.ts";
import { compareBranches, type Release } from "../knowledge/release.ts";
import { fixedReleases, newestRelease } from "../knowledge/standing.ts";
import type { Hit } from "../lints/hit.ts";
import { languageHits } from "../lints/language.ts";
import type { Model } from "../model/model.ts";
import type { PlacedStatement } from "../model/statement.ts";
import { type BehaviourChange, behaviourChanges } from "./behaviour.ts";
import { type ExposedTo, exposedTo, type Upgrade, upgradeFor } from "./exposureSummary.ts";

export interface ExposureRow {
  readonly advisory: Advisory;
  readonly state: "exposed" | "possible";
  /** First fixed release of the branch in use and of later ones. */
  readonly fixedIn: Readonly<Record<string, string>>;
  readonly statements: readonly PlacedStatement[];
}

export interface ExposureReport {
  readonly release: Release;
  /** Only what the configuration is exposed to, or possibly; the gravest first. */
  readonly rows: readonly ExposureRow[];
  /** For what it is exposed to for certain; where there is no such thing, for all rows. */
  readonly upgrade: Upgrade;
  /** The newest release of the branch, where it is not the one in use. */
  readonly newest: Release | undefined;
}

export function exposureReport(model: Model, release: Release): ExposureReport {
  const found = exposedTo(model, release);
  const certain = found.filter(({ state }) => state === "exposed");
  const newest = newestRelease(release.branch);
  return {
    release,
    rows: found.map((one) => rowOf(one, release)),
    upgrade: upgradeFor(certain.length > 0 ? certain : found, release),
    newest,
  };
}

function rowOf({ advisory, state, exposures }: ExposedTo, release: Release): ExposureRow {
  const later = Object.entries(fixedReleases(advisory)).filter(([branch]) => compareBranches(branch, release.branch) >= 0);
  return { advisory, state, fixedIn: Object.fromEntries(later), statements: distinct(exposures.flatMap(({ statements }) => statements)) };
}

/** The certain ones and those through a statement; `others` is the number of the rest, which depend on machine and operation. */
export function toldOf(rows: readonly ExposureRow[]): { readonly told: readonly ExposureRow[]; readonly others: number } {
  const told = rows.filter(({ state, statements }) => state === "exposed" || statements.length > 0);
  return { told, others: rows.length - told.length };
}

/** What changes for a configuration between two releases. */
export interface Comparison {
  readonly from: Release;
  readonly to: Release;
  /** Known bugs that end, that stay, and that the other release brings. */
  readonly ended: readonly ExposureRow[];
  readonly staying: readonly ExposureRow[];
  readonly brought: readonly ExposureRow[];
  /** Words of this configuration that only the other release refuses, or warns of. */
  readonly words: readonly Hit[];
  /** What the other release does in another way, although no word changes. */
  readonly behaviour: readonly BehaviourChange[];
}

export function comparison(model: Model, from: Release, to: Release): Comparison {
  const before = exposureReport(model, from).rows;
  const after = exposureReport(model, to).rows;
  const has = (rows: readonly ExposureRow[], advisory: Advisory) => rows.some((row) => row.advisory === advisory);
  return {
    from,
    to,
    ended: before.filter(({ advisory }) => !has(after, advisory)),
    staying: after.filter(({ advisory }) => has(before, advisory)),
    brought: after.filter(({ advisory }) => !has(before, advisory)),
    words: newWords(model, from, to),
    behaviour: behaviourChanges(model, from, to),
  };
}

/** Findings on the language that the first release does not give, or gives a milder form of. */
function newWords(model: Model, from: Release, to: Release): readonly Hit[] {
  const key = ({ uri, line, code, span, severity }: Hit) => `${uri} ${line} ${span.start} ${severity} ${code}`;
  const known = new Set(languageHits(model, from).map(key));
  return languageHits(model, to).filter((hit) => !known.has(key(hit)) && (hit.severity === "error" || hit.severity === "warning"));
}
