/** Conditions in words: noun phrases for "because of …" and for the lines of a hover. */
import * as l10n from "@vscode/l10n";
import type { Patterns, TableTraits } from "../knowledge/condition.ts";
import type { Trigger } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
import { plain } from "../syntax/plain.ts";
import type { EndpointTraits } from "./endpointHits.ts";
import type { Leaf } from "./leaves.ts";

export function triggerInWords({ says }: Trigger): string {
  return says[language()];
}

export function joinedInWords(words: readonly string[], how: "and" | "or" | "not"): string {
  if (how === "not") return l10n.t("without {0}", words.join(" "));
  return words.join(how === "and" ? l10n.t(" and ") : l10n.t(" or "));
}

export function leafInWords(leaf: Leaf): string {
  if ("statement" in leaf) return withWords(code(leaf.statement), leaf.with);
  if ("set" in leaf) return code(leaf.set);
  if ("bind" in leaf) return l10n.t("a `bind` {0}", endpoint(leaf.bind));
  if ("server" in leaf) return l10n.t("a `server` {0}", endpoint(leaf.server));
  if ("action" in leaf) return l10n.t("the action {0}", withWords(code(leaf.action), leaf.with));
  if ("fetch" in leaf) return l10n.t("the sample fetch {0}", code(leaf.fetch));
  if ("converter" in leaf) return l10n.t("the converter {0}", code(leaf.converter));
  if ("table" in leaf) return l10n.t("a stick-table {0}", tableTraits(leaf.table));
  if ("peers" in leaf) return l10n.t("a `peers` section with remote peers: {0}", leaf.peers.remote ?? 0);
  if ("section" in leaf) return l10n.t("a `{0}` section", plain(leaf.section));
  return machineInWords(leaf);
}

function machineInWords(leaf: Leaf): string {
  if ("global" in leaf) return code(leaf.global);
  if ("mode" in leaf) return l10n.t("a proxy in `mode {0}`", leaf.mode);
  if ("reuse" in leaf) return l10n.t("reuse of server connections ({0})", code(leaf.reuse));
  if ("threads" in leaf) return l10n.t("more than one thread");
  if ("lua" in leaf) return l10n.t("Lua scripts that use {0}", code(leaf.lua));
  if ("runtime" in leaf) return l10n.t("done while HAProxy runs: {0}", leaf.runtime);
  return l10n.t("of the machine or the build: {0}", "machine" in leaf ? leaf.machine : "");
}

function code(patterns: Patterns): string {
  const list = typeof patterns === "string" ? [patterns] : patterns;
  return list.map((pattern) => `\`${plain(pattern)}\``).join(l10n.t(" or "));
}

function withWords(what: string, words: readonly string[] | undefined): string {
  return words === undefined ? what : l10n.t("{0} with {1}", what, code(words));
}

function endpoint({ parameters = [], without = [], address = [], alpn = [] }: EndpointTraits): string {
  const parts = [...address, ...parameters, ...alpn.map((protocol) => `alpn ${protocol}`)];
  const has = parts.length === 0 ? "" : l10n.t("with {0}", parts.map((part) => `\`${plain(part)}\``).join(" "));
  return without.length === 0 ? has : `${has} ${l10n.t("without {0}", code(without))}`.trim();
}

function tableTraits({ parameters = [], type = [], store = [], length, tracked, synced, min }: TableTraits): string {
  const parts = [...parameters, ...type.map((one) => `type ${one}`), ...store.map((one) => `store ${one}`)].map(
    (part) => `\`${plain(part)}\``,
  );
  if (length !== undefined) parts.push(l10n.t("with keys of {0} bytes or more", length));
  if (tracked === true) parts.push(l10n.t("tracked by `track-sc`"));
  if (synced === true) parts.push(l10n.t("synchronised with a remote peer"));
  if (min !== undefined) parts.push(l10n.t("of at least {0}", min));
  return parts.join(l10n.t(", "));
}
