/** Statements that another one overrules, of which HAProxy warns: timeouts set twice, servers behind a default backend, a state file that nobody names. */
import * as l10n from "@vscode/l10n";
import { entryOf } from "../../knowledge/grammar.ts";
import { effectiveWith, hasServers, inForce, isDisabledOrOpen, lastOfNearest, type Proxy } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, placeOf, withKeyword, wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import { parseTime } from "../../syntax/values.ts";
import { type Hit, headHit, type ProxyLint } from "../hit.ts";
import { lineInWords } from "../place.ts";

export const overruledHits: ProxyLint = (proxy, { said }) => {
  if (isDisabledOrOpen(proxy)) return [];
  return [...timeoutsTwice(proxy), ...serversPassedOver(proxy), ...stateFileUnset(proxy, said)];
};

/** A timeout that replaces another one of the same section; up to then the proxy had the value of its defaults. */
function timeoutsTwice(proxy: Proxy): Hit[] {
  const own = withKeyword(proxy.own, "timeout");
  if (own.length < 2) return [];
  const before = new Map<string, PlacedStatement>();
  return own.flatMap((at): Hit[] => {
    const name = wordOf(at, 1);
    const earlier = before.get(name);
    if (entryOf("proxy", `timeout ${name}`)?.misplacedIn?.includes(proxy.kind) === true || valueOf(at) === undefined) return [];
    before.set(name, at);
    const usual = inherited(proxy, name);
    if (earlier === undefined || usual === undefined || valueOf(earlier) === usual) return [];
    const { uri, line, span } = placeOf(at);
    const message = l10n.t('"timeout {0}" replaces the one in {1}', plain(name), lineInWords(placeOf(earlier), uri));
    return [{ uri, line, span, code: "duplicate-statement", severity: "warning", message }];
  });
}

function valueOf(at: PlacedStatement): number | undefined {
  return at.statement.words[2]?.dynamic === false ? parseTime(wordOf(at, 2)) : undefined;
}

/** Nothing said is no time at all; undefined where the text does not show it. */
function inherited(proxy: Proxy, name: string): number | undefined {
  const last = lastOfNearest(withKeyword(proxy.inherited, "timeout").filter((at) => wordOf(at, 1) === name));
  return last === undefined ? 0 : valueOf(last);
}

/** Traffic goes to the default backend before a server of the proxy's own is looked for. */
function serversPassedOver(proxy: Proxy): Hit[] {
  if (proxy.kind !== "listen" || effectiveWith(proxy, "default_backend").length === 0) return [];
  if (!hasServers(proxy)) return [];
  const message = l10n.t('"default_backend" takes all traffic of {0} "{1}": its own servers get none', proxy.kind, plain(proxy.name));
  return [headHit(proxy, { code: "ineffective-keyword", severity: "warning", message })];
}

function stateFileUnset(proxy: Proxy, said: readonly string[]): Hit[] {
  if (proxy.kind === "frontend" || said.includes("server-state-file")) return [];
  const last = inForce(proxy, "load-server-state-from-file");
  if (last === undefined || wordOf(last, 1) !== "global") return [];
  const message = l10n.t(
    '{0} "{1}" reads the state of its servers from a global file, but the global section has no "server-state-file"',
    proxy.kind,
    plain(proxy.name),
  );
  return [headHit(proxy, { code: "ineffective-keyword", severity: "warning", message })];
}
