/** What proxies and Lua need to be said in the global section. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../knowledge/release.ts";
import type { Model } from "../model/model.ts";
import { effectiveWith, type Proxy } from "../model/proxies.ts";
import { anyConditional, globalStatements, type PlacedStatement, placeOf, withKeyword, wordOf } from "../model/statement.ts";
import { plain } from "../syntax/plain.ts";
import { headHit, lineHit } from "./proxies.ts";
import type { Hit } from "./references.ts";

/** `bare` gives the model as HAProxy reads it when nobody sets the variables that its conditions ask for. */
export function globalNeedHits(model: Model, branch: string | undefined, bare: () => Model): readonly Hit[] {
  return [...luaConversion(model, branch), ...quicServers(model, branch, bare), ...forksForbidden(model)];
}

/** Whether a global section holds the keyword, be it behind `.if`: then we cannot say that it is missing. */
function globalSays(model: Model, keyword: string): boolean {
  for (const at of globalStatements(model.files)) if (wordOf(at, 0) === keyword) return true;
  return false;
}

/** QUIC towards servers, known from 3.3 on, must be allowed by a word in the global section. */
function quicServers(model: Model, branch: string | undefined, bare: () => Model): Hit[] {
  if (branch === undefined || compareBranches(branch, "3.3") < 0) return [];
  const servers = model.proxies.flatMap((proxy) =>
    withKeyword(proxy.own, "server").flatMap((at) =>
      /^quic[46]@/.test(wordOf(at, 2)) && !at.statement.conditional ? [{ proxy, line: at.lineNumber }] : [],
    ),
  );
  if (servers.length === 0) return [];
  const said = globalSays(model, "expose-experimental-directives");
  if (said && globalSays(bare(), "expose-experimental-directives")) return [];
  const message = said
    ? l10n.t('QUIC to a server needs "expose-experimental-directives", which a condition on an unset variable leaves out')
    : l10n.t('QUIC to a server needs "expose-experimental-directives" in the global section');
  return servers.map(({ proxy, line }) => lineHit(proxy, line, "experimental-keyword", message, said ? "warning" : "error"));
}

/** HAProxy may not start programs, external checks among them, unless the global section allows it. */
function forksForbidden(model: Model): Hit[] {
  if (globalSays(model, "insecure-fork-wanted")) return [];
  return model.proxies.flatMap((proxy) => {
    const option = externalCheckOf(proxy);
    if (option === undefined) return [];
    const message = l10n.t(
      'the external checks of {0} "{1}" will fail: "insecure-fork-wanted" is not set in the global section',
      proxy.kind,
      plain(proxy.name),
    );
    return proxy.own.includes(option)
      ? [lineHit(proxy, option.lineNumber, "external-check-forbidden", message, "warning")]
      : [headHit(proxy, "external-check-forbidden", message)];
  });
}

const externalChecks = new WeakMap<Proxy, PlacedStatement | null>();

/** The option in force in a proxy with servers; undefined too where `.if` leaves it open. */
function externalCheckOf(proxy: Proxy): PlacedStatement | undefined {
  let found = externalChecks.get(proxy);
  if (found === undefined) {
    const certain = proxy.kind !== "frontend" && !anyConditional(proxy.own) && !anyConditional(proxy.inherited);
    const option = certain ? effectiveWith(proxy, "option").find((at) => wordOf(at, 1) === "external-check") : undefined;
    found = option?.statement.prefix === undefined ? (option ?? null) : null;
    externalChecks.set(proxy, found);
  }
  return found ?? undefined;
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
