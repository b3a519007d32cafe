/** Where Lua scripts register what a configuration calls `lua.name`. */
import { withoutLuaComments } from "../../model/lua.ts";
import type { Model } from "../../model/model.ts";
import { wordOf } from "../../model/statement.ts";
import type { NamedThing } from "../../model/symbols/symbols.ts";
import type { Target } from "./definition.ts";

/** Functions of the core that register a name, by the kind of name that the configuration then has. */
const functions: Readonly<Record<string, string>> = {
  "lua-action": "register_action",
  "lua-fetch": "register_fetches",
  "lua-converter": "register_converters",
  "lua-service": "register_service",
  "lua-filter": "register_filter",
};

export function registrationsOf({ lua }: Model, { kind, name }: NamedThing): readonly Target[] {
  const seen = new Set<string>();
  return lua.loads.flatMap((load, i) => {
    const script = wordOf(load, 1);
    const text = lua.texts[i];
    if (text === undefined || seen.has(script)) return [];
    seen.add(script);
    return registrationsIn(text, functions[kind] ?? "", name).map(({ line, start }): Target => {
      return { uri: load.uri, script, line, span: { start, end: start + name.length }, firstLine: line, lastLine: line };
    });
  });
}

/** Calls such as `core.register_action("name", …)` outside comments; the columns are those of the name without its quotes. */
function registrationsIn(text: string, register: string, name: string): { line: number; start: number }[] {
  const code = withoutLuaComments(text).split("\n");
  return text.split("\n").flatMap((raw, line) =>
    [...raw.matchAll(/\bcore\s*\.\s*(register_\w+)\s*\(\s*(["'])((?:(?!\2).)*)\2/g)].flatMap((call) => {
      const isCode = code[line]?.slice(call.index, call.index + 4) === "core";
      if (!isCode || call[1] !== register || call[3] !== name) return [];
      return [{ line, start: call.index + call[0].length - 1 - name.length }];
    }),
  );
}
