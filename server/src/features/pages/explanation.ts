/** The explanation page of an advisory: the state for the reader's release on top, then the page, then the facts in tables. */
import * as l10n from "@vscode/l10n";
import { type Exposure, exposuresOf } from "../../diagnosis/exposure.ts";
import type { Advisory, Language, LineState } from "../../knowledge/knowledge.ts";
import { type Pages, pageOf } from "../../knowledge/pages.ts";
import { type Release, releaseName } from "../../knowledge/release.ts";
import { standingOf } from "../../knowledge/standing.ts";
import type { Model } from "../../model/model.ts";
import { plain } from "../../syntax/plain.ts";
import { upgradeInWords } from "../advice.ts";
import { decisionsInWords, stateInWords } from "../knownIssues.ts";

export interface ExplanationOptions {
  readonly language: Language;
  readonly pages: Pages;
  readonly release: Release | undefined;
  /** The configuration that the state is told for. */
  readonly model?: Model | undefined;
}

/** The whole page as Markdown. */
export function explanationPage(advisory: Advisory, options: ExplanationOptions): string {
  return [
    `# ${advisory.title[options.language]}`,
    stateBanner(advisory, options),
    advisory.aliases.length === 0 ? "" : `*${advisory.aliases.join(" · ")}*`,
    advisory.summary[options.language],
    pageOf(options.pages, advisory.id, options.language),
    workaroundOf(advisory, options),
    collectList(advisory, options.language),
    releasesTable(advisory),
    referenceList(advisory, options.language),
  ]
    .filter((part) => part !== "")
    .join("\n\n")
    .concat("\n");
}

/** For a page without a part of its own on what to do. */
function workaroundOf({ id, workaround }: Advisory, { language, pages }: ExplanationOptions): string {
  if (workaround === undefined || /^## /m.test(pageOf(pages, id, language))) return "";
  return `**${l10n.t("Until the upgrade")}**: ${workaround[language]}`;
}

/** A quotation block: state, conditions, what to do. */
function stateBanner(advisory: Advisory, { release, model }: ExplanationOptions): string {
  const exposures = model === undefined ? [] : exposuresOf(model, release).filter((exposure) => exposure.advisory === advisory);
  const parts = [
    l10n.t(
      "{0}: {1}",
      `**${release === undefined ? l10n.t("Your release") : `HAProxy ${releaseName(release)}`}**`,
      stateInWords(advisory, release, exposures),
    ),
  ];
  const standing = release && standingOf(advisory, release);
  const upgrade = release && standing && upgradeInWords(advisory, standing, release);
  if (upgrade) parts.push(`**${l10n.t("What to do: {0}", upgrade)}**`);
  if (standing === undefined || standing.state === "affected" || standing.state === "any") parts.push(...conditionsOf(exposures));
  return parts
    .join("\n\n")
    .split("\n")
    .map((line) => (line === "" ? ">" : `> ${line}`))
    .join("\n");
}

function conditionsOf(exposures: readonly Exposure[]): string[] {
  return exposures.map((exposure) => {
    if (exposure.advisory.exposure.subject === "configuration")
      return `${l10n.t("In this configuration:")}\n\n${decisionsInWords(exposure.decisions)}`;
    const subject = exposure.table === undefined ? l10n.t("Lua scripts") : l10n.t("stick-table `{0}`", plain(exposure.table.name));
    return `${l10n.t("In this configuration, {0}:", subject)}\n\n${decisionsInWords(exposure.decisions)}`;
  });
}

function collectList(advisory: Advisory, language: Language): string {
  const items = advisory.collect[language];
  return items.length === 0 ? "" : `## ${l10n.t("What to collect")}\n\n${items.map((item) => `- ${item}`).join("\n")}`;
}

function releasesTable(advisory: Advisory): string {
  if (advisory.releases === "any") return "";
  const rows = Object.entries(advisory.releases).map(
    ([branch, line]) => `| ${branch} | ${affectedOf(branch, line)} | ${"fixed" in line ? line.fixed : "–"} |`,
  );
  const head = `| ${l10n.t("Branch")} | ${l10n.t("Affected")} | ${l10n.t("First fixed")} |\n| --- | --- | --- |`;
  return `## ${l10n.t("Releases")}\n\n${head}\n${rows.join("\n")}`;
}

function affectedOf(branch: string, line: LineState): string {
  switch (line.state) {
    case "fixed":
      return l10n.t("{0} up to the one before {1}", line.from ?? `${branch}.0`, line.fixed);
    case "never-fixed":
      return l10n.t("all from {0} on: the branch has no fix", line.from ?? `${branch}.0`);
    case "development-only":
      return l10n.t("only development versions before {0}", line.fixed);
    case "unknown":
      return l10n.t("not known");
    case "probably-not-affected":
      return l10n.t("probably none: upstream asked for no backport");
    default:
      return l10n.t("none");
  }
}

function referenceList(advisory: Advisory, language: Language): string {
  const { references, fixUrl, issueUrl } = advisory;
  const listed = new Set(references.map(({ url }) => url));
  const own = [...new Set([issueUrl, fixUrl])].filter((url) => url !== undefined && !listed.has(url));
  const rows = [...references, ...own.map((url) => ({ title: url, url }))];
  return `## ${l10n.t("References")}\n\n${rows.map(({ title, url }) => `- [${typeof title === "object" ? title[language] : title}](${url})`).join("\n")}`;
}
