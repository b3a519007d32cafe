/** The mode of a proxy against those of the backends that it sends to. */
import * as l10n from "@vscode/l10n";
import { effectiveWith, lastOfNearest, modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, placeOf, startsWith, withKeyword, wordOf } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, headHit, lineHit } from "../hit.ts";

/** By name. */
export type Backends = ReadonlyMap<string, Proxy>;

/** A frontend in TCP mode that sends to a backend in HTTP mode is upgraded on the way: its HTTP rules and options count. */
export function upgrades(proxy: Proxy, backends: Backends): boolean {
  if (proxy.kind === "backend" || modeOf(proxy).mode !== "tcp") return false;
  return [...effectiveWith(proxy, "use_backend"), ...effectiveWith(proxy, "default_backend")].some((at) => {
    const target = backends.get(wordOf(at, 1));
    return target === undefined || modeOf(target).mode === "http" || !modeOf(target).known;
  });
}

/** Without HTTP there is nothing that `option httplog` could log; HAProxy falls back to the TCP format, even where streams are upgraded. */
export function httplogWithoutHttp(proxy: Proxy): Hit[] {
  const { mode } = modeOf(proxy);
  if (mode !== "tcp" || proxy.kind === "backend") return [];
  const option = logFormatOf(proxy.own) ?? logFormatOf(proxy.inherited);
  if (option === undefined || !/^https?log$/.test(wordOf(option, 1))) return [];
  const message = l10n.t('"option {0}" does nothing in {1} "{2}": it needs "mode http"', wordOf(option, 1), proxy.kind, plain(proxy.name));
  const { uri, line, span } = placeOf(option);
  return [{ uri, line, span, code: "needs-http-mode", severity: "warning", message }];
}

/** Of the statements that set the format of a proxy's logs the last one counts, the nearest section's before those of its defaults. */
function logFormatOf(statements: Proxy["own"]): PlacedStatement | undefined {
  const options = withKeyword(statements, "option").filter((at) => startsWith(at, "option") && /^(?:https?|tcp)log$/.test(wordOf(at, 1)));
  const found = new Set([...options, ...withKeyword(statements, "log-format")]);
  return found.size < 2 ? [...found][0] : lastOfNearest(statements.filter((at) => found.has(at)));
}

/** A frontend in HTTP mode cannot send to a backend in TCP mode, nor the other way round. HAProxy names the frontend's header. */
export function modeConflicts(proxy: Proxy, backends: Backends): Hit[] {
  const { mode, known } = modeOf(proxy);
  if (proxy.kind === "backend" || !known) return [];
  for (const statement of [...effectiveWith(proxy, "use_backend"), ...effectiveWith(proxy, "default_backend")]) {
    const target = backends.get(wordOf(statement, 1));
    if (target === undefined) continue;
    const other = modeOf(target);
    if (!other.known || other.mode === mode || (mode === "tcp" && other.mode === "http")) continue;
    const message = l10n.t(
      '{0} "{1}" is in mode {2} but sends to "{3}" in mode {4}',
      proxy.kind,
      plain(proxy.name),
      mode,
      plain(target.name),
      other.mode,
    );
    const said = { code: "mode-conflict", severity: "error", message } as const;
    const hits = [headHit(proxy, said)];
    if (other.at !== undefined) hits.push(lineHit(target, other.at, said));
    return hits;
  }
  return [];
}
