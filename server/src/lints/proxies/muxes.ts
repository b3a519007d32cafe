/** Protocols that bind and server lines name by `proto`: those of the proxy's mode, on its side (src/mux_*.c). */
import * as l10n from "@vscode/l10n";
import { type Endpoint, endpointsOf, serversOfProxy } from "../../model/proxies/endpoints.ts";
import { isDisabledOrOpen, modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import { wordOf } from "../../model/statement.ts";
import { isQuic } from "../../syntax/address.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, lineHit, type ProxyLint } from "../hit.ts";
import { checkInForce } from "./checkSteps.ts";

/** Mode of the proxies in which each can be used. */
const modeFor: ReadonlyMap<string, string> = new Map([
  ["h1", "http"],
  ["h2", "http"],
  ["fcgi", "http"],
  ["quic", "http"],
  ["qmux", "http"],
  ["none", "tcp"],
  ["spop", "spop"],
]);

export const muxHits: ProxyLint = (proxy, { branch }) => {
  if (isDisabledOrOpen(proxy)) return [];
  const spoken = protocolsIn(modeOf(proxy).mode);
  if (spoken === undefined) return [];
  const hits: Hit[] = [];
  const look = (endpoint: Endpoint) => {
    if (endpoint.statement.conditional) return;
    const message = unfit(endpoint, proxy, spoken) ?? unfitCheck(endpoint, proxy);
    if (message === undefined || endpoint.dynamic) return;
    const line = proxy.placed.firstLine + endpoint.statement.offset;
    hits.push(lineHit(proxy, line, { code: "mode-conflict", severity: "error", message }));
  };
  for (const endpoint of endpointsOf(proxy.placed.section, branch)) if (endpoint.kind === "bind") look(endpoint);
  if (proxy.kind !== "frontend") serversOfProxy(proxy, branch).forEach(look);
  return hits;
};

/** To connections `mode log` is the same as `mode tcp`. */
function protocolsIn(mode: string): string | undefined {
  if (mode === "log") return "tcp";
  return mode === "http" || mode === "tcp" || mode === "spop" ? mode : undefined;
}

function unfit({ parameters, address, kind }: Endpoint, proxy: Proxy, spoken: string): string | undefined {
  const proto = parameters.get("proto") ?? (kind === "bind" && isQuic(address) ? "quic" : undefined);
  const needed = proto === undefined ? undefined : modeFor.get(proto);
  if (proto === undefined || needed === undefined || needed === spoken) return undefined;
  return l10n.t('"{0}" cannot be used in {1} "{2}": it needs "mode {3}"', `proto ${proto}`, proxy.kind, plain(proxy.name), needed);
}

/** Checks by HTTP need a protocol of HTTP, all others plain TCP. */
function unfitCheck({ parameters, kind }: Endpoint, proxy: Proxy): string | undefined {
  const proto = kind === "bind" ? undefined : parameters.get("check-proto");
  if (proto === undefined || !parameters.has("check") || parameters.has("healthcheck")) return undefined;
  const option = checkInForce(proxy);
  const needed = option !== undefined && wordOf(option, 1) === "httpchk" ? "http" : "tcp";
  const fits = (modeFor.get(proto) ?? needed) === needed || option?.statement.prefix !== undefined;
  return fits
    ? undefined
    : l10n.t('"check-proto {0}" does not fit the health checks of {1} "{2}"', plain(proto), proxy.kind, plain(proxy.name));
}
