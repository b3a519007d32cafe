/** Rules that fill a slot for captures which no line makes; HAProxy looks for it in proxies with a listener. */
import * as l10n from "@vscode/l10n";
import { isDisabledOrOpen } from "../../model/proxies/proxies.ts";
import { rulesActing, wordOf } from "../../model/statement.ts";
import { slotCount } from "../../model/symbols/captureSlots.ts";
import { plain } from "../../syntax/plain.ts";
import { type ProxyLint, wordHit } from "../hit.ts";

export const captureIdHits: ProxyLint = (proxy) => {
  if (proxy.kind === "backend" || isDisabledOrOpen(proxy)) return [];
  const rules = rulesActing(proxy.own, "capture");
  // rules of the defaults make slots as well
  if (rules.length === 0 || proxy.inherited.some(({ statement }) => statement.words.some(({ value }) => value === "capture"))) return [];
  return rules.flatMap((at) => {
    const ruleset = wordOf(at, 0);
    if (!/^http-(?:request|response|after-response)$/.test(ruleset) || wordOf(at, 1) !== "capture") return [];
    const index = at.statement.words.findIndex(({ value }, i) => i > 2 && value === "id") + 1;
    const id = wordOf(at, index);
    if (index === 0 || !/^\d+$/.test(id) || at.statement.conditional) return [];
    const side = ruleset === "http-request" ? "request" : "response";
    if (Number(id) < slotCount(proxy.placed.section, side)) return [];
    const message = l10n.t('no line declares the capture slot {0}: slots are counted from 0 ("declare capture {1}")', plain(id), side);
    return [wordHit(at, index, { code: "counter-out-of-range", severity: "error", message })];
  });
};
