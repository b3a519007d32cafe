/** All findings on the language itself: lines, words, names, proxies. */
import type { Release } from "../knowledge/release.ts";
import { asRead } from "../model/asRead.ts";
import { interpretationsOf } from "../model/interpretation.ts";
import type { Issue } from "../model/issue.ts";
import type { Model } from "../model/model.ts";
import { perBranch } from "../model/perBranch.ts";
import { globalStatements, startsWith } from "../model/statement.ts";
import type { ConfigFile, PlacedSection, Section } from "../syntax/config.ts";
import { defaultsHits } from "./defaults.ts";
import { duplicateNameHits } from "./duplicates.ts";
import { asEnterprise } from "./enterprise.ts";
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
import { orderHits } from "./order.ts";
import { patternHits } from "./patterns.ts";
import { proxyHits } from "./proxies.ts";
import { proxyNeedHits } from "./proxyNeeds.ts";
import { quicLibraryHits } from "./quicLibrary.ts";
import { counterHits, referenceHits } from "./references.ts";
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
      const found = sectionHits(placed.section, branch);
      place(exposed ? found.filter(({ excusable }) => !excusable) : found, file, placed, hits);
    }
  }
  hits.push(...modelHits(model, branch), ...unusedSectionHits(whole, branch));
  hits.push(...globalNeedHits(model, branch, () => asRead(whole, release, "bare").model));
  return asEnterprise(hits, model);
}

/** What several statements or sections show together. */
function modelHits(model: Model, branch: string | undefined): readonly Hit[] {
  return [
    ...referenceHits(model, branch),
    ...proxyHits(model),
    ...proxyNeedHits(model, branch),
    ...quicLibraryHits(model, branch),
    ...logBackendHits(model, branch),
    ...serverTrustHits(model, branch),
    ...serverPartHits(model, branch),
    ...listenerNeedHits(model),
    ...filterHits(model),
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
      const wording = entry?.faults === "warned" && !isSurplus(issue) ? loosely(wordingOf(issue)) : wordingOf(issue);
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
