/** Decides each kind of condition on a configuration, or on one proxy of it (server/knowledge/conditionSchema.ts explains them). */
import type { Condition, Patterns } from "../knowledge/condition.ts";
import { apiUse } from "../model/lua/api.ts";
import type { Model } from "../model/model.ts";
import type { ProxyScope, Scope } from "../model/proxies/scopes.ts";
import { sectionIndex } from "../model/sectionIndex.ts";
import { globalStatements, type PlacedStatement } from "../model/statement.ts";
import { parametersIn, vocabularyOf } from "../model/vocabulary.ts";
import { type EndpointTraits, endpointHits, lacksParameters } from "./endpointHits.ts";
import {
  type Circle,
  everywhere,
  type Found,
  fits,
  Gathered,
  type Hit,
  keyed,
  matches,
  sampleHits,
  stem,
  unmet,
  wordsHit,
} from "./hits.ts";
import { peersFound, tableFound } from "./tables.ts";

/** A condition without parts. */
export type Leaf = Exclude<
  Condition,
  string | { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown } | { readonly proxy: unknown }
>;

export function decideLeaf(leaf: Leaf, circle: Circle): Found {
  if ("statement" in leaf)
    return occurs(circle, "keywords", leaf.statement) ? everywhere(circle, leaf, leaf.in, statementHits(leaf)) : unmet;
  if ("set" in leaf) return settings(listOf(leaf.set), circle);
  if ("bind" in leaf) return endpoints(circle, leaf.bind, "bind");
  if ("server" in leaf) return endpoints(circle, leaf.server, "server");
  if ("action" in leaf) return occurs(circle, "actions", leaf.action) ? everywhere(circle, leaf, undefined, actionHits(leaf)) : unmet;
  if ("fetch" in leaf) return samples(circle, leaf, "fetch", listOf(leaf.fetch));
  if ("converter" in leaf) return samples(circle, leaf, "converter", listOf(leaf.converter));
  if ("table" in leaf) return tableFound(leaf.table, circle);
  if ("peers" in leaf) return peersFound(leaf.peers, circle.model);
  if ("section" in leaf) return sections(leaf, circle);
  if ("global" in leaf) return globalFound(leaf, circle);
  if ("mode" in leaf) return modeFound(leaf.mode, circle);
  if ("reuse" in leaf) return reuseFound(leaf.reuse, circle);
  if ("threads" in leaf) return globalFound({ global: "nbthread", min: leaf.threads, unset: "met" }, circle);
  if ("lua" in leaf) return luaFound(listOf(leaf.lua), circle);
  // what happens while HAProxy runs, and what the machine is, no configuration tells
  return { verdict: "unknown", places: [] };
}

function listOf(patterns: Patterns): readonly string[] {
  return typeof patterns === "string" ? [patterns] : patterns;
}

function samples(circle: Circle, leaf: Leaf, kind: "fetch" | "converter", patterns: readonly string[]): Found {
  const named = circle.proxy === undefined ? patterns.filter((pattern) => isMentioned(circle.model, stem(pattern))) : patterns;
  return named.length === 0 ? unmet : everywhere(circle, leaf, undefined, sampleHits(kind, named));
}

/** To search whole files is much faster than to search each of their lines. */
function isMentioned({ files }: Model, text: string): boolean {
  return files.some((file) => file.text.includes(text));
}

function statementHits(leaf: Extract<Leaf, { statement: unknown }>) {
  const all = listOf(leaf.statement).map((text) => text.split(" "));
  return (section: Scope["section"]): readonly Hit[] => {
    const { byKeyword } = sectionIndex(section);
    return all.flatMap((first) =>
      keyed(byKeyword, first[0] ?? "").flatMap((statement) => wordsHit(statement, first, leaf.with, leaf.without) ?? []),
    );
  };
}

function actionHits(leaf: Extract<Leaf, { action: unknown }>) {
  const names = listOf(leaf.action);
  return (section: Scope["section"]): readonly Hit[] => {
    const { byAction } = sectionIndex(section);
    const rules = names.flatMap((name) => keyed(byAction, name));
    return rules.flatMap((statement) => {
      if (leaf.in !== undefined && !leaf.in.includes(statement.words[0]?.value ?? "")) return [];
      return wordsHit(statement, [], leaf.with) ?? [];
    });
  };
}

/** Whether a configuration has the first word of any of the patterns; of a single proxy, and after an edit, that is not worth asking. */
function occurs({ model, proxy, anew }: Circle, kind: "keywords" | "actions", patterns: Patterns): boolean {
  if (proxy !== undefined || !anew) return true;
  const words = vocabularyOf(model)[kind];
  return listOf(patterns).some((pattern) => {
    const [first = ""] = pattern.split(" ");
    return first.endsWith("*") ? [...words].some((word) => matches(first, word)) : words.has(first);
  });
}

function endpoints(circle: Circle, spec: EndpointTraits, kind: "bind" | "server"): Found {
  const { model, scopes, branch, proxy, anew } = circle;
  if (anew && proxy === undefined && (lacksParameters(parametersIn(model, branch), spec) || lacksAddresses(model, spec))) return unmet;
  const gathered = new Gathered();
  const ask = (scope: Scope, of: ProxyScope | undefined) => gathered.add(scope, endpointHits(branch, scope, of, spec, kind));
  gathered.ask(circle, (one) => ask(one.own, one));
  if (proxy === undefined) for (const scope of scopes.alone) if (sectionIndex(scope.section).byKeyword.has(kind)) ask(scope, undefined);
  return gathered.found(spec.min);
}

/** Set in any form, in the proxy and what it inherits, or anywhere. Without places: it is asked for what is left out. */
function settings(names: readonly string[], { scopes, proxy }: Circle): Found {
  const asked = proxy === undefined ? [...scopes.alone, ...scopes.proxies.flatMap(ownAndInherited)] : ownAndInherited(proxy);
  const isSet = asked.some(({ section }) => names.some((name) => sectionIndex(section).set.has(name)));
  return isSet ? { verdict: "met", places: [] } : unmet;
}

function ownAndInherited({ own, inherited }: ProxyScope): readonly Scope[] {
  return [own, ...inherited];
}

/** No address starts as is asked, and no environment variable can stand for one. */
function lacksAddresses(model: Model, { address }: EndpointTraits): boolean {
  return address !== undefined && !address.some((prefix) => isMentioned(model, prefix)) && !isMentioned(model, "$");
}

function sections({ section, min = 1 }: Extract<Leaf, { section: unknown }>, { scopes }: Circle): Found {
  const gathered = new Gathered();
  for (const scope of [...scopes.alone, ...scopes.proxies.map(({ own }) => own)]) {
    const { header } = sectionIndex(scope.section);
    if (scope.section.kind === section && header !== undefined) gathered.add(scope, [{ statement: header, sure: true }]);
  }
  return gathered.found(min);
}

/** The last statement is in force. */
function globalFound({ global, min, max, is, unset = "unmet" }: Extract<Leaf, { global: unknown }>, { model }: Circle): Found {
  const keywords = listOf(global);
  let last: PlacedStatement | undefined;
  for (const placed of globalStatements(model.files)) {
    if (keywords.includes(placed.statement.words[0]?.value ?? "")) last = placed;
  }
  if (last === undefined || last.statement.prefix !== undefined) return { verdict: unset, places: [] };
  const word = last.statement.words[1];
  if (last.statement.conditional) return { verdict: "unknown", places: [last] };
  const answers = (is ?? []).map((pattern) => fits(pattern, word));
  if (min !== undefined || max !== undefined) answers.push(word?.dynamic === true ? undefined : between(word?.value ?? "", min, max));
  const isMet = answers.length === 0 || answers.includes(true);
  return isMet ? { verdict: "met", places: [last] } : answers.includes(undefined) ? { verdict: "unknown", places: [last] } : unmet;
}

/** Undefined for what is no number. */
function between(text: string, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY): boolean | undefined {
  const number = /^\d+$/.test(text) ? Number(text) : undefined;
  return number === undefined ? undefined : number >= min && number <= max;
}

function modeFound(mode: string, circle: Circle): Found {
  const gathered = new Gathered();
  gathered.ask(circle, (one) => {
    if (one.mode !== mode) return;
    const [own] = sectionIndex(one.own.section).byKeyword.get("mode") ?? [];
    const above = one.inherited.find(({ section }) => sectionIndex(section).byKeyword.has("mode"));
    const [inherited] = above === undefined ? [] : (sectionIndex(above.section).byKeyword.get("mode") ?? []);
    if (own !== undefined) gathered.add(one.own, [{ statement: own, sure: true }]);
    else if (above !== undefined && inherited !== undefined) gathered.add(above, [{ statement: inherited, sure: true }]);
    else gathered.add(one.own, headerOf(one.own));
  });
  return gathered.found();
}

/** An HTTP backend with a server shares connections, safely unless it says otherwise. */
function reuseFound(levels: readonly string[], circle: Circle): Found {
  const gathered = new Gathered();
  gathered.ask(circle, (one) => {
    if (one.proxy.kind === "frontend" || one.mode !== "http") return;
    const { byKeyword } = sectionIndex(one.own.section);
    if (!byKeyword.has("server") && !byKeyword.has("server-template")) return;
    const scope = [one.own, ...one.inherited].find(({ section }) => sectionIndex(section).byKeyword.has("http-reuse"));
    const statement = scope && sectionIndex(scope.section).byKeyword.get("http-reuse")?.at(-1);
    if (scope === undefined || statement === undefined) {
      if (levels.includes("safe")) gathered.add(one.own, headerOf(one.own));
    } else {
      const fit = levels.map((level) => fits(level, statement.words[1]));
      if (fit.includes(true) || fit.includes(undefined)) gathered.add(scope, [{ statement, sure: fit.includes(true) }]);
    }
  });
  return gathered.found();
}

function headerOf({ section }: Scope): readonly Hit[] {
  const { header } = sectionIndex(section);
  return header === undefined ? [] : [{ statement: header, sure: true }];
}

function luaFound(names: readonly string[], { model }: Circle): Found {
  const uses = names.map((name) => apiUse(model.lua, name));
  const best = uses.find(({ used }) => used === "yes") ?? uses.find(({ used }) => used === "unknown");
  if (best === undefined) return unmet;
  const sure = best.used === "yes" && best.loads.some(({ statement }) => !statement.conditional);
  return { verdict: sure ? "met" : "unknown", places: best.loads };
}
