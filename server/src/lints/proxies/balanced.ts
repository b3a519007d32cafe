/** Other ways to find a server's address beside "balance": HAProxy refuses the one and passes over the other. */
import * as l10n from "@vscode/l10n";
import { effectiveWith, inForce, isDisabledOrOpen, type Proxy } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, withKeyword, wordOf } from "../../model/statement.ts";
import { ownHit, type ProxyLint, type Said } from "../hit.ts";
import { lineInWords } from "../place.ts";

export const balancedHits: ProxyLint = (proxy) => {
  if (proxy.kind === "frontend") return [];
  const transparent = transparentOf(proxy);
  const [dispatch] = withKeyword(proxy.own, "dispatch");
  const inWay = transparent ?? dispatch;
  if (inWay === undefined || isDisabledOrOpen(proxy)) return [];
  const balance = inForce(proxy, "balance");
  if (balance === undefined) return [];
  const where = lineInWords({ uri: balance.uri, line: balance.lineNumber }, proxy.uri);
  const said: Said =
    inWay === transparent
      ? {
          code: "mode-conflict",
          severity: "error",
          message: l10n.t('"{0}" cannot stand beside the "{1}" in {2}', "option transparent", "balance", where),
        }
      : {
          code: "ineffective-keyword",
          severity: "warning",
          message: l10n.t('"{0}" does nothing beside the "{1}" in {2}', "dispatch", "balance", where),
        };
  return [ownHit(proxy, inWay, said)];
};

/** The option where no line takes it back, be it in a defaults section. */
function transparentOf(proxy: Proxy): PlacedStatement | undefined {
  const options = effectiveWith(proxy, "option").filter((at) => wordOf(at, 1) === "transparent");
  return options.some(({ statement }) => statement.prefix !== undefined) ? undefined : options[0];
}
