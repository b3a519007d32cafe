/** Statistics pages that anybody may see, or even use. */

import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { effectiveStatements, effectiveWith, isDisabledOrOpen, modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, placeOf, withKeyword, wordOf } from "../../model/statement.ts";
import { isOnNetwork } from "../../syntax/address.ts";
import { alwaysHolds } from "../../syntax/condition.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import type { Hit } from "../hit.ts";
import { asksForCertificate } from "../lines/security.ts";

/** One finding for each statement: a page that proxies inherit is told of once. */
export function statsPageHits(model: Model): readonly Hit[] {
  const found = new Map<string, Hit>();
  for (const hit of model.proxyLists.flatMap(openPages)) {
    const key = `${hit.uri} ${hit.line}`;
    if (!found.has(key)) found.set(key, hit);
  }
  return [...found.values()];
}

const openPages = perObject((proxies: readonly Proxy[]): readonly Hit[] => proxies.flatMap((proxy) => openPage(proxy) ?? []));

/** A backend is reached in ways that we do not know enough of, so only listeners count. */
const openPage = perObject((proxy: Proxy): Hit | undefined => {
  const own = withKeyword(proxy.own, "stats");
  // statements of its own make HAProxy forget those that the proxy would inherit
  const stats = own.length > 0 ? own : withKeyword(proxy.inherited, "stats");
  const page = stats.find((at) => opening.has(wordOf(at, 1)) && at.statement.prefix === undefined);
  if (page === undefined || proxy.kind === "backend" || modeOf(proxy).mode !== "http") return undefined;
  if (isDisabledOrOpen(proxy)) return undefined;
  if (stats.some((at) => asking.has(wordOf(at, 1))) || effectiveStatements(proxy).some(refuses) || !isReachable(proxy)) return undefined;
  const admin = stats.find(adminForAll);
  const { uri, line, span } = placeOf(admin ?? page);
  const message =
    admin === undefined
      ? l10n.t('whoever reaches {0} "{1}" sees the statistics page: it asks for no password', proxy.kind, plain(proxy.name))
      : l10n.t('whoever reaches {0} "{1}" can stop its servers: the statistics page asks for no password', proxy.kind, plain(proxy.name));
  return { uri, line, span, code: "open-stats-page", severity: admin === undefined ? "hint" : "information", message };
});

const opening = new Set(["enable", "uri", "admin"]);
const asking = new Set(["auth", "http-request"]);
const refusing = new Set(["deny", "reject", "auth", "tarpit", "silent-drop"]);

/** A rule that turns some clients away, for whatever reason; `accept` and `allow` do so with what stands behind them. */
function refuses(at: PlacedStatement): boolean {
  const first = wordOf(at, 0);
  if (first !== "http-request" && first !== "tcp-request") return false;
  return refusing.has(wordOf(at, first === "tcp-request" ? 2 : 1));
}

function isReachable(proxy: Proxy): boolean {
  return effectiveWith(proxy, "bind").some(({ statement: { words } }) => {
    const address = words[1];
    if (address === undefined || address.dynamic || asksForCertificate(words)) return false;
    return address.value.split(",").some(isOnNetwork);
  });
}

/** The condition is one that everybody meets. */
function adminForAll(at: PlacedStatement): boolean {
  return wordOf(at, 1) === "admin" && alwaysHolds(at.statement.words.slice(2));
}
