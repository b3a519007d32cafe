/** What an edit leaves as it was: where the proxies that it changed do not meet a condition, the answer of before stands. */
import type { ProxyScope } from "../model/scopes.ts";
import type { Node } from "./conditionTree.ts";
import type { Circle } from "./hits.ts";
import type { Leaf } from "./leaves.ts";

/** More of them are no keystroke. */
const mostChanged = 2;

/** Proxies before and after an edit. */
export interface Changed {
  readonly was: readonly ProxyScope[];
  readonly is: readonly ProxyScope[];
}

/** The proxies that two circles do not share; undefined where anything else differs. */
export function changedProxies(before: Circle, now: Circle): Changed | undefined {
  if (before.branch !== now.branch || before.model.scripts !== now.model.scripts) return undefined;
  const [old, current] = [before.scopes, now.scopes];
  if (old.alone.length !== current.alone.length || old.proxies.length !== current.proxies.length) return undefined;
  const moved = current.alone.some(({ uri, firstLine, section }, i) => {
    const other = old.alone[i];
    return other?.section !== section || other.firstLine !== firstLine || other.uri !== uri;
  });
  if (moved) return undefined;
  const is = current.proxies.filter(({ proxy }, i) => old.proxies[i]?.proxy !== proxy);
  if (is.length > mostChanged) return undefined;
  return { is, was: old.proxies.filter(({ proxy }, i) => current.proxies[i]?.proxy !== proxy) };
}

/** Met by one proxy or by none, whatever the others hold: not so what counts sections, and tables that other proxies track. */
export function isOfSingleProxies(node: Node): boolean {
  switch (node.kind) {
    case "leaf":
      return isOfSingle(node.leaf);
    case "proxy":
      return onlyLeaves(node.part, (leaf) => !("table" in leaf));
    default:
      return false;
  }
}

function isOfSingle(leaf: Leaf): boolean {
  const kinds = ["statement", "bind", "server", "action", "fetch", "converter", "mode", "reuse"];
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
