/** What a configuration means, as far as the known bugs ask. */
import type { ConfigFile } from "../syntax/config.ts";
import { type LuaUse, luaUseOf } from "./lua.ts";
import { type Proxy, proxiesOf } from "./proxies.ts";
import { type PlacedStatement, startsWith, statementsIn } from "./statement.ts";
import { type StickTable, stickTablesOf, type TrackRule, trackRulesOf } from "./stickTables.ts";

export interface Model {
  /** In the order in which HAProxy loads them. */
  readonly files: readonly ConfigFile[];
  readonly proxies: readonly Proxy[];
  readonly tables: readonly StickTable[];
  readonly tracks: readonly TrackRule[];
  readonly lua: LuaUse;
  /** `nbthread`, the last one being in force. */
  readonly nbthread: PlacedStatement | undefined;
}

const noScripts: ReadonlyMap<string, string> = new Map();

export function modelOf(files: readonly ConfigFile[], scripts = noScripts): Model {
  const proxies = proxiesOf(files);
  const tables = stickTablesOf(files);
  let nbthread: PlacedStatement | undefined;
  for (const placed of statementsIn(files)) {
    if (placed.section.kind === "global" && startsWith(placed, "nbthread")) nbthread = placed;
  }
  return { files, proxies, tables, tracks: trackRulesOf(proxies, tables), lua: luaUseOf(files, scripts), nbthread };
}
