/** What the resolution of names asks of a whole configuration, worked out once for each model. */
import type { Section } from "../../syntax/config.ts";
import type { Model } from "../model.ts";
import type { Proxy } from "../proxies.ts";
import { scopesOf } from "../scopes.ts";
import { occurrencesByKind } from "./sectionNames.ts";

export interface Declared {
  /** Frontends, backends and listens by name. */
  readonly proxies: ReadonlyMap<string, readonly Proxy[]>;
  readonly proxyOf: ReadonlyMap<Section, Proxy>;
  /** The defaults sections that a proxy inherits from, the nearest first. */
  inherits(proxy: Proxy): readonly Section[];
  /** Names that `localpeer` gives to this process. */
  readonly localPeers: ReadonlySet<string>;
}

const memo = new WeakMap<Model, { readonly branch: string | undefined; readonly declared: Declared }>();
const none: readonly Section[] = [];

export function declaredIn(model: Model, branch: string | undefined): Declared {
  const known = memo.get(model);
  if (known !== undefined && known.branch === branch) return known.declared;
  const proxies = new Map<string, Proxy[]>();
  const proxyOf = new Map<Section, Proxy>();
  for (const proxy of model.proxies) {
    proxyOf.set(proxy.placed.section, proxy);
    const same = proxies.get(proxy.name);
    if (same === undefined) proxies.set(proxy.name, [proxy]);
    else same.push(proxy);
  }
  let parents: ReadonlyMap<Proxy, readonly Section[]> | undefined;
  const inherits = (proxy: Proxy) => {
    parents ??= new Map(scopesOf(model).proxies.map((scope) => [scope.proxy, scope.inherited.map(({ section }) => section)]));
    return parents.get(proxy) ?? none;
  };
  const declared = { proxies, proxyOf, inherits, localPeers: localPeersIn(model, branch) };
  memo.set(model, { branch, declared });
  return declared;
}

function localPeersIn({ files }: Model, branch: string | undefined): ReadonlySet<string> {
  const globals = files.flatMap(({ sections }) => sections.filter(({ section }) => section.kind === "global"));
  return new Set(globals.flatMap(({ section }) => (occurrencesByKind(section, branch).get("peer") ?? []).map(({ name }) => name)));
}
