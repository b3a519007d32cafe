/** What HAProxy checks of whole proxies once everything is read: timeouts, modes, listeners. */

import * as l10n from "@vscode/l10n";
import { enumFact } from "../../knowledge/grammar.ts";
import { both } from "../../model/both.ts";
import { canonicalLists } from "../../model/canonical.ts";
import type { Model } from "../../model/model.ts";
import { effectiveWith, isDisabledOrOpen, missingForMail, modeOf, type Proxy } from "../../model/proxies/proxies.ts";
import { timeoutsMissing } from "../../model/proxies/timeouts.ts";
import { globalStatements, type PlacedStatement, startsWith, withKeyword, wordOf } from "../../model/statement.ts";
import { Memory } from "../../syntax/memory.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, headHit, lineHit, ownHit } from "../hit.ts";
import { type Backends, httplogWithoutHttp, modeConflicts, upgrades } from "./modes.ts";

/** Rules of its own that HAProxy ignores with a warning in a proxy that is not in HTTP mode. */
const ownRules = ["http-request", "http-response", "http-after-response", "redirect"];
/** The same for what a proxy also takes over from its defaults section; of `stats hide-version` alone HAProxy makes nothing from 3.4 on. */
const copiedRules = ["stats", "monitor-uri"];

export function proxyHits(model: Model): readonly Hit[] {
  let byName: Backends | undefined;
  const backends = () => {
    byName ??= new Map(model.proxyLists.flatMap(backendsIn));
    return byName;
  };
  const modes = canonical(model.proxyLists.flatMap(modesIn));
  const logs = firstGlobalLog(model);
  return model.proxyLists.flatMap((proxies) => listHits(proxies, { backends, modes, logs }));
}

const backendsIn = perObject((proxies: readonly Proxy[]) =>
  proxies.filter(({ kind }) => kind !== "frontend").map((proxy) => [proxy.name, proxy] as const),
);
const modesIn = perObject((proxies: readonly Proxy[]) => backendsIn(proxies).flatMap(([name, proxy]) => [name, modeOf(proxy).mode]));
const canonical = canonicalLists<string>();

/** What the rest of the configuration decides of a proxy. */
interface Rest {
  readonly backends: () => Backends;
  /** Names and modes of all backends: one object as long as these stay the same. */
  readonly modes: readonly string[];
  readonly logs: GlobalLog | undefined;
}

interface Found {
  readonly alone: readonly Hit[];
  readonly conflicts: readonly Hit[];
}

interface Kept extends Pick<Rest, "modes" | "logs"> {
  /** Of each proxy of the list. */
  readonly found: readonly Found[];
  readonly hits: readonly Hit[];
  readonly anyConflict: boolean;
}
const kept = new Memory<readonly Proxy[], Kept>();

/** Found again is only what a proxy of the list has against another one, which may have moved. */
function listHits(proxies: readonly Proxy[], rest: Rest): readonly Hit[] {
  const { modes, logs } = rest;
  const last = kept.get(proxies);
  const known = last !== undefined && last.modes === modes && sameLog(last.logs, logs) ? last : undefined;
  if (known?.anyConflict === false) return known.hits;
  const found = proxies.map((proxy, i) => {
    const before = known?.found[i];
    return before?.conflicts.length === 0 ? before : hitsOf(proxy, rest);
  });
  const hits = found.flatMap(({ alone, conflicts }) => both(alone, conflicts));
  kept.set(proxies, { modes, logs, found, hits, anyConflict: found.some(({ conflicts }) => conflicts.length > 0) });
  return hits;
}

function hitsOf(proxy: Proxy, { backends, logs }: Rest): Found {
  const alone = aloneHits(proxy, reachesLog(proxy, logs));
  if (alone === undefined) return silent;
  const upgraded = upgrades(proxy, backends());
  return {
    alone: alone.filter(({ code, severity }) => !upgraded || code !== "needs-http-mode" || severity === "error"),
    conflicts: [...httplogWithoutHttp(proxy), ...modeConflicts(proxy, backends())],
  };
}

const nothing: readonly never[] = [];
const silent: Found = { alone: nothing, conflicts: nothing };

const memo = new Memory<Proxy, { readonly hasGlobalLog: boolean; readonly hits: readonly Hit[] | undefined }>();

/** What a proxy shows by itself; undefined where it is disabled, or where `.if` leaves open what HAProxy reads of it. */
function aloneHits(proxy: Proxy, hasGlobalLog: boolean): readonly Hit[] | undefined {
  const known = memo.get(proxy);
  if (known !== undefined && known.hasGlobalLog === hasGlobalLog) return known.hits;
  const hits = isDisabledOrOpen(proxy)
    ? undefined
    : [
        ...missingTimeouts(proxy),
        ...missingBind(proxy),
        ...sendsToItself(proxy),
        ...ignoredRules(proxy),
        ...incompleteAlerts(proxy),
        ...logFormatIgnored(proxy, hasGlobalLog),
      ];
  const kept = hits?.length === 0 ? nothing : hits;
  memo.set(proxy, { hasGlobalLog, hits: kept });
  return kept;
}

/** A proxy may not be its own backend. A backend inherits no default_backend, but HAProxy looks at one that it has itself and ignores. */
function sendsToItself(proxy: Proxy): Hit[] {
  if (proxy.kind === "frontend") return [];
  return ["default_backend", "use_backend"].flatMap((keyword) => {
    const rules = proxy.kind === "backend" ? withKeyword(proxy.own, keyword) : effectiveWith(proxy, keyword);
    const at = rules.find((rule) => wordOf(rule, 1) === proxy.name && !rule.statement.words[1]?.dynamic);
    if (at === undefined) return [];
    const message = l10n.t('"{0}" of {1} "{2}" leads back to it: name another backend', keyword, proxy.kind, plain(proxy.name));
    return [ownHit(proxy, at, { code: "sends-to-itself", severity: "error", message })];
  });
}

function missingTimeouts(proxy: Proxy): Hit[] {
  const missing = timeoutsMissing(proxy);
  if (missing.length === 0) return [];
  const names = missing.map((name) => `timeout ${name}`).join(l10n.t(", "));
  const message = l10n.t('{0} "{1}" has no {2}: connections may stay for ever', proxy.kind, plain(proxy.name), names);
  return [headHit(proxy, { code: "missing-timeout", severity: "warning", message })];
}

/** A statement of its own, without a prefix, has this keyword. */
function ownWith(proxy: Proxy, keyword: string): boolean {
  return withKeyword(proxy.own, keyword).some(({ statement }) => statement.prefix === undefined);
}

function missingBind(proxy: Proxy): Hit[] {
  if (proxy.kind !== "frontend" && proxy.kind !== "listen") return [];
  const header = proxy.placed.section.lines[0]?.words ?? [];
  const oldStyle = header.length > 2 && header[2]?.value !== "from";
  if (oldStyle || ownWith(proxy, "bind")) return [];
  const message = l10n.t('{0} "{1}" has no "bind" line: no client can reach it', proxy.kind, plain(proxy.name));
  return [headHit(proxy, { code: "frontend-without-bind", severity: "warning", message })];
}

function ignoredRules(proxy: Proxy): Hit[] {
  const { mode, at } = modeOf(proxy);
  if ((mode !== "tcp" && mode !== "log") || effectiveWith(proxy, "tcp-request").some((rule) => wordOf(rule, 2) === "switch-mode"))
    return [];
  const rule =
    ownRules.flatMap((keyword) => withKeyword(proxy.own, keyword)).find(({ statement }) => statement.prefix === undefined) ??
    withKeyword(proxy.own, "capture").find((captured) => proxy.kind !== "backend" && wordOf(captured, 1) === "cookie");
  const copied = copiedRules.find((keyword) => effectiveWith(proxy, keyword).some((at) => !startsWith(at, "stats", "hide-version")));
  const keyword = rule === undefined ? (copied ?? ignoredOption(proxy)) : wordOf(rule, 0);
  if (keyword === undefined) return [];
  const message = l10n.t('"{0}" does nothing in {1} "{2}": it needs "mode http"', keyword, proxy.kind, plain(proxy.name));
  const said = { code: "needs-http-mode", severity: "warning", message } as const;
  const line = at ?? rule?.lineNumber;
  return [line === undefined ? headHit(proxy, said) : lineHit(proxy, line, said)];
}

/** Mail is sent only when it is known through whom, from whom and to whom. */
function incompleteAlerts(proxy: Proxy): Hit[] {
  const [first] = effectiveWith(proxy, "email-alert");
  const missing = missingForMail(proxy);
  if (first === undefined || missing.length === 0) return [];
  const message = l10n.t(
    'no mail is sent for {0} "{1}": email-alert {2} is missing',
    proxy.kind,
    plain(proxy.name),
    missing.join(l10n.t(", ")),
  );
  return [ownHit(proxy, first, { code: "incomplete-email-alert", severity: "warning", message })];
}

/** Options with arguments that tell servers of the client. */
const addressOptions = new Set(["forwardfor", "forwarded", "originalto"]);

/** An option of HTTP that the proxy sets itself or inherits and that its side would use. */
function ignoredOption(proxy: Proxy): string | undefined {
  const sides = proxy.kind === "listen" ? ["frontend", "backend"] : [proxy.kind];
  for (const at of effectiveWith(proxy, "option")) {
    if (!startsWith(at, "option")) continue;
    const needs = String(enumFact("bool_options", wordOf(at, 1)) ?? "").split(" ");
    if (addressOptions.has(wordOf(at, 1))) return `option ${wordOf(at, 1)}`;
    if (needs.includes("http") && sides.some((side) => needs.includes(side)) && !unset(proxy, wordOf(at, 1)))
      return `option ${wordOf(at, 1)}`;
  }
  return undefined;
}

function unset(proxy: Proxy, option: string): boolean {
  return withKeyword(proxy.own, "option").some((at) => at.statement.prefix === "no" && wordOf(at, 1) === option);
}

/** The first `log` of a global section, and which files come before others. */
interface GlobalLog {
  readonly at: PlacedStatement;
  readonly files: readonly string[];
}

function firstGlobalLog({ files }: Model): GlobalLog | undefined {
  const at = globalStatements(files).find((one) => startsWith(one, "log"));
  return at && { at, files: files.map(({ uri }) => uri) };
}

function sameLog(one: GlobalLog | undefined, other: GlobalLog | undefined): boolean {
  if (one?.at !== other?.at || one?.files.length !== other?.files.length) return false;
  return one?.files.every((uri, i) => uri === other?.files[i]) !== false;
}

/** Whether a proxy's `log global` finds addresses: those of the global section that stand before it. */
function reachesLog(proxy: Proxy, log: GlobalLog | undefined): boolean {
  if (log === undefined) return false;
  const { at, files } = log;
  const first = files.indexOf(at.uri);
  return effectiveWith(proxy, "log").some(({ uri, lineNumber }) =>
    uri === at.uri ? lineNumber > at.lineNumber : files.indexOf(uri) > first,
  );
}

/** A format says how to log, but nothing says where to; flags for all that follows (`%{+Q}o`) alone are no format. */
function logFormatIgnored(proxy: Proxy, hasGlobalLog: boolean): Hit[] {
  const { mode } = modeOf(proxy);
  if (proxy.kind === "backend" || (mode !== "tcp" && mode !== "http")) return [];
  const unprefixed = (keyword: string) => effectiveWith(proxy, keyword).filter(({ statement }) => statement.prefix === undefined);
  if (unprefixed("log").some((at) => wordOf(at, 1) !== "global" || hasGlobalLog)) return [];
  const formatted =
    unprefixed("log-format").some((at) => !/^(?:%\{[^}]*\}o)+$/.test(wordOf(at, 1) ?? "")) ||
    unprefixed("log-format-sd").length > 0 ||
    unprefixed("option").some((at) => /^(?:http|tcp|https)log$/.test(wordOf(at, 1)));
  if (!formatted) return [];
  const message = l10n.t('{0} "{1}" has a log format but no log address: it logs nothing', proxy.kind, plain(proxy.name));
  return [headHit(proxy, { code: "log-format-without-log", severity: "warning", message })];
}
