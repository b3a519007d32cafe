/** Filters that HAProxy adds by itself, and those written down: with others beside them it must know their order. */
import * as l10n from "@vscode/l10n";
import type { Proxy } from "../../model/proxies/proxies.ts";
import { anyConditional, type PlacedStatement, placeOf, withKeyword, wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import type { Hit, ProxyLint } from "../hit.ts";

/** Filters that HAProxy can put in order itself. */
const ordered = /^(?:compression|comp-req|comp-res|cache|fcgi-app)$/;

export const filterHits: ProxyLint = (proxy) => {
  const filters = withKeyword(proxy.own, "filter");
  return filters.length === 0 || anyConditional(proxy.own) ? [] : [...undeclared(proxy, filters), ...cacheBehind(filters)];
};

/** What works through a filter that nobody declares: the statement, and the name of its filter. */
function implied(proxy: Proxy): readonly (readonly [at: PlacedStatement, filter: string])[] {
  const caches = ["http-request", "http-response"]
    .flatMap((keyword) => withKeyword(proxy.own, keyword))
    .filter((at) => /^cache-(?:use|store)$/.test(wordOf(at, 1)));
  return [
    ...withKeyword(proxy.own, "compression").map((at) => [at, "compression"] as const),
    ...caches.map((at) => [at, `cache ${wordOf(at, 2)}`] as const),
    ...withKeyword(proxy.own, "use-fcgi-app").map((at) => [at, `fcgi-app ${wordOf(at, 1)}`] as const),
  ];
}

function undeclared(proxy: Proxy, filters: readonly PlacedStatement[]): Hit[] {
  const other = filters.find((at) => !ordered.test(wordOf(at, 1)));
  if (other === undefined || filters.some(({ statement }) => statement.words[1]?.dynamic)) return [];
  const declared = new Set(filters.flatMap((at) => [wordOf(at, 1), `${wordOf(at, 1)} ${wordOf(at, 2)}`]));
  const told = new Set<string>();
  return implied(proxy).flatMap(([at, filter]) => {
    const compressed = filter === "compression" && (declared.has("comp-req") || declared.has("comp-res"));
    if (declared.has(filter) || compressed || told.has(filter) || at.statement.words.some(({ dynamic }) => dynamic)) return [];
    told.add(filter);
    const message = l10n.t(
      'with "filter {0}" HAProxy must be told the order of the filters: add "filter {1}"',
      plain(wordOf(other, 1)),
      plain(filter),
    );
    return [{ ...placeOf(at), code: "undeclared-filter", severity: "error" as const, message }];
  });
}

/** What is kept in the cache is compressed on its way out. */
function cacheBehind(filters: readonly PlacedStatement[]): Hit[] {
  const first = filters.findIndex((at) => wordOf(at, 1) === "compression");
  const cache = first < 0 ? undefined : filters.slice(first).find((at) => wordOf(at, 1) === "cache");
  if (cache === undefined) return [];
  const message = l10n.t('"filter cache" must stand before "filter compression"');
  return [{ ...placeOf(cache), code: "undeclared-filter", severity: "error", message }];
}
