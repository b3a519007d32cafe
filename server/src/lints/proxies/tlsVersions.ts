/** The range of TLS versions that a bind or server line asks for: from the lowest to the highest. */
import * as l10n from "@vscode/l10n";
import { effectiveWith, isDisabledOrOpen } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, withKeyword, wordOf } from "../../model/statement.ts";
import { type Hit, type ProxyLint, wordHit } from "../hit.ts";
import { besideRange, type Surroundings, versionsIn } from "../surroundings.ts";

export const tlsVersionHits: ProxyLint = (proxy, { bindVersions, said }) => {
  const naming = (words: RegExp, ...keywords: readonly string[]) =>
    keywords.flatMap((keyword) => withKeyword(proxy.own, keyword).filter(({ statement }) => words.test(statement.line.raw)));
  const asked = naming(/ssl-max-ver/, "bind", "server", "server-template");
  const shut = naming(/no-(?:sslv3|tlsv1)|force-tlsv1/, "server", "server-template");
  if (asked.length + shut.length === 0 || isDisabledOrOpen(proxy)) return [];
  const isOpen = said.includes("ssl-default-server-options") || effectiveWith(proxy, "default-server").some(saysVersions);
  return [...asked.flatMap((at) => rangeHits(at, bindVersions)), ...(isOpen ? [] : shut.flatMap(serverHits))];
};

function saysVersions(at: PlacedStatement): boolean {
  const { single, range } = versionsIn([at]);
  return single !== undefined || range !== undefined || at.statement.words.some(({ dynamic }) => dynamic);
}

/** Versions that a server's line shuts out one by one (ssl_sock_prepare_srv_ssl_ctx()); no common build has SSLv3. */
function serverHits(at: PlacedStatement): Hit[] {
  const { words, conditional, prefix } = at.statement;
  const speaksTls = words.some(({ value }, i) => i > 2 && value === "ssl");
  if (!speaksTls || conditional || prefix !== undefined || words.some(({ dynamic }) => dynamic)) return [];
  const out = new Set<number>();
  const { single, range } = versionsIn([at]);
  const [index, ofRange] = [single, range].map((name) => words.findLastIndex(({ value }, i) => i > 2 && value === name));
  let [low, high] = [1, versions.length - 1];
  words.forEach(({ value }, i) => {
    if (i < 3) return;
    const [, how, name] = /^(no|force)-(sslv3|tlsv1\d)$/.exec(value) ?? [];
    const version = keywords.indexOf(name ?? "");
    if (how === "no" && range === undefined) out.add(version);
    else if (how === "force") [low, high] = [version, version];
    else if (value === "ssl-min-ver") low = versions.indexOf(wordOf(at, i + 1));
    else if (value === "ssl-max-ver") high = versions.indexOf(wordOf(at, i + 1));
  });
  const left = versions.map((_, i) => i).filter((i) => i > 0 && i >= low && i <= high && !out.has(i));
  const last = Math.max(index ?? 0, ofRange ?? 0);
  if (left.length === 0 && high > 0 && low >= 0)
    return [
      wordHit(at, last, { code: "malformed-argument", severity: "error", message: l10n.t("no version of TLS is left for this server") }),
    ];
  const has = (message: string) => [wordHit(at, index ?? 0, { code: "ineffective-keyword", severity: "warning", message })];
  if (single !== undefined && range !== undefined) return has(besideRange(single, range));
  return left.some((version, i) => i > 0 && version > (left[i - 1] ?? 0) + 1)
    ? has(l10n.t('the versions of TLS that are left have a gap: give the range with "ssl-min-ver" and "ssl-max-ver" only'))
    : [];
}

/** From the oldest on. */
const versions = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
/** As in `no-tlsv12`. */
const keywords = versions.map((version) => version.toLowerCase().replace(".", ""));
/** The lowest that listeners offer where nobody says otherwise. */
const usualLowest = versions.indexOf("TLSv1.2");

function rangeHits(at: PlacedStatement, usual: Surroundings["bindVersions"]): Hit[] {
  const { words, conditional } = at.statement;
  const speaksTls = words.some(({ value }, i) => i > 1 && value === "ssl");
  if (!speaksTls || conditional || words.some(({ value, dynamic }) => dynamic || value.startsWith("force-"))) return [];
  const [min, max] = ["ssl-min-ver", "ssl-max-ver"].map((name) => words.findLastIndex(({ value }, i) => i > 1 && value === name) + 1);
  if (min === undefined || max === undefined) return [];
  const [low, high] = [min, max].map((index) => (index === 0 ? undefined : versions.indexOf(wordOf(at, index))));
  if (high === undefined || high < 0 || low === -1) return [];
  if (low !== undefined && low > high) {
    const message = l10n.t('no version of TLS is left: "{0}" is below "{1}"', wordOf(at, max), wordOf(at, min));
    return [wordHit(at, max, { code: "malformed-argument", severity: "error", message })];
  }
  const isOpen = low === undefined && wordOf(at, 0) === "bind" && usual !== undefined && usual.range === undefined;
  if (!isOpen || high >= usualLowest) return [];
  const message = l10n.t('HAProxy takes "{0}" for the lowest version too: say which it is with "ssl-min-ver"', wordOf(at, max));
  return [wordHit(at, max, { code: "ineffective-keyword", severity: "warning", message })];
}
