/** Conditions on stick-tables and peers sections. */

import type { TableTraits } from "../knowledge/condition.ts";
import type { Model } from "../model/model.ts";
import { type StickTable, tracksOf } from "../model/proxies/stickTables.ts";
import { sectionIndex } from "../model/sectionIndex.ts";
import { type PlacedStatement, type Statement, wordBehind } from "../model/statement.ts";
import type { ConfigFile, PlacedSection } from "../syntax/config.ts";
import type { Word } from "../syntax/line.ts";
import { Memory } from "../syntax/memory.ts";
import type { Verdict } from "./conditions.ts";
import { type Circle, type Found, matches, mostPlaces, unmet } from "./hits.ts";

/** One table that has all that is asked for. */
export function tableFound(traits: TableTraits, { model, proxy }: Circle): Found {
  const tables = proxy === undefined ? model.tables : model.tables.filter(({ at }) => at.section === proxy.own.section);
  if (traits.min !== undefined && tables.length < traits.min) return unmet;
  const met: StickTable[] = [];
  const maybe: StickTable[] = [];
  for (const table of tables) {
    const verdict = tableVerdict(table, traits, model);
    if (verdict !== "unmet") (verdict === "met" ? met : maybe).push(table);
  }
  const shown = (met.length > 0 ? met : maybe).slice(0, mostPlaces);
  if (shown.length === 0) return unmet;
  const places = shown.flatMap((table) => [
    table.at,
    ...(traits.tracked === true ? tracksOf(model.tracks, table).map(({ at }) => at) : []),
  ]);
  return { verdict: met.length > 0 ? "met" : "unknown", places: [...new Set(places)].slice(0, mostPlaces) };
}

function tableVerdict(table: StickTable, traits: TableTraits, model: Model): Verdict {
  const alone = verdictAlone(table, traits);
  if (alone === "unmet") return "unmet";
  const tracked = traits.tracked !== true || isTracked(table, model);
  const synced = traits.synced !== true || isSynced(table, model);
  if (tracked === false || synced === false) return "unmet";
  return tracked === undefined || synced === undefined ? "unknown" : alone;
}

const verdicts = new Memory<StickTable, Map<TableTraits, Verdict>>();

/** What the declaration of a table says; asked once of each. */
function verdictAlone(table: StickTable, traits: TableTraits): Verdict {
  let known = verdicts.get(table);
  if (known === undefined) {
    known = new Map();
    verdicts.set(table, known);
  }
  let verdict = known.get(traits);
  if (verdict === undefined) {
    verdict = declaredVerdict(table, traits);
    known.set(traits, verdict);
  }
  return verdict;
}

function declaredVerdict({ at: { statement }, store: stored, storeIsDynamic }: StickTable, traits: TableTraits): Verdict {
  const { parameters = [], type, store = [], length } = traits;
  const { words } = statement;
  const dynamic = words.some((word) => word.dynamic);
  const answers: (boolean | undefined)[] = [
    ...parameters.map((name) => words.some(({ value }) => value === name) || (dynamic ? undefined : false)),
    ...store.map((name) => stored.some((one) => matches(name, one)) || (storeIsDynamic ? undefined : false)),
    type === undefined || type.includes(wordBehind(words, "type")?.value ?? ""),
    length === undefined || isAsLong(wordBehind(words, "len"), length),
  ];
  if (answers.includes(false)) return "unmet";
  return answers.includes(undefined) || statement.conditional ? "unknown" : "met";
}

/** `len`, as far as it is written out; a table that says none has keys of the usual length. */
function isAsLong(word: Word | undefined, least: number): boolean | undefined {
  if (word?.dynamic) return undefined;
  return /^\d+$/.test(word?.value ?? "") && Number(word?.value) >= least;
}

function isTracked(table: StickTable, model: Model): boolean | undefined {
  const rules = tracksOf(model.tracks, table);
  if (rules.length === 0) return false;
  return rules.some(({ at }) => !at.statement.conditional) || undefined;
}

/** Declared in a peers section, or naming one, that has a remote peer. */
function isSynced({ name, at }: StickTable, model: Model): boolean | undefined {
  const section = at.section.kind === "peers" ? name.split("/")[0] : wordBehind(at.statement.words, "peers")?.value;
  if (section === undefined) return false;
  const found = peersSections(model).filter((one) => one.section.name === section);
  const counts = found.map((one) => remotePeers(one, model));
  if (counts.some(({ least }) => least > 0)) return true;
  return counts.some(({ most }) => most > 0) ? undefined : false;
}

type Placed = PlacedSection & { readonly uri: string };
const placed = new WeakMap<readonly ConfigFile[], readonly Placed[]>();

function peersSections({ files }: Model): readonly Placed[] {
  let found = placed.get(files);
  if (found === undefined) {
    found = files.flatMap(({ uri, sections }) =>
      sections.filter(({ section }) => section.kind === "peers").map((one) => ({ ...one, uri })),
    );
    placed.set(files, found);
  }
  return found;
}

/** A peer or server line with an address is remote, but for the one that bears the local peer's name, which may not be known. */
function remotePeers(
  { section }: Placed,
  model: Model,
): { readonly least: number; readonly most: number; readonly lines: readonly Statement[] } {
  const { byKeyword } = sectionIndex(section);
  const lines = [...(byKeyword.get("peer") ?? []), ...(byKeyword.get("server") ?? [])];
  const withoutAddress = lines.some(({ words }) => words[2] === undefined);
  const local = localPeer(model);
  const known = local !== undefined && lines.some(({ words }) => words[1]?.value === local);
  if (known || withoutAddress) return { least: lines.length - 1, most: lines.length - 1, lines };
  // with bind in the section, or a name that we know to be another, the local one may have no line of its own
  return { least: Math.max(0, lines.length - 1), most: lines.length, lines };
}

function localPeer({ files }: Model): string | undefined {
  for (const { sections } of files)
    for (const { section } of sections)
      if (section.kind === "global") {
        const word = sectionIndex(section).byKeyword.get("localpeer")?.at(-1)?.words[1];
        if (word !== undefined && !word.dynamic) return word.value;
      }
  return undefined;
}

/** A peers section with enough remote peers, or bind lines. */
export function peersFound({ remote = 0, binds = 0 }: { readonly remote?: number; readonly binds?: number }, model: Model): Found {
  const places: PlacedStatement[] = [];
  const maybe: PlacedStatement[] = [];
  for (const one of peersSections(model)) {
    const { section, uri, firstLine } = one;
    const { header, byKeyword } = sectionIndex(section);
    const { least, most, lines } = remotePeers(one, model);
    const listening = byKeyword.get("bind") ?? [];
    if (header === undefined || listening.length < binds || most < remote) continue;
    const shown = [header, ...(binds > 0 ? listening : remote > 0 ? lines : [])];
    const sure = least >= remote && !section.conditional;
    (sure ? places : maybe).push(...shown.map((statement) => ({ uri, lineNumber: firstLine + statement.offset, section, statement })));
  }
  if (places.length > 0) return { verdict: "met", places };
  return maybe.length > 0 ? { verdict: "unknown", places: maybe } : unmet;
}
