/** The lines that load Lua scripts: files that are not there, scripts that do not parse, names that are registered twice. */
import * as l10n from "@vscode/l10n";
import type { LuaUse, Registered } from "../../model/lua/lua.ts";
import type { Model } from "../../model/model.ts";
import { wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, wordHit } from "../hit.ts";

export function luaLoadHits({ lua, scriptPlaces }: Model): readonly Hit[] {
  if (lua.loads.length === 0) return [];
  return [...missingFiles(lua, scriptPlaces.missing), ...brokenScripts(lua), ...registeredTwice(lua)];
}

function missingFiles({ loads }: LuaUse, missing: ReadonlySet<string>): Hit[] {
  return loads.flatMap((load) => {
    const name = wordOf(load, 1);
    if (!missing.has(name) || load.statement.conditional) return [];
    const message = l10n.t('no file "{0}" in the workspace, though its folder is there', plain(name));
    return [wordHit(load, 1, { code: "missing-lua-file", severity: "information", message })];
  });
}

/** HAProxy refuses a script that does not parse. */
function brokenScripts({ scripts }: LuaUse): Hit[] {
  return scripts.flatMap(({ load, name, script }) => {
    const { problem } = script.reading;
    if (problem === undefined || load.statement.conditional || name !== wordOf(load, 1)) return [];
    const message = l10n.t("the script does not parse, line {0}: {1}", problem.line + 1, plain(problem.message));
    return [wordHit(load, 1, { code: "lua-syntax-error", severity: "error", message })];
  });
}

function registeredTwice(lua: LuaUse): Hit[] {
  const twice = secondRegistrations(lua);
  return lua.loads.flatMap((load) => {
    const names = [...new Set(twice.filter(({ from }) => from.load === load).map(({ name }) => `lua.${name}`))];
    if (names.length === 0) return [];
    const message = l10n.t("registered more than once, the last one counts: {0}", plain(names.join(l10n.t(", "))));
    return [wordHit(load, 1, { code: "lua-registered-twice", severity: "warning", message })];
  });
}

/** States are compared by themselves: the one that all threads share, and those of the threads. CLI commands have names of another kind. */
export function secondRegistrations({ registered }: LuaUse): readonly Registered[] {
  const seen = new Set<string>();
  return registered.filter(({ kind, name, hooks, from, always }) => {
    if (name === undefined || kind === "cli" || !always || from.load.statement.conditional) return false;
    const keys = (kind === "action" ? (hooks ?? []) : [""]).map((hook) => `${from.perThread} ${kind} ${hook} ${name}`);
    const again = keys.some((key) => seen.has(key));
    for (const key of keys) seen.add(key);
    return again;
  });
}
