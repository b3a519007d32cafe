/** QUIC listeners, which HAProxy refuses where it was built with a TLS library that has no QUIC. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../knowledge/release.ts";
import { startsWith, withKeyword, wordOf } from "../model/statement.ts";
import { lineHit, type ProxyLint } from "./hit.ts";

/** Statements of the global section with which HAProxy takes such listeners, or leaves QUIC alone altogether. */
const silencing = new Set(["limited-quic", "no-quic"]);

/**
 * From 2.9 on QUIC is part of most builds. Nearly all packages up to 3.1 are built with a plain OpenSSL, which has it only in the
 * limited form that the global section must ask for; from 3.2 on OpenSSL 3.5 and later will do, so that we cannot tell.
 */
export const quicLibraryHits: ProxyLint = (proxy, { branch, said }) => {
  if (branch === undefined || compareBranches(branch, "2.9") < 0 || compareBranches(branch, "3.2") >= 0) return [];
  if (said.some((word) => silencing.has(word)) || withKeyword(proxy.own, "disabled").length > 0) return [];
  const listeners = withKeyword(proxy.own, "bind").filter(
    (at) => startsWith(at, "bind") && !at.statement.conditional && /(?:^|,)quic[46]@/.test(wordOf(at, 1)),
  );
  if (listeners.length === 0) return [];
  const message = l10n.t(
    'QUIC needs a build of HAProxy with a TLS library for it, such as quictls or AWS-LC: those with a plain OpenSSL, most packages among them, refuse this line without "limited-quic" in the global section',
  );
  return listeners.map((at) => lineHit(proxy, at.lineNumber, { code: "quic-library", severity: "warning", message }));
};
