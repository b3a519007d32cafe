/** Versions of TLS that a listener shuts out one by one, beside a range that makes HAProxy ignore them. */
import * as l10n from "@vscode/l10n";
import type { Proxy } from "../model/proxies/proxies.ts";
import { anyConditional, type PlacedStatement, withKeyword } from "../model/statement.ts";
import { plain } from "../syntax/plain.ts";
import { type Hit, lineHit, type ProxyLint } from "./hit.ts";
import { type Versions, versionsIn } from "./surroundings.ts";

/** HAProxy joins what the line says with `ssl-default-bind-options`. */
export const listenerNeedHits: ProxyLint = (proxy, { bindVersions }) => {
  if (proxy.kind === "backend" || bindVersions === undefined) return [];
  if (withKeyword(proxy.own, "disabled").length > 0 || anyConditional(proxy.own)) return [];
  return withKeyword(proxy.own, "bind").flatMap((at) => ignored(proxy, at, bindVersions));
};

function ignored(proxy: Proxy, at: PlacedStatement, usual: Versions): Hit[] {
  if (!at.statement.words.some(({ value }, i) => i > 1 && value === "ssl")) return [];
  const own = versionsIn([at]);
  const [one, other] = [own.single ?? usual.single, own.range ?? usual.range];
  if (one === undefined || other === undefined) return [];
  const message = l10n.t(
    'HAProxy ignores "{0}" beside "{1}": give the range by "ssl-min-ver" and "ssl-max-ver" alone',
    plain(one),
    plain(other),
  );
  return [lineHit(proxy, at.lineNumber, { code: "ineffective-keyword", severity: "warning", message })];
}
