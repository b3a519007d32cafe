/** What the Lua scripts of a configuration register, as it may use it. */
import type { Model } from "../../model/model.ts";
import { type Item, ranks } from "./item.ts";

export type LuaKind = "action" | "fetch" | "converter" | "service";

/** Hooks of actions as scripts name them, by ruleset. */
const hooksOf: Readonly<Record<string, string>> = {
  "http-request": "http-req",
  "http-response": "http-res",
  "http-after-response": "http-after-res",
  "tcp-request content": "tcp-req",
  "tcp-response content": "tcp-res",
};

/** `where`: the ruleset of an action, "http" or "tcp" for a service. */
export function luaItems(kind: LuaKind, { lua }: Model, where?: string): readonly Item[] {
  const hook = where === undefined ? undefined : kind === "action" ? hooksOf[where] : where;
  if (kind === "action" && hook === undefined) return [];
  // hooks that are worked out at run time may be any
  const fitting = lua.registered.filter(
    (one) => one.kind === kind && (hook === undefined || one.hooks === undefined || one.hooks.includes(hook)),
  );
  const names = new Set(fitting.flatMap(({ name }) => name ?? []));
  return [...names].map((name) => ({
    label: `lua.${name}`,
    kind: kind === "service" ? "value" : kind,
    note: "Lua",
    rank: ranks.usual,
  }));
}
