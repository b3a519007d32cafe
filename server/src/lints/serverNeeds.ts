/** What HAProxy asks of a server once its defaults are known: a CA for TLS, a port for the agent, an address that can be found. */
import * as l10n from "@vscode/l10n";
import { type Endpoint, endpointsOf, serversOf } from "../model/endpoints.ts";
import type { Model } from "../model/model.ts";
import { effectiveWith, type Proxy } from "../model/proxies.ts";
import { anyConditional, globalStatements, withKeyword, wordOf } from "../model/statement.ts";
import { readAddress } from "../syntax/address.ts";
import type { Section } from "../syntax/config.ts";
import { plain } from "../syntax/plain.ts";
import { lineHit } from "./proxies.ts";
import type { Hit } from "./references.ts";

export function serverNeedHits(model: Model, branch: string | undefined): readonly Hit[] {
  const verified = verifiesByDefault(model);
  return model.proxies.flatMap((proxy) => {
    if (proxy.kind === "frontend" || withKeyword(proxy.own, "disabled").length > 0) return [];
    if (anyConditional(proxy.own) || anyConditional(proxy.inherited)) return [];
    const servers = serversOf(proxy.placed.section, branch, defaultServers(proxy, branch));
    return servers.length === 0 ? [] : hitsIn(proxy, servers, verified);
  });
}

/** Whether certificates of servers are verified where their line does not say; undefined where `.if` leaves it open. */
function verifiesByDefault(model: Model): boolean | undefined {
  const said = [...globalStatements(model.files)].filter((at) => wordOf(at, 0) === "ssl-server-verify");
  if (said.some(({ statement }) => statement.conditional || statement.words[1]?.dynamic)) return undefined;
  const last = said.at(-1);
  return last === undefined || wordOf(last, 1) !== "none";
}

const inherited = new WeakMap<Proxy["inherited"], { readonly branch: string | undefined; readonly list: readonly Endpoint[] }>();

/** The default-server lines of defaults sections, the farthest first. */
function defaultServers(proxy: Proxy, branch: string | undefined): readonly Endpoint[] {
  let known = inherited.get(proxy.inherited);
  if (known === undefined || known.branch !== branch) {
    const sections = new Set<Section>(withKeyword(proxy.inherited, "default-server").map(({ section }) => section));
    const list = [...sections].toReversed().flatMap((section) => endpointsOf(section, branch));
    known = { branch, list: list.filter(({ kind }) => kind === "default-server") };
    inherited.set(proxy.inherited, known);
  }
  return known.list;
}

interface Kept {
  readonly verified: boolean | undefined;
  readonly proxy: Proxy;
  readonly hits: readonly Hit[];
}
const kept = new WeakMap<readonly Endpoint[], Kept>();

function hitsIn(proxy: Proxy, servers: readonly Endpoint[], verified: boolean | undefined): readonly Hit[] {
  const known = kept.get(servers);
  if (known !== undefined && known.proxy === proxy && known.verified === verified) return known.hits;
  const hits = servers.flatMap((server) => {
    const message = server.dynamic || server.statement.conditional ? undefined : missing(server, proxy, verified);
    return message === undefined
      ? []
      : [lineHit(proxy, proxy.placed.firstLine + server.statement.offset, "incomplete-server", message, "error")];
  });
  kept.set(servers, { verified, proxy, hits });
  return hits;
}

/** Only of an address that is written out does HAProxy know when it starts. */
function isIp(address: string): boolean {
  return /^(?:ipv[46]@)?(?:\d+(?:\.\d+){3}|\[[0-9a-fA-F:.]+\]):?$/.test(address);
}

/** Its connections may have ports of their own. */
function withConnect(proxy: Proxy): boolean {
  return ["tcp-check", "http-check"].some((keyword) => effectiveWith(proxy, keyword).some((at) => wordOf(at, 1) === "connect"));
}

function missing({ parameters, address, dynamicAddress }: Endpoint, proxy: Proxy, verified: boolean | undefined): string | undefined {
  const has = (name: string) => parameters.has(name);
  const verify = parameters.get("verify") ?? (verified === true ? "required" : "none");
  if ((has("ssl") || has("check-ssl")) && verify === "required" && !has("ca-file"))
    return l10n.t('the certificate is verified, but against no CA: add "ca-file", such as "ca-file @system-ca", or "verify none"');
  if (has("agent-check") && !has("agent-port")) return l10n.t('"{0}" needs "{1}"', "agent-check", "agent-port");
  if (has("check") && has("track"))
    return l10n.t('"{0}" cannot stand beside "{1}": the server takes its state from another', "check", "track");
  if (parameters.get("proto") === "fcgi" && effectiveWith(proxy, "use-fcgi-app").length === 0)
    return l10n.t('"{0}" needs "{1}"', "proto fcgi", "use-fcgi-app");
  if (dynamicAddress) return undefined;
  const { noHost, port } = readAddress(address);
  const checked = has("check") && !has("port") && !has("addr") && !withConnect(proxy);
  if (checked && (port ?? "") === "" && isIp(address)) return l10n.t('the server has no port, so that "check" needs "port"');
  if (noHost && !has("init-addr") && !has("resolvers")) return l10n.t('"{0}" is neither an address nor the name of a host', plain(address));
  return undefined;
}
