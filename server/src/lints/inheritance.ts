/** Defaults sections that take over from others what HAProxy does not let them. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../knowledge/release.ts";
import type { Model } from "../model/model.ts";
import { parentOf } from "../model/proxies.ts";
import { anyConditional, placedStatementsOf, withKeyword, wordOf } from "../model/statement.ts";
import type { PlacedSection } from "../syntax/config.ts";
import { plain } from "../syntax/plain.ts";
import { lineInWords } from "./place.ts";
import type { Hit } from "./references.ts";

const rulesets = ["http-request", "http-response", "http-after-response", "tcp-request", "tcp-response"];

/** `defaults a from b` where b defines rules, which a proxy may inherit but another defaults section may not (from 2.5 on). */
export function inheritanceHits(model: Model, branch: string | undefined): readonly Hit[] {
  if (branch !== undefined && compareBranches(branch, "2.5") < 0) return [];
  const withRules = new Map<string, Pick<Hit, "uri" | "line">>();
  const hits: Hit[] = [];
  for (const { uri, sections } of model.files) {
    for (const placed of sections) {
      const { section, firstLine } = placed;
      if (section.kind !== "defaults") continue;
      const parent = parentOf(section);
      const rules = parent === undefined ? undefined : withRules.get(parent.value);
      if (rules !== undefined && parent !== undefined && !section.conditional) {
        const message = l10n.t(
          '"{0}" in {1} defines rules: only proxies can inherit from it',
          plain(parent.value),
          lineInWords(rules, uri),
        );
        hits.push({ uri, line: firstLine, span: parent.span, code: "inherited-rules", severity: "error", message });
      }
      if (section.name !== undefined && section.name !== "from" && definesRules(uri, placed))
        withRules.set(section.name, { uri, line: firstLine });
    }
  }
  return hits;
}

function definesRules(uri: string, placed: PlacedSection): boolean {
  const statements = placedStatementsOf(uri, placed);
  if (placed.section.conditional || anyConditional(statements)) return false;
  return rulesets.some((ruleset) => withKeyword(statements, ruleset).some((at) => wordOf(at, 1) !== "inspect-delay"));
}
