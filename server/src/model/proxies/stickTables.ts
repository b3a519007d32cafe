/** Stick-tables, their stored data, and the rules that track entries in them. */

import type { ConfigFile, PlacedSection } from "../../syntax/config.ts";
import { inContext } from "../../syntax/inContext.ts";
import type { Word } from "../../syntax/line.ts";
import { Memory } from "../../syntax/memory.ts";
import { perObject } from "../../syntax/perObject.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { parseTime } from "../../syntax/values.ts";
import { canonicalLists } from "../canonical.ts";
import { type PlacedStatement, placedStatementsOf, rulesActing, withKeyword, wordOf } from "../statement.ts";
import type { Proxy } from "./proxies.ts";

/** A value whose text may hold an environment variable; then `milliseconds` is undefined. */
export interface ConfiguredTime {
  readonly word: Word;
  readonly milliseconds: number | undefined;
}

export interface StickTable {
  /** As a rule names it: the proxy's name, or "peers-section/table". */
  readonly name: string;
  readonly at: PlacedStatement;
  readonly expire: ConfiguredTime | undefined;
  /** Stored data types without their arguments. */
  readonly store: readonly string[];
  /** Number of elements of each array among them, as `gpc(3)` says. */
  readonly elements: ReadonlyMap<string, number>;
  /** The list of stored data holds an environment variable. */
  readonly storeIsDynamic: boolean;
}

export interface TrackRule {
  readonly at: PlacedStatement;
  readonly proxy: Proxy;
  /** "http-request", "tcp-request connection" … */
  readonly ruleset: string;
  /** Number of the sticky counter; undefined where it is not written. */
  readonly counter: number | undefined;
  readonly table: StickTable | undefined;
}

const none: readonly never[] = [];

/** Declarations in proxies (`stick-table`) and in peers sections (`table`); the same list as long as they stay the same. */
export function stickTablesOf(files: readonly ConfigFile[]): readonly StickTable[] {
  return sameTables(gathered(files, tablesInStretch));
}

const tablesInStretch = perObject(({ uri, sections }: Stretch): readonly StickTable[] =>
  sections.flatMap((placed) => {
    const { kind } = placed.section;
    return kind === "peers" || isProxy(kind) ? tablesIn(placed, placedStatementsOf(uri, placed)) : none;
  }),
);

const sameTables = canonicalLists<StickTable>();

const declared = new WeakMap<readonly PlacedStatement[], readonly StickTable[]>();

/** The tables of one section; worked out once for each list of its statements. */
function tablesIn({ section: { kind, name } }: PlacedSection, statements: readonly PlacedStatement[]): readonly StickTable[] {
  let found = declared.get(statements);
  if (found === undefined) {
    const declarations = withKeyword(statements, kind === "peers" ? "table" : "stick-table").filter(
      (at) => at.statement.prefix === undefined,
    );
    found = declarations.map((at) => (kind === "peers" ? readTable(`${name}/${wordOf(at, 1)}`, at, 2) : readTable(name ?? "", at, 1)));
    declared.set(statements, found);
  }
  return found;
}

/** Every `track-sc*` rule of every proxy, inherited ones once for each proxy that inherits them; the same list as long as they stay the same. */
export function trackRulesOf(proxyLists: readonly (readonly Proxy[])[], tables: readonly StickTable[]): readonly TrackRule[] {
  const byName = tablesByName(tables);
  return sameRules(proxyLists.flatMap((proxies) => rulesInList(proxies, byName)));
}

const rulesInList = inContext((proxies: readonly Proxy[], byName: TablesByName): readonly TrackRule[] =>
  proxies.flatMap((proxy) => rulesIn(proxy, byName)),
);

const sameRules = canonicalLists<TrackRule>();
type TablesByName = ReadonlyMap<string, StickTable>;
/** The last one where several have the same name. */
export const tablesByName = perObject((tables: readonly StickTable[]): TablesByName => new Map(tables.map((table) => [table.name, table])));
const rulesMemo = new Memory<Proxy, readonly TrackRule[]>();

/** The tracking rules of one proxy with their tables; the same ones as long as these are. */
function rulesIn(proxy: Proxy, byName: TablesByName): readonly TrackRule[] {
  const tracks = tracksIn(proxy);
  const known = rulesMemo.get(proxy);
  if (known !== undefined && tracks.every(({ tableName }, i) => known[i]?.table === byName.get(tableName))) return known;
  const rules = tracks.map(
    ({ at, ruleset, counter, tableName }): TrackRule => ({ at, proxy, ruleset, counter, table: byName.get(tableName) }),
  );
  rulesMemo.set(proxy, rules);
  return rules;
}

/** The rules of a model that track in one table. */
export function tracksOf(rules: readonly TrackRule[], table: StickTable): readonly TrackRule[] {
  return byTable(rules).get(table) ?? [];
}

const byTable = perObject((rules: readonly TrackRule[]): ReadonlyMap<StickTable | undefined, readonly TrackRule[]> => {
  const groups = new Map<StickTable | undefined, TrackRule[]>();
  for (const rule of rules) {
    const same = groups.get(rule.table);
    if (same === undefined) groups.set(rule.table, [rule]);
    else same.push(rule);
  }
  return groups;
});

interface Track {
  readonly at: PlacedStatement;
  readonly ruleset: string;
  readonly counter: number | undefined;
  readonly tableName: string;
}

/** The tracking rules of one proxy as they stand; worked out once for each Proxy object. */
const tracksIn = perObject((proxy: Proxy): readonly Track[] => {
  const tracks: Track[] = [];
  const rules = [...rulesActing(proxy.own, "sc"), ...rulesActing(proxy.inherited, "sc")];
  if (rules.length === 0) return none;
  for (const keyword of trackRulesets)
    for (const at of rules) {
      const track = wordOf(at, 0) === keyword ? readTrack(at, proxy) : undefined;
      if (track !== undefined) tracks.push(track);
    }
  return tracks.length === 0 ? none : tracks;
});

function readTrack(at: PlacedStatement, proxy: Proxy): Track | undefined {
  const action = trackAction(at);
  if (action === undefined) return undefined;
  const { words } = at.statement;
  const named = words.findIndex((word, i) => i > action && word.value === "table");
  const ruleset = words
    .slice(0, action)
    .map((word) => word.value)
    .join(" ");
  const number = /\d+$/.exec(words[action]?.value ?? "")?.[0];
  const counter = number === undefined ? undefined : Number(number);
  return { at, ruleset, counter, tableName: named < 0 ? proxy.name : (words[named + 1]?.value ?? "") };
}

const trackRulesets = ["tcp-request", "http-request", "tcp-response", "http-response", "http-after-response"];

function isTrackWord(text: string): boolean {
  return text.startsWith("track-sc") && /^track-sc\d*$/.test(text);
}

/** Index of the `track-sc…` word of a rule. */
function trackAction(at: PlacedStatement): number | undefined {
  if (at.statement.prefix !== undefined) return undefined;
  for (let index = 1; index < 3; index++) if (isTrackWord(wordOf(at, index))) return index;
  return undefined;
}

function readTable(name: string, at: PlacedStatement, from: number): StickTable {
  const { words } = at.statement;
  let expire: ConfiguredTime | undefined;
  const store: string[] = [];
  const elements = new Map<string, number>();
  let storeIsDynamic = false;
  for (let i = from; i < words.length; i++) {
    const value = words[i + 1];
    if (value === undefined) break;
    if (words[i]?.value === "expire") {
      expire = { word: value, milliseconds: value.dynamic ? undefined : parseTime(value.value) };
    } else if (words[i]?.value === "store") {
      storeIsDynamic ||= value.dynamic;
      store.push(...storedTypes(value.value));
      for (const [, type = "", count] of value.value.matchAll(/\b(\w+)\(\s*(\d+)\s*[,)]/g)) elements.set(type, Number(count));
    }
  }
  return { name, at, expire, store, elements, storeIsDynamic };
}

/** "gpc0,http_req_rate(10s)" without its periods; a comma inside parentheses does not part. */
function storedTypes(list: string): string[] {
  return list
    .replace(/\([^)]*\)?/g, "")
    .split(",")
    .map((type) => type.trim())
    .filter((type) => type !== "");
}

function isProxy(kind: string): boolean {
  return kind === "frontend" || kind === "backend" || kind === "listen";
}
