/** What statements of a proxy ask of others of its own: check rules of their option, TLS of a certificate, raw bytes of TCP mode. */

import * as l10n from "@vscode/l10n";
import { type Interpretation, sought } from "../../model/interpretation/interpretation.ts";
import { effectiveWith, isDisabledOrOpen, missingForMail, modeOf, type Proxy, serverLines } from "../../model/proxies/proxies.ts";
import { anyConditional, type PlacedStatement, placeOf, rulesActing, startsWith, withKeyword, wordOf } from "../../model/statement.ts";
import { isDatagram, isQuic } from "../../syntax/address.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, lineHit, ownHit, type ProxyLint } from "../hit.ts";
import { joined } from "../joined.ts";
import { lineInWords } from "../place.ts";
import { nameTaken } from "../taken.ts";

export const proxyNeedHits: ProxyLint = (proxy, { branch, luaLoaded, said }) => [
  ...(said.includes("description") ? [] : nothingToShow(proxy)),
  ...aloneHits(proxy),
  ...rawFetches(proxy, branch),
  ...(luaLoaded ? [] : legacyMail(proxy, branch)),
];

const none: readonly never[] = [];

function aloneHits(proxy: Proxy): readonly Hit[] {
  if (isDisabledOrOpen(proxy)) return [];
  return joined(ofProxyAlone, (lint) => lint(proxy));
}

/** The page shows the text of the line, or the description of the global section. */
function nothingToShow(proxy: Proxy): Hit[] {
  return withKeyword(proxy.own, "stats")
    .filter((at) => wordOf(at, 1) === "show-desc" && at.statement.words.length === 2 && !at.statement.conditional)
    .map((at) => {
      const message = l10n.t('"{0}" has nothing to show: the global section has no "description"', "stats show-desc");
      return lineHit(proxy, at.lineNumber, { code: "ineffective-keyword", severity: "warning", message });
    });
}

/** Statements that do nothing without an option: their first word, and which second ones count. */
const optionNeeded: readonly (readonly [keyword: string, second: RegExp, option: string])[] = [
  ["http-check", /^(?!disable-on-404|send-state)/, "httpchk"],
  ["tcp-check", /^/, "tcp-check"],
];

function unusedChecks(proxy: Proxy): Hit[] {
  if (proxy.kind === "frontend") return [];
  return optionNeeded.flatMap(([keyword, second, option]) => {
    const first = withKeyword(proxy.own, keyword).find((at) => at.statement.prefix === undefined && second.test(wordOf(at, 1)));
    if (first === undefined || hasOption(proxy, option) || usesHealthcheck(proxy) || isForgotten(proxy, first)) return [];
    const message = l10n.t('"{0}" does nothing in {1} "{2}" without "option {3}"', wordOf(first, 0), proxy.kind, plain(proxy.name), option);
    return [lineHit(proxy, first.lineNumber, { code: "ineffective-keyword", severity: "warning", message })];
  });
}

function hasOption(proxy: Proxy, name: string): boolean {
  return effectiveWith(proxy, "option").some((at) => startsWith(at, "option", name));
}

/** Another kind of check below makes HAProxy forget the rules, and say nothing of them. */
function isForgotten({ own }: Proxy, rule: PlacedStatement): boolean {
  return withKeyword(own, "option").some((at) => at.lineNumber > rule.lineNumber && otherChecks.has(wordOf(at, 1)));
}

const otherChecks = new Set(["redis-check", "smtpchk", "ssl-hello-chk", "ldap-check", "mysql-check", "pgsql-check", "spop-check"]);

/** Sections of that name bring their own kind of check (from 3.4 on). */
function usesHealthcheck(proxy: Proxy): boolean {
  return proxy.own.some((at) => at.statement.words.some(({ value }) => value === "healthcheck"));
}

const certificates = new Set(["crt", "crt-list", "default-crt"]);

/** TLS for clients needs a certificate to show; with strict-sni HAProxy starts, but nobody can connect. */
function withoutCertificate(proxy: Proxy): Hit[] {
  if (effectiveWith(proxy, "ssl-f-use").length > 0) return [];
  return withKeyword(proxy.own, "bind").flatMap((at) => {
    const { words, prefix } = at.statement;
    const parameters = words.slice(2).map(({ value }) => value);
    const certain = prefix === undefined && !words.some(({ dynamic }) => dynamic);
    const quic = isQuic(wordOf(at, 1));
    if (!certain || !(quic || parameters.includes("ssl")) || parameters.some((parameter) => certificates.has(parameter))) return [];
    const severity = parameters.includes("strict-sni") ? "warning" : "error";
    const message = l10n.t('"{0}" needs a certificate: give one with "crt" or "crt-list"', quic ? "quic" : "ssl");
    return [lineHit(proxy, at.lineNumber, { code: "missing-certificate", severity, message })];
  });
}

/** Cookies are found in HTTP headers only. */
function cookiesWithoutHttp(proxy: Proxy): readonly Hit[] {
  if (proxy.kind === "frontend" || !["tcp", "log"].includes(modeOf(proxy).mode)) return [];
  return [...withKeyword(proxy.own, "server"), ...withKeyword(proxy.own, "cookie")].flatMap((at): readonly Hit[] => {
    if (at.statement.prefix !== undefined || !at.statement.words.some(({ value }, i) => i !== 1 && i !== 2 && value === "cookie"))
      return none;
    const message = l10n.t('"{0}" does nothing in {1} "{2}": it needs "mode http"', "cookie", proxy.kind, plain(proxy.name));
    return [lineHit(proxy, at.lineNumber, { code: "needs-http-mode", severity: "warning", message })];
  });
}

/** `balance log-hash` hashes log messages; other proxies fall back to round robin. */
function logBalance(proxy: Proxy): Hit[] {
  const { mode, known } = modeOf(proxy);
  if (proxy.kind === "frontend" || mode === "log" || !known) return [];
  const last = withKeyword(proxy.own, "balance").at(-1);
  if (last === undefined || wordOf(last, 1) !== "log-hash") return [];
  const message = l10n.t('"{0}" needs "mode log": HAProxy falls back to round robin', "balance log-hash");
  return [lineHit(proxy, last.lineNumber, { code: "mode-conflict", severity: "warning", message })];
}

/** A proxy has one stick-table, which bears its name. */
function secondTable(proxy: Proxy): Hit[] {
  const tables = withKeyword(proxy.own, "stick-table");
  if (tables.length < 2) return [];
  // of what `.if` guards HAProxy may read one alone
  const [first, second] = tables.filter(({ statement }) => !statement.conditional);
  if (first === undefined || second === undefined) return [];
  const { name } = proxy;
  return [{ ...placeOf(second), ...nameTaken({ what: "stick-table", name, severity: "error" }, placeOf(first), second.uri) }];
}

/** `set-bandwidth-limit` names a filter of its own proxy. */
function bandwidthLimits(proxy: Proxy): Hit[] {
  const rules = rulesActing(proxy.own, "set-bandwidth-limit");
  if (rules.length === 0) return [];
  const filters = withKeyword(proxy.own, "filter");
  const declared = new Set(filters.filter((at) => wordOf(at, 1).startsWith("bwlim-")).map((at) => wordOf(at, 2)));
  if (filters.some(({ statement }) => statement.words.some(({ dynamic }) => dynamic))) return [];
  return rules.flatMap((at) => {
    const { words } = at.statement;
    const name = words[words[1]?.value === "set-bandwidth-limit" ? 2 : 3];
    if (name === undefined || name.dynamic || declared.has(name.value) || !streamRulesets.has(wordOf(at, 0))) return [];
    const message = l10n.t('{0} "{1}" has no bandwidth limit "{2}" among its filters', proxy.kind, plain(proxy.name), plain(name.value));
    return [{ uri: at.uri, line: at.lineNumber, span: name.span, code: "undefined-member", severity: "error" as const, message }];
  });
}

const streamRulesets: ReadonlySet<string> = new Set(["http-request", "http-response", "tcp-request", "tcp-response"]);

/** `send-spoe-group` names the engine of a filter of its own proxy. */
function spoeEngines(proxy: Proxy): Hit[] {
  const rules = rulesActing(proxy.own, "send-spoe-group");
  if (rules.length === 0) return [];
  const filters = withKeyword(proxy.own, "filter").filter((at) => wordOf(at, 1) === "spoe");
  const words = filters.map(({ statement }) => statement.words);
  // a filter that names none takes the engine of its file
  if (words.some((line) => line.some(({ dynamic }) => dynamic) || !line.some(({ value }) => value === "engine"))) return [];
  const engines = new Set(words.map((line) => line[line.findIndex(({ value }) => value === "engine") + 1]?.value));
  return rules.flatMap((at) => {
    const name = at.statement.words[at.statement.words.findIndex(({ value }) => value === "send-spoe-group") + 1];
    if (name === undefined || name.dynamic || engines.has(name.value) || !streamRulesets.has(wordOf(at, 0))) return [];
    const message = l10n.t('{0} "{1}" has no SPOE engine "{2}" among its filters', proxy.kind, plain(proxy.name), plain(name.value));
    return [{ uri: at.uri, line: at.lineNumber, span: name.span, code: "undefined-member", severity: "error" as const, message }];
  });
}

/** Only logs can be sent as datagrams. */
function datagramServers(proxy: Proxy): readonly Hit[] {
  const { mode, known } = modeOf(proxy);
  if (proxy.kind === "frontend" || mode === "log" || !known) return [];
  return serverLines(proxy).flatMap((at): readonly Hit[] => {
    const address = wordOf(at, wordOf(at, 0) === "server" ? 2 : 3);
    if (!isDatagram(address)) return none;
    const message = l10n.t('"{0}" takes datagrams, which only "mode log" sends', plain(address));
    return [lineHit(proxy, at.lineNumber, { code: "mode-conflict", severity: "error", message })];
  });
}

/** `set-timeout` reaches only timeouts of the side on which the proxy stands. */
function foreignTimeouts(proxy: Proxy): Hit[] {
  if (proxy.kind === "listen") return [];
  return rulesActing(proxy.own, "set-timeout").flatMap((at) => {
    const name = wordOf(at, 2);
    const isRule = wordOf(at, 1) === "set-timeout" && /^http-re(?:quest|sponse)$/.test(wordOf(at, 0));
    if (!isRule || !(proxy.kind === "frontend" ? /^(?:server|tunnel)$/ : /^client$/).test(name)) return [];
    const message = l10n.t('"timeout {2}" cannot be set in {0} "{1}", which has none', proxy.kind, plain(proxy.name), name);
    return [lineHit(proxy, at.lineNumber, { code: "misplaced-keyword", severity: "error", message })];
  });
}

/** The statistics page asks for a password by `stats auth`, or by rules, but not by both. */
function twoGuards(proxy: Proxy): Hit[] {
  const stats = withKeyword(proxy.own, "stats");
  const rule = stats.find((at) => wordOf(at, 1) === "http-request");
  const simple = stats.find((at) => wordOf(at, 1) === "auth" || wordOf(at, 1) === "realm");
  if (rule === undefined || simple === undefined) return [];
  const where = lineInWords(placeOf(simple), rule.uri);
  const message = l10n.t('"stats http-request" cannot stand beside "stats {0}" in {1}', wordOf(simple, 1), where);
  return [lineHit(proxy, rule.lineNumber, { code: "mode-conflict", severity: "error", message })];
}

/** What a proxy shows by itself, where it is not disabled. */
const ofProxyAlone = [
  unusedChecks,
  withoutCertificate,
  cookiesWithoutHttp,
  logBalance,
  secondTable,
  datagramServers,
  bandwidthLimits,
  spoeEngines,
  foreignTimeouts,
  twoGuards,
] as const;

/** 3.1 and 3.2 warn of mail that HAProxy sends itself, without a Lua script, which must do it from 3.3 on. */
function legacyMail(proxy: Proxy, branch: string | undefined): Hit[] {
  const [first] = effectiveWith(proxy, "email-alert");
  if ((branch !== "3.1" && branch !== "3.2") || first === undefined || anyConditional(proxy.own)) return [];
  if (missingForMail(proxy).length > 0) return [];
  const message = l10n.t(
    '{0} "{1}" sends mail without Lua, which HAProxy does no longer from 3.3 on: load a Lua script that sends it',
    proxy.kind,
    plain(proxy.name),
  );
  return [ownHit(proxy, first, { code: "deprecated-keyword", severity: "warning", message })];
}

/** Statements whose conditions HAProxy looks through for raw bytes. */
const looked = new Set(["http-request", "http-response", "tcp-request", "tcp-response", "use_backend", "use-server", "stick"]);

/** A proxy in HTTP mode never shows the bytes of a connection: criteria on them do not hold. */
function rawFetches(proxy: Proxy, branch: string | undefined): Hit[] {
  if (modeOf(proxy).mode !== "http" || anyConditional(proxy.own)) return [];
  const { naming, readsRaw } = sought(proxy.placed.section, branch);
  if (!readsRaw) return [];
  const raw = rawAcls(naming);
  return naming.flatMap(({ statement, uses }) => {
    const storing = statement.words[1]?.value === "store-response";
    const use =
      looked.has(statement.words[0]?.value ?? "") && !storing
        ? uses.find(({ kind, name }) => kind === "raw-fetch" || (kind === "acl" && raw.has(name)))
        : undefined;
    if (use === undefined) return [];
    const message = l10n.t(
      '"{0}" reads raw bytes of the connection and finds none: {1} "{2}" is in HTTP mode',
      plain(use.name),
      proxy.kind,
      plain(proxy.name),
    );
    return [lineHit(proxy, proxy.placed.firstLine + statement.offset, { code: "raw-fetch-in-http", severity: "warning", message })];
  });
}

/** ACLs of a section that read raw bytes. */
function rawAcls(interpretations: readonly Interpretation[]): ReadonlySet<string> {
  const raw = interpretations.filter(({ uses }) => uses.some(({ kind }) => kind === "raw-fetch"));
  return new Set(raw.flatMap(({ statement }) => (statement.words[0]?.value === "acl" ? [statement.words[1]?.value ?? ""] : [])));
}
