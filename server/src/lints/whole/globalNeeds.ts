/** What proxies and Lua need to be said in the global section. */

import * as l10n from "@vscode/l10n";
import { entryOf } from "../../knowledge/grammar.ts";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { effectiveWith, isDisabledOrOpen, type Proxy } from "../../model/proxies/proxies.ts";
import { anyConditional, globalSays, globalStatements, type PlacedStatement, placeOf, withKeyword, wordOf } from "../../model/statement.ts";
import type { Section } from "../../syntax/config.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, headHit, ownHit, type ProxyLint, wordHit } from "../hit.ts";
import { lineInWords } from "../place.ts";
import { checkInForce } from "../proxies/checkSteps.ts";
import { experimentHits } from "./experiments.ts";
import { globalOrderHits } from "./globalOrder.ts";

/** `bare` gives the model as HAProxy reads it when nobody sets the variables that its conditions ask for. */
export function globalNeedHits(model: Model, branch: string | undefined, bare: () => Model): readonly Hit[] {
  return [
    ...luaConversion(model, branch),
    ...experimentHits(model, branch, bare),
    ...setTwice(model),
    ...lateThreads(model, branch),
    ...globalOrderHits(model, branch),
  ];
}

const ofThreads: ReadonlySet<string> = new Set(["nbthread", "thread-group", "thread-groups"]);

/** From 2.7 on threads are counted before the first section that is not global. */
function lateThreads({ files }: Model, branch: string | undefined): Hit[] {
  if (branch === undefined || compareBranches(branch, "2.7") < 0) return [];
  const said = globalStatements(files).filter((at) => ofThreads.has(wordOf(at, 0)) && !at.statement.conditional);
  if (said.length === 0) return [];
  const file = files.findIndex(({ sections }) => sections.some(({ section }) => isOther(section)));
  const line = files[file]?.sections.find(({ section }) => isOther(section))?.firstLine;
  if (line === undefined) return [];
  const late = said.filter(({ uri, lineNumber }) => {
    const own = files.findIndex((one) => one.uri === uri);
    return own > file || (own === file && lineNumber > line);
  });
  return late.map((at): Hit => {
    const message = l10n.t('"{0}" must stand in a global section before all other sections', wordOf(at, 0));
    return wordHit(at, 0, { code: "misplaced-keyword", severity: "error", message });
  });
}

function isOther({ kind, conditional }: Section): boolean {
  return kind !== "global" && kind !== "preamble" && !conditional;
}

/** HAProxy may not start programs, external checks among them, unless the global section allows it. */
export const forkHits: ProxyLint = (proxy, { said }) => {
  const option = externalCheckOf(proxy);
  if (option === undefined) return [];
  // the global section may stand in a file that nobody gave us
  const allowed = said.length === 0 || said.includes("external-check");
  const command = effectiveWith(proxy, "external-check").some((at) => wordOf(at, 1) === "command");
  if (!allowed || !command) return [lacking(proxy, option, allowed ? "external-check command" : "external-check")];
  if (said.includes("insecure-fork-wanted")) return [];
  const message = l10n.t(
    'the external checks of {0} "{1}" will fail: "insecure-fork-wanted" is not set in the global section',
    proxy.kind,
    plain(proxy.name),
  );
  return [ownHit(proxy, option, { code: "external-check-forbidden", severity: "warning", message })];
};

/** Without these HAProxy does not start. */
function lacking(proxy: Proxy, option: PlacedStatement, name: string): Hit {
  const where = name === "external-check" ? "global" : proxy.kind;
  const message = l10n.t('"option external-check" needs "{0}" in the {1} section', name, where);
  const said = { code: "external-check-forbidden", severity: "error", message } as const;
  return ownHit(proxy, option, said);
}

/** The option in force in a proxy with servers; undefined too where `.if` leaves it open. */
function externalCheckOf(proxy: Proxy): PlacedStatement | undefined {
  if (proxy.kind === "frontend" || anyConditional(proxy.own) || anyConditional(proxy.inherited)) return undefined;
  const option = checkInForce(proxy);
  return option !== undefined && wordOf(option, 1) === "external-check" && option.statement.prefix === undefined ? option : undefined;
}

/** From 3.2 on HAProxy wants to be told how booleans reach Lua. */
function luaConversion(model: Model, branch: string | undefined): Hit[] {
  const [load] = model.lua.loads;
  if (load === undefined || branch === undefined || compareBranches(branch, "3.2") < 0 || load.statement.conditional) return [];
  if (globalSays(model, "tune.lua.bool-sample-conversion")) return [];
  const { line, span } = placeOf(load);
  const message = l10n.t('"tune.lua.bool-sample-conversion" is not set before Lua is loaded: HAProxy assumes "pre-3.1-bug"');
  return [{ uri: load.uri, line, span, code: "lua-conversion-unset", severity: "warning", message }];
}

/** Of what can be set once HAProxy keeps the first statement, and complains of every other. A first value of 0 it takes for unset. */
function setTwice(model: Model): Hit[] {
  const first = new Map<string, PlacedStatement>();
  const hits: Hit[] = [];
  for (const at of globalStatements(model.files)) {
    const { once: what, twice } = entryOf("global", wordOf(at, 0)) ?? {};
    if (what === undefined || at.statement.prefix !== undefined || at.statement.conditional) continue;
    const earlier = first.get(what);
    if (earlier === undefined) {
      if (twice !== undefined || !/^0+$/.test(wordOf(at, 1))) first.set(what, at);
      continue;
    }
    const where = lineInWords({ uri: earlier.uri, line: earlier.lineNumber }, at.uri);
    const message =
      twice === undefined
        ? l10n.t('"{0}" is already set in {1}: HAProxy keeps that value and ignores this one', plain(what), where)
        : l10n.t('"{0}" is already set in {1}: remove one of the two', plain(what), where);
    hits.push({ ...placeOf(at), code: "duplicate-statement", severity: twice === undefined ? "warning" : "error", message });
  }
  return hits;
}

/** A command is a whole path, or is looked for in those of `external-check path`. */
export const checkCommandHits: ProxyLint = (proxy) => {
  const own = withKeyword(proxy.own, "external-check");
  const said = [...own, ...withKeyword(proxy.inherited, "external-check")];
  const command = said.findLast((at) => wordOf(at, 1) === "command" && own.includes(at)) ?? said.find((at) => wordOf(at, 1) === "command");
  const word = command?.statement.words[2];
  if (command === undefined || word === undefined || word.dynamic || word.value.startsWith("/") || isDisabledOrOpen(proxy)) return [];
  if (said.some((at) => wordOf(at, 1) === "path")) return [];
  const message = l10n.t('"{0}" is no whole path, and "external-check path" does not say where it lies', plain(word.value));
  const hit = { code: "external-check-forbidden", severity: "error", message } as const;
  return own.includes(command) ? [wordHit(command, 2, hit)] : [headHit(proxy, hit)];
};
