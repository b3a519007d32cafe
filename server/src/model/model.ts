/** What a configuration means, as far as the known bugs ask. */
import type { ConfigFile } from "../syntax/config.ts";
import { type LuaUse, luaUseOf, noPlaces, type ScriptPlaces } from "./lua/lua.ts";
import { type Proxy, pathsBetween, proxiesOf } from "./proxies/proxies.ts";
import { type StickTable, stickTablesOf, type TrackRule, trackRulesOf } from "./proxies/stickTables.ts";
import { globalStatements, type PlacedStatement, startsWith } from "./statement.ts";

export interface Model {
  /** In the order in which HAProxy loads them. */
  readonly files: readonly ConfigFile[];
  /** Texts of Lua scripts, by the path that the configuration gives. */
  readonly scripts: ReadonlyMap<string, string>;
  readonly scriptPlaces: ScriptPlaces;
  readonly proxies: readonly Proxy[];
  /** The same, a list for each stretch of the files in their order; it stays through edits elsewhere. */
  readonly proxyLists: readonly (readonly Proxy[])[];
  /** Tables, and who tracks in them, are looked for when first asked for: whoever types waits for neither. */
  readonly tables: readonly StickTable[];
  readonly tracks: readonly TrackRule[];
  readonly lua: LuaUse;
  /** Proxies that a stream through each proxy may pass; worked out when first asked for. */
  paths(): ReadonlyMap<Proxy, readonly Proxy[]>;
  /** `nbthread`, the last one being in force. */
  readonly nbthread: PlacedStatement | undefined;
}

const noScripts: ReadonlyMap<string, string> = new Map();

export function modelOf(files: readonly ConfigFile[], scripts = noScripts, scriptPlaces = noPlaces): Model {
  const proxyLists = proxiesOf(files);
  const proxies = proxyLists.flat();
  let tables: readonly StickTable[] | undefined;
  let tracks: readonly TrackRule[] | undefined;
  let nbthread: PlacedStatement | undefined;
  for (const placed of globalStatements(files)) if (startsWith(placed, "nbthread")) nbthread = placed;
  let paths: ReadonlyMap<Proxy, readonly Proxy[]> | undefined;
  return {
    files,
    scripts,
    scriptPlaces,
    proxies,
    proxyLists,
    get tables() {
      tables ??= stickTablesOf(files);
      return tables;
    },
    get tracks() {
      tracks ??= trackRulesOf(proxyLists, this.tables);
      return tracks;
    },
    lua: luaUseOf(files, scripts, scriptPlaces),
    nbthread,
    paths: () => {
      paths ??= pathsBetween(proxies);
      return paths;
    },
  };
}
