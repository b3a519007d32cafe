/** Versions of TLS that a listener shuts out one by one, beside a range that makes HAProxy ignore them. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../model/model.ts";
import type { Proxy } from "../model/proxies.ts";
import { anyConditional, globalStatements, type PlacedStatement, startsWith, withKeyword } from "../model/statement.ts";
import { Memory } from "../syntax/memory.ts";
import { plain } from "../syntax/plain.ts";
import { type Hit, lineHit } from "./hit.ts";

const single = /^no-(?:sslv3|tlsv1[0-3])$/;
const range = /^(?:ssl-(?:min|max)-ver|force-(?:sslv3|tlsv1[0-3]))$/;

interface Versions {
  readonly single: string | undefined;
  readonly range: string | undefined;
}

/** HAProxy joins what the line says with `ssl-default-bind-options`. */
export function listenerNeedHits({ files, proxies }: Model): readonly Hit[] {
  const options = globalStatements(files).filter((at) => startsWith(at, "ssl-default-bind-options"));
  if (options.some(({ statement }) => statement.conditional)) return [];
  const usual = versionsIn(options);
  return proxies.flatMap((proxy) => hitsOf(proxy, usual));
}

const kept = new Memory<Proxy, { readonly usual: Versions; readonly hits: readonly Hit[] }>();

function hitsOf(proxy: Proxy, usual: Versions): readonly Hit[] {
  if (proxy.kind === "backend") return [];
  const known = kept.get(proxy);
  if (known?.usual.single === usual.single && known?.usual.range === usual.range && known !== undefined) return known.hits;
  const silent = withKeyword(proxy.own, "disabled").length > 0 || anyConditional(proxy.own);
  const hits = silent ? [] : withKeyword(proxy.own, "bind").flatMap((at) => ignored(proxy, at, usual));
  kept.set(proxy, { usual, hits });
  return hits;
}

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

function versionsIn(statements: readonly PlacedStatement[]): Versions {
  const words = statements.flatMap(({ statement }) => statement.words.map(({ value }) => value));
  return { single: words.find((word) => single.test(word)), range: words.find((word) => range.test(word)) };
}
