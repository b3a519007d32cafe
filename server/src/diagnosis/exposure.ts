/** Which advisories a configuration is exposed to, and through which statements. */
import { buildName } from "../knowledge/buildFeatures.ts";
import { type Advisory, type BespokeExposure, type CatalogueExposure, type ConditionSpec, knowledge } from "../knowledge/knowledge.ts";
import type { Release } from "../knowledge/release.ts";
import { type Standing, standingOf } from "../knowledge/standing.ts";
import { asRead } from "../model/macros/asRead.ts";
import type { Model } from "../model/model.ts";
import type { StickTable } from "../model/proxies/stickTables.ts";
import type { PlacedStatement } from "../model/statement.ts";
import { type Decision, decideForLua, decideForTable, isUnmet, type Verdict } from "./conditions.ts";
import { type Cause, Evaluation, nodeOf } from "./conditionTree.ts";

export interface Exposure {
  readonly advisory: Advisory;
  /** What the conditions say, whatever the release. */
  readonly state: "exposed" | "possible" | "not";
  /** Where the release stands; undefined when the release is not known. */
  readonly standing: Standing | undefined;
  /** The stick-table concerned; undefined for the Lua scripts, and for the configuration as a whole. */
  readonly table: StickTable | undefined;
  readonly decisions: readonly Decision[];
  /** Statements that create the exposure, the one that declares the subject first; of the catalogue only where there is one. */
  readonly statements: readonly PlacedStatement[];
  /** For the catalogue: the condition under which the exposure is shown. */
  readonly cause?: Cause | undefined;
}

/** Every advisory asked of every subject it may concern, the ones that do not apply included (hover says why not). */
export function exposuresOf(model: Model, release: Release | undefined): readonly Exposure[] {
  const memo = memoOf(model, release);
  memo.all ??= exposuresTo(withStanding(knowledge.advisories, release), memo, everything);
  return memo.all;
}

/** Only those that a release with the defect is exposed to; where the release is not known, those written in code only. */
export function exposuresFound(model: Model, release: Release | undefined): readonly Exposure[] {
  const memo = memoOf(model, release);
  memo.found ??= exposuresTo(openIn(release), memo, untilUnmet).filter(isExposed);
  return memo.found;
}

interface Memo {
  readonly release: string;
  /** Without what the release skips. */
  readonly model: Model;
  readonly evaluation: Evaluation;
  all?: readonly Exposure[];
  found?: readonly Exposure[];
}
const memos = new WeakMap<Model, Memo>();

/** A model is asked about one release at a time. */
function memoOf(whole: Model, release: Release | undefined): Memo {
  const name = release === undefined ? "" : buildName(release);
  const known = memos.get(whole);
  if (known?.release === name) return known;
  const { model } = asRead(whole, release);
  const memo: Memo = { release: name, model, evaluation: new Evaluation(model, release?.branch) };
  memos.set(whole, memo);
  return memo;
}

interface Standed {
  readonly advisory: Advisory;
  readonly standing: Standing | undefined;
}

function withStanding(advisories: readonly Advisory[], release: Release | undefined): readonly Standed[] {
  return advisories.map((advisory) => ({ advisory, standing: release && standingOf(advisory, release) }));
}

const open = new Map<string, readonly Standed[]>();

/** Advisories that a release has, as far as known. */
function openIn(release: Release | undefined): readonly Standed[] {
  const name = release === undefined ? "" : buildName(release);
  let found = open.get(name);
  if (found === undefined) {
    found = withStanding(knowledge.advisories, release).filter(
      ({ advisory, standing }) => isOpen(standing) && (release !== undefined || advisory.exposure.subject !== "configuration"),
    );
    if (open.size > 100) open.clear();
    open.set(name, found);
  }
  return found;
}

/** How far conditions are asked. */
interface Depth {
  /** Undefined as soon as nothing more is worth asking. */
  decisions(specs: readonly ConditionSpec[], model: Model, table: StickTable): readonly Decision[] | undefined;
  readonly keepsUnmet: boolean;
}

const everything: Depth = {
  decisions: (specs, model, table) => specs.map((spec) => decideForTable(spec, model, table)),
  keepsUnmet: true,
};

/** Following streams to the end of their timeouts costs more than all other conditions: it is asked last. */
const costly = new Set<ConditionSpec["condition"]>(["stream-outlives-expire"]);

const untilUnmet: Depth = {
  decisions: (specs, model, table) => {
    for (const late of [false, true])
      for (const spec of specs) if (costly.has(spec.condition) === late && isUnmet(spec, model, table)) return undefined;
    return specs.map((spec) => decideForTable(spec, model, table));
  },
  keepsUnmet: false,
};

function exposuresTo(advisories: readonly Standed[], { model, evaluation }: Memo, depth: Depth): readonly Exposure[] {
  const found: Exposure[] = [];
  for (const { advisory, standing } of advisories) {
    const { exposure } = advisory;
    if (exposure.subject === "configuration") {
      if (depth.keepsUnmet || evaluation.found(nodeOf(exposure.when)).verdict !== "unmet")
        found.push(catalogueExposure(advisory, exposure, standing, evaluation));
    } else if (exposure.subject === "stick-table") {
      for (const table of model.tables) {
        const decisions = depth.decisions(exposure.all, model, table);
        if (decisions !== undefined) found.push(tableExposure(advisory, standing, table, decisions));
      }
    } else if (exposure.subject !== "none" && model.lua.loads.length > 0) found.push(luaExposure(advisory, exposure, standing, model));
  }
  return found;
}

/** True when the release, as far as known, has the defect and the conditions do not rule it out. */
export function isExposed({ state, standing }: Exposure): boolean {
  return state !== "not" && isOpen(standing);
}

function isOpen(standing: Standing | undefined): boolean {
  return standing === undefined || standing.state === "affected" || standing.state === "any";
}

const states: Readonly<Record<Verdict, Exposure["state"]>> = { met: "exposed", unknown: "possible", unmet: "not" };

function catalogueExposure(
  advisory: Advisory,
  { when, coarse }: CatalogueExposure,
  standing: Standing | undefined,
  evaluation: Evaluation,
): Exposure {
  const node = nodeOf(when);
  const { verdict, places } = evaluation.found(node);
  const state = coarse === true && verdict === "met" ? "possible" : states[verdict];
  return {
    advisory,
    state,
    standing,
    table: undefined,
    // in words only for those that are shown
    get decisions() {
      return evaluation.decisions(node);
    },
    statements: state === "not" ? [] : places,
    get cause() {
      return state === "not" ? undefined : evaluation.cause(node);
    },
  };
}

function tableExposure(advisory: Advisory, standing: Standing | undefined, table: StickTable, decisions: readonly Decision[]): Exposure {
  const tracks = decisions.find(({ condition }) => condition === "tracked")?.places ?? [];
  return { advisory, state: stateOf(decisions), standing, table, decisions, statements: [table.at, ...tracks] };
}

function luaExposure(advisory: Advisory, { all }: BespokeExposure, standing: Standing | undefined, model: Model): Exposure {
  const decisions = all.map((spec) => decideForLua(spec, model));
  return { advisory, state: stateOf(decisions), standing, table: undefined, decisions, statements: model.lua.loads };
}

function stateOf(decisions: readonly Decision[]): Exposure["state"] {
  if (decisions.some(({ verdict }) => verdict === "unmet")) return "not";
  return decisions.some(({ verdict }) => verdict === "unknown") ? "possible" : "exposed";
}
