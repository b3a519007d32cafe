/** QUIC listeners: they always use TLS, and HAProxy refuses them where it was built with a TLS library that has no QUIC. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Proxy } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, startsWith, withKeyword, wordOf } from "../../model/statement.ts";
import { isQuic } from "../../syntax/address.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, lineHit, type ProxyLint } from "../hit.ts";
import type { Surroundings } from "../surroundings.ts";

/** Statements of the global section with which HAProxy takes such listeners, or leaves QUIC alone altogether. */
const silencing = new Set(["limited-quic", "no-quic"]);

export const quicLibraryHits: ProxyLint = (proxy, around) => {
  if (withKeyword(proxy.own, "disabled").length > 0) return [];
  const listeners = withKeyword(proxy.own, "bind").filter(
    (at) => startsWith(at, "bind") && !at.statement.conditional && isQuic(wordOf(at, 1)),
  );
  return listeners.flatMap((at) => [...withoutTls(proxy, at), ...withoutLibrary(proxy, at, around)]);
};

/** HAProxy turns TLS on by itself, with a warning. */
function withoutTls(proxy: Proxy, at: PlacedStatement): Hit[] {
  const { words } = at.statement;
  if (words.some(({ value, dynamic }, i) => i > 1 && (value === "ssl" || dynamic))) return [];
  const message = l10n.t('QUIC is always encrypted: HAProxy warns of "{0}" without "{1}"', plain(wordOf(at, 1)), "ssl");
  return [lineHit(proxy, at.lineNumber, { code: "missing-argument", severity: "warning", message })];
}

/**
 * From 2.9 on QUIC is part of most builds. Nearly all packages up to 3.1 are built with a plain OpenSSL, which has it only in the
 * limited form that the global section must ask for; from 3.2 on OpenSSL 3.5 and later will do, so that we cannot tell.
 * What somebody said of the build decides.
 */
function withoutLibrary(proxy: Proxy, at: PlacedStatement, { branch, said, quic, limitedQuic }: Surroundings): Hit[] {
  if (quic === false) {
    const message = l10n.t("this build of HAProxy has no QUIC: it refuses the line");
    return [lineHit(proxy, at.lineNumber, { code: "quic-library", severity: "error", message })];
  }
  const uncertain = branch !== undefined && compareBranches(branch, "2.9") >= 0 && compareBranches(branch, "3.2") < 0;
  if (limitedQuic === false || (limitedQuic === undefined && (!uncertain || quic === true))) return [];
  if (said.some((word) => silencing.has(word))) return [];
  const message = l10n.t(
    'QUIC needs a build of HAProxy with a TLS library for it, such as quictls or AWS-LC: those with a plain OpenSSL, most packages among them, refuse this line without "limited-quic" in the global section',
  );
  return [lineHit(proxy, at.lineNumber, { code: "quic-library", severity: limitedQuic ? "error" : "warning", message })];
}
