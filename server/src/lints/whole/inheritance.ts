/** Defaults sections that take over from others what HAProxy does not let them. */
import * as l10n from "@vscode/l10n";
import { compareBranches } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import { type Proxy, parentOf } from "../../model/proxies/proxies.ts";
import { anyConditional, type PlacedStatement, placedStatementsOf, withKeyword, wordOf } from "../../model/statement.ts";
import type { PlacedSection } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import { perObject } from "../../syntax/perObject.ts";
import { plain } from "../../syntax/plain.ts";
import { type Hit, lineHit } from "../hit.ts";
import { lineInWords } from "../place.ts";

const rulesets = ["http-request", "http-response", "http-after-response", "tcp-request", "tcp-response"];

export function inheritanceHits(model: Model, branch: string | undefined): readonly Hit[] {
  return [...inheritedDefaultsHits(model, branch), ...inheritedRuleHits(model, branch), ...lateDefaultsHits(model)];
}

/** `defaults a from b` where b defines rules, which a proxy may inherit but another defaults section may not (from 2.5 on). */
function inheritedDefaultsHits(model: Model, branch: string | undefined): readonly Hit[] {
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
          'defaults "{0}" in {1} contain rules: another defaults section cannot inherit them',
          plain(parent.value),
          lineInWords(rules, uri),
        );
        hits.push({ uri, line: firstLine, span: parent.span, code: "inherited-rules", severity: "error", message });
      }
      if (section.name !== undefined && definesRules(uri, placed)) withRules.set(section.name, { uri, line: firstLine });
    }
  }
  return hits;
}

/** Rules of a defaults section that a proxy of this kind cannot take over, or that one of the other kind took over before (from 2.5 on). */
function inheritedRuleHits(model: Model, branch: string | undefined): readonly Hit[] {
  if (branch !== undefined && compareBranches(branch, "2.5") < 0) return [];
  const firstKinds = new Map<Proxy["inherited"], Proxy["kind"]>();
  return model.proxies.flatMap((proxy): Hit[] => {
    const { kind, inherited, placed, uri } = proxy;
    const [rule] = rulesOf(inherited);
    if (rule === undefined || placed.section.conditional) return [];
    const first = firstKinds.get(inherited) ?? kind;
    firstKinds.set(inherited, first);
    const foreign = rulesOf(inherited).find((at) => foreignTo[kind]?.has(`${wordOf(at, 0)} ${wordOf(at, 1)}`));
    if (kind !== "listen" && kind === first && foreign === undefined) return [];
    const at = lineInWords({ uri: (foreign ?? rule).uri, line: (foreign ?? rule).lineNumber }, uri);
    const message = refusalOf(proxy, foreign, at, first);
    return [lineHit(proxy, placed.firstLine, { code: "inherited-rules", severity: "error", message })];
  });
}

function refusalOf({ kind, name }: Proxy, foreign: PlacedStatement | undefined, at: string, first: Proxy["kind"]): string {
  const called = plain(name);
  if (kind === "listen")
    return l10n.t('listen "{0}" cannot inherit the rule in {1}: rules are inherited by frontends or backends only', called, at);
  return foreign !== undefined
    ? l10n.t(
        '{0} "{1}" cannot inherit the rule in {2}: a {0} has no "{3}"',
        kind,
        called,
        at,
        `${wordOf(foreign, 0)} ${wordOf(foreign, 1)}`,
      )
    : l10n.t('{0} "{1}" cannot inherit the rule in {2}, as a {3} does so: give each kind its own defaults', kind, called, at, first);
}

/** Rulesets that the other side of a proxy processes. */
const foreignTo: Readonly<Record<string, ReadonlySet<string>>> = {
  backend: new Set(["tcp-request connection", "tcp-request session"]),
  frontend: new Set(["tcp-response content"]),
};

/** The rules of the defaults sections that proxies inherit; none where `.if` leaves them open. */
const rulesOf = perObject((inherited: Proxy["inherited"]): readonly PlacedStatement[] => {
  if (anyConditional(inherited)) return [];
  const all = rulesets.flatMap((ruleset) => withKeyword(inherited, ruleset));
  const named = all.filter(({ section }) => section.name !== undefined);
  return named.filter((at) => at.statement.prefix === undefined && wordOf(at, 1) !== "inspect-delay");
});

/** `from` a defaults section that HAProxy has not read yet: it stands further down, or in a file behind. */
function lateDefaultsHits({ files }: Model): readonly Hit[] {
  const declared = new Map<string, Pick<Hit, "uri" | "line">>();
  const using: { readonly uri: string; readonly line: number; readonly parent: Word }[] = [];
  const hits: Hit[] = [];
  for (const { uri, sections } of files) {
    for (const { section, firstLine: line } of sections) {
      // only a name and `from` say something here
      if (section.name === undefined) continue;
      const parent = parentOf(section);
      if (parent !== undefined && !declared.has(parent.value) && !section.conditional) using.push({ uri, line, parent });
      if (section.kind === "defaults" && !declared.has(section.name)) declared.set(section.name, { uri, line });
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
