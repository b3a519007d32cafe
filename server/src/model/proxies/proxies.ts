/** Proxies with what they inherit from their defaults section, and the paths of traffic between them. */

import { argumentsOf, entryOf } from "../../knowledge/grammar.ts";
import { firstOf, parseNotation } from "../../knowledge/notation.ts";
import { once } from "../../knowledge/once.ts";
import type { ConfigFile, PlacedSection, Section } from "../../syntax/config.ts";
import { inContext } from "../../syntax/inContext.ts";
import type { Word } from "../../syntax/line.ts";
import { Memory, newSort, Remembering } from "../../syntax/memory.ts";
import { perObject } from "../../syntax/perObject.ts";
import { type Stretch, stretchesOf } from "../../syntax/stretches.ts";
import { both } from "../both.ts";
import { anyConditional, type PlacedStatement, placedStatementsOf, withKeyword, wordOf } from "../statement.ts";

export interface Proxy {
  readonly kind: "frontend" | "backend" | "listen";
  readonly name: string;
  readonly uri: string;
  readonly placed: PlacedSection;
  /** Its own statements. */
  readonly own: readonly PlacedStatement[];
  /** Statements of the defaults sections it inherits from, the nearest first. */
  readonly inherited: readonly PlacedStatement[];
  /** It inherits from a section that is not found, be it that the environment gives a name. */
  readonly orphan: boolean;
}

interface Defaults {
  readonly name: string;
  readonly statements: readonly PlacedStatement[];
  readonly orphan: boolean;
}

/** The defaults sections that stand before a place: the last one, and those that have a name. */
interface DefaultsBefore {
  readonly last: Defaults | undefined;
  readonly named: ReadonlyMap<string, Defaults>;
}
const noDefaults: DefaultsBefore = { last: undefined, named: new Map() };

/** Frontends, backends and listens of all files in order, each with its defaults: a list for each stretch, one object as long as it stays. */
export function proxiesOf(files: readonly ConfigFile[]): readonly (readonly Proxy[])[] {
  const lists: (readonly Proxy[])[] = [];
  let before = noDefaults;
  for (const file of files) {
    for (const stretch of stretchesOf(file)) {
      const { proxies, behind } = proxiesIn(stretch, before);
      before = behind;
      lists.push(proxies);
    }
  }
  return lists;
}

const proxiesIn = inContext((stretch: Stretch, before: DefaultsBefore) => {
  const proxies: Proxy[] = [];
  let { last } = before;
  let named: Map<string, Defaults> | undefined;
  for (const placed of stretch.sections) {
    const { section } = placed;
    const own = placedStatementsOf(stretch.uri, placed);
    const from = parentOf(section)?.value;
    const parent = from === undefined ? undefined : (named ?? before.named).get(from);
    if (section.kind === "defaults") {
      const orphan = from !== undefined && parent?.orphan !== false;
      last = { name: section.name ?? "", statements: parent === undefined ? own : [...own, ...parent.statements], orphan };
      if (section.name === undefined) continue;
      named ??= new Map(before.named);
      named.set(section.name, last);
    } else if (section.kind === "frontend" || section.kind === "backend" || section.kind === "listen") {
      const heritage = from === undefined ? (last ?? noHeritage) : (parent ?? lostHeritage);
      proxies.push(proxyOf(section.kind, stretch.uri, placed, own, heritage));
    }
  }
  const behind = last === before.last && named === undefined ? before : { last, named: named ?? before.named };
  return { proxies, behind };
});

type List = readonly PlacedStatement[];
type Heritage = Pick<Defaults, "statements" | "orphan">;
const noHeritage: Heritage = { statements: [], orphan: false };
const lostHeritage: Heritage = { statements: [], orphan: true };

const proxySort = newSort();

class ReadProxy extends Remembering implements Proxy {
  readonly kind: Proxy["kind"];
  readonly name: string;
  readonly uri: string;
  readonly placed: PlacedSection;
  readonly own: List;
  readonly inherited: List;
  readonly orphan: boolean;

  constructor(kind: Proxy["kind"], uri: string, placed: PlacedSection, own: List, { statements, orphan }: Heritage) {
    super(proxySort);
    this.kind = kind;
    this.name = placed.section.name ?? "";
    this.uri = uri;
    this.placed = placed;
    this.own = own;
    this.inherited = statements;
    this.orphan = orphan;
  }
}

const known = new Memory<Section, Proxy>();

/** The same object as before where nothing of the proxy changed, so that what hangs on it stays. */
function proxyOf(kind: Proxy["kind"], uri: string, placed: PlacedSection, own: List, heritage: Heritage): Proxy {
  const same = known.get(placed.section);
  if (same !== undefined && same.own === own && same.inherited === heritage.statements && same.orphan === heritage.orphan) return same;
  const proxy = new ReadProxy(kind, uri, placed, own, heritage);
  known.set(placed.section, proxy);
  return proxy;
}

/** The proxy's statements that start with a keyword, inherited ones behind its own. */
export function effectiveWith(proxy: Proxy, keyword: string): readonly PlacedStatement[] {
  const own = withKeyword(proxy.own, keyword);
  const inherited = withKeyword(proxy.inherited, keyword);
  if (own.length === 0) return inherited;
  return inherited.length === 0 ? own : [...own, ...inherited];
}

/** Of statements of a proxy, its own before inherited ones, the one that counts: the last of the nearest section that has any. */
export function lastOfNearest(list: readonly PlacedStatement[]): PlacedStatement | undefined {
  const nearest = list[0]?.section;
  return list.findLast(({ section }) => section === nearest);
}

/** The statement with a keyword that counts for a proxy. */
export function inForce(proxy: Proxy, keyword: string): PlacedStatement | undefined {
  return lastOfNearest(effectiveWith(proxy, keyword));
}

/** What a proxy does not say of those that HAProxy must know to send mail: through whom, from whom and to whom. */
export function missingForMail(proxy: Proxy): readonly string[] {
  const alerts = effectiveWith(proxy, "email-alert");
  return ["mailers", "from", "to"].filter((word) => !alerts.some((at) => wordOf(at, 1) === word));
}

/** The lines of its own that define servers, templates behind the others. */
export function serverLines({ own }: Pick<Proxy, "own">): readonly PlacedStatement[] {
  return both(withKeyword(own, "server"), withKeyword(own, "server-template"));
}

export function hasServers({ own }: Pick<Proxy, "own">): boolean {
  return withKeyword(own, "server").length > 0 || withKeyword(own, "server-template").length > 0;
}

/** The proxy's statements with inherited ones behind its own: the first hit is the one in force. */
export const effectiveStatements = perObject(({ own, inherited }: Proxy): readonly PlacedStatement[] =>
  inherited.length === 0 ? own : [...own, ...inherited],
);

/**
 * Proxies that a stream through each proxy may pass, itself first: for a frontend the backends it names (all of them when a name
 * is dynamic), for a backend the frontends that name it.
 */
export function pathsBetween(proxies: readonly Proxy[]): ReadonlyMap<Proxy, readonly Proxy[]> {
  const backends = proxies.filter(({ kind }) => kind !== "frontend");
  const byName = new Map(backends.map((proxy) => [proxy.name, proxy]));
  const paths = new Map<Proxy, Set<Proxy>>(proxies.map((proxy) => [proxy, new Set([proxy])]));
  for (const proxy of proxies) {
    if (proxy.kind === "backend") continue;
    for (const target of targetsOf(proxy, backends, byName)) {
      paths.get(proxy)?.add(target);
      paths.get(target)?.add(proxy);
    }
  }
  const index = new Map(proxies.map((proxy, i) => [proxy, i]));
  const inOrder = (proxy: Proxy, others: ReadonlySet<Proxy>) => [...others].sort((a, b) => rank(a, proxy, index) - rank(b, proxy, index));
  return new Map([...paths].map(([proxy, others]) => [proxy, inOrder(proxy, others)]));
}

/** The proxy itself first, then as they stand in the files. */
function rank(other: Proxy, proxy: Proxy, index: ReadonlyMap<Proxy, number>): number {
  return other === proxy ? -1 : (index.get(other) ?? 0);
}

function targetsOf(proxy: Proxy, backends: readonly Proxy[], byName: ReadonlyMap<string, Proxy>): readonly Proxy[] {
  const targets: Proxy[] = [];
  for (const at of [...effectiveWith(proxy, "use_backend"), ...effectiveWith(proxy, "default_backend")]) {
    const word = at.statement.words[1];
    if (word === undefined) continue;
    if (word.dynamic || word.value.includes("%[")) return backends;
    const target = byName.get(word.value);
    if (target !== undefined) targets.push(target);
  }
  return targets;
}

/** HAProxy makes nothing of the proxy, or what it reads of it is left open, by `.if` or by a name that is not known here. */
export const isDisabledOrOpen = perObject(
  ({ own, inherited, orphan }: Proxy): boolean =>
    orphan || withKeyword(own, "disabled").length > 0 || anyConditional(own) || anyConditional(inherited),
);

interface Mode {
  readonly mode: string;
  /** False where the environment gives it, where it is no mode of any release, or where it comes from a section that is not found. */
  readonly known: boolean;
  /** Line of the proxy's own statement. */
  readonly at: number | undefined;
}

/** The mode in force: the proxy's own, or the one it inherits, or tcp. */
export const modeOf = perObject((proxy: Proxy): Mode => {
  const at = inForce(proxy, "mode");
  const isOwn = at?.section === proxy.placed.section;
  const mode = at === undefined ? "tcp" : wordOf(at, 1);
  return { mode, known: (isOwn || !proxy.orphan) && modes().has(mode), at: isOwn ? at?.lineNumber : undefined };
});

const modes = once(() => {
  const entry = entryOf("proxy", "mode");
  const words = entry === undefined ? [] : firstOf(parseNotation(argumentsOf(entry, undefined)));
  return new Set(words.flatMap((node) => (node.kind === "word" ? [node.text] : [])));
});

/** The name behind `from` in a section's header. */
export function parentOf(section: Section): Word | undefined {
  const words = section.lines[0]?.words ?? [];
  return words[parentWord(words)];
}

/** Index of the word behind `from` in a header; -1 without one. */
function parentWord(words: readonly Word[]): number {
  if (words.length < 3) return -1;
  const at = words.findIndex((word, i) => i > 0 && word.value === "from");
  return at < 0 ? -1 : at + 1;
}
