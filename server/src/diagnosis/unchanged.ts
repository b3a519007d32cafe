/** What an edit leaves as it was: where the proxies that it changed give a condition the same answer, all of it stands. */
import type { Patterns } from "../knowledge/condition.ts";
import { statementAt } from "../model/parts/parts.ts";
import { type ProxyScope, placedIn, type Scope } from "../model/proxies/scopes.ts";
import { isSameStatement, type PlacedStatement, saysTheSame } from "../model/statement.ts";
import { isMacro, type Section } from "../syntax/config.ts";
import type { Line } from "../syntax/line.ts";
import { perObject } from "../syntax/perObject.ts";
import type { Node } from "./conditionTree.ts";
import { type Circle, type Found, matches, stem } from "./hits.ts";
import type { Leaf } from "./leaves.ts";

/** More of them are no keystroke. */
const mostChanged = 2;

/** What an edit changed. */
export interface Changed {
  /** The proxies before and after it, at the same places. */
  readonly was: readonly ProxyScope[];
  readonly is: readonly ProxyScope[];
  /** How many proxies stand before the first of them. */
  readonly from: number;
  /** Whether any stick-table, or a rule that tracks in one, is another. */
  readonly tables: boolean;
  /**
   * The lines of the changed proxies that differ, before and after, and those of the defaults sections whose statements they put out of
   * force; undefined where more is another: lines behind them moved, `.if` guards them, another section has begun or is inherited from.
   */
  readonly lines: readonly Line[] | undefined;
  /** Section of before > what stands in its place, or the same one elsewhere: lines were added or taken out above it. */
  readonly anew: ReadonlyMap<Section, Scope>;
}

type Asked = Pick<Circle, "model" | "branch" | "scopes">;

/** What two circles do not share; undefined where more differs than a few proxies. */
export function changesBetween(before: Asked, now: Asked): Changed | undefined {
  if (before.branch !== now.branch || before.model.scripts !== now.model.scripts) return undefined;
  const [old, current] = [before.scopes, now.scopes];
  if (old.alone.length !== current.alone.length || old.proxies.length !== current.proxies.length) return undefined;
  const anew = new Map<Section, Scope>();
  if (!current.alone.every((scope, i) => isKept(scope, old.alone[i], anew))) return undefined;
  const changed = current.proxies.flatMap((scope, i) => (isKeptProxy(scope, old.proxies[i], anew) ? [] : [i]));
  if (changed.length > mostChanged) return undefined;
  const of = (proxies: readonly ProxyScope[]) => changed.map((i) => proxies[i] as ProxyScope);
  const [is, was] = [of(current.proxies), of(old.proxies)];
  const from = changed[0] ?? current.proxies.length;
  for (const [i, scope] of is.entries()) noteReplaced(was[i] as ProxyScope, scope, anew);
  return { is, was, from, tables: !sameTables(before, now), lines: changedLines(was, is), anew };
}

function noteReplaced(was: ProxyScope, is: ProxyScope, anew: Map<Section, Scope>): void {
  const now = sectionsOf(is);
  for (const [i, { section }] of sectionsOf(was).entries()) {
    const scope = now[i];
    if (scope !== undefined && scope.section !== section) anew.set(section, scope);
  }
}

/** The same section, be it elsewhere. */
function isKept(scope: Scope, other: Scope | undefined, anew: Map<Section, Scope>): boolean {
  if (other?.section !== scope.section || other.uri !== scope.uri) return false;
  if (other.firstLine !== scope.firstLine) anew.set(scope.section, scope);
  return true;
}

function isKeptProxy(scope: ProxyScope, other: ProxyScope | undefined, anew: Map<Section, Scope>): boolean {
  if (scope === other) return true;
  const [is, was] = [sectionsOf(scope), other === undefined ? [] : sectionsOf(other)];
  return is.length === was.length && is.every((one, i) => isKept(one, was[i], anew));
}

function changedLines(was: readonly ProxyScope[], is: readonly ProxyScope[]): readonly Line[] | undefined {
  const changed: Line[] = [];
  for (const [i, { own, inherited }] of is.entries()) {
    const old = was[i];
    const before = old?.own.section.lines ?? [];
    const now = own.section.lines;
    if (old?.inherited !== inherited || before[0] !== now[0] || before.length !== now.length) return undefined;
    now.forEach((line, at) => {
      const other = before[at] as Line;
      if (line !== other) changed.push(line, other);
    });
  }
  return changed.some(isMacro) ? undefined : [...changed, ...overruled(changed, is)];
}

/** Lines of defaults sections that a proxy may set anew with one of the changed ones. */
function overruled(changed: readonly Line[], is: readonly ProxyScope[]): readonly Line[] {
  const keywords = new Set(changed.map(keywordOf));
  return is.flatMap(({ inherited }) =>
    inherited.flatMap(({ section }) => section.lines.filter((line) => line.words.length > 0 && keywords.has(keywordOf(line)))),
  );
}

/** Behind `no` or `default`. */
function keywordOf({ words }: Line): string {
  const first = words[0]?.value ?? "";
  return first === "no" || first === "default" ? (words[1]?.value ?? "") : first;
}

/** By what the declarations and rules say: an edit makes other objects of all that stands in its section. */
function sameTables({ model: before }: Asked, { model: now }: Asked): boolean {
  if (before.tables.length !== now.tables.length || before.tracks.length !== now.tracks.length) return false;
  return (
    now.tables.every((table, i) => {
      const other = before.tables[i];
      return table === other || (saysTheSame(table.at, other?.at) && table.name === other?.name);
    }) &&
    now.tracks.every((rule, i) => {
      const other = before.tracks[i];
      if (rule === other) return true;
      return saysTheSame(rule.at, other?.at) && rule.table?.name === other?.table?.name && rule.proxy.name === other?.proxy.name;
    })
  );
}

/** The answer of one proxy alone. */
type OfProxy = (part: Node, proxy: ProxyScope, when: "before" | "now") => Found;

/** The answer found before the edit, where that changed nothing of it, with the statements as they are now; else undefined. */
export function standing(node: Node, found: Found, changed: Changed, ofProxy: OfProxy): Found | undefined {
  return stands(node, found, changed, ofProxy) ? renewed(found, changed) : undefined;
}

function stands(node: Node, found: Found, changed: Changed, ofProxy: OfProxy): boolean {
  if (node.kind === "leaf" && !isOfProxies(node.leaf)) return isUntouched(node.leaf, changed);
  if (!isOfSingleProxies(node)) return false;
  // whatever the changed ones hold, nobody asked them
  if (found.asked !== undefined && found.asked <= changed.from) return true;
  if (changed.lines !== undefined && !mayConcern(node, changed.lines)) return true;
  const part = node.kind === "proxy" ? node.part : node;
  return changed.is.every((proxy, i) => isSameAnswer(ofProxy(part, proxy, "now"), ofProxy(part, changed.was[i] ?? proxy, "before")));
}

function isSameAnswer(one: Found, other: Found): boolean {
  if (one.verdict !== other.verdict) return false;
  return one.verdict === "unmet" || isSameList(one.places, other.places);
}

function isSameList(one: readonly PlacedStatement[], other: readonly PlacedStatement[]): boolean {
  return one.length === other.length && one.every((at, i) => isSameStatement(at, other[i]));
}

/** With the statements of the changed sections in place of the ones that they were; undefined where one is not there any more. */
function renewed(found: Found, { anew }: Changed): Found | undefined {
  if (!found.places.some(({ section }) => anew.has(section))) return found;
  const places = found.places.map((at) => {
    const scope = anew.get(at.section);
    if (scope === undefined) return at;
    const statement = statementAt(scope.section, at.statement.offset);
    return statement?.line === at.statement.line ? placedIn(scope, statement) : undefined;
  });
  return places.includes(undefined) ? undefined : { ...found, places: places.filter((at) => at !== undefined) };
}

function sectionsOf({ own, inherited }: ProxyScope): readonly Scope[] {
  return [own, ...inherited];
}

/** Whether the answer may hang on any of the lines. */
function mayConcern(node: Node, lines: readonly Line[]): boolean {
  switch (node.kind) {
    case "leaf":
      return lines.some(concernOf(node.leaf));
    case "all":
    case "any":
      return node.parts.some((part) => mayConcern(part, lines));
    default:
      return mayConcern(node.part, lines);
  }
}

type IsConcern = (line: Line) => boolean;

/** What a line must have for a condition to hang on it. */
const concernOf = perObject((leaf: Leaf): IsConcern => {
  if ("fetch" in leaf) return named(leaf.fetch);
  if ("converter" in leaf) return named(leaf.converter);
  if ("action" in leaf) return acting([leaf.action].flat());
  if ("statement" in leaf) return starting([leaf.statement].flat());
  if ("set" in leaf) return starting([leaf.set].flat());
  if ("bind" in leaf) return starting(["bind", "mode"]);
  if ("server" in leaf) return starting(["server", "server-template", "default-server", "mode"]);
  if ("mode" in leaf) return starting(["mode"]);
  if ("reuse" in leaf) return starting(["mode", "server", "server-template", "http-reuse"]);
  return () => true;
});

function named(patterns: Patterns): IsConcern {
  const stems = [patterns].flat().map(stem);
  return ({ raw }) => stems.some((text) => raw.includes(text));
}

function acting(names: readonly string[]): IsConcern {
  return ({ words }) => words.some(({ value }) => names.some((name) => value.startsWith(stem(name))));
}

function starting(patterns: readonly string[]): IsConcern {
  const keywords = patterns.map((pattern) => pattern.split(" ")[0] ?? "");
  return (line) => {
    const keyword = keywordOf(line);
    return keywords.some((pattern) => matches(pattern, keyword));
  };
}

/** Of what stands outside of proxies, of tables and of numbers of sections. */
function isUntouched(leaf: Leaf, { is, was, tables, lines }: Changed): boolean {
  if ("lua" in leaf) return false;
  // a number of servers takes all proxies together
  if ("server" in leaf) return lines !== undefined && !mayConcern({ kind: "leaf", leaf }, lines);
  if ("table" in leaf) return !tables;
  if ("section" in leaf) return is.every(({ proxy }, i) => proxy.kind === was[i]?.proxy.kind);
  return true;
}

/** Met by one proxy or by none, whatever the others hold: not so what counts sections, and tables that other proxies track. */
function isOfSingleProxies(node: Node): boolean {
  switch (node.kind) {
    case "leaf":
      return isOfProxies(node.leaf);
    case "proxy":
      return onlyLeaves(node.part, (leaf) => !("table" in leaf));
    default:
      return false;
  }
}

const kinds = ["statement", "bind", "server", "action", "fetch", "converter", "mode", "reuse", "set"];

function isOfProxies(leaf: Leaf): boolean {
  return kinds.some((kind) => kind in leaf) && !("server" in leaf && leaf.server.min !== undefined);
}

function onlyLeaves(node: Node, fits: (leaf: Leaf) => boolean): boolean {
  switch (node.kind) {
    case "leaf":
      return fits(node.leaf);
    case "all":
    case "any":
      return node.parts.every((part) => onlyLeaves(part, fits));
    default:
      return onlyLeaves(node.part, fits);
  }
}
