/** What an edit leaves as it was: where the proxies that it changed do not meet a condition, the answer of before stands. */
import type { ProxyScope } from "../model/proxies/scopes.ts";
import type { Line } from "../syntax/line.ts";
import type { Node } from "./conditionTree.ts";
import { type Circle, type Found, stem } from "./hits.ts";
import type { Leaf } from "./leaves.ts";

/** More of them are no keystroke. */
const mostChanged = 2;

/** What an edit changed. */
export interface Changed {
  /** The proxies before and after it. */
  readonly was: readonly ProxyScope[];
  readonly is: readonly ProxyScope[];
  /** How many proxies stand before the first of them. */
  readonly from: number;
  /** Whether any stick-table, or a rule that tracks in one, is another. */
  readonly tables: boolean;
  /**
   * The lines of the changed proxies that differ, before and after, and those of the defaults sections whose statements they may put
   * out of force; undefined where lines behind them moved.
   */
  readonly lines: readonly Line[] | undefined;
}

type Asked = Pick<Circle, "model" | "branch" | "scopes">;

/** What two circles do not share; undefined where more differs than a few proxies. */
export function changesBetween(before: Asked, now: Asked): Changed | undefined {
  if (before.branch !== now.branch || before.model.scripts !== now.model.scripts) return undefined;
  const [old, current] = [before.scopes, now.scopes];
  if (old.alone.length !== current.alone.length || old.proxies.length !== current.proxies.length) return undefined;
  const moved = current.alone.some(({ uri, firstLine, section }, i) => {
    const other = old.alone[i];
    return other?.section !== section || other.firstLine !== firstLine || other.uri !== uri;
  });
  if (moved) return undefined;
  const is = current.proxies.filter((scope, i) => old.proxies[i] !== scope);
  if (is.length > mostChanged) return undefined;
  const was = old.proxies.filter((scope, i) => current.proxies[i] !== scope);
  const [first] = is;
  const from = first === undefined ? current.proxies.length : current.proxies.indexOf(first);
  return { is, was, from, tables: !sameTables(before, now), lines: changedLines(was, is) };
}

function changedLines(was: readonly ProxyScope[], is: readonly ProxyScope[]): readonly Line[] | undefined {
  const changed: Line[] = [];
  for (const [i, { own, inherited }] of is.entries()) {
    for (const { section } of inherited) for (const line of section.lines) changed.push(line);
    const before = was[i]?.own.section.lines ?? [];
    const now = own.section.lines;
    if (before.length !== now.length) return undefined;
    now.forEach((line, at) => {
      const other = before[at] as Line;
      if (line !== other) changed.push(line, other);
    });
  }
  return changed;
}

function sameTables({ model: before }: Asked, { model: now }: Asked): boolean {
  if (before.tables.length !== now.tables.length || before.tracks.length !== now.tracks.length) return false;
  return (
    now.tables.every((table, i) => table === before.tables[i]) &&
    now.tracks.every(({ at, table, proxy }, i) => {
      const other = before.tracks[i];
      return at === other?.at && table === other.table && proxy.name === other.proxy.name;
    })
  );
}

type Meets = (part: Node, proxy: ProxyScope, when: "before" | "now") => boolean;

/** Whether an answer found before the edit stands; `meets` asks one proxy alone. */
export function stands(node: Node, found: Found, changed: Changed, meets: Meets): boolean {
  if (node.kind === "leaf" && !isOfProxies(node.leaf)) return isUntouched(node.leaf, changed);
  if (!isOfSingleProxies(node)) return false;
  // whatever the changed ones hold, nobody asked them
  if (found.asked !== undefined && found.asked <= changed.from) return true;
  if (node.kind === "leaf" && changed.lines !== undefined && !mayCall(node.leaf, changed.lines)) return true;
  const part = node.kind === "proxy" ? node.part : node;
  if (changed.is.some((proxy) => meets(part, proxy, "now"))) return false;
  return found.verdict === "unmet" || !changed.was.some((proxy) => meets(part, proxy, "before"));
}

/** Whether any of the lines may call a sample that is asked for; to look for them in whole sections takes longest of all. */
function mayCall(leaf: Leaf, lines: readonly Line[]): boolean {
  const patterns = "fetch" in leaf ? leaf.fetch : "converter" in leaf ? leaf.converter : undefined;
  return patterns === undefined || [patterns].flat().some((pattern) => lines.some(({ raw }) => raw.includes(stem(pattern))));
}

/** Of what stands outside of proxies, of tables and of numbers of sections. */
function isUntouched(leaf: Leaf, { is, was, tables }: Changed): boolean {
  // a number of servers, and what is set anywhere, takes all proxies together
  if ("lua" in leaf || "server" in leaf || "set" in leaf) return false;
  if ("table" in leaf) return !tables;
  if ("section" in leaf) return ![...is, ...was].some(({ proxy }) => proxy.kind === leaf.section);
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

const kinds = ["statement", "bind", "server", "action", "fetch", "converter", "mode", "reuse"];

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
