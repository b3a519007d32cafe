/** `option forwarded`: a port goes with an address, and by itself HAProxy leaves it out. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import { type PlacedStatement, placedStatementsOf, startsWith, withKeyword } from "../../model/statement.ts";
import { type Hit, type PlacedLint, wordHit } from "../hit.ts";

/** The first branch that has the option. */
const first = "2.8";

export const forwardedHits: PlacedLint = (uri, placed, branch) => {
  if (branch !== undefined && compareBranches(branch, first) < 0) return [];
  return withKeyword(placedStatementsOf(uri, placed), "option").flatMap((at) => (startsWith(at, "option", "forwarded") ? lone(at) : []));
};

function lone(at: PlacedStatement): Hit[] {
  const { words, conditional, prefix } = at.statement;
  if (conditional || prefix !== undefined || words.some(({ dynamic }) => dynamic)) return [];
  const places = new Map(words.map(({ value }, i) => [/-expr$/.test(words[i - 1]?.value ?? "") ? "" : value, i]));
  return ["for", "by"].flatMap((side) => {
    const port = places.get(`${side}_port`) ?? places.get(`${side}_port-expr`);
    if (port === undefined || places.has(side) || places.has(`${side}-expr`)) return [];
    const message = l10n.t('"{0}" does nothing without "{1}"', words[port]?.value ?? "", side);
    return [wordHit(at, port, { code: "ineffective-keyword", severity: "warning", message })];
  });
}
