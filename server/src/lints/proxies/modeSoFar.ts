/** What HAProxy asks of a proxy's mode as soon as it reads a line: the mode that stands above it counts, not the last one. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Proxy } from "../../model/proxies/proxies.ts";
import { anyConditional, type PlacedStatement, withKeyword, wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, type ProxyLint, wordHit } from "../hit.ts";

export const modeSoFarHits: ProxyLint = (proxy, { branch }) => [
  ...(proxy.kind === "frontend" ? [] : observedResponses(proxy)),
  ...(branch === undefined || compareBranches(branch, "3.1") < 0 ? [] : quicRules(proxy)),
];

/** Responses are watched in HTTP only; HAProxy complains, and goes on. */
function observedResponses(proxy: Proxy): Hit[] {
  return ["server", "server-template", "default-server"].flatMap((keyword) =>
    withKeyword(proxy.own, keyword).flatMap((at) => {
      const index = at.statement.words.findIndex(({ value }, i, words) => value === "layer7" && words[i - 1]?.value === "observe");
      return index > 0 ? withoutHttp(proxy, at, index, "observe layer7", "warning") : [];
    }),
  );
}

/** Rules on the first packets are taken in HTTP mode only. */
function quicRules(proxy: Proxy): Hit[] {
  return proxy.kind === "backend"
    ? []
    : withKeyword(proxy.own, "quic-initial").flatMap((at) => withoutHttp(proxy, at, 0, "quic-initial", "error"));
}

function withoutHttp(proxy: Proxy, at: PlacedStatement, index: number, what: string, severity: Hit["severity"]): Hit[] {
  if (at.statement.conditional || at.statement.prefix !== undefined || modeAbove(proxy, at) !== "tcp") return [];
  const message = l10n.t('"{0}" needs "mode http", which {1} "{2}" does not have above this line', what, proxy.kind, plain(proxy.name));
  return [wordHit(at, index, { code: "needs-http-mode", severity, message })];
}

/** Undefined where `.if` or a variable leaves it open. */
function modeAbove(proxy: Proxy, at: PlacedStatement): string | undefined {
  const own = withKeyword(proxy.own, "mode").filter(({ lineNumber }) => lineNumber < at.lineNumber);
  const inherited = withKeyword(proxy.inherited, "mode");
  if (anyConditional(own) || anyConditional(inherited) || [...own, ...inherited].some(isDynamic)) return undefined;
  const last = own.at(-1) ?? inherited[0];
  return last === undefined ? "tcp" : wordOf(last, 1);
}

function isDynamic({ statement: { words } }: PlacedStatement): boolean {
  return words[1]?.dynamic === true;
}
