/** What the Lua scripts of a configuration register, by the calls in them that name it in so many words. */
import type { Model } from "../../model/model.ts";
import { type Item, ranks } from "./item.ts";

export type LuaKind = "action" | "fetch" | "converter" | "service";

interface Registered {
  readonly kind: LuaKind;
  readonly name: string;
  /** Hooks of an action ("http-req"), mode of a service. */
  readonly hooks: readonly string[];
}

const registering =
  /\bcore\s*\.\s*register_(action|fetches|converters|service)\s*\(\s*["']([\w.-]+)["']\s*,\s*(?:\{([^}]*)\}|["'](\w+)["'])?/g;
const kinds: Readonly<Record<string, LuaKind>> = { action: "action", fetches: "fetch", converters: "converter", service: "service" };
const memo = new Map<string, readonly Registered[]>();
/** Scripts that are being edited come in many versions. */
const mostKept = 100;

function registeredIn(text: string): readonly Registered[] {
  let found = memo.get(text);
  if (found === undefined) {
    if (memo.size >= mostKept) memo.clear();
    found = [...text.matchAll(registering)].map(([, verb = "", name = "", list = "", mode = ""]) => ({
      kind: kinds[verb] ?? "action",
      name,
      hooks: [...list.matchAll(/["']([\w-]+)["']/g)].map((hook) => hook[1] as string).concat(mode === "" ? [] : [mode]),
    }));
    memo.set(text, found);
  }
  return found;
}

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
  const fitting = lua.texts.flatMap((text) =>
    text === undefined ? [] : registeredIn(text).filter((one) => one.kind === kind && (hook === undefined || one.hooks.includes(hook))),
  );
  return [...new Set(fitting.map(({ name }) => `lua.${name}`))].map((label) => ({
    label,
    kind: kind === "service" ? "value" : kind,
    note: "Lua",
    rank: ranks.usual,
  }));
}
