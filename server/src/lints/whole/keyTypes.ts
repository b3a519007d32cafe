/** Keys of `stick` and `track-sc` rules that the stick-table cannot hold; HAProxy names neither the line nor the key. */
import * as l10n from "@vscode/l10n";
import { outputType } from "../../model/interpretation/patternCheck.ts";
import { checkExpression, isCastable } from "../../model/interpretation/sampleCheck.ts";
import type { Model } from "../../model/model.ts";
import { isDisabledOrOpen, type Proxy } from "../../model/proxies/proxies.ts";
import { type StickTable, type TrackRule, tablesByName } from "../../model/proxies/stickTables.ts";
import { type PlacedStatement, withKeyword, wordOf } from "../../model/statement.ts";
import { readExpression } from "../../syntax/expression.ts";
import { inContext } from "../../syntax/inContext.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, wordHit } from "../hit.ts";

/** What a sample becomes in a table; strings and bytes can be made of any. */
const heldAs: ReadonlyMap<string, string> = new Map([
  ["ip", "ipv4"],
  ["ipv6", "ipv6"],
  ["integer", "sint"],
]);

export function keyTypeHits(model: Model, branch: string | undefined): readonly Hit[] {
  const { tables, tracks, proxyLists } = model;
  if (!tables.some((table) => typeOf(table) !== undefined)) return [];
  const byName = tablesByName(tables);
  return [
    ...tracks.flatMap((rule) => trackHits(rule, branch)),
    ...proxyLists.flatMap(stickRules).flatMap(({ at, proxy, key, table }) => hitOf(at, proxy, key, byName.get(table), branch)),
  ];
}

const trackHits = inContext(({ at, proxy, table }: TrackRule, branch: string | undefined): readonly Hit[] => {
  // rules of defaults sections are told of where several proxies share them
  if (at.section !== proxy.placed.section) return nothing;
  const action = at.statement.words.findIndex(({ value }) => value.startsWith("track-sc"));
  return hitOf(at, proxy, action + 1, table, branch);
});

const nothing: readonly Hit[] = [];

function hitOf(at: PlacedStatement, proxy: Proxy, key: number, table: StickTable | undefined, branch: string | undefined): readonly Hit[] {
  const type = table && typeOf(table);
  const word = at.statement.words[key];
  if (table === undefined || type === undefined || word === undefined) return nothing;
  if (word.dynamic || at.statement.conditional || isDisabledOrOpen(proxy)) return nothing;
  const given = outputType(word.value, branch);
  if (given === undefined || isCastable(given, heldAs.get(type) ?? "")) return nothing;
  // told of already
  if (checkExpression(readExpression(word.value), key, branch).issues.length > 0) return nothing;
  const message = l10n.t(
    'the keys of stick-table "{0}" are of type {1}, but "{2}" gives {3}',
    plain(table.name),
    type,
    plain(word.value),
    given,
  );
  return [wordHit(at, key, { code: "sample-type-mismatch", severity: "error", message })];
}

/** The type of the keys; undefined where the table holds keys of any, or may not be the only one. */
const typeOf = perObject(({ at: { section, statement } }: StickTable): string | undefined => {
  const index = statement.words.findIndex(({ value }) => value === "type") + 1;
  const type = statement.words[index];
  if (index === 0 || type === undefined || statement.conditional || section.conditional) return undefined;
  return heldAs.has(type.value) ? type.value : undefined;
});

interface StickRule {
  readonly at: PlacedStatement;
  readonly proxy: Proxy;
  /** Index of the word that gives the key. */
  readonly key: number;
  readonly table: string;
}

const stickRules = perObject((proxies: readonly Proxy[]): readonly StickRule[] =>
  proxies.flatMap((proxy) => {
    if (proxy.kind === "frontend") return [];
    return withKeyword(proxy.own, "stick").flatMap((at): StickRule[] => {
      const key = /^(?:on|match|store-request|store-response)$/.test(wordOf(at, 1)) ? 2 : 0;
      const table = wordOf(at, key + 1) === "table" ? wordOf(at, key + 2) : proxy.name;
      return key === 0 || at.statement.prefix !== undefined ? [] : [{ at, proxy, key, table }];
    });
  }),
);
