/** Stick-tables: data that is asked for but not stored, entries that never expire. */

import * as l10n from "@vscode/l10n";
import type { CounterUse, StoredData } from "../model/counterUse.ts";
import { interpretationsOf } from "../model/interpretation.ts";
import type { Model } from "../model/model.ts";
import { perBranch } from "../model/perBranch.ts";
import type { Proxy } from "../model/proxies.ts";
import { placeOf, wordOf } from "../model/statement.ts";
import type { StickTable, TrackRule } from "../model/stickTables.ts";
import { perObject } from "../syntax/perObject.ts";
import { plain } from "../syntax/plain.ts";
import { parseSize } from "../syntax/values.ts";
import type { Hit } from "./hit.ts";

/** A sample or an action that needs what a table does not store. */
export interface Unstored {
  readonly proxy: Proxy;
  readonly line: number;
  readonly span: Hit["span"];
  readonly use: CounterUse;
  /** The tables it may mean; none of them stores the data. */
  readonly tables: readonly StickTable[];
}

/** Samples and actions of proxies that need what none of the tables they may mean stores; where a table is uncertain we keep silent. */
export function storedDataHits(model: Model, branch: string | undefined): readonly Hit[] {
  return unstoredIn(model, branch).map(({ proxy, line, span, use, tables }) => {
    const message = messageOf(use, (tables[0] as StickTable).name);
    return { uri: proxy.uri, line, span, code: "counter-not-stored", severity: "information", message };
  });
}

export function unstoredIn(model: Model, branch: string | undefined): readonly Unstored[] {
  const found: Unstored[] = [];
  if (model.tables.length === 0) return found;
  const tablesOf = tablesMeantIn(model);
  for (const proxy of model.proxies) {
    for (const { statement, counters } of askingIn(proxy.placed.section, branch)) {
      if (statement.conditional) continue;
      for (const use of counters) {
        const tables = tablesOf(use, proxy);
        const span = statement.words[use.index]?.span;
        if (span === undefined || tables.length === 0 || tables.some((table) => stores(table, use.needs))) continue;
        found.push({ proxy, line: proxy.placed.firstLine + statement.offset, span, use, tables });
      }
    }
  }
  return found;
}

/** The statements of a section that ask for stored data. */
const askingIn = perBranch((section, branch) => interpretationsOf(section, branch).filter(({ counters }) => counters.length > 0));

/** Undefined for a name that more than one table has, or one that is not always there. */
type Tables = ReadonlyMap<string, StickTable | undefined>;

function tablesByName({ tables }: Model): Tables {
  const byName = new Map<string, StickTable | undefined>();
  for (const table of tables) {
    const certain = !byName.has(table.name) && !table.at.statement.conditional;
    byName.set(table.name, certain ? table : undefined);
  }
  return byName;
}

/** Gives every table in which the entry may be; none where one of them is not known, or where each one there is stores the data. */
function tablesMeantIn(model: Model): (use: CounterUse, proxy: Proxy) => readonly StickTable[] {
  const tables = tablesByName(model);
  const everStored = new Map<CounterUse["needs"], Map<number, boolean>>();
  let tracks: ReadonlyMap<Proxy, readonly TrackRule[]> | undefined;
  return ({ table, counter, needs }, proxy) => {
    if (table !== undefined || counter === undefined) return known([tables.get(table ?? proxy.name)]);
    const stored = everStored.get(needs) ?? new Map<number, boolean>();
    everStored.set(needs, stored);
    if (!stored.has(counter)) stored.set(counter, isStoredWherever(model, counter, needs));
    // the paths of traffic are asked for only where it matters: they cost more than all the rest
    if (stored.get(counter) === true) return [];
    tracks ??= tracksByProxy(model);
    const onPath = (model.paths().get(proxy) ?? []).flatMap((other) => tracks?.get(other) ?? []);
    return known(onPath.filter((track) => track.counter === counter).map((track) => track.table && tables.get(track.table.name)));
  };
}

function isStoredWherever(model: Model, counter: number, needs: readonly StoredData[]): boolean {
  return model.tracks.every((track) => track.counter !== counter || track.table === undefined || stores(track.table, needs));
}

function tracksByProxy(model: Model): ReadonlyMap<Proxy, readonly TrackRule[]> {
  const byProxy = new Map<Proxy, TrackRule[]>();
  for (const track of model.tracks) {
    const same = byProxy.get(track.proxy);
    if (same === undefined) byProxy.set(track.proxy, [track]);
    else same.push(track);
  }
  return byProxy;
}

function known(tables: readonly (StickTable | undefined)[]): readonly StickTable[] {
  const certain = tables.filter((table) => table !== undefined);
  return certain.length === tables.length ? certain : [];
}

function stores(table: StickTable, needs: readonly StoredData[]): boolean {
  if (table.storeIsDynamic || table.at.statement.words.some(({ dynamic }) => dynamic)) return true;
  return needs.some(({ type, element }) => {
    const elements = table.elements.get(type);
    return table.store.includes(type) && (element === undefined || elements === undefined || element < elements);
  });
}

/** A file may have hundreds of them, of which an edit changes one at most. */
const messages = new WeakMap<CounterUse, { readonly table: string; readonly message: string }>();

function messageOf(use: CounterUse, table: string): string {
  let known = messages.get(use);
  if (known?.table !== table) {
    known = { table, message: inWords(use, table) };
    messages.set(use, known);
  }
  return known.message;
}

function inWords({ name, needs, kind }: CounterUse, table: string): string {
  const [need] = needs;
  const data = need?.element === undefined ? (need?.type ?? "") : `${need.type}(${need.element + 1})`;
  return kind === "read"
    ? l10n.t('"{0}" finds nothing: stick-table "{1}" does not store {2}', plain(name), plain(table), data)
    : l10n.t('"{0}" changes nothing: stick-table "{1}" does not store {2}', plain(name), plain(table), data);
}

/** A table this small is one of fixed keys, such as a counter of the whole process. */
const fewEntries = 128;

/** Tables whose entries stay until the table is full. */
export function expireHits(model: Model): readonly Hit[] {
  return model.tables.flatMap(withoutExpire);
}

const withoutExpire = perObject(({ at, name, expire }: StickTable): readonly Hit[] => {
  const { words, conditional } = at.statement;
  const size = parseSize(wordOf(at, words.findIndex(({ value }) => value === "size") + 1)) ?? 0;
  if (expire !== undefined || conditional || words.some(({ dynamic }) => dynamic) || size <= fewEntries) return [];
  const full = words.some(({ value }) => value === "nopurge");
  const message = full
    ? l10n.t('entries of stick-table "{0}" never expire: with "nopurge" a full table takes no new ones', plain(name))
    : l10n.t('entries of stick-table "{0}" never expire: they stay until the table is full', plain(name));
  const { uri, line, span } = placeOf(at);
  return [{ uri, line, span, code: "table-without-expire", severity: full ? "information" : "hint", message }];
});
