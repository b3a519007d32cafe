/** Which advisories a configuration is exposed to, and through which statements. */
import { type Advisory, type BespokeExposure, type CatalogueExposure, type ConditionSpec, knowledge } from "../knowledge/knowledge.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
import { type Standing, standingOf } from "../knowledge/standing.ts";
import { asRead } from "../model/asRead.ts";
import type { Model } from "../model/model.ts";
import type { PlacedStatement } from "../model/statement.ts";
import type { StickTable } from "../model/stickTables.ts";
import { type Decision, decideForLua, decideForTable, type Verdict } from "./conditions.ts";
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
  memo.all ??= exposuresTo(knowledge.advisories, release, memo);
  return memo.all;
}

/** Only those that a release with the defect is exposed to; where the release is not known, those written in code only. */
export function exposuresFound(model: Model, release: Release | undefined): readonly Exposure[] {
  const memo = memoOf(model, release);
  memo.found ??= exposuresTo(openIn(release), release, memo, decidedUntilUnmet).filter(isExposed);
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
  const name = release === undefined ? "" : releaseName(release);
  const known = memos.get(whole);
  if (known?.release === name) return known;
  const { model } = asRead(whole, release);
  const memo: Memo = { release: name, model, evaluation: new Evaluation(model, release?.branch) };
  memos.set(whole, memo);
  return memo;
}

const open = new Map<string, readonly Advisory[]>();

/** Advisories that a release has, as far as known. */
export function openIn(release: Release | undefined): readonly Advisory[] {
  if (release === undefined) return knowledge.advisories.filter(({ exposure }) => exposure.subject !== "configuration");
  const name = releaseName(release);
  let found = open.get(name);
  if (found === undefined) {
    found = knowledge.advisories.filter((advisory) => isOpen(standingOf(advisory, release)));
    if (open.size > 100) open.clear();
    open.set(name, found);
  }
  return found;
}

/** Following streams to the end of their timeouts costs more than all other conditions: it is asked last. */
const costly = new Set<ConditionSpec["condition"]>(["stream-outlives-expire"]);

type Decide = (specs: readonly ConditionSpec[], model: Model, table: StickTable) => readonly Decision[] | undefined;

const decidedAll: Decide = (specs, model, table) => specs.map((spec) => decideForTable(spec, model, table));

/** The same; undefined as soon as a condition is not met. */
const decidedUntilUnmet: Decide = (specs, model, table) => {
  const decided = new Map<ConditionSpec, Decision>();
  const [last, first] = [specs.filter(isCostly), specs.filter((spec) => !isCostly(spec))];
  for (const spec of [...first, ...last]) {
    const decision = decideForTable(spec, model, table);
    if (decision.verdict === "unmet") return undefined;
    decided.set(spec, decision);
  }
  return specs.flatMap((spec) => decided.get(spec) ?? []);
};

function isCostly({ condition }: ConditionSpec): boolean {
  return costly.has(condition);
}

function exposuresTo(
  advisories: readonly Advisory[],
  release: Release | undefined,
  { model, evaluation }: Memo,
  decide: Decide = decidedAll,
): readonly Exposure[] {
  return advisories.flatMap((advisory) => {
    const { exposure } = advisory;
    const standing = release && standingOf(advisory, release);
    if (exposure.subject === "none") return [];
    if (exposure.subject === "configuration") return [catalogueExposure(advisory, exposure, standing, evaluation)];
    if (exposure.subject === "stick-table") {
      return model.tables.flatMap((table) => {
        const decisions = decide(exposure.all, model, table);
        return decisions === undefined ? [] : [tableExposure(advisory, standing, table, decisions)];
      });
    }
    return model.lua.loads.length === 0 ? [] : [luaExposure(advisory, exposure, standing, model)];
  });
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
