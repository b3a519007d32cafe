/** What parts of a server ask of each other, those of its defaults included: a port for the agent and the checks, an address that can be found. */
import * as l10n from "@vscode/l10n";
import { type Endpoint, serversOfProxy } from "../../model/proxies/endpoints.ts";
import { effectiveWith, isDisabledOrOpen, type Proxy } from "../../model/proxies/proxies.ts";
import { withKeyword, wordOf } from "../../model/statement.ts";
import { readAddress } from "../../syntax/address.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, lineHit, type ProxyLint } from "../hit.ts";

export const serverPartHits: ProxyLint = (proxy, { branch }) => {
  if (proxy.kind === "frontend" || isDisabledOrOpen(proxy)) return [];
  const servers = serversOfProxy(proxy, branch);
  const alone = applicationAlone(proxy, servers);
  if (alone !== undefined) return [alone];
  return servers.flatMap((server) => {
    const message = server.statement.conditional ? undefined : missing(server, proxy);
    if (message === undefined || server.dynamic) return none;
    const line = proxy.placed.firstLine + server.statement.offset;
    return [lineHit(proxy, line, { code: "incomplete-server", severity: "error", message })];
  });
};

/** An application is of no use without a server that speaks FastCGI. */
function applicationAlone(proxy: Proxy, servers: readonly Endpoint[]): Hit | undefined {
  const use = withKeyword(proxy.own, "use-fcgi-app")[0];
  if (use === undefined || servers.some(({ dynamic, parameters }) => dynamic || parameters.get("proto") === "fcgi")) return undefined;
  const message = l10n.t('"{0}" needs "{1}"', "use-fcgi-app", "server … proto fcgi");
  return lineHit(proxy, use.lineNumber, { code: "incomplete-server", severity: "error", message });
}

const none: readonly Hit[] = [];

function missing(server: Endpoint, proxy: Proxy): string | undefined {
  const { parameters, address } = server;
  if (parameters.has("agent-check") && !parameters.has("agent-port")) return l10n.t('"{0}" needs "{1}"', "agent-check", "agent-port");
  if (parameters.get("proto") === "fcgi" && effectiveWith(proxy, "use-fcgi-app").length === 0)
    return l10n.t('"{0}" needs "{1}"', "proto fcgi", "use-fcgi-app");
  if (server.dynamicAddress) return undefined;
  const { noHost, port, problem } = readAddress(address);
  const checked = (port ?? "") === "" && isIp(address) && parameters.has("check") && !parameters.has("port") && !parameters.has("addr");
  if (checked && !withConnect(proxy))
    return l10n.t('"check" has no port to connect to: give the server a port, or the checks one with "port"');
  // what has the wrong form is told of the word itself
  if (noHost && problem === undefined && !parameters.has("init-addr") && !parameters.has("resolvers"))
    return l10n.t('"{0}" is neither an address nor the name of a host', plain(address));
  return undefined;
}

/** Only of an address that is written out does HAProxy know when it starts. */
function isIp(address: string): boolean {
  return /^(?:ipv[46]@)?(?:\d+(?:\.\d+){3}|\[[0-9a-fA-F:.]+\]):?$/.test(address);
}

/** Its connections may have ports of their own. */
function withConnect(proxy: Proxy): boolean {
  return ["tcp-check", "http-check"].some((keyword) => effectiveWith(proxy, keyword).some((at) => wordOf(at, 1) === "connect"));
}
