/** Defaults sections that take over from others what HAProxy does not let them. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../knowledge/release.ts";
import type { Model } from "../model/model.ts";
import { parentOf } from "../model/proxies.ts";
import { anyConditional, placedStatementsOf, withKeyword, wordOf } from "../model/statement.ts";
import type { PlacedSection } from "../syntax/config.ts";
import type { Word } from "../syntax/line.ts";
import { plain } from "../syntax/plain.ts";
import type { Hit } from "./hit.ts";
import { lineInWords } from "./place.ts";

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

/** `from` a defaults section that HAProxy has not read yet: it stands further down, or in a file behind. */
export function lateDefaultsHits({ files }: Model): readonly Hit[] {
  const declared = new Map<string, Pick<Hit, "uri" | "line">>();
  const using: { readonly uri: string; readonly line: number; readonly parent: Word }[] = [];
  const hits: Hit[] = [];
  for (const { uri, sections } of files) {
    for (const { section, firstLine: line } of sections) {
      // only a name and `from` say something here
      if (section.name === undefined) continue;
      const parent = parentOf(section);
      if (parent !== undefined && !declared.has(parent.value) && !section.conditional) using.push({ uri, line, parent });
      if (section.kind === "defaults" && section.name !== "from" && !declared.has(section.name)) declared.set(section.name, { uri, line });
    }
  }
  for (const { uri, line, parent } of using) {
    const at = declared.get(parent.value);
    if (at === undefined || /[%$]/.test(parent.value)) continue;
    const message = l10n.t('defaults section "{0}" is read only later, in {1}', plain(parent.value), lineInWords(at, uri));
    hits.push({ uri, line, span: parent.span, code: "undefined-defaults", severity: "error", message });
  }
  return hits;
}

function definesRules(uri: string, placed: PlacedSection): boolean {
  const statements = placedStatementsOf(uri, placed);
  if (placed.section.conditional || anyConditional(statements)) return false;
  return rulesets.some((ruleset) => withKeyword(statements, ruleset).some((at) => wordOf(at, 1) !== "inspect-delay"));
}
