/** The sections that are in force: those that stand for themselves, and each proxy with the defaults sections it inherits from. */

import type { PlacedSection, Section } from "../../syntax/config.ts";
import { perObject } from "../../syntax/perObject.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { proxyKinds } from "../interpretation/wordIssues.ts";
import type { Model } from "../model.ts";
import type { PlacedStatement, Statement } from "../statement.ts";
import { modeOf, type Proxy } from "./proxies.ts";

/** A section at its place. */
export interface Scope {
  readonly uri: string;
  readonly firstLine: number;
  readonly section: Section;
}

export interface ProxyScope {
  readonly proxy: Proxy;
  readonly own: Scope;
  /** The nearest first. */
  readonly inherited: readonly Scope[];
  readonly mode: string;
}

export interface Scopes {
  /** Sections that are neither proxies nor defaults. */
  readonly alone: readonly Scope[];
  readonly proxies: readonly ProxyScope[];
}

export const scopesOf = perObject((model: Model): Scopes => {
  return { alone: gathered(model.files, aloneIn), proxies: model.proxyLists.flatMap(scopesIn) };
});

const aloneIn = perObject(({ uri, sections }: Stretch): readonly Scope[] =>
  sections.filter(({ section }) => !proxyKinds.has(section.kind)).map((placed) => scopeOf(uri, placed)),
);

const scopesIn = perObject((proxies: readonly Proxy[]): readonly ProxyScope[] => proxies.map(proxyScopeOf));

/** One object as long as its proxy is. */
const proxyScopeOf = perObject(
  (proxy: Proxy): ProxyScope => ({
    proxy,
    own: scopeOf(proxy.uri, proxy.placed),
    inherited: inheritedScopes(proxy.inherited),
    mode: modeOf(proxy).mode,
  }),
);

export function placedIn({ uri, firstLine, section }: Scope, statement: Statement): PlacedStatement {
  return { uri, lineNumber: firstLine + statement.offset, section, statement };
}

function scopeOf(uri: string, { firstLine, section }: PlacedSection): Scope {
  return { uri, firstLine, section };
}

/** The defaults sections behind a list of inherited statements. */
const inheritedScopes = perObject((list: readonly PlacedStatement[]): readonly Scope[] => {
  const found = new Map<Section, Scope>();
  for (const { uri, lineNumber, section, statement } of list)
    if (!found.has(section)) found.set(section, { uri, firstLine: lineNumber - statement.offset, section });
  return [...found.values()];
});
