/** What the resolution of names asks of a whole configuration, worked out once for each model. */

import type { PlacedSection, Section } from "../../syntax/config.ts";
import { perObject } from "../../syntax/perObject.ts";
import { proxyKinds } from "../interpretation/wordIssues.ts";
import type { Model } from "../model.ts";
import { type Proxy, parentOf } from "../proxies/proxies.ts";
import { scopesOf } from "../proxies/scopes.ts";
import { globalStatements, type Statement, statementsOf, wordOf } from "../statement.ts";

export interface Declared {
  /** Frontends, backends and listens by name. */
  readonly proxies: ReadonlyMap<string, readonly Proxy[]>;
  readonly proxyOf: ReadonlyMap<Section, Proxy>;
  /** The defaults sections that a proxy inherits from, the nearest first. */
  inherits(proxy: Proxy): readonly Section[];
  /** Names that `localpeer` gives to this process. */
  readonly localPeers: ReadonlySet<string>;
}

/** The defaults section that each section starts from: the one it names, else the one before it. Defaults sections have one only by name. */
export function parentSections({ files }: Model): ReadonlyMap<Section, PlacedSection & { readonly uri: string }> {
  const parents = new Map<Section, PlacedSection & { readonly uri: string }>();
  const named = new Map<string, PlacedSection & { readonly uri: string }>();
  let last: (PlacedSection & { readonly uri: string }) | undefined;
  for (const { uri, sections } of files) {
    for (const { section, firstLine } of sections) {
      if (!proxyKinds.has(section.kind)) continue;
      const from = parentOf(section)?.value;
      const parent = from !== undefined ? named.get(from) : section.kind === "defaults" ? undefined : last;
      if (parent !== undefined) parents.set(section, parent);
      if (section.kind !== "defaults") continue;
      last = { uri, section, firstLine };
      if (section.name !== undefined) named.set(section.name, last);
    }
  }
  return parents;
}

const none: readonly Section[] = [];

export const declaredIn = perObject((model: Model): Declared => {
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
  const localPeers = new Set(
    globalStatements(model.files)
      .filter((at) => wordOf(at, 0) === "localpeer")
      .map((at) => wordOf(at, 1)),
  );
  return { proxies, proxyOf, inherits, localPeers };
});

/** Several servers by one statement: web1 to web3. */
export interface Template {
  readonly prefix: string;
  readonly first: number;
  readonly last: number;
}

/** What the lines of a section declare for itself. */
export interface OwnNames {
  readonly acls: ReadonlySet<string>;
  readonly servers: ReadonlySet<string>;
  readonly templates: readonly Template[];
}

export const ownNamesOf = perObject((section: Section): OwnNames => {
  const statements = statementsOf(section).filter(({ prefix }) => prefix === undefined);
  return {
    acls: namesBehind(statements, "acl"),
    servers: namesBehind(statements, "server"),
    templates: statements.flatMap((statement) => templateOf(statement) ?? []),
  };
});

function namesBehind(statements: readonly Statement[], keyword: string): ReadonlySet<string> {
  return new Set(statements.filter(({ words }) => words[0]?.value === keyword).map(({ words }) => words[1]?.value ?? ""));
}

/** `server-template web 3 …` or `server-template web 2-5 …`. */
export function templateOf({ words }: Statement): Template | undefined {
  const range = words[0]?.value === "server-template" ? /^(\d+)(?:-(\d+))?$/.exec(words[2]?.value ?? "") : null;
  if (range === null) return undefined;
  const [, low, high] = range;
  const prefix = words[1]?.value ?? "";
  return high === undefined ? { prefix, first: 1, last: Number(low) } : { prefix, first: Number(low), last: Number(high) };
}

/** "web3" is one of the names that `server-template web 1-5` declares. */
export function isMadeBy(name: string, { prefix, first, last }: Template): boolean {
  const rest = name.slice(prefix.length);
  return name.startsWith(prefix) && /^(?:0|[1-9]\d*)$/.test(rest) && first <= Number(rest) && Number(rest) <= last;
}
