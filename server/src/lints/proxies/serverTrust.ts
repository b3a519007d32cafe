/** What the parameters of a server ask of each other, those of its defaults included: TLS wants an authority, tracking no checks. */
import * as l10n from "@vscode/l10n";
import { type Endpoint, endpointsOf, inheritedDefaultServers, serversOfProxy } from "../../model/proxies/endpoints.ts";
import { effectiveWith, isDisabledOrOpen, type Proxy } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, withKeyword, wordOf } from "../../model/statement.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, lineHit, type ProxyLint } from "../hit.ts";

export const serverTrustHits: ProxyLint = (proxy, { trusting, branch }) => {
  if (proxy.kind === "frontend" || !concerns(proxy)) return [];
  return [...unverifiable(proxy, trusting, branch), ...badTracking(proxy, branch)];
};

/** Most proxies do neither, which a look at the text of their lines shows. */
function concerns(proxy: Proxy): boolean {
  if (!mentionsEither(proxy.own) && !mentionsEither(proxy.inherited)) return false;
  return !isDisabledOrOpen(proxy);
}

const mentionsEither = perObject((list: readonly PlacedStatement[]): boolean =>
  ["server", "server-template", "default-server", "http-check", "tcp-check"].some((word) =>
    withKeyword(list, word).some(({ statement }) => /ssl|track/.test(statement.line.raw)),
  ),
);

const none: readonly Hit[] = [];

/** `no-ssl` of a server does not end what default-server has begun. */
function beginsTls(endpoint: Endpoint): boolean {
  return endpoint.kind === "default-server" && endpoint.parameters.has("ssl");
}

function nameOf({ statement }: Endpoint): string {
  return statement.words[1]?.value ?? "";
}

/** With TLS, or TLS in its checks, and nothing said of the certificate, HAProxy wants to know who may have signed it. */
function unverifiable(proxy: Proxy, trusting: boolean, branch: string | undefined): Hit[] {
  const checks = ["http-check", "tcp-check"].flatMap((keyword) => effectiveWith(proxy, keyword));
  const tlsCheck = checks.find(({ statement }) => statement.words.some(({ value }, i) => i > 1 && value === "ssl"));
  const above = inheritedDefaultServers(proxy, branch).some(beginsTls);
  const own = endpointsOf(proxy.placed.section, branch).filter(beginsTls);
  return serversOfProxy(proxy, branch).flatMap((server) => {
    const { statement, parameters } = server;
    const byDefault = above || own.some((one) => one.statement.offset < statement.offset);
    const speaksTls = parameters.has("ssl") || parameters.has("check-ssl");
    if (!tlsCheck && !byDefault && !speaksTls) return none;
    const verify = parameters.get("verify");
    if (verify === "none" || verify?.includes("$") || (verify === undefined && trusting) || parameters.has("ca-file") || server.dynamic)
      return none;
    const itself = statement.words.some(({ value }) => value === "ssl" || value === "check-ssl");
    const message = l10n.t(
      'nothing is there to verify the certificate of "{0}" with: give "ca-file" (such as "@system-ca"), or "verify none" to trust any',
      plain(nameOf(server)),
    );
    const because = itself
      ? message
      : l10n.t('{0}; TLS is asked for by "{1}"', message, asker(byDefault || speaksTls ? undefined : tlsCheck));
    return [hitAt(proxy, server, "missing-ca-file", because)];
  });
}

/** What makes a server speak TLS whose own line says nothing of it. */
function asker(check: PlacedStatement | undefined): string {
  return check === undefined ? "default-server" : `${wordOf(check, 0)} ${wordOf(check, 1)} … ssl`;
}

/** A server takes over the state of another one instead of being checked, and that one needs checks. */
function badTracking(proxy: Proxy, branch: string | undefined): Hit[] {
  const servers = serversOfProxy(proxy, branch);
  return servers.flatMap((server) => {
    const { parameters } = server;
    const tracked = parameters.get("track");
    if (tracked === undefined || server.dynamic) return none;
    const message = parameters.has("check")
      ? l10n.t(
          '"{0}" tracks the state of "{1}" and cannot have checks of its own: remove "check" or "track"',
          plain(nameOf(server)),
          plain(tracked),
        )
      : isUnchecked(proxy, servers, tracked)
        ? l10n.t('"{1}" cannot track "{0}", which has no health checks', plain(tracked), plain(nameOf(server)))
        : undefined;
    return message === undefined ? [] : [hitAt(proxy, server, "bad-tracking", message)];
  });
}

/** Whether a server of this proxy surely has neither checks nor an agent, nor tracks another one. */
function isUnchecked({ name }: Proxy, servers: readonly Endpoint[], tracked: string): boolean {
  const wanted = tracked.startsWith(`${name}/`) ? tracked.slice(name.length + 1) : tracked;
  const target = servers.find((server) => server.kind === "server" && nameOf(server) === wanted);
  if (target === undefined || target.dynamic) return false;
  return ["check", "agent-check", "track"].every((word) => !target.parameters.has(word));
}

function hitAt(proxy: Proxy, { statement }: Endpoint, code: "missing-ca-file" | "bad-tracking", message: string): Hit {
  return lineHit(proxy, proxy.placed.firstLine + statement.offset, { code, severity: "error", message });
}
