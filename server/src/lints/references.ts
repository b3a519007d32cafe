/** Names that nothing declares, over all files of a configuration. */

import * as l10n from "@vscode/l10n";
import { enumValues } from "../knowledge/grammar.ts";
import { compareBranches } from "../knowledge/release.ts";
import { heirsIn, isResolved } from "../model/heirs.ts";
import { type Interpretation, interpretationsOf } from "../model/interpretation.ts";
import type { NameUse } from "../model/issue.ts";
import type { Model } from "../model/model.ts";
import { type Names, namesOf } from "../model/names.ts";
import type { Proxy } from "../model/proxies.ts";
import { anyConditional, type Statement, withKeyword, wordOf } from "../model/statement.ts";
import type { PlacedSection, Section } from "../syntax/config.ts";
import type { Word } from "../syntax/line.ts";
import { Memory } from "../syntax/memory.ts";
import { plain } from "../syntax/plain.ts";
import { undefinedCodes } from "./codes.ts";
import type { Hit } from "./hit.ts";
import { withSuggestion } from "./nearest.ts";
import { wordingOf } from "./wording.ts";

export function referenceHits(model: Model, branch: string | undefined): readonly Hit[] {
  const names = namesOf(model);
  const heirs = heirsIn(model.proxies);
  const hits: Hit[] = [];
  let next = 0;
  for (const file of model.files) {
    for (const placed of file.sections) {
      // proxies stand in the order of their sections
      const proxy = model.proxies[next]?.placed === placed ? model.proxies[next++] : undefined;
      const found = keptHits(file.uri, placed, proxy, names, branch);
      for (const { statement, kind, hit } of found)
        if (placed.section.kind !== "defaults" || kind === "acl" || isResolved(statement, kind, placed.section, heirs, branch))
          hits.push(hit);
    }
  }
  return hits;
}

interface Kept {
  readonly proxy: Proxy | undefined;
  readonly sets: Names["sets"];
  readonly branch: string | undefined;
  readonly hits: readonly Missing[];
}
const kept = new Memory<PlacedSection, Kept>();

/** A name that nothing declares, and the statement that uses it. */
interface Missing {
  readonly statement: Statement;
  readonly kind: string;
  readonly hit: Hit;
}

/** The findings of a section stay as long as it, its defaults and the names declared elsewhere stay. */
function keptHits(
  uri: string,
  placed: PlacedSection,
  proxy: Proxy | undefined,
  names: Names,
  branch: string | undefined,
): readonly Missing[] {
  const known = kept.get(placed);
  if (known !== undefined && known.proxy === proxy && known.sets === names.sets && known.branch === branch) return known.hits;
  const uses = usesOf(interpretationsOf(placed.section, branch));
  const hits = uses.length === 0 ? nothing : sectionHits(uri, placed, uses, proxy, names, branch);
  // servers are no part of the names compared
  if (!uses.some(({ use }) => use.kind === "server" && !use.declares)) kept.set(placed, { proxy, sets: names.sets, branch, hits });
  return hits;
}

const nothing: readonly Missing[] = [];

function sectionHits(
  uri: string,
  { firstLine, section }: PlacedSection,
  uses: readonly PlacedUse[],
  proxy: Proxy | undefined,
  names: Names,
  branch: string | undefined,
): Missing[] {
  const hits: Missing[] = [];
  const acls = new Set<string>();
  for (const { statement, use, refused } of uses) {
    if (use.declares) {
      if (use.kind === "acl" && !refused) acls.add(use.name);
      continue;
    }
    const word = statement.words[use.index];
    if (statement.conditional || word === undefined || isOverridden(statement, proxy) || servesNobody(statement, section, proxy)) continue;
    const message =
      use.kind === "acl"
        ? missingAcl(use.name, acls, section, statement.offset, proxy, branch)
        : (unexpanded(use, word) ?? missingName(use.kind, use.name, proxy, names, branch));
    const code = undefinedCodes.get(use.kind);
    if (message === undefined || code === undefined) continue;
    // a profile is looked up only when HAProxy really starts: the check takes the file
    const severity = use.kind === "log-profile" ? "information" : "error";
    hits.push({ statement, kind: use.kind, hit: { uri, line: firstLine + statement.offset, span: word.span, code, severity, message } });
  }
  return hits;
}

interface PlacedUse {
  readonly statement: Interpretation["statement"];
  readonly use: NameUse;
  /** HAProxy refuses the statement: what it declares is not there. */
  readonly refused: boolean;
}
const useMemo = new WeakMap<readonly Interpretation[], readonly PlacedUse[]>();

/** The names that a section's statements use and declare, in order. */
function usesOf(interpretations: readonly Interpretation[]): readonly PlacedUse[] {
  let found = useMemo.get(interpretations);
  if (found === undefined) {
    const placed: PlacedUse[] = [];
    for (const { statement, uses, issues } of interpretations) {
      if (uses.length === 0) continue;
      const refused = issues.some((issue) => wordingOf(issue).severity === "error");
      for (const use of uses) placed.push({ statement, use, refused });
    }
    found = placed;
    useMemo.set(interpretations, found);
  }
  return found;
}

function missingAcl(
  name: string,
  acls: ReadonlySet<string>,
  section: Section,
  offset: number,
  proxy: Proxy | undefined,
  branch: string | undefined,
): string | undefined {
  if (acls.has(name) || name.includes("$")) return undefined;
  const predefined = enumValues("predefined_acls", branch);
  if (predefined.has(name)) return undefined;
  const declared = section.lines.findIndex((line) => line.words[0]?.value === "acl" && line.words[1]?.value === name);
  if (declared > offset) return l10n.t('ACL "{0}" is declared only further down', plain(name));
  if (declared >= 0) return l10n.t('ACL "{0}" is not there: its own line is refused', plain(name));
  if (proxy !== undefined && withKeyword(proxy.inherited, "acl").some((at) => wordOf(at, 1) === name))
    return l10n.t('ACL "{0}" is declared in the defaults section: the sections that inherit from it do not have it', plain(name));
  return withSuggestion(l10n.t('no ACL "{0}" in this section', plain(name)), name, [...acls, ...predefined]);
}

/** Of several default backends the last one counts. */
function isOverridden({ words, offset }: Interpretation["statement"], proxy: Proxy | undefined): boolean {
  if (words[0]?.value !== "default_backend" || proxy === undefined) return false;
  return withKeyword(proxy.own, "default_backend").some(({ statement }) => statement.offset > offset);
}

/** Server settings of a proxy without servers. */
function servesNobody({ words }: Interpretation["statement"], section: Section, proxy: Proxy | undefined): boolean {
  if (words[0]?.value !== "default-server") return false;
  // in a peers section we say less
  if (proxy === undefined) return section.kind !== "defaults";
  return withKeyword(proxy.own, "server").length + withKeyword(proxy.own, "server-template").length === 0;
}

/** What a statement expects of the proxy that it stands in. */
function missingOwn(kind: string, proxy: Proxy | undefined, known: ReadonlySet<string>): string | undefined {
  if (proxy === undefined || anyConditional(proxy.own) || known.has(proxy.name)) return undefined;
  if (kind === "table") return l10n.t('{0} "{1}" has no stick-table of its own', proxy.kind, plain(proxy.name));
  return l10n.t('{0} "{1}" is no {2}: give the name of one', proxy.kind, plain(proxy.name), kind);
}

/** `be_$SITE` without quotes is a name with a dollar, which no name may have. */
function unexpanded({ kind, name }: NameUse, word: Word): string | undefined {
  if (word.dynamic || name.includes("%[") || !/\$\{?[A-Za-z_]/.test(name)) return undefined;
  return l10n.t('no {0} "{1}" in this configuration: variables are replaced between double quotes only', kind, plain(name));
}

/** From 2.6 on HAProxy makes these itself, of the machine's /etc/resolv.conf. */
function isBuiltInResolvers(kind: string, name: string, branch: string | undefined): boolean {
  return kind === "resolvers" && name === "default" && (branch === undefined || compareBranches(branch, "2.6") >= 0);
}

function missingName(kind: string, name: string, proxy: Proxy | undefined, names: Names, branch: string | undefined): string | undefined {
  const known = kind === "server" ? names.servers() : names.sets.get(kind);
  if (known === undefined || isBuiltInResolvers(kind, name, branch) || name.includes("$") || (kind === "backend" && name.includes("%")))
    return undefined;
  if (name === "") return missingOwn(kind, proxy, known);
  if (kind === "server") {
    if (name.includes("/") ? known.has(name) : proxy === undefined || known.has(`${proxy.name}/${name}`)) return undefined;
    return l10n.t('no server "{0}" in this backend', plain(name));
  }
  if (known.has(name)) return undefined;
  if (kind === "log-profile")
    return withSuggestion(l10n.t('no log-profile "{0}": "haproxy -c" says nothing, but HAProxy does not start', plain(name)), name, [
      ...known,
    ]);
  return withSuggestion(l10n.t('no {0} "{1}" in this configuration', kind === "table" ? l10n.t("stick-table") : kind, plain(name)), name, [
    ...known,
  ]);
}
