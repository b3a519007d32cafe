/** Rules that HAProxy processes in another order than they are written. */

import * as l10n from "@vscode/l10n";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import { type PlacedStatement, placedStatementsOf, placeOf, wordOf } from "../../model/statement.ts";
import type { Hit, PlacedLint } from "../hit.ts";

/** In the order in which HAProxy processes them (warnif_misplaced_* in src/cfgparse.c). */
const order = [
  "tcp-request connection",
  "tcp-request session",
  "tcp-request content",
  "monitor fail",
  "http-request",
  "redirect",
  "use_backend",
  "use-server",
] as const;
/** First word, then the second one where it decides; "" stands for any. */
const ranks: ReadonlyMap<string, ReadonlyMap<string, number>> = ranksByWords();

/** A rule that stands behind others that are processed later. */
export const orderHits: PlacedLint = (uri, placed) => {
  const hits: Hit[] = [];
  if (!proxyKinds.has(placed.section.kind)) return hits;
  let latest = -1;
  for (const at of placedStatementsOf(uri, placed)) {
    const rank = rankOf(at);
    if (rank === undefined || at.statement.conditional) continue;
    if (rank < latest) hits.push(misplaced(at, order[rank] as string, order[latest] as string));
    latest = Math.max(latest, rank);
  }
  return hits;
};

/** When HAProxy processes a rule, lower ones first; undefined for what is no rule of these. */
export function rankOf(at: PlacedStatement): number | undefined {
  if (at.statement.prefix !== undefined) return undefined;
  const bySecond = ranks.get(wordOf(at, 0));
  return bySecond && (bySecond.get("") ?? bySecond.get(wordOf(at, 1)));
}

function ranksByWords(): ReadonlyMap<string, ReadonlyMap<string, number>> {
  const found = new Map<string, Map<string, number>>();
  order.forEach((name, rank) => {
    const [first = "", second = ""] = name.split(" ");
    found.set(first, (found.get(first) ?? new Map<string, number>()).set(second, rank));
  });
  return found;
}

function misplaced(at: PlacedStatement, name: string, before: string): Hit {
  const { line, span } = placeOf(at);
  const message = l10n.t('this "{0}" rule stands behind a "{1}" rule but is processed before it', name, before);
  return { uri: at.uri, line, span, code: "rule-order", severity: "warning", message };
}
