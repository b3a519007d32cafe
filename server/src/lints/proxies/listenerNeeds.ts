/** What a listener with TLS asks of its own line: authorities for what it checks or signs, versions that go together. */
import * as l10n from "@vscode/l10n";
import type { Proxy } from "../../model/proxies/proxies.ts";
import { anyConditional, type PlacedStatement, withKeyword } from "../../model/statement.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, lineHit, type ProxyLint, wordHit } from "../hit.ts";
import { besideRange, type Versions, versionsIn } from "../surroundings.ts";
import { idIndex } from "../taken.ts";

/** HAProxy joins what the line says with `ssl-default-bind-options`. */
export const listenerNeedHits: ProxyLint = (proxy, { bindVersions }) => {
  if (proxy.kind === "backend" || withKeyword(proxy.own, "disabled").length > 0 || anyConditional(proxy.own)) return [];
  return withKeyword(proxy.own, "bind").flatMap((at) => [
    ...withoutAuthority(proxy, at),
    ...notReversed(at),
    ...severalSockets(at),
    ...(bindVersions === undefined ? [] : ignored(proxy, at, bindVersions)),
  ]);
};

/** Clients are checked by a list of authorities, certificates signed by one; lines of a `crt-list` may name their own. */
function withoutAuthority(proxy: Proxy, at: PlacedStatement): Hit[] {
  const { words, prefix } = at.statement;
  const parameters = words.slice(2).map(({ value }) => value);
  const has = (...names: readonly string[]) => names.some((name) => parameters.includes(name));
  if (prefix !== undefined || !has("ssl") || has("crt-list") || words.some(({ dynamic }) => dynamic)) return [];
  const verify = parameters[parameters.lastIndexOf("verify") + 1] ?? "";
  const needs =
    has("verify") && /^(?:required|optional)$/.test(verify) && !has("ca-file", "ca-verify-file")
      ? [`verify ${verify}`, "ca-file"]
      : has("generate-certificates") && !has("ca-sign-file")
        ? ["generate-certificates", "ca-sign-file"]
        : undefined;
  if (needs === undefined) return [];
  const message = l10n.t('"{0}" needs "{1}"', needs[0] ?? "", needs[1] ?? "");
  return [lineHit(proxy, at.lineNumber, { code: "missing-ca-file", severity: "error", message })];
}

/** Connections that HAProxy is to hold open towards another one: only listeners that dial out have them. */
function notReversed(at: PlacedStatement): Hit[] {
  const { words, prefix } = at.statement;
  const index = words.findIndex(({ value }, i) => i > 1 && value === "nbconn");
  const address = words[1];
  if (index < 0 || prefix !== undefined || address === undefined || address.dynamic) return [];
  if (address.value.split(",").some((one) => one.startsWith("rhttp@"))) return [];
  const message = l10n.t('"{0}" is only for listeners on "{1}" addresses', "nbconn", "rhttp@");
  return [wordHit(at, index, { code: "misplaced-keyword", severity: "error", message })];
}

/** A number is that of one socket: a list of addresses or a range of ports has several. */
function severalSockets(at: PlacedStatement): Hit[] {
  const { words, prefix } = at.statement;
  const [index, address] = [idIndex(at), words[1]];
  if (index < 0 || prefix !== undefined || address === undefined || address.dynamic) return [];
  const [one = "", ...more] = address.value.split(",").filter((part) => part !== "");
  const [, low, high] = /:(\d+)-(\d+)$/.exec(one) ?? [];
  if (more.length === 0 && Number(low ?? 0) >= Number(high ?? 0)) return [];
  const message = l10n.t('"{0}" listens on several sockets, and "id" is the number of one', plain(address.value));
  return [wordHit(at, index, { code: "malformed-argument", severity: "error", message })];
}

function ignored(proxy: Proxy, at: PlacedStatement, usual: Versions): Hit[] {
  if (!at.statement.words.some(({ value }, i) => i > 1 && value === "ssl")) return [];
  const own = versionsIn([at]);
  const [one, other] = [own.single ?? usual.single, own.range ?? usual.range];
  if (one === undefined || other === undefined) return [];
  const said = { code: "ineffective-keyword", severity: "warning", message: besideRange(one, other) } as const;
  return [lineHit(proxy, at.lineNumber, said)];
}
