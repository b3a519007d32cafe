/** Which advisories a configuration is exposed to, and through which statements. */
import { type Advisory, knowledge } from "../knowledge/knowledge.ts";
import type { Release } from "../knowledge/release.ts";
import { type Standing, standingOf } from "../knowledge/standing.ts";
import { asRead } from "../model/asRead.ts";
import type { Model } from "../model/model.ts";
import type { PlacedStatement } from "../model/statement.ts";
import type { StickTable } from "../model/stickTables.ts";
import { type Decision, decideForLua, decideForTable } from "./conditions.ts";

export interface Exposure {
  readonly advisory: Advisory;
  /** What the conditions say, whatever the release. */
  readonly state: "exposed" | "possible" | "not";
  /** Where the release stands; undefined when the release is not known. */
  readonly standing: Standing | undefined;
  /** The stick-table concerned; undefined for the Lua scripts. */
  readonly table: StickTable | undefined;
  readonly decisions: readonly Decision[];
  /** Statements that create the exposure, the one that declares the subject first. */
  readonly statements: readonly PlacedStatement[];
}

/** Every advisory asked of every subject it may concern, the ones that do not apply included (hover says why not). */
export function exposuresOf(model: Model, release: Release | undefined): readonly Exposure[] {
  return exposuresTo(knowledge.advisories, model, release);
}

/** Only those that a release with the defect, or an unknown one, is exposed to. */
export function exposuresFound(model: Model, release: Release | undefined): readonly Exposure[] {
  const open = knowledge.advisories.filter((advisory) => isOpen(release && standingOf(advisory, release)));
  return exposuresTo(open, model, release).filter(isExposed);
}

function exposuresTo(advisories: readonly Advisory[], whole: Model, release: Release | undefined): readonly Exposure[] {
  const { model } = asRead(whole, release);
  return advisories.flatMap((advisory) => {
    const standing = release && standingOf(advisory, release);
    if (advisory.exposure.subject === "stick-table") return model.tables.map((table) => tableExposure(advisory, standing, model, table));
    return model.lua.loads.length === 0 ? [] : [luaExposure(advisory, standing, model)];
  });
}

/** True when the release, as far as known, has the defect and the conditions do not rule it out. */
export function isExposed({ state, standing }: Exposure): boolean {
  return state !== "not" && isOpen(standing);
}

function isOpen(standing: Standing | undefined): boolean {
  return standing === undefined || standing.state === "affected" || standing.state === "any";
}

function tableExposure(advisory: Advisory, standing: Standing | undefined, model: Model, table: StickTable): Exposure {
  const decisions = advisory.exposure.all.map((spec) => decideForTable(spec, model, table));
  const tracks = decisions.find(({ condition }) => condition === "tracked")?.places ?? [];
  return { advisory, state: stateOf(decisions), standing, table, decisions, statements: [table.at, ...tracks] };
}

function luaExposure(advisory: Advisory, standing: Standing | undefined, model: Model): Exposure {
  const decisions = advisory.exposure.all.map((spec) => decideForLua(spec, model));
  return { advisory, state: stateOf(decisions), standing, table: undefined, decisions, statements: model.lua.loads };
}

function stateOf(decisions: readonly Decision[]): Exposure["state"] {
  if (decisions.some(({ verdict }) => verdict === "unmet")) return "not";
  return decisions.some(({ verdict }) => verdict === "unknown") ? "possible" : "exposed";
}
