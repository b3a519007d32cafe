/** Catalogued bugs by the parts of the Lua API that their conditions name. */
import type { Condition } from "../../knowledge/condition.ts";
import { type Advisory, knowledge } from "../../knowledge/knowledge.ts";
import type { Release } from "../../knowledge/release.ts";
import { standingOf } from "../../knowledge/standing.ts";

let index: ReadonlyMap<string, readonly Advisory[]> | undefined;

/** Bugs around a member such as "core.httpclient" or "Socket.receive" that the release has; all of them where none is chosen. */
export function advisoriesOn(member: string, release: Release | undefined): readonly Advisory[] {
  index ??= indexed();
  const known = index.get(member) ?? [];
  return known.filter((advisory) => release === undefined || ["affected", "any"].includes(standingOf(advisory, release).state));
}

function indexed(): ReadonlyMap<string, readonly Advisory[]> {
  const found = new Map<string, Advisory[]>();
  for (const advisory of knowledge.advisories) {
    if (!("when" in advisory.exposure)) continue;
    // "*" names no part of the API, and an ending left open none in particular
    const names = new Set(luaIn(advisory.exposure.when).filter((name) => name.includes(".") && !name.endsWith("*")));
    for (const name of names) found.set(name, [...(found.get(name) ?? []), advisory]);
  }
  return found;
}

function luaIn(condition: Condition): readonly string[] {
  if (typeof condition === "string") return [];
  if ("lua" in condition) return typeof condition.lua === "string" ? [condition.lua] : condition.lua;
  if ("all" in condition) return condition.all.flatMap(luaIn);
  if ("any" in condition) return condition.any.flatMap(luaIn);
  return "proxy" in condition ? luaIn(condition.proxy) : [];
}
