/** Findings on the words of statements: where the interpretation says that they do not fit. */
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { interpretationsOf } from "../../model/interpretation/interpretation.ts";
import type { Issue } from "../../model/interpretation/issue.ts";
import { perBranch } from "../../model/perBranch.ts";
import type { Section } from "../../syntax/config.ts";
import type { SectionHit } from "../hit.ts";
import { type Wording, wordingOf } from "../wording.ts";
import { emptyWordHits } from "./lines.ts";

/** What the words of a section show by themselves; computed once for each Section object and branch. */
const sectionHits = perBranch((section, branch): readonly WordHit[] => {
  const empty = emptyWordHits(section, branch);
  if (empty.length === 0) return wordHits(section, branch);
  const refused = new Set(empty.filter(({ severity }) => severity === "error").map(({ offset }) => offset));
  return [...empty, ...wordHits(section, branch).filter(({ offset }) => !refused.has(offset))];
});

/** What HAProxy says of words whatever the global section says. */
export function firmHits(section: Section, branch: string | undefined): readonly SectionHit[] {
  return ofSort(sectionHits(section, branch), false);
}

/** What `expose-deprecated-directives` ends. */
export function excusableHits(section: Section, branch: string | undefined): readonly SectionHit[] {
  return ofSort(sectionHits(section, branch), true);
}

function ofSort(hits: readonly WordHit[], excusable: boolean): readonly SectionHit[] {
  return hits.length === 0 ? hits : hits.filter((hit) => (hit.excusable === true) === excusable).map(plainly);
}

/** A finding that `expose-deprecated-directives` may end. */
type WordHit = SectionHit & { readonly excusable?: boolean };

function plainly({ excusable: _, ...hit }: WordHit): SectionHit {
  return hit;
}

function isSurplus(issue: Issue): boolean {
  return issue.id === "unexpected-argument" && issue.expected.length === 0;
}

/** HAProxy only warns of the statement, and goes on without it. */
function isTaken(issue: Issue, faults: GrammarEntry["faults"]): boolean {
  if (faults === undefined || issue.id === "prefix-not-taken" || isSurplus(issue)) return false;
  return faults === "warned" || issue.id !== "missing-argument";
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
      const wording = isTaken(issue, entry?.faults) ? loosely(wordingOf(issue)) : wordingIn(issue, branch);
      const excusable = issue.id === "deprecated-word" && issue.exposed !== "ignored";
      const needs = issue.id === "needs-build" ? { needs: issue.build } : {};
      if (!statement.conditional) hits.push({ offset: statement.offset, span, excusable, ...wording, ...needs });
      else if (wording.severity === "error" && issue.id !== "unread-line")
        hits.push({
          offset: statement.offset,
          span,
          excusable,
          code: wording.code,
          severity: "information",
          message: wording.message,
          guarded: true,
        });
    }
  }
  return hits;
}
