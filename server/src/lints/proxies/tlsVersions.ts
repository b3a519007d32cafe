/** The range of TLS versions that a bind or server line asks for: from the lowest to the highest. */
import * as l10n from "@vscode/l10n";
import { isDisabledOrOpen } from "../../model/proxies/proxies.ts";
import { type PlacedStatement, withKeyword, wordOf } from "../../model/statement.ts";
import { type Hit, type ProxyLint, wordHit } from "../hit.ts";
import type { Surroundings } from "../surroundings.ts";

export const tlsVersionHits: ProxyLint = (proxy, { bindVersions }) => {
  const asked = ["bind", "server", "server-template"].flatMap((keyword) =>
    withKeyword(proxy.own, keyword).filter(({ statement }) => statement.line.raw.includes("ssl-max-ver")),
  );
  return asked.length === 0 || isDisabledOrOpen(proxy) ? [] : asked.flatMap((at) => rangeHits(at, bindVersions));
};

/** From the oldest on. */
const versions = ["SSLv3", "TLSv1.0", "TLSv1.1", "TLSv1.2", "TLSv1.3"];
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
