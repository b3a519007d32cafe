/** Names that nothing declares, and names declared twice, over all files of a configuration. */

import * as l10n from "@vscode/l10n";
import { enumValues } from "../../knowledge/grammar.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { type Interpretation, sought } from "../../model/interpretation/interpretation.ts";
import type { NameUse } from "../../model/interpretation/issue.ts";
import type { Model } from "../../model/model.ts";
import { type Names, namesOf } from "../../model/names.ts";
import { heirsIn, isResolved } from "../../model/proxies/heirs.ts";
import { isDisabledOrOpen, missingForMail, type Proxy } from "../../model/proxies/proxies.ts";
import { isBetween } from "../../model/proxies/switching.ts";
import { anyConditional, type Statement, withKeyword, wordOf } from "../../model/statement.ts";
import type { PlacedSection, Section } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import { Memory } from "../../syntax/memory.ts";
import { plain } from "../../syntax/plain.ts";
import { gathered, type Stretch } from "../../syntax/stretches.ts";
import { undefinedCodes } from "../codes.ts";
import type { Hit } from "../hit.ts";
import { withSuggestion } from "../nearest.ts";
import { wordingOf } from "../wording.ts";

export function referenceHits(model: Model, branch: string | undefined): readonly Hit[] {
  const asked: Asked = { names: namesOf(model), heirs: () => heirsIn(model.proxies), branch };
  let next = 0;
  return gathered(model.files, (stretch) => stretchHits(stretch, model.proxyLists[next++] ?? [], asked));
}

/** What sections are asked with. */
interface Asked {
  readonly names: Names;
  readonly heirs: () => ReturnType<typeof heirsIn>;
  readonly branch: string | undefined;
}

interface Kept<T> {
  /** The proxies of a stretch, or the one of a section. */
  readonly of: readonly Proxy[] | Proxy | undefined;
  readonly sets: Names["sets"];
  readonly branch: string | undefined;
  readonly found: readonly T[];
}
const ofStretches = new Memory<Stretch, Kept<Hit>>();
const ofSections = new Memory<PlacedSection, Kept<Missing>>();

/** A name that nothing declares, and the statement that uses it. */
interface Missing {
  readonly statement: Statement;
  readonly kind: string;
  readonly hit: Hit;
}

function stretchHits(stretch: Stretch, proxies: readonly Proxy[], asked: Asked): readonly Hit[] {
  const known = ofStretches.get(stretch);
  if (known !== undefined && isAsBefore(known, proxies, asked)) return known.found;
  const { names, heirs, branch } = asked;
  let isSettled = true;
  const found = stretch.sections.flatMap((placed) => {
    const { section } = placed;
    const of = proxies.find((proxy) => proxy.placed.section === section);
    const missing = missingIn(stretch.uri, placed, of, asked);
    const isUnsure = section.kind === "defaults" && missing.some(({ kind }) => !isCertain(kind));
    isSettled &&= !isUnsure && !sought(section, branch).asksServers;
    const told = isUnsure
      ? missing.filter(({ statement, kind }) => isCertain(kind) || isResolved(statement, kind, section, heirs(), branch))
      : missing;
    return told.map(({ hit }) => hit);
  });
  if (isSettled) ofStretches.set(stretch, { of: proxies, sets: names.sets, branch, found });
  return found;
}

/** What HAProxy looks up in a defaults section itself, whoever inherits from it. */
const isCertain = (kind: string) => kind === "acl" || kind === "defaults";

/** The findings of a section stay as long as it, its defaults and the names declared elsewhere stay. */
function missingIn(uri: string, placed: PlacedSection, proxy: Proxy | undefined, asked: Asked): readonly Missing[] {
  const known = ofSections.get(placed);
  if (known !== undefined && isAsBefore(known, proxy, asked)) return known.found;
  const { names, branch } = asked;
  const found = sectionHits(uri, placed, proxy, names, branch);
  // servers are no part of the names compared
  if (!sought(placed.section, branch).asksServers) ofSections.set(placed, { of: proxy, sets: names.sets, branch, found });
  return found;
}

function isAsBefore(known: Kept<unknown>, of: Kept<unknown>["of"], { names, branch }: Asked): boolean {
  return known.of === of && known.sets === names.sets && known.branch === branch;
}

function sectionHits(
  uri: string,
  { firstLine, section }: PlacedSection,
  proxy: Proxy | undefined,
  names: Names,
  branch: string | undefined,
): readonly Missing[] {
  const hits: Missing[] = [];
  const acls = new Set<string>();
  for (const { statement, uses, issues } of sought(section, branch).naming)
    for (const use of uses) {
      if (use.declares) {
        // what HAProxy refuses declares nothing
        if (use.kind === "acl" && !issues.some((issue) => wordingOf(issue).severity === "error")) acls.add(use.name);
        continue;
      }
      if (use.kind === "acl" && acls.has(use.name)) continue;
      const word = statement.words[use.index];
      if (statement.conditional || word === undefined) continue;
      const message =
        use.kind === "acl"
          ? missingAcl(use.name, acls, section, statement.offset, proxy, branch)
          : (unexpanded(use, word) ?? missingName(use.kind, use.name, proxy, names, branch));
      // nearly every name is there
      const code = message === undefined ? undefined : undefinedCodes.get(use.kind);
      if (message === undefined || code === undefined) continue;
      if (isOverridden(statement, proxy) || servesNobody(statement, section, proxy)) continue;
      // looked up only for the servers of a proxy that is not disabled
      if (use.kind === "healthcheck" && (proxy === undefined || isDisabledOrOpen(proxy))) continue;
      // a profile is looked up only when HAProxy really starts: the check takes the file
      const severity = use.kind === "log-profile" ? "information" : "error";
      hits.push({ statement, kind: use.kind, hit: { uri, line: firstLine + statement.offset, span: word.span, code, severity, message } });
    }
  return hits.length === 0 ? nothing : hits;
}

const nothing: readonly Missing[] = [];

function missingAcl(
  name: string,
  acls: ReadonlySet<string>,
  section: Section,
  offset: number,
  proxy: Proxy | undefined,
  branch: string | undefined,
): string | undefined {
  const predefined = enumValues("predefined_acls", branch);
  if (name.includes("$") || predefined.has(name)) return undefined;
  const brace = bracesInWords(name);
  if (brace !== undefined) return brace;
  if (section.lines.some(({ words: [first, second] }) => first?.value === "acl" && second?.dynamic && mayStandFor(second.value, name)))
    return undefined;
  const declared = section.lines.findIndex((line) => line.words[0]?.value === "acl" && line.words[1]?.value === name);
  if (declared > offset) return l10n.t('ACL "{0}" is declared only further down', plain(name));
  if (declared >= 0) return l10n.t('ACL "{0}" does not exist: HAProxy refuses the line that declares it', plain(name));
  if (proxy !== undefined && withKeyword(proxy.inherited, "acl").some((at) => wordOf(at, 1) === name))
    return l10n.t('ACL "{0}" is declared in the defaults section: the sections that inherit from it do not have it', plain(name));
  return withSuggestion(l10n.t('no ACL "{0}" in this section', plain(name)), name, [...acls, ...predefined]);
}

/** Braces are words of their own. */
function bracesInWords(name: string): string | undefined {
  if (name === "}") return l10n.t('no "{" stands before this "}", as a word of its own: it is taken for the name of an ACL');
  return /^!?\{./.test(name) ? l10n.t('no ACL "{0}" in this section: put a blank behind the brace', plain(name)) : undefined;
}

/** Of several default backends the last one counts. */
function isOverridden({ words, offset }: Interpretation["statement"], proxy: Proxy | undefined): boolean {
  if (words[0]?.value !== "default_backend" || proxy === undefined) return false;
  return withKeyword(proxy.own, "default_backend").some(({ statement }) => statement.offset > offset);
}

/** Server settings of a proxy without servers, mailers where no mail is sent. */
function servesNobody({ words, offset }: Statement, section: Section, proxy: Proxy | undefined): boolean {
  if (words[0]?.value === "email-alert") return proxy !== undefined && missingForMail(proxy).length > 0;
  // servers of rings and peers ask no resolvers
  if (words[0]?.value !== "default-server") return section.kind === "ring" || section.kind === "peers";
  // in a peers section we say less
  if (proxy === undefined) return section.kind !== "defaults";
  return !["server", "server-template"].some((keyword) => withKeyword(proxy.own, keyword).some((at) => at.statement.offset > offset));
}

/** What a statement expects of the proxy that it stands in. */
function missingOwn(kind: string, proxy: Proxy | undefined, known: ReadonlySet<string>): string | undefined {
  if (proxy === undefined || anyConditional(proxy.own) || known.has(proxy.name)) return undefined;
  if (kind === "table") return l10n.t('{0} "{1}" has no stick-table of its own', proxy.kind, plain(proxy.name));
  return l10n.t('{0} "{1}" is no {2}: give the name of one', proxy.kind, plain(proxy.name), kind);
}

/** `be_$SITE` without quotes is a name with a dollar, which no name may have. */
function unexpanded({ kind, name }: NameUse, word: Word): string | undefined {
  if (word.dynamic || !name.includes("$") || name.includes("%[") || !/\$\{?[A-Za-z_]/.test(name)) return undefined;
  return l10n.t('no {0} "{1}" in this configuration: variables are replaced between double quotes only', kind, plain(name));
}

/** Whether one of the names may be this one, once the environment has given its variables. */
function anyStandsFor(names: ReadonlySet<string>, name: string): boolean {
  for (const one of names) if (one.includes("$") && mayStandFor(one, name)) return true;
  return false;
}

/** What stands around the variables of a name is a part of it, whatever they are. */
function mayStandFor(text: string, name: string): boolean {
  const [start = "", ...behind] = text.split(/\$(?:\{[^{}]*\}|\w*)/);
  return isBetween(name, start, behind.at(-1) ?? "");
}

/** From 2.6 on HAProxy makes these itself, of the machine's /etc/resolv.conf. */
function isBuiltInResolvers(kind: string, name: string, branch: string | undefined): boolean {
  return kind === "resolvers" && name === "default" && (branch === undefined || compareBranches(branch, "2.6") >= 0);
}

function missingName(kind: string, name: string, proxy: Proxy | undefined, names: Names, branch: string | undefined): string | undefined {
  const known = kind === "server" ? names.servers() : names.sets.get(kind);
  if (known === undefined || isBuiltInResolvers(kind, name, branch) || name.includes("$")) return undefined;
  if (name === "") return missingOwn(kind, proxy, known);
  if (kind === "server") {
    if (!name.includes("/") && proxy === undefined) return undefined;
    const whole = name.includes("/") ? name : `${proxy?.name}/${name}`;
    if (known.has(whole) || anyStandsFor(known, whole)) return undefined;
    return missingServer(name, proxy, known, names);
  }
  if (known.has(name) || anyStandsFor(known, name)) return undefined;
  if (kind === "log-profile")
    return withSuggestion(l10n.t('no log-profile "{0}": "haproxy -c" says nothing, but HAProxy does not start', plain(name)), name, [
      ...known,
    ]);
  return withSuggestion(l10n.t('no {0} "{1}" in this configuration', kind === "table" ? l10n.t("stick-table") : kind, plain(name)), name, [
    ...known,
  ]);
}

function missingServer(name: string, proxy: Proxy | undefined, known: ReadonlySet<string>, names: Names): string {
  const [backend, server = ""] = name.includes("/") ? name.split("/", 2) : [proxy?.name ?? "", name];
  if (names.sets.get("backend")?.has(backend ?? "") === false)
    return withSuggestion(l10n.t('no backend "{0}" in this configuration', plain(backend ?? "")), backend ?? "", [
      ...(names.sets.get("backend") ?? []),
    ]);
  const servers = [...known].flatMap((one) => (one.startsWith(`${backend}/`) ? [one.slice((backend ?? "").length + 1)] : []));
  return withSuggestion(l10n.t('no server "{0}" in backend "{1}"', plain(server), plain(backend ?? "")), server, servers);
}
