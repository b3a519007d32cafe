/** The way of traffic: from a frontend through its rules to backends and their servers, and back. */
import * as l10n from "@vscode/l10n";
import type { Model } from "../../model/model.ts";
import { type Loop, loopsIn } from "../../model/proxies/loops.ts";
import { type Proxy, serverLines } from "../../model/proxies/proxies.ts";
import { fallbackOf, isDynamic, mayLeadTo, switchingRules } from "../../model/proxies/switching.ts";
import { type PlacedStatement, wordOf } from "../../model/statement.ts";
import { declaredIn } from "../../model/symbols/declared.ts";
import { nameAt, thingOf } from "../../model/symbols/symbols.ts";
import { spanIn } from "../../syntax/columns.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import type { Place, Span } from "../../syntax/span.ts";
import { lastLineOf } from "./definition.ts";

/** A station of the traffic. */
export interface Station extends Place {
  /** `dynamic`: a rule that names its backend at run time. */
  readonly kind: "frontend" | "backend" | "listen" | "server" | "dynamic";
  readonly name: string;
  readonly detail: string;
  readonly firstLine: number;
  readonly lastLine: number;
}

export interface Passage {
  readonly station: Station;
  /** Where the one that sends the traffic says so. */
  readonly at: readonly Span[];
  /** Lines of these spans, in the same order. */
  readonly lines: readonly number[];
}

/** The station under a name: of a proxy or a server, where it is declared or used. */
export function stationsAt(model: Model, file: ConfigFile, line: number, column: number, branch: string | undefined): readonly Station[] {
  const name = nameAt(file, line, column, branch);
  const thing = name && thingOf(model, name.placed.section, name.occurrence);
  if (thing === undefined) return [];
  const proxies = declaredIn(model).proxies.get(thing.owner === "" ? thing.name : thing.owner) ?? [];
  if (thing.kind !== "server" && thing.kind !== "server-template")
    return proxies.filter(({ kind }) => kind === thing.kind).map(proxyStation);
  return proxies
    .filter(takesTraffic)
    .flatMap(serversOf)
    .filter((server) => server.name === thing.name);
}

/** Where the traffic of a station goes. */
export function passagesFrom(model: Model, station: Station): readonly Passage[] {
  if (station.kind === "server")
    return loopsAt(model, station).map(({ to, server }) => ({ station: proxyStation(to), ...atAddress(server) }));
  if (station.kind === "dynamic") return perhapsTo(model, station);
  const proxy = proxyAt(model, station);
  if (proxy === undefined) return [];
  const passages = new Map<string, Passage>();
  const named = (name: string) => model.proxies.filter((one) => takesTraffic(one) && one.name === name).map(proxyStation);
  for (const at of switchingRules(proxy)) {
    const word = at.statement.words[1];
    if (word === undefined) continue;
    for (const target of isDynamic(at) ? [dynamicStation(at, word)] : named(word.value)) add(passages, target, ruleSpan(proxy, at, word));
    const fallback = fallbackOf(at);
    if (fallback !== undefined) for (const target of named(fallback.name)) add(passages, target, ruleSpan(proxy, at, word, fallback.span));
  }
  if (takesTraffic(proxy)) for (const server of serversOf(proxy)) add(passages, server, { line: server.line, span: server.span });
  return [...passages.values()];
}

/** The backends that a rule may name at run time. */
function perhapsTo(model: Model, { uri, line, span }: Station): readonly Passage[] {
  const reached = (target: Proxy) =>
    model.proxies.some((proxy) =>
      switchingRules(proxy).some((at) => at.uri === uri && at.lineNumber === line && mayLeadTo(at, proxy, target)),
    );
  const targets = model.proxies.filter((proxy) => takesTraffic(proxy) && reached(proxy));
  return targets.map((target) => ({ station: { ...proxyStation(target), detail: perhaps() }, at: [span], lines: [line] }));
}

/** Where the traffic of a station comes from. */
export function passagesTo(model: Model, station: Station): readonly Passage[] {
  if (station.kind === "server" || station.kind === "dynamic") {
    const proxy = model.proxies.find(
      ({ uri, placed }) => uri === station.uri && placed.firstLine <= station.line && station.line <= lastLineOf(placed),
    );
    return proxy === undefined ? [] : [{ station: proxyStation(proxy), at: [station.span], lines: [station.line] }];
  }
  const target = proxyAt(model, station);
  if (target === undefined) return [];
  const loops = loopsIn(model).filter(({ to }) => to === target);
  const back = loops.map(({ server }) => ({ station: serverStation(server), ...atAddress(server) }));
  return target.kind === "frontend" ? back : [...model.proxies.flatMap((proxy) => passageBetween(proxy, target)), ...back];
}

/** A rule that names its backend at run time counts only where no other rule of the proxy leads there for certain. */
function passageBetween(proxy: Proxy, target: Proxy): readonly Passage[] {
  const certain = new Map<string, Passage>();
  const doubtful = new Map<string, Passage>();
  const sender = proxyStation(proxy);
  for (const at of switchingRules(proxy)) {
    const word = at.statement.words[1];
    const fallback = fallbackOf(at);
    if (word === undefined) continue;
    if (fallback?.name === target.name) add(certain, sender, ruleSpan(proxy, at, word, fallback.span));
    else if (isDynamic(at) && mayLeadTo(at, proxy, target)) add(doubtful, { ...sender, detail: perhaps() }, ruleSpan(proxy, at, word));
    else if (word.value === target.name) add(certain, sender, ruleSpan(proxy, at, word));
  }
  return [...(certain.size > 0 ? certain : doubtful).values()];
}

/** The servers of a line that are listeners of the configuration itself. */
function loopsAt(model: Model, { uri, line }: Station): readonly Loop[] {
  return loopsIn(model).filter(({ server }) => server.uri === uri && server.lineNumber === line);
}

function atAddress({ statement, lineNumber }: PlacedStatement): Pick<Passage, "at" | "lines"> {
  return { at: [statement.words[2]?.span ?? { start: 0, end: 0 }], lines: [lineNumber] };
}

function perhaps(): string {
  return l10n.t("perhaps: named at run time");
}

function takesTraffic({ kind }: Proxy): boolean {
  return kind !== "frontend";
}

function proxyAt(model: Model, { uri, line, name }: Station): Proxy | undefined {
  return model.proxies.find((proxy) => proxy.uri === uri && proxy.name === name && proxy.placed.firstLine === line);
}

/** An inherited rule stands in another section: then the proxy's header stands for it. */
function ruleSpan(proxy: Proxy, at: PlacedStatement, word: Word, own?: Span): { line: number; span: Span } {
  if (at.section === proxy.placed.section)
    return { line: at.lineNumber, span: own ?? spanIn(at.statement.line, word, 0, word.value.length) };
  return { line: proxy.placed.firstLine, span: proxyStation(proxy).span };
}

function add(passages: Map<string, Passage>, station: Station, { line, span }: { line: number; span: Span }): void {
  const key = `${station.kind} ${station.uri} ${station.line} ${station.kind === "dynamic" ? station.name : ""}`;
  const known = passages.get(key);
  passages.set(
    key,
    known === undefined ? { station, at: [span], lines: [line] } : { ...known, at: [...known.at, span], lines: [...known.lines, line] },
  );
}

function proxyStation({ kind, name, uri, placed }: Proxy): Station {
  const span = placed.section.lines[0]?.words[1]?.span ?? { start: 0, end: 0 };
  return { kind, name, detail: kind, uri, line: placed.firstLine, span, firstLine: placed.firstLine, lastLine: lastLineOf(placed) };
}

function dynamicStation({ uri, lineNumber }: PlacedStatement, { value, span }: Word): Station {
  return { kind: "dynamic", name: value, detail: perhaps(), uri, line: lineNumber, span, firstLine: lineNumber, lastLine: lineNumber };
}

function serversOf(proxy: Proxy): Station[] {
  return serverLines(proxy)
    .toSorted((a, b) => a.lineNumber - b.lineNumber)
    .map(serverStation);
}

function serverStation(at: PlacedStatement): Station {
  const isTemplate = wordOf(at, 0) === "server-template";
  const detail = isTemplate ? `${wordOf(at, 2)} × ${wordOf(at, 3)}` : wordOf(at, 2);
  const span = at.statement.words[1]?.span ?? { start: 0, end: 0 };
  const { uri, lineNumber: line } = at;
  return { kind: "server", name: wordOf(at, 1), detail, uri, line, span, firstLine: line, lastLine: line };
}
