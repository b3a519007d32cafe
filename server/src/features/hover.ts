/** Hover notes of a configuration: what a keyword is, and the known issues that concern it. */
import * as l10n from "@vscode/l10n";
import { type Exposure, exposuresOf } from "../diagnosis/exposure.ts";
import { type Advisory, type Keyword, knowledge } from "../knowledge/knowledge.ts";
import { language } from "../knowledge/language.ts";
import { compareBranches, type Release, releaseName } from "../knowledge/release.ts";
import { knownBranches } from "../knowledge/standing.ts";
import type { Model } from "../model/model.ts";
import { type Statement, statementsOf } from "../model/statement.ts";
import type { ConfigFile, Section } from "../syntax/config.ts";
import { plain } from "../syntax/plain.ts";
import { type Span, touches } from "../syntax/span.ts";
import { knownIssue } from "./knownIssues.ts";
import { statementBugs } from "./statementBugs.ts";

export interface Note {
  /** Markdown. */
  readonly markdown: string;
  readonly span: Span;
}

export interface HoverOptions {
  readonly release: Release | undefined;
  /** Address of an advisory's page. */
  readonly link: (advisory: Advisory) => string;
}

/** Note for a place in a file, undefined where we have nothing to say. `column` counts UTF-16 units. */
export function configHover(model: Model, file: ConfigFile, line: number, column: number, options: HoverOptions): Note | undefined {
  const placed = file.sections.findLast(({ firstLine }) => firstLine <= line);
  if (placed === undefined) return undefined;
  const statement = statementsOf(placed.section).find(({ offset }) => placed.firstLine + offset === line);
  const hit = statement && keywordAt(placed.section, statement, column);
  const first = statement?.words[0]?.span;
  const bugs = () => statementBugs(model, file.uri, line, options.release, options.link);
  if (!hit) {
    const markdown = first !== undefined && touches(first, column) ? bugs() : undefined;
    return markdown === undefined || first === undefined ? undefined : { markdown, span: first };
  }
  const exposures = exposuresOf(model, options.release);
  const parts = [whatItIs(hit.keyword, hit.name, options.release)];
  const issues = issuesOf(hit.keyword, exposures, file.uri, line).map(({ advisory, here }) =>
    knownIssue(advisory, options.release, here, options.link),
  );
  // known issues stand before the details: at three in the morning nobody scrolls
  if (issues.length > 0) parts.push(issuesHeading(options.release), ...issues, "---");
  const others = bugs();
  if (others !== undefined) parts.push(others, "---");
  parts.push(moreOf(hit.keyword, options.release));
  return { markdown: parts.join("\n\n"), span: hit.span };
}

/** The keyword that the cursor touches: the statement's own words, or the action of a rule. */
function keywordAt(section: Section, statement: Statement, column: number): { keyword: Keyword; name: string; span: Span } | undefined {
  const { words } = statement;
  for (const keyword of knowledge.keywords) {
    const names = keyword.name.split(" ");
    const first = keyword.within.length === 0 ? 0 : actionIndex(keyword, statement);
    if (first === undefined || !names.every((name, i) => sameName(name, words[first + i]?.value))) continue;
    if (keyword.within.length === 0 && !keyword.sections.includes(section.kind) && !isHeader(keyword, statement)) continue;
    const span = { start: words[first]?.span.start ?? 0, end: words[first + names.length - 1]?.span.end ?? 0 };
    if (!touches(span, column)) continue;
    return {
      keyword,
      name: words
        .slice(first, first + names.length)
        .map((word) => word.value)
        .join(" "),
      span,
    };
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

function whatItIs(keyword: Keyword, name: string, release: Release | undefined): string {
  const parts = [`**\`${plain(name)}\`**`, "```haproxy", keyword.syntax, "```", "", keyword.summary[language()]];
  if (keyword.introduced !== undefined) parts.push("", sinceWhen(keyword.introduced, release));
  return parts.join("\n");
}

function moreOf(keyword: Keyword, release: Release | undefined): string {
  const manual = `[${l10n.t("Manual")}](${manualLink(keyword, release)})`;
  return keyword.details === undefined ? manual : `${keyword.details[language()]}\n\n${manual}`;
}

function sinceWhen(introduced: string, release: Release | undefined): string {
  const tooOld = release !== undefined && compareBranches(release.branch, introduced) < 0;
  return tooOld ? l10n.t("Since {0}: not in {1}", introduced, releaseName(release)) : l10n.t("Since {0}", introduced);
}

/** Upstream's manual of the branch in use, else of the newest branch. */
function manualLink(keyword: Keyword, release: Release | undefined): string {
  const branches = knownBranches();
  const branch = release !== undefined && branches.includes(release.branch) ? release.branch : (branches.at(-1) ?? "");
  return `https://docs.haproxy.org/${branch}/configuration.html#${encodeURIComponent(keyword.manual)}`;
}

function issuesHeading(release: Release | undefined): string {
  return `---\n\n**${release === undefined ? l10n.t("Known issues") : l10n.t("Known issues in {0}", releaseName(release))}**`;
}

/** Advisories that concern the keyword, with the exposures of this very statement, or else of the whole configuration. */
function issuesOf(
  keyword: Keyword,
  exposures: readonly Exposure[],
  uri: string,
  line: number,
): { advisory: Advisory; here: readonly Exposure[] }[] {
  return knowledge.advisories
    .filter(({ concerns }) => concerns.includes(keyword.name))
    .map((advisory) => {
      const all = exposures.filter((exposure) => exposure.advisory === advisory);
      const here = all.filter(({ statements }) => statements.some((at) => at.uri === uri && at.lineNumber === line));
      return { advisory, here: here.length > 0 ? here : all };
    });
}
