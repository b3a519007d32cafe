/** Advice on security that single statements call for: the CLI on the network, TLS that proves nothing, passwords to be read. */

import * as l10n from "@vscode/l10n";
import { effectiveWith, serverLines } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, placedStatementsOf, startsWith, withKeyword, wordOf } from "../../model/statement.ts";
import { isOnNetwork, readAddress } from "../../syntax/address.ts";
import type { Word } from "../../syntax/line.ts";
import { plain } from "../../syntax/plain.ts";
import type { LintCode } from "../codes.ts";
import type { Hit, PlacedLint, ProxyLint } from "../hit.ts";

/** What the statements of a section show by themselves. */
export const securityHits: PlacedLint = (uri, placed) => {
  const list = placedStatementsOf(uri, placed);
  const hits = tlsStatements.flatMap((keyword) => withKeyword(list, keyword).flatMap(outdated));
  switch (placed.section.kind) {
    case "global":
      return [...hits, ...list.flatMap((at) => [...statsSocket(at), ...anyServer(at)])];
    case "userlist":
      return [...hits, ...passwords(list)];
    default:
      return hits;
  }
};

/** `stats socket` with all rights and nobody asked who he is. */
function statsSocket(at: PlacedStatement): Hit[] {
  const { words, conditional } = at.statement;
  if (!startsWith(at, "stats", "socket") || conditional || words.some(({ dynamic }) => dynamic)) return [];
  const address = wordOf(at, 2);
  if (!pairAt(words, "level", admin) || asksForCertificate(words)) return [];
  const index = words.findIndex(({ value }) => value === "mode") + 1;
  if (!isOnNetwork(address)) return readAddress(address).withoutPort && index > 0 ? openMode(at, words.slice(index - 1, index + 1)) : [];
  const message = l10n.t('whoever reaches {0} controls HAProxy: the CLI asks for no password, and its level is "admin"', plain(address));
  return hit(at, words.slice(0, 3), "exposed-stats-socket", message);
}

/** A UNIX socket that is nobody's in particular: whoever may write to it is served. */
function openMode(at: PlacedStatement, pair: readonly Word[]): Hit[] {
  const mode = pair[1]?.value ?? "";
  if (!/^0*[0-7]{3}$/.test(mode) || (Number(mode.at(-1)) & 2) === 0) return [];
  const message = l10n.t('every user of this machine controls HAProxy: mode {0} lets all write to the CLI, and its level is "admin"', mode);
  return hit(at, pair, "exposed-stats-socket", message);
}

const admin = new Set(["admin"]);
const required = new Set(["required"]);
const none = new Set(["none"]);

/** Whether a listener admits only clients whose certificate it has checked. */
export function asksForCertificate(words: readonly Word[]): boolean {
  return words.some(({ value }) => value === "ssl") && pairAt(words, "verify", required) !== undefined;
}

function anyServer(at: PlacedStatement): Hit[] {
  const { words, conditional } = at.statement;
  if (!startsWith(at, "ssl-server-verify", "none") || conditional) return [];
  const message = l10n.t("the certificates of these servers are not verified: anyone on the way can pretend to be one of them");
  return hit(at, words, "unverified-server", message);
}

const withVerify = ["server", "server-template", "default-server"];
const addressOf: Readonly<Record<string, number>> = { server: 2, "server-template": 3 };

/** `verify none` towards servers of another machine. */
export const unverifiedServerHits: ProxyLint = (proxy) => {
  const pairs = withVerify.flatMap((keyword) => withKeyword(proxy.own, keyword).flatMap(withoutProof));
  if (pairs.length === 0) return [];
  const servers = serverLines(proxy);
  const byDefault = effectiveWith(proxy, "default-server").some(speaksTls);
  return pairs.flatMap(({ at, pair }): readonly Hit[] => {
    const concerned = wordOf(at, 0) === "default-server" ? servers : [at];
    if (!concerned.some(isRemote) || !(byDefault || concerned.some((one) => speaksTls(one) && isRemote(one)))) return nothing;
    const message = l10n.t("the certificate of this server is not verified: anyone on the way can pretend to be it");
    return hit(at, pair, "unverified-server", message);
  });
};

function isRemote(at: PlacedStatement): boolean {
  return isOnNetwork(wordOf(at, addressOf[wordOf(at, 0)] as number));
}

function withoutProof(at: PlacedStatement): readonly { readonly at: PlacedStatement; readonly pair: readonly Word[] }[] {
  const { line, words, conditional } = at.statement;
  const pair = conditional || !line.raw.includes("verify") ? undefined : pairAt(words, "verify", none);
  return pair === undefined ? nothing : [{ at, pair }];
}

function speaksTls(at: PlacedStatement): boolean {
  return at.statement.words.some(({ value }) => value === "ssl");
}

const tlsStatements = [
  "bind",
  "server",
  "server-template",
  "default-server",
  "ssl-default-bind-options",
  "ssl-default-server-options",
] as const;
const nothing: readonly never[] = [];
const outdatedVersions = new Set(["SSLv3", "TLSv1.0", "TLSv1.1"]);
const forced: Readonly<Record<string, string>> = { "force-sslv3": "SSLv3", "force-tlsv10": "TLSv1.0", "force-tlsv11": "TLSv1.1" };

/** A version of TLS that RFC 8996 or RFC 7568 has put away. */
function outdated(at: PlacedStatement): readonly Hit[] {
  const { line, words, conditional, prefix } = at.statement;
  if (conditional || prefix !== undefined || (!line.raw.includes("ssl-m") && !line.raw.includes("force-"))) return nothing;
  const pair = pairAt(words, "ssl-min-ver", outdatedVersions) ?? pairAt(words, "ssl-max-ver", outdatedVersions);
  const force = words.find(({ value }) => Object.hasOwn(forced, value));
  const version = pair?.[1]?.value ?? forced[force?.value ?? ""];
  if (version === undefined) return [];
  const message = l10n.t("{0} is outdated and insecure: ask for TLSv1.2 or later", version);
  return hit(at, pair ?? (force === undefined ? [] : [force]), "outdated-tls", message);
}

function passwords(list: readonly PlacedStatement[]): Hit[] {
  return withKeyword(list, "user").flatMap((at) => {
    const { words, conditional } = at.statement;
    const index = words.findIndex(({ value }, i) => i > 1 && value === "insecure-password");
    const pair = words.slice(index, index + 2);
    if (index < 0 || conditional || pair[1] === undefined || pair[1].dynamic) return [];
    const message = l10n.t('the password of "{0}" stands here in plain text: write "password" with its hash instead', plain(wordOf(at, 1)));
    return hit(at, pair, "plain-password", message);
  });
}

/** A parameter and its value, where the value is one of these. */
function pairAt(words: readonly Word[], name: string, values: ReadonlySet<string>): readonly Word[] | undefined {
  const index = words.findIndex(({ value }, i) => value === name && values.has(words[i + 1]?.value ?? ""));
  return index < 1 ? undefined : words.slice(index, index + 2);
}

function hit(at: PlacedStatement, words: readonly Word[], code: LintCode, message: string): Hit[] {
  const span = { start: words[0]?.span.start ?? 0, end: words.at(-1)?.span.end ?? 0 };
  return [{ uri: at.uri, line: at.lineNumber, span, code, severity: "information", message }];
}
