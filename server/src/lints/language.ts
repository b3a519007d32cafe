/** All findings on the language itself: lines, words, names, proxies. */
import { compareBranches, type Release } from "../knowledge/release.ts";
import { asRead } from "../model/asRead.ts";
import { heirsIn, isResolved } from "../model/heirs.ts";
import { interpretationsOf } from "../model/interpretation.ts";
import type { Issue } from "../model/issue.ts";
import type { Model } from "../model/model.ts";
import { perBranch } from "../model/perBranch.ts";
import { effectiveWith } from "../model/proxies.ts";
import { globalStatements, startsWith, statementsOf, wordOf } from "../model/statement.ts";
import type { ConfigFile, PlacedSection, Section } from "../syntax/config.ts";
import { checkStepHits } from "./checkSteps.ts";
import type { LintCode } from "./codes.ts";
import { counterHits } from "./counters.ts";
import { defaultsHits } from "./defaults.ts";
import { duplicateProxyHits } from "./duplicateProxies.ts";
import { duplicateNameHits } from "./duplicates.ts";
import { filterHits } from "./filters.ts";
import { globalNeedHits } from "./globalNeeds.ts";
import type { Hit, SectionHit } from "./hit.ts";
import { inheritanceHits } from "./inheritance.ts";
import { emptyWordHits, lastLine, lineHits } from "./lines.ts";
import { listenerNeedHits } from "./listenerNeeds.ts";
import { logBackendHits } from "./logBackends.ts";
import { luaLoadHits } from "./lua/loads.ts";
import { luaNameHits } from "./lua/names.ts";
import { macroHits, unlessSkipped } from "./macros.ts";
import { muxHits } from "./muxes.ts";
import { orderHits } from "./order.ts";
import { patternHits } from "./patterns.ts";
import { proxyHits } from "./proxies.ts";
import { proxyNeedHits } from "./proxyNeeds.ts";
import { quicLibraryHits } from "./quicLibrary.ts";
import { referenceHits } from "./references.ts";
import { sectionNeedHits } from "./sectionNeeds.ts";
import { securityHits } from "./security.ts";
import { serverPartHits } from "./serverParts.ts";
import { serverTrustHits } from "./serverTrust.ts";
import { statsPageHits } from "./statsPage.ts";
import { expireHits, storedDataHits } from "./storedData.ts";
import { unreachableHits } from "./unreachable.ts";
import { unusedAclHits } from "./unusedAcls.ts";
import { unusedSectionHits } from "./unusedSections.ts";
import { type Wording, wordingOf } from "./wording.ts";
import { writeToHits } from "./writeTo.ts";

/** Findings in the order of the files. */
export function languageHits(whole: Model, release: Release | undefined): readonly Hit[] {
  const branch = release?.branch;
  const reading = asRead(whole, release);
  const { model } = reading;
  const hits: Hit[] = [...macroHits(reading)];
  for (const file of whole.files) {
    hits.push(...lastLine(file));
    for (const placed of file.sections) {
      place(lineHits(placed.section, branch), file, placed, hits);
      place(patternHits(placed.section), file, placed, hits);
      place(unusedAclHits(placed.section), file, placed, hits);
    }
  }
  const exposed = deprecatedExposed(model);
  for (const file of model.files) {
    for (const placed of file.sections) {
      const found = readHits(placed.section, sectionHits(placed.section, branch), model, branch);
      place(exposed ? found.filter(({ excusable }) => !excusable) : found, file, placed, hits);
    }
  }
  hits.push(...modelHits(model, release), ...unusedSectionHits(whole, branch));
  return [...hits, ...globalNeedHits(model, branch, () => asRead(whole, release, "bare").model)];
}

/** Log-formats that no proxy uses HAProxy does not read: of a defaults section, or of an application nobody asks. */
function readHits(section: Section, found: readonly WordHit[], model: Model, branch: string | undefined): readonly WordHit[] {
  const { kind, name = "" } = section;
  if (found.length === 0 || (kind !== "defaults" && kind !== "fcgi-app")) return found;
  const heirs = heirsIn(model.proxies);
  const used = () => model.proxies.some((proxy) => effectiveWith(proxy, "use-fcgi-app").some((at) => wordOf(at, 1) === name));
  return found.filter(({ offset, code }) => {
    if (!ofFormats.has(code)) return true;
    const statement = statementsOf(section).find((one) => one.offset === offset);
    const keyword = statement?.words[0]?.value ?? "";
    if (statement === undefined || !/^(?:(?:error-)?log-format(?:-sd)?|unique-id-format|set-param)$/.test(keyword)) return true;
    return kind === "defaults" ? isResolved(statement, undefined, section, heirs, branch) : used();
  });
}

const ofFormats: ReadonlySet<LintCode> = new Set([
  "unknown-fetch",
  "unknown-converter",
  "bad-sample-arguments",
  "sample-type-mismatch",
  "unavailable-sample",
  "malformed-expression",
  "unknown-log-alias",
  "malformed-log-format",
] as const);

/** What several statements or sections show together. */
function modelHits(model: Model, release: Release | undefined): readonly Hit[] {
  const branch = release?.branch;
  return [
    ...referenceHits(model, branch),
    ...duplicateProxyHits(model, branch),
    ...proxyHits(model),
    ...proxyNeedHits(model, branch),
    ...quicLibraryHits(model, release),
    ...logBackendHits(model, branch),
    ...serverTrustHits(model, branch),
    ...serverPartHits(model, branch),
    ...listenerNeedHits(model),
    ...filterHits(model),
    ...checkStepHits(model, branch),
    ...writeToHits(model),
    ...muxHits(model, branch),
    ...inheritanceHits(model, branch),
    ...defaultsHits(model, branch),
    ...sectionNeedHits(model, branch),
    ...orderHits(model),
    ...duplicateNameHits(model, branch),
    ...counterHits(model),
    ...unreachableHits(model, branch),
    ...storedDataHits(model, branch),
    ...expireHits(model),
    ...securityHits(model),
    ...statsPageHits(model),
    ...luaLoadHits(model),
    ...luaNameHits(model, branch),
  ];
}

/** Nearly all sections have none. */
function place(found: readonly WordHit[], { uri }: ConfigFile, { firstLine }: PlacedSection, hits: Hit[]): void {
  if (found.length === 0) return;
  for (const { offset, excusable, ...hit } of found) hits.push({ ...hit, uri, line: firstLine + offset });
}

/** With this word in the global section HAProxy takes some deprecated ones without a word. */
function deprecatedExposed(model: Model): boolean {
  return globalStatements(model.files).some((at) => startsWith(at, "expose-deprecated-directives"));
}

/** A finding that `expose-deprecated-directives` ends. */
type WordHit = SectionHit & { readonly excusable?: boolean };

/** What the words of a section show by themselves; computed once for each Section object and branch. */
const sectionHits = perBranch((section, branch): readonly WordHit[] => {
  const empty = emptyWordHits(section, branch);
  if (empty.length === 0) return wordHits(section, branch);
  const refused = new Set(empty.filter(({ severity }) => severity === "error").map(({ offset }) => offset));
  return [...empty, ...wordHits(section, branch).filter(({ offset }) => !refused.has(offset))];
});

function isSurplus(issue: Issue): boolean {
  return issue.id === "unexpected-argument" && issue.expected.length === 0;
}

/** Before 2.9 HAProxy takes of a port what starts with digits. */
function wordingIn(issue: Issue, branch: string | undefined): Wording {
  const wording = wordingOf(issue);
  const started = issue.id === "malformed-argument" && issue.fault === "bad-port" && /:\d+[^\d-][^:]*$/.test(issue.name);
  return started && branch !== undefined && compareBranches(branch, "2.9") < 0 ? { ...wording, severity: "information" } : wording;
}

/** Faults of which HAProxy only warns. */
function loosely(wording: Wording): Wording {
  return wording.severity === "error" ? { ...wording, severity: "warning" } : wording;
}

function wordHits(section: Section, branch: string | undefined): WordHit[] {
  const hits: WordHit[] = [];
  for (const { statement, entry, issues } of interpretationsOf(section, branch)) {
    if (issues.length === 0 || statement.line.problems.length > 0) continue;
    for (const issue of issues) {
      const span = (statement.words[issue.index] ?? statement.words.at(-1))?.span ?? { start: 0, end: 0 };
      const wording = entry?.faults === "warned" && !isSurplus(issue) ? loosely(wordingOf(issue)) : wordingIn(issue, branch);
      const excusable = issue.id === "deprecated-word" && issue.exposed !== "ignored";
      if (!statement.conditional) hits.push({ offset: statement.offset, span, excusable, ...wording });
      else if (wording.severity === "error" && issue.id !== "unread-line")
        hits.push({
          offset: statement.offset,
          span,
          excusable,
          code: wording.code,
          severity: "information",
          message: unlessSkipped(wording.message),
        });
    }
  }
  return hits;
}
