/** Where Lua scripts register what a configuration calls `lua.name`. */
import type { RegistrationKind } from "../../model/lua/registrations.ts";
import type { Model } from "../../model/model.ts";
import { wordOf } from "../../model/statement.ts";
import type { NamedThing } from "../../model/symbols/symbols.ts";
import type { Target } from "./definition.ts";

/** What is registered, by the kind of name that the configuration then has. */
const kinds: Readonly<Record<string, RegistrationKind>> = {
  "lua-action": "action",
  "lua-fetch": "fetch",
  "lua-converter": "converter",
  "lua-service": "service",
  "lua-filter": "filter",
};

/** Registrations in scripts that the configuration names itself; each place once. */
export function registrationsOf({ lua }: Model, { kind, name }: NamedThing): readonly Target[] {
  const seen = new Set<string>();
  return lua.registered.flatMap((one): Target[] => {
    const { from, at } = one;
    const key = `${from.name} ${at.line} ${at.span.start}`;
    if (one.kind !== kinds[kind] || one.name !== name || from.name !== wordOf(from.load, 1) || seen.has(key)) return [];
    seen.add(key);
    return [{ uri: from.load.uri, script: from.name, line: at.line, span: at.span, firstLine: at.line, lastLine: at.line }];
  });
}
