/** What a backend that hands on logs (`mode log`, from 2.9 on) asks of its statements. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import { anyConditional, withKeyword, wordOf } from "../../model/statement.ts";
import { isDatagram } from "../../syntax/address.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, lineHit, type ProxyLint } from "../hit.ts";

/** `log_backend_postcheck()` in src/log.c. */
const algorithms = new Set(["roundrobin", "random", "sticky", "log-hash"]);
const algorithmsChecked = "3.0";
/** First branch with such backends. */
const known = "2.9";

export const logBackendHits: ProxyLint = (proxy, { branch }) => {
  if (proxy.kind !== "backend" || modeOf(proxy).mode !== "log" || anyConditional(proxy.own)) return [];
  if (branch !== undefined && compareBranches(branch, known) < 0) return [];
  const checked = branch !== undefined && compareBranches(branch, algorithmsChecked) >= 0;
  return [...mixedServers(proxy), ...(checked ? otherAlgorithm(proxy) : [])];
};

/** Messages go over connections, or as datagrams: to all servers alike. */
function mixedServers(proxy: Proxy): Hit[] {
  const servers = withKeyword(proxy.own, "server").filter(({ statement }) => statement.words[2]?.dynamic === false);
  const [first] = servers;
  if (first === undefined) return [];
  const other = servers.find((at) => isDatagram(wordOf(at, 2)) !== isDatagram(wordOf(first, 2)));
  if (other === undefined) return [];
  const message = l10n.t(
    'all servers of a log backend must take messages in the same way: "{0}" and "{1}" mix datagrams and connections',
    plain(wordOf(first, 1)),
    plain(wordOf(other, 1)),
  );
  return [lineHit(proxy, other.lineNumber, { code: "mode-conflict", severity: "error", message })];
}

function otherAlgorithm(proxy: Proxy): Hit[] {
  const last = withKeyword(proxy.own, "balance").at(-1);
  const name = last === undefined ? "" : wordOf(last, 1).replace(/\(.*/, "");
  if (last === undefined || last.statement.words[1]?.dynamic !== false || algorithms.has(name)) return [];
  const message = l10n.t('"balance {0}" cannot be used in "mode log": only {1}', plain(name), [...algorithms].join(l10n.t(", ")));
  return [lineHit(proxy, last.lineNumber, { code: "mode-conflict", severity: "error", message })];
}
