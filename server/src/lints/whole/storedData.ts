/** Stick-tables: data that is asked for but not stored, entries that never expire. */

import * as l10n from "@vscode/l10n";
import { canonicalLists } from "../../model/canonical.ts";
import type { CounterUse, StoredData } from "../../model/interpretation/counterUse.ts";
import { sought } from "../../model/interpretation/interpretation.ts";
import type { Model } from "../../model/model.ts";
import type { Proxy } from "../../model/proxies/proxies.ts";
import type { StickTable, TrackRule } from "../../model/proxies/stickTables.ts";
import { isSameStatement, placeOf, type Statement, wordOf } from "../../model/statement.ts";
import type { Line } from "../../syntax/line.ts";
import { Memory } from "../../syntax/memory.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { parseSize } from "../../syntax/values.ts";
import type { Hit } from "../hit.ts";

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
  return unstoredIn(model, branch).map(hitOf);
}

/** A file may have hundreds of them, of which an edit changes one at most. */
const hitOf = perObject(({ proxy, line, span, use, tables }: Unstored): Hit => {
  const message = inWords(use, (tables[0] as StickTable).name);
  return { uri: proxy.uri, line, span, code: "counter-not-stored", severity: "information", message };
});

export function unstoredIn(model: Model, branch: string | undefined): readonly Unstored[] {
  if (model.tables.length === 0) return [];
  const meant = new MeantTables(model);
  return model.proxyLists.flatMap((proxies) => kept(proxies, meant, branch, unstoredByAll));
}

function unstoredByAll(proxies: readonly Proxy[], meant: MeantTables, branch: string | undefined): readonly Unstored[] {
  return proxies.flatMap((proxy) => kept(proxy, meant, branch, unstoredBy));
}

interface Kept {
  readonly facts: readonly unknown[];
  readonly branch: string | undefined;
  readonly found: readonly Unstored[];
}
const memory = new Memory<object, Kept>();

/** Stays until the tables or the rules that track in them change, but where it hangs on the paths of traffic. */
function kept<K extends object>(
  key: K,
  meant: MeantTables,
  branch: string | undefined,
  ask: (key: K, meant: MeantTables, branch: string | undefined) => readonly Unstored[],
): readonly Unstored[] {
  const { facts } = meant;
  const known = memory.get(key);
  if (known?.facts === facts && known.branch === branch) return known.found;
  const asked = meant.pathsAsked;
  const found = ask(key, meant, branch);
  if (meant.pathsAsked === asked) memory.set(key, { facts, branch, found });
  return found;
}

function unstoredBy(proxy: Proxy, meant: MeantTables, branch: string | undefined): readonly Unstored[] {
  return sought(proxy.placed.section, branch).counting.flatMap(({ statement, counters }) =>
    statement.conditional ? [] : counters.flatMap((use) => unstoredUse(proxy, statement, use, meant)),
  );
}

function unstoredUse(proxy: Proxy, { words, offset }: Statement, use: CounterUse, meant: MeantTables): readonly Unstored[] {
  const tables = meant.by(use, proxy);
  const span = words[use.index]?.span;
  if (span === undefined || tables.length === 0 || tables.some((table) => stores(table, use.needs))) return [];
  return [{ proxy, line: proxy.placed.firstLine + offset, span, use, tables }];
}

/** Undefined for a name that more than one table has, or one that is not always there. */
type Tables = ReadonlyMap<string, StickTable | undefined>;

const tablesByName = perObject((tables: readonly StickTable[]): Tables => {
  const byName = new Map<string, StickTable | undefined>();
  for (const table of tables) {
    const always = !byName.has(table.name) && !table.at.statement.conditional;
    byName.set(table.name, always ? table : undefined);
  }
  return byName;
});

const sameFacts = canonicalLists<unknown>();
const factsOfTables = perObject((tables: readonly StickTable[]): readonly unknown[] => tables.map(factsOf));
const declared = new Memory<Line, StickTable>();

/** The table itself, or the one of before an edit that stood in the same line at the same place. */
const factsOf = perObject((table: StickTable): StickTable => {
  const { line } = table.at.statement;
  const known = declared.get(line);
  if (known?.name === table.name && isSameStatement(known.at, table.at)) return known;
  declared.set(line, table);
  return table;
});
const factsOfTracks = perObject((tracks: readonly TrackRule[]): readonly unknown[] =>
  tracks.flatMap(({ counter, table }) => [counter, table?.name]),
);

/** The tables that samples and actions of one model mean. */
class MeantTables {
  /** What is asked of all tables and rules: one object as long as they stay the same. */
  readonly facts: readonly unknown[];
  private readonly model: Model;
  /** How often the paths of traffic were asked for. */
  pathsAsked = 0;
  private readonly tables: Tables;
  private readonly everStored = new Map<CounterUse["needs"], Map<number, boolean>>();
  private tracks: ReadonlyMap<Proxy, readonly TrackRule[]> | undefined;

  constructor(model: Model) {
    this.model = model;
    this.tables = tablesByName(model.tables);
    this.facts = sameFacts(factsOfTables(model.tables).concat(factsOfTracks(model.tracks)));
  }

  /** Every table in which the entry may be; none where one of them is not known, or where each one there is stores the data. */
  by({ table, counter, needs }: CounterUse, proxy: Proxy): readonly StickTable[] {
    if (table !== undefined || counter === undefined) return certain([this.tables.get(table ?? proxy.name)]);
    const stored = this.everStored.get(needs) ?? new Map<number, boolean>();
    this.everStored.set(needs, stored);
    if (!stored.has(counter)) stored.set(counter, isStoredWherever(this.model, counter, needs));
    // the paths of traffic are asked for only where it matters: they cost more than all the rest
    if (stored.get(counter) === true) return [];
    this.pathsAsked++;
    this.tracks ??= tracksByProxy(this.model);
    const onPath = (this.model.paths().get(proxy) ?? []).flatMap((other) => this.tracks?.get(other) ?? []);
    return certain(onPath.filter((track) => track.counter === counter).map((track) => track.table && this.tables.get(track.table.name)));
  }
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

/** All of them, or none where one is not known. */
function certain(tables: readonly (StickTable | undefined)[]): readonly StickTable[] {
  const there = tables.filter((table) => table !== undefined);
  return there.length === tables.length ? there : [];
}

function stores(table: StickTable, needs: readonly StoredData[]): boolean {
  if (table.storeIsDynamic || table.at.statement.words.some(({ dynamic }) => dynamic)) return true;
  return needs.some(({ type, element }) => {
    const elements = table.elements.get(type);
    return table.store.includes(type) && (element === undefined || elements === undefined || element < elements);
  });
}

function inWords({ name, needs, kind }: CounterUse, table: string): string {
  const [need] = needs;
  const data = need?.element === undefined ? (need?.type ?? "") : `${need.type}(${need.element + 1})`;
  return kind === "read"
    ? l10n.t('"{0}" finds nothing: stick-table "{1}" does not store {2}; add it behind "store"', plain(name), plain(table), data)
    : l10n.t('"{0}" changes nothing: stick-table "{1}" does not store {2}; add it behind "store"', plain(name), plain(table), data);
}

/** A table this small is one of fixed keys, such as a counter of the whole process. */
const fewEntries = 128;

/** Tables whose entries stay until the table is full. */
export function expireHits({ tables }: Model): readonly Hit[] {
  return neverExpiring(tables);
}

const neverExpiring = perObject((tables: readonly StickTable[]): readonly Hit[] => tables.flatMap(withoutExpire));

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
