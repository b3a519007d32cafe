/** Where traffic goes: the proxies of a configuration with their servers, tables and peers as a graph. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { loopsIn } from "../../model/proxies/loops.ts";
import { effectiveWith, inForce, modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import type { StickTable } from "../../model/proxies/stickTables.ts";
import { fallbackOf, isDynamic, mayBecome, mayLeadTo, switchingRules } from "../../model/proxies/switching.ts";
import { type PlacedStatement, placedStatementsOf, withKeyword, wordBehind, wordOf } from "../../model/statement.ts";
import type { PlacedSection } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import { bindRows, cut, listed, placeOf, serverRows, tableRows } from "./rows.ts";

export type NodeKind = "frontend" | "backend" | "listen" | "table" | "peers" | "dynamic" | "missing";
/** `loop`: a server that is a listener of the same configuration. */
export type EdgeKind = "rule" | "default" | "dynamic" | "loop" | "track" | "peers";

/** A line of a file, from 0. */
export interface MapPlace {
  readonly uri: string;
  readonly line: number;
}

/** One line in the box of a node. */
export interface MapRow {
  readonly text: string;
  readonly at: MapPlace | undefined;
}

export interface MapNode {
  readonly id: string;
  readonly kind: NodeKind;
  readonly title: string;
  readonly rows: readonly MapRow[];
  readonly at: MapPlace | undefined;
  /** Last line of its section, for finding the node that a cursor stands in. */
  readonly last: number | undefined;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: EdgeKind;
  /** Conditions and the like, one for each statement behind it. */
  readonly labels: readonly string[];
  readonly at: MapPlace | undefined;
}

export interface TrafficMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

/** Backends that one name may be which are drawn. */
const mostTargets = 12;

export function trafficMap(model: Model): TrafficMap {
  const map = new MapBuilder(model);
  for (const proxy of model.proxies) map.addProxy(proxy);
  for (const table of model.tables) map.addTable(table);
  for (const { uri, sections } of model.files)
    for (const placed of sections) if (placed.section.kind === "peers") map.addPeers(uri, placed);
  for (const proxy of model.proxies) map.addTargets(proxy);
  map.addLoops();
  map.addTracks();
  return map.finished();
}

class MapBuilder {
  private readonly nodes = new Map<string, MapNode>();
  private readonly edges = new Map<string, MapEdge>();
  private readonly model: Model;

  constructor(model: Model) {
    this.model = model;
  }

  addProxy(proxy: Proxy): void {
    const { kind, name, uri, placed } = proxy;
    const rows = [{ text: headText(proxy), at: undefined }, ...bindRows(proxy), ...serverRows(proxy)];
    const at = { uri, line: placed.firstLine };
    this.nodes.set(idOf(proxy), { id: idOf(proxy), kind, title: name, rows, at, last: lastLine(placed) });
  }

  addTable(table: StickTable): void {
    const { at } = table;
    this.nodes.set(`table ${table.name}`, {
      id: `table ${table.name}`,
      kind: "table",
      title: table.name,
      rows: tableRows(at),
      at: placeOf(at),
      last: at.lineNumber,
    });
    const peers = wordBehind(at.statement.words, "peers")?.value;
    if (peers !== undefined) this.addEdge(`table ${table.name}`, `peers ${peers}`, "peers", "", at);
    else if (table.name.includes("/")) this.addEdge(`table ${table.name}`, `peers ${table.name.split("/")[0]}`, "peers", "", at);
  }

  addPeers(uri: string, placed: PlacedSection): void {
    const statements = placedStatementsOf(uri, placed);
    const members = [...withKeyword(statements, "peer"), ...withKeyword(statements, "server")];
    const id = `peers ${placed.section.name ?? ""}`;
    const rows = listed(members.map((at) => ({ text: cut(`${wordOf(at, 1)} ${wordOf(at, 2)}`.trim()), at: placeOf(at) })));
    const at = { uri, line: placed.firstLine };
    this.nodes.set(id, { id, kind: "peers", title: placed.section.name ?? "", rows, at, last: lastLine(placed) });
  }

  /** `use_backend` and `default_backend`, inherited ones too. */
  addTargets(proxy: Proxy): void {
    for (const at of switchingRules(proxy)) {
      const words = at.statement.words.map(({ value }) => value);
      if (words[0] === "use_backend") this.addTarget(proxy, at, "rule", cut(words.slice(2).join(" ")));
      else this.addTarget(proxy, at, "default", l10n.t("otherwise"));
    }
  }

  private addTarget(proxy: Proxy, at: PlacedStatement, kind: EdgeKind, label: string): void {
    const word = at.statement.words[1];
    if (word === undefined) return;
    if (isDynamic(at)) {
      this.addDynamic(proxy, at, word, label);
      return;
    }
    const target = this.model.proxies.find(({ name, kind: other }) => name === word.value && other !== "frontend");
    const id = target === undefined ? `missing ${word.value}` : idOf(target);
    if (target === undefined)
      this.nodes.set(id, {
        id,
        kind: "missing",
        title: word.value,
        rows: [{ text: l10n.t("not declared"), at: undefined }],
        at: placeOf(at),
        last: undefined,
      });
    this.addEdge(idOf(proxy), id, kind, label, at);
  }

  /** A name that is put together at run time, with the backends that it can be as far as that says anything. */
  private addDynamic(proxy: Proxy, at: PlacedStatement, word: Word, label: string): void {
    const id = `dynamic ${word.value}`;
    const rows = [{ text: l10n.t("chosen at run time"), at: undefined }];
    this.nodes.set(id, { id, kind: "dynamic", title: cut(word.value), rows, at: placeOf(at), last: undefined });
    this.addEdge(idOf(proxy), id, "dynamic", label, at);
    const fallback = fallbackOf(at)?.name;
    const targets = this.model.proxies.filter((one) => one.name === fallback || mayLeadTo(at, proxy, one));
    const certain = targets.find((one) => one.name === fallback && one.kind !== "frontend");
    if (certain !== undefined) this.addEdge(id, idOf(certain), "default", l10n.t("no entry"), at);
    // what any backend can be called, or many of them, is no picture
    if (mayBecome(word, "") || targets.length > mostTargets) return;
    for (const target of targets) if (target !== certain) this.addEdge(id, idOf(target), "dynamic", "", at);
  }

  addLoops(): void {
    for (const { from, to, server } of loopsIn(this.model))
      this.addEdge(idOf(from), idOf(to), "loop", cut(`server ${wordOf(server, 1)}`), server);
  }

  /** Rules that track in a table, and rules of stickiness, which use the proxy's own unless they name one. */
  addTracks(): void {
    for (const { at, proxy, table, ruleset, counter } of this.model.tracks)
      if (table !== undefined) this.addEdge(idOf(proxy), `table ${table.name}`, "track", cut(`${ruleset} track-sc${counter ?? ""}`), at);
    for (const proxy of this.model.proxies) {
      for (const at of effectiveWith(proxy, "stick")) {
        const words = at.statement.words.map(({ value }) => value);
        const named = words.indexOf("table");
        const name = named > 0 ? (words[named + 1] ?? "") : proxy.name;
        this.addEdge(idOf(proxy), `table ${name}`, "track", cut(words.slice(0, 3).join(" ")), at);
      }
    }
  }

  private addEdge(from: string, to: string, kind: EdgeKind, label: string, at: PlacedStatement): void {
    const key = `${from}\0${to}\0${kind}`;
    const known = this.edges.get(key);
    const labels = label === "" || known?.labels.includes(label) === true ? (known?.labels ?? []) : [...(known?.labels ?? []), label];
    this.edges.set(key, { from, to, kind, labels, at: known?.at ?? placeOf(at) });
  }

  finished(): TrafficMap {
    // what leads to a table or to peers that are nowhere declared is a finding of the lints
    const edges = [...this.edges.values()].filter(({ from, to }) => this.nodes.has(from) && this.nodes.has(to));
    const linked = new Set(edges.flatMap(({ from, to }) => [from, to]));
    // a backend that only holds a table is shown as that table
    for (const { kind, name, own } of this.model.proxies) {
      const id = `${kind} ${name}`;
      const holdsTable = kind === "backend" && this.nodes.has(`table ${name}`) && !linked.has(id);
      if (holdsTable && withKeyword(own, "server").length === 0) this.nodes.delete(id);
    }
    return { nodes: [...this.nodes.values()], edges };
  }
}

function idOf({ kind, name }: Proxy): string {
  return `${kind} ${name}`;
}

function headText(proxy: Proxy): string {
  const balance = proxy.kind === "frontend" ? undefined : inForce(proxy, "balance");
  const words = [`mode ${modeOf(proxy).mode}`, ...(balance === undefined ? [] : [`balance ${wordOf(balance, 1)}`])];
  return words.join(" · ");
}

function lastLine({ firstLine, section }: PlacedSection): number {
  return firstLine + section.lines.length - 1;
}
