/** The notes in depth that some words have (server/knowledge/keywords), and the known issues that concern them. */
import * as l10n from "@vscode/l10n";
import { type Exposure, exposuresOf } from "../../diagnosis/exposure.ts";
import { type Advisory, type Keyword, knowledge } from "../../knowledge/knowledge.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import type { Model } from "../../model/model.ts";
import type { Statement } from "../../model/statement.ts";
import type { Section } from "../../syntax/config.ts";
import { type Span, touches } from "../../syntax/span.ts";
import { knownIssue } from "../knownIssues.ts";

export interface KeywordHit {
  readonly keyword: Keyword;
  readonly span: Span;
}

/** The keyword that the cursor touches: the statement's own words, or the action of a rule. */
export function keywordAt(section: Section, statement: Statement, column: number): KeywordHit | undefined {
  const { words } = statement;
  for (const keyword of knowledge.keywords) {
    const names = keyword.name.split(" ");
    const first = keyword.within.length === 0 ? 0 : actionIndex(keyword, statement);
    if (first === undefined || !names.every((name, i) => sameName(name, words[first + i]?.value))) continue;
    if (keyword.within.length === 0 && !keyword.sections.includes(section.kind) && !isHeader(keyword, statement)) continue;
    const span = { start: words[first]?.span.start ?? 0, end: words[first + names.length - 1]?.span.end ?? 0 };
    if (touches(span, column)) return { keyword, span };
  }
  return undefined;
}

/** Index of a rule's action: behind the ruleset, and behind the hook of a tcp-request rule. */
function actionIndex(keyword: Keyword, { words }: Statement): number | undefined {
  const ruleset = words[0]?.value ?? "";
  if (!keyword.within.includes(ruleset)) return undefined;
  return /^(?:connection|session|content)$/.test(words[1]?.value ?? "") ? 2 : 1;
}

function isHeader(keyword: Keyword, statement: Statement): boolean {
  return statement.offset === 0 && keyword.name === statement.words[0]?.value;
}

function sameName(name: string, word: string | undefined): boolean {
  if (word === undefined) return false;
  return name.endsWith("*") ? word.startsWith(name.slice(0, -1)) : word === name;
}

/** The known issues of a keyword under their heading, none where there are none; Markdown. */
export function issuesInMarkdown(
  keyword: Keyword,
  model: Model,
  release: Release | undefined,
  place: { readonly uri: string; readonly line: number },
  link: (advisory: Advisory) => string,
): readonly string[] {
  const concerned = knowledge.advisories.filter(({ concerns }) => concerns.includes(keyword.name));
  // most keywords have none: then nothing is asked of the configuration
  if (concerned.length === 0) return [];
  const exposures = exposuresOf(model, release);
  const issues = concerned.map((advisory) => knownIssue(advisory, release, exposuresHere(advisory, exposures, place), link));
  return [issuesHeading(release), ...issues, "---"];
}

function issuesHeading(release: Release | undefined): string {
  return `---\n\n**${release === undefined ? l10n.t("Known issues") : l10n.t("Known issues in {0}", releaseName(release))}**`;
}

/** Exposures of this very statement, or else of the whole configuration. */
function exposuresHere(
  advisory: Advisory,
  exposures: readonly Exposure[],
  { uri, line }: { readonly uri: string; readonly line: number },
): readonly Exposure[] {
  const all = exposures.filter((exposure) => exposure.advisory === advisory);
  const here = all.filter(({ statements }) => statements.some((at) => at.uri === uri && at.lineNumber === line));
  return here.length > 0 ? here : all;
}
