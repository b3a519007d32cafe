/** What the parameters of a server ask of each other, those of its defaults included: TLS wants an authority, tracking no checks. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../model/model.ts";
import { effectiveWith, type Proxy } from "../model/proxies.ts";
import { isServerLine, parametersOfServer, type ServerParameters } from "../model/serverParameters.ts";
import { anyConditional, globalStatements, type PlacedStatement, startsWith, withKeyword, wordOf } from "../model/statement.ts";
import { plain } from "../syntax/plain.ts";
import { lineHit } from "./proxies.ts";
import type { Hit } from "./references.ts";

/** What holds for a server once its line and the `default-server` lines above it are read. */
interface Server {
  readonly at: PlacedStatement;
  readonly own: ServerParameters;
  /** Of the defaults first, of the line itself last. */
  readonly all: readonly ServerParameters[];
}

export function serverNeedHits(model: Model, branch: string | undefined): readonly Hit[] {
  const trusting = [...globalStatements(model.files)].some((at) => startsWith(at, "ssl-server-verify") && wordOf(at, 1) !== "required");
  return model.proxies.flatMap((proxy) => hitsOf(proxy, trusting, branch));
}

interface Kept {
  readonly trusting: boolean;
  readonly branch: string | undefined;
  readonly hits: readonly Hit[];
}
const kept = new WeakMap<Proxy, Kept>();

function hitsOf(proxy: Proxy, trusting: boolean, branch: string | undefined): readonly Hit[] {
  if (proxy.kind === "frontend") return [];
  const known = kept.get(proxy);
  if (known !== undefined && known.trusting === trusting && known.branch === branch) return known.hits;
  const servers = concerns(proxy) ? serversOf(proxy, branch) : [];
  const hits = [...unverifiable(proxy, servers, trusting), ...badTracking(proxy, servers)];
  kept.set(proxy, { trusting, branch, hits });
  return hits;
}

/** Most proxies do neither, which a look at the text of their lines shows. */
function concerns(proxy: Proxy): boolean {
  const lines = ["server", "server-template", "default-server", "http-check", "tcp-check"].flatMap((word) => effectiveWith(proxy, word));
  if (!lines.some(({ statement }) => /ssl|track/.test(statement.line.raw))) return false;
  const disabled = withKeyword(proxy.own, "disabled").length > 0;
  return !disabled && !anyConditional(proxy.own) && !anyConditional(proxy.inherited);
}

function serversOf(proxy: Proxy, branch: string | undefined): readonly Server[] {
  const above = withKeyword(proxy.inherited, "default-server").map((at) => parametersOfServer(at, branch));
  return proxy.own.filter(isServerLine).flatMap((at) => {
    const own = parametersOfServer(at, branch);
    if (wordOf(at, 0) !== "default-server") return [{ at, own, all: [...above, own] }];
    above.push(own);
    return [];
  });
}

function has({ all }: Server, name: string): boolean {
  return all.some(({ named }) => named.has(name));
}

/** Of a parameter and the one that undoes it, the last counts. */
function inForce({ all }: Server, name: string): boolean {
  const said = all.flatMap(({ named }) => [...named.keys()]).findLast((word) => word === name || word === `no-${name}`);
  return said === name;
}

/** With TLS, or TLS in its checks, and nothing said of the certificate, HAProxy wants to know who may have signed it. */
function unverifiable(proxy: Proxy, servers: readonly Server[], trusting: boolean): Hit[] {
  const checks = ["http-check", "tcp-check"].flatMap((keyword) => effectiveWith(proxy, keyword));
  const tlsChecks = checks.some(({ statement }) => statement.words.some(({ value }, i) => i > 1 && value === "ssl"));
  return servers.flatMap((server) => {
    const { at, all } = server;
    // what default-server has begun, `no-ssl` of the line itself does not end
    const begun = all.slice(0, -1).some(({ named }) => named.has("ssl"));
    if (!tlsChecks && !begun && !inForce(server, "ssl") && !inForce(server, "check-ssl")) return [];
    if (has(server, "ca-file") || !all.every(({ complete }) => complete)) return [];
    const verify = all.map(({ named }) => named.get("verify")?.[0]?.value).findLast((value) => value !== undefined);
    if (verify === "none" || (verify === undefined && trusting)) return [];
    const message = l10n.t(
      'the certificate of "{0}" is to be verified, but by nothing: give "ca-file" (such as "@system-ca") or "verify none"',
      plain(wordOf(at, 1)),
    );
    return [lineHit(proxy, at.lineNumber, "missing-ca-file", message, "error")];
  });
}

/** A server takes over the state of another one instead of being checked, and that one needs checks. */
function badTracking(proxy: Proxy, servers: readonly Server[]): Hit[] {
  return servers.flatMap((server) => {
    const { at, own, all } = server;
    const tracked = own.named.get("track")?.[0]?.value;
    if (tracked === undefined || !all.every(({ complete }) => complete)) return [];
    const message = inForce(server, "check")
      ? l10n.t('"{0}" takes over the state of "{1}" and cannot be checked itself', plain(wordOf(at, 1)), plain(tracked))
      : isUnchecked(proxy, servers, tracked)
        ? l10n.t('"{0}" has no checks whose result "{1}" could take over', plain(tracked), plain(wordOf(at, 1)))
        : undefined;
    return message === undefined ? [] : [lineHit(proxy, at.lineNumber, "bad-tracking", message, "error")];
  });
}

/** Whether a server of this proxy surely has neither checks nor an agent, nor tracks another one. */
function isUnchecked({ name }: Proxy, servers: readonly Server[], tracked: string): boolean {
  const wanted = tracked.startsWith(`${name}/`) ? tracked.slice(name.length + 1) : tracked;
  const target = servers.find(({ at }) => wordOf(at, 0) === "server" && wordOf(at, 1) === wanted);
  if (target === undefined || !target.all.every(({ complete }) => complete)) return false;
  return !inForce(target, "check") && !inForce(target, "agent-check") && !has(target, "track");
}
