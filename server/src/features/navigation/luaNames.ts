/** Where Lua scripts register what a configuration calls `lua.name`. */
import type { RegistrationKind } from "../../model/lua/registrations.ts";
import type { Model } from "../../model/model.ts";
import { wordOf } from "../../model/statement.ts";
import type { NamedThing } from "../../model/symbols/symbols.ts";
import type { Place } from "../../syntax/span.ts";
import type { Target } from "./definition.ts";

/** What is registered, by the kind of name that the configuration then has. */
const kinds: Readonly<Record<string, RegistrationKind>> = {
  "lua-action": "action",
  "lua-fetch": "fetch",
  "lua-converter": "converter",
  "lua-service": "service",
  "lua-filter": "filter",
};

/** Where scripts set, take away or read a variable; without those that nobody has found. */
export function variablePlaces({ lua }: Model, { kind, name }: NamedThing): readonly (Place & { readonly writes: boolean })[] {
  if (kind !== "variable") return [];
  const seen = new Set<string>();
  return lua.scripts.flatMap(({ uri, script }) => {
    if (uri === undefined || seen.has(uri)) return [];
    seen.add(uri);
    const named = script.variables.filter((one) => one.name === name);
    return named.map(({ at: { line, span }, writes }) => ({ uri, line, span, writes }));
  });
}

/** Registrations in scripts that the configuration loads and in the modules that these require, where their file is known; each place once. */
export function registrationsOf({ lua }: Model, { kind, name }: NamedThing): readonly Target[] {
  const seen = new Set<string>();
  return lua.registered.flatMap((one): Target[] => {
    const { from, at } = one;
    const key = `${from.name} ${at.line} ${at.span.start}`;
    const isModule = from.name !== wordOf(from.load, 1);
    if (one.kind !== kinds[kind] || one.name !== name || (isModule && from.uri === undefined) || seen.has(key)) return [];
    seen.add(key);
    const file = isModule && from.uri !== undefined ? { uri: from.uri } : { uri: from.load.uri, script: from.name };
    return [{ ...file, line: at.line, span: at.span, firstLine: at.line, lastLine: at.line }];
  });
}

/** The same by the addresses of the files; without those that nobody has found. */
export function registeredPlaces({ lua }: Model, { kind, name }: NamedThing): readonly Place[] {
  const places = lua.registered
    .filter((one) => one.kind === kinds[kind] && one.name === name)
    .flatMap(({ from: { uri }, at: { line, span } }) => (uri === undefined ? [] : [{ uri, line, span }]));
  return places.filter(
    (one, i) => places.findIndex(({ uri, line, span }) => uri === one.uri && line === one.line && span.start === one.span.start) === i,
  );
}
