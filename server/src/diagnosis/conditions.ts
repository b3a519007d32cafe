/** Decides the conditions of an exposure on a model, each with the words and the statements that speak for or against. */
import * as l10n from "@vscode/l10n";
import type { ConditionSpec } from "../knowledge/knowledge.ts";
import { memoryLimitOf } from "../model/lua/lua.ts";
import type { Model } from "../model/model.ts";
import type { Proxy } from "../model/proxies/proxies.ts";
import { type StickTable, type TrackRule, tracksOf } from "../model/proxies/stickTables.ts";
import { type EffectiveTimeout, missingLimit, timeoutsOf } from "../model/proxies/timeouts.ts";
import { type PlacedStatement, wordOf } from "../model/statement.ts";
import { plain } from "../syntax/plain.ts";
import { timeInWords } from "../syntax/values.ts";
import { distinct } from "./hits.ts";

/** `unknown`: the configuration alone does not tell. */
export type Verdict = "met" | "unmet" | "unknown";

export interface Decision {
  /** `catalogue`: conditions that are data. */
  readonly condition: ConditionSpec["condition"] | "catalogue";
  readonly verdict: Verdict;
  /** Half a sentence, as Markdown. */
  readonly says: string;
  /** Statements that decided it. */
  readonly places: readonly PlacedStatement[];
}

interface Answer {
  readonly verdict: Verdict;
  /** In words only for those that are shown: a configuration may have hundreds of tables. */
  says(): string;
  readonly places: readonly PlacedStatement[];
}

/** Decides one condition for one stick-table. */
export function decideForTable(spec: ConditionSpec, model: Model, table: StickTable): Decision {
  return decision(spec, tableAnswer(spec, model, table));
}

/** Whether a stick-table fails one condition. */
export function isUnmet(spec: ConditionSpec, model: Model, table: StickTable): boolean {
  return tableAnswer(spec, model, table).verdict === "unmet";
}

/** Decides one condition for the Lua scripts of the configuration. */
export function decideForLua(spec: ConditionSpec, model: Model): Decision {
  return decision(spec, luaAnswer(spec, model));
}

function decision({ condition }: ConditionSpec, { verdict, says, places }: Answer): Decision {
  return {
    condition,
    verdict,
    get says() {
      return says();
    },
    places,
  };
}

function tableAnswer(spec: ConditionSpec, model: Model, table: StickTable): Answer {
  const tracks = tracksOf(model.tracks, table);
  switch (spec.condition) {
    case "several-threads":
      return severalThreads(model);
    case "expire-set":
      return expireSet(table);
    case "tracked":
      return tracked(table, tracks);
    case "stream-outlives-expire":
      return streamOutlivesExpire(model, table, tracks);
    case "not-refreshed-at-end":
      return notRefreshed(table, spec.by ?? []);
    default:
      return unknown(() => l10n.t("not decided for a stick-table"));
  }
}

function luaAnswer(spec: ConditionSpec, model: Model): Answer {
  switch (spec.condition) {
    case "several-threads":
      return severalThreads(model);
    case "lua-loaded":
      return luaLoaded(model);
    case "lua-allocation-can-fail":
      return luaAllocationCanFail(model);
    case "lua-calls-samples":
      return luaCallsSamples(model, spec.crashing ?? []);
    default:
      return unknown(() => l10n.t("only the machine tells: vm.overcommit_memory, vm.max_map_count and the allocator"));
  }
}

function severalThreads({ nbthread }: Model): Answer {
  if (nbthread === undefined) return met(() => l10n.t("`nbthread` is not set: one thread for each CPU"));
  const count = wordOf(nbthread, 1);
  if (nbthread.statement.conditional || !/^\d+$/.test(count))
    return unknown(() => l10n.t("the number of threads is not known here"), nbthread);
  return Number(count) > 1
    ? met(() => l10n.t("{0} threads", plain(count)), nbthread)
    : unmet(() => l10n.t("a single thread (`nbthread 1`)"), nbthread);
}

function expireSet(table: StickTable): Answer {
  if (table.at.statement.conditional) return unknown(() => l10n.t("the table stands between `.if` and `.endif`"), table.at);
  const { expire } = table;
  if (expire === undefined) return unmet(() => l10n.t("the table has no `expire`: its entries never expire"), table.at);
  return met(() => l10n.t("entries expire (`expire {0}`)", plain(expire.word.value)), table.at);
}

function tracked(table: StickTable, tracks: readonly TrackRule[]): Answer {
  const places = distinct(tracks.map((track) => track.at));
  if (places.length === 0) return unmet(() => l10n.t("no `track-sc` rule uses the table `{0}`", plain(table.name)));
  if (places.every((at) => at.statement.conditional))
    return unknown(() => l10n.t("every `track-sc` rule stands between `.if` and `.endif`"), ...places);
  return met(() => l10n.t("`track-sc` rules hold entries while a stream lasts: {0}", places.length), ...places);
}

function streamOutlivesExpire(model: Model, table: StickTable, tracks: readonly TrackRule[]): Answer {
  const expire = table.expire?.milliseconds;
  if (table.expire === undefined || tracks.length === 0) return unmet(() => l10n.t("no tracked entry can expire"));
  if (expire === undefined) return unknown(() => l10n.t("the value of `expire` is not known here"), table.at);
  const limits = tracks.flatMap((track) => (model.paths().get(track.proxy) ?? [track.proxy]).map((proxy) => ({ track, proxy })));
  const open = limits.find(({ proxy }) => missingLimit(proxy) !== undefined);
  if (open)
    return met(() => l10n.t("`{0}` has no `timeout {1}`: a stream may last for ever", nameOf(open.proxy), missingLimit(open.proxy) ?? ""));
  const timeouts = limits.flatMap(({ track, proxy }) => timeoutsOf(proxy).filter((timeout) => applies(timeout, track)));
  const longest = timeouts.reduce<EffectiveTimeout | undefined>(
    (a, b) => ((b.milliseconds ?? -1) > (a?.milliseconds ?? -1) ? b : a),
    undefined,
  );
  return compareWithExpire(longest, timeouts, expire);
}

function compareWithExpire(longest: EffectiveTimeout | undefined, timeouts: readonly EffectiveTimeout[], expire: number): Answer {
  const milliseconds = longest?.milliseconds;
  if (longest !== undefined && milliseconds !== undefined && milliseconds > expire) {
    const words = [longest.name, timeInWords(milliseconds), timeInWords(expire)] as const;
    return met(() => l10n.t("`timeout {0}` lets a stream idle for {1}, longer than `expire` ({2})", ...words), longest.at);
  }
  if (longest === undefined || milliseconds === undefined || timeouts.some((timeout) => timeout.milliseconds === undefined)) {
    return unknown(() => l10n.t("the longest timeout is not known here"), ...timeouts.map(({ at }) => at));
  }
  const words = [longest.name, timeInWords(milliseconds), timeInWords(expire)] as const;
  return unmet(
    () =>
      l10n.t("the longest timeout, `timeout {0}` ({1}), does not exceed `expire` ({2}); only a transfer that never pauses could", ...words),
    longest.at,
  );
}

/** Timeouts before the request is complete, and between requests, bound a session but not a stream that http rules track. */
function applies(timeout: EffectiveTimeout, track: TrackRule): boolean {
  const ofSession = timeout.name === "http-keep-alive" || timeout.name === "http-request" || timeout.name === "client-hs";
  return !ofSession || !track.ruleset.startsWith("http-");
}

function notRefreshed(table: StickTable, by: readonly string[]): Answer {
  const refreshing = table.store.filter((type) => by.includes(type));
  if (refreshing.length > 0)
    return unmet(
      () => l10n.t("the table stores `{0}`, which refreshes an entry when its stream ends", refreshing.map(plain).join("`, `")),
      table.at,
    );
  if (table.storeIsDynamic) return unknown(() => l10n.t("what the table stores is not known here"), table.at);
  return met(() => l10n.t("nothing that the table stores refreshes an entry when its stream ends"), table.at);
}

function luaLoaded({ lua }: Model): Answer {
  if (lua.loads.length === 0) return unmet(() => l10n.t("no Lua script is loaded"));
  if (lua.loads.every((at) => at.statement.conditional))
    return unknown(() => l10n.t("every script is loaded between `.if` and `.endif`"), ...lua.loads);
  return met(() => l10n.t("Lua scripts are loaded: {0}", lua.loads.length), ...lua.loads);
}

function luaAllocationCanFail({ lua }: Model): Answer {
  const limit = memoryLimitOf(lua);
  if (lua.memoryLimit !== undefined && limit !== undefined && limit > 0 && !lua.memoryLimit.statement.conditional) {
    return met(() => l10n.t("`tune.lua.maxmem {0}` makes an allocation fail when Lua holds {0} MB", limit), lua.memoryLimit);
  }
  return unknown(() => l10n.t("no limit in the configuration; allocations may still fail for a cgroup, `ulimit` or `vm.max_map_count`"));
}

function luaCallsSamples({ lua }: Model, crashing: readonly string[]): Answer {
  if (lua.sampleCalls === undefined) return unknown(() => l10n.t("the scripts were not read"));
  const known = lua.sampleCalls.find((call) => crashing.includes(call.name));
  if (known)
    return met(() =>
      l10n.t(
        "`{0}:{1}` calls `txn.{2}:{3}()`, whose argument check crashes when it refuses",
        plain(known.script),
        known.line,
        known.via,
        known.name,
      ),
    );
  const [some] = lua.sampleCalls;
  if (some)
    return unknown(() =>
      l10n.t(
        "`{0}:{1}` calls `txn.{2}:{3}()`; whether its arguments can be refused is not known",
        plain(some.script),
        some.line,
        some.via,
        some.name,
      ),
    );
  return unknown(() => l10n.t("no call of a fetch or converter was found in the scripts, but they may load others"));
}

function nameOf(proxy: Proxy): string {
  return plain(`${proxy.kind} ${proxy.name}`);
}

function met(says: () => string, ...places: readonly PlacedStatement[]): Answer {
  return { verdict: "met", says, places };
}

function unmet(says: () => string, ...places: readonly PlacedStatement[]): Answer {
  return { verdict: "unmet", says, places };
}

function unknown(says: () => string, ...places: readonly PlacedStatement[]): Answer {
  return { verdict: "unknown", says, places };
}
