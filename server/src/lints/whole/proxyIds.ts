/** Numbers of proxies, which HAProxy takes once: `id` in a frontend, backend or listen. */
import type { Model } from "../../model/model.ts";
import type { Proxy } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, placeOf, withKeyword, wordOf } from "../../model/statement.ts";
import { perObject } from "../../syntax/perObject.ts";
import { type Hit, wordHit } from "../hit.ts";
import { nameTaken } from "../taken.ts";

export function proxyIdHits({ proxyLists }: Model): readonly Hit[] {
  const taken = new Map<number, { readonly at: PlacedStatement; readonly proxy: Proxy }>();
  return proxyLists.flatMap(idsIn).flatMap(({ id, at, proxy }): Hit[] => {
    const earlier = taken.get(id);
    if (earlier === undefined) taken.set(id, { at, proxy });
    if (earlier === undefined || earlier.proxy === proxy) return [];
    const said = nameTaken({ what: "id", name: wordOf(at, 1), severity: "error" }, placeOf(earlier.at), at.uri);
    return [wordHit(at, 1, said)];
  });
}

interface ProxyId {
  readonly id: number;
  readonly at: PlacedStatement;
  readonly proxy: Proxy;
}

const idsIn = perObject((proxies: readonly Proxy[]): readonly ProxyId[] =>
  proxies.flatMap((proxy) =>
    withKeyword(proxy.own, "id").flatMap((at): ProxyId[] => {
      const { conditional, prefix } = at.statement;
      const id = /^\d+$/.test(wordOf(at, 1)) ? Number(wordOf(at, 1)) : 0;
      return id === 0 || conditional || prefix !== undefined || proxy.placed.section.conditional ? [] : [{ id, at, proxy }];
    }),
  ),
);
