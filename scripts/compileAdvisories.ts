/** Checks and compiles the advisories: their facts, and their pages in both languages. */
import path from "node:path";
import type { z } from "zod";
import { advisoryHeadSchema, headings, optionalHeadings, translationHeadSchema } from "../server/knowledge/advisorySchema.ts";
import type { Condition } from "../server/knowledge/conditionSchema.ts";
import { compareReleases, releaseOf } from "../server/src/knowledge/release.ts";
import { isInDevelopmentOnly } from "../server/src/knowledge/rows.ts";
import { detailsOf, packedAdvisory } from "./packAdvisories.ts";
import { hardToRead } from "./readingLevel.ts";
import { exists, filesUnder, type HeadedPage, refuseDuplicates, splitPage } from "./source.ts";

export type Head = z.infer<typeof advisoryHeadSchema>;
type TranslationHead = z.infer<typeof translationHeadSchema>;

/** What is written on an advisory; the translation may still be missing. */
export interface Written {
  readonly file: string;
  readonly head: Head;
  readonly page: string;
  readonly zh: HeadedPage<TranslationHead> | undefined;
}

/** Branches of releases.yaml and names of triggers.yaml, which the advisories must respect. */
export interface Known {
  readonly branches: readonly string[];
  readonly triggers: ReadonlySet<string>;
}

export function compileAdvisories(known: Known) {
  const written = readAdvisories();
  for (const one of written) checkAdvisory(one, known);
  refuseDuplicates(
    "advisory",
    written.map(({ head }) => head.id),
  );
  refuseDuplicates("commit or HA- id", written.flatMap(({ head }) => head.aliases).filter(isCommit));
  const pages = {
    en: written.map(({ head, page }) => withReason(page, "en", head.noCrashLog)),
    "zh-cn": written.map(({ zh }) => withReason(zh?.page ?? "", "zh-cn", zh?.head.noCrashLog)),
  };
  return { advisories: written.map(packedAdvisory), pages, details: detailsOf(written) };
}

export function readAdvisories(): readonly Written[] {
  return filesUnder("advisories", ".md")
    .filter((file) => !file.endsWith(".zh-cn.md"))
    .map((file) => {
      const translated = file.replace(/\.md$/, ".zh-cn.md");
      return {
        file,
        ...splitPage(file, advisoryHeadSchema),
        zh: exists(translated) ? splitPage(translated, translationHeadSchema) : undefined,
      };
    });
}

const recognising = { en: "## How to recognise it\n", "zh-cn": "## 如何识别\n" } as const;
const namedByNone = { en: "**No crash log names it.** ", "zh-cn": "**没有崩溃日志能指出它。**" } as const;

/** The page with the reason why no log specimen stands on it, first under the heading where a reader looks for signs. */
function withReason(page: string, language: "en" | "zh-cn", reason: string | undefined): string {
  const heading = recognising[language];
  return reason === undefined ? page : page.replace(heading, () => `${heading}\n${namedByNone[language]}${reason}\n`);
}

/** stick-tables, peers and Lua, every CVE, and what upstream calls major or critical: a page with headings; one paragraph else. */
export function isFullPageDue(head: Head): boolean {
  const { subsystem, aliases, severity } = head;
  // no configuration of a release runs into it
  if (isInDevelopmentOnly(head)) return false;
  if (subsystem === "stick-table" || subsystem === "peers" || subsystem === "lua") return true;
  return severity === "major" || severity === "critical" || aliases.some((alias) => alias.startsWith("CVE-"));
}

/** What is still to be written: nothing, the English page, the Chinese one, or the crash log of a full page (or why there is none). */
export function missingOf({ head, page, zh }: Written): "en" | "zh-cn" | "log" | undefined {
  if (page === "" || (isFullPageDue(head) && !hasHeadings(page))) return "en";
  if (zh === undefined || zh.page === "") return "zh-cn";
  return hasHeadings(page) && !hasLog(page) && head.noCrashLog === undefined ? "log" : undefined;
}

function checkAdvisory(written: Written, known: Known): void {
  const { file, head, page, zh } = written;
  const expected = path.basename(file, ".md");
  if (head.id !== expected || (zh && zh.head.id !== expected)) throw new Error(`${file}: id must be the file's name, ${expected}`);
  if (!file.startsWith(`advisories/${head.subsystem}/`)) throw new Error(`${file}: belongs under advisories/${head.subsystem}`);
  const strange = head.aliases.filter((alias) => !/^(?:[\w-]*#\d+|CVE-\d{4}-\d{4,}|[0-9a-f]{12}|HA-[0-9a-z-]+)$/.test(alias));
  if (strange.length > 0) throw new Error(`${file}: no issue, CVE, commit of 12 digits or HA- id: ${strange.join(", ")}`);
  for (const title of [head.title, zh?.head.title]) {
    if (head.aliases.some((alias) => title?.includes(alias)))
      throw new Error(`${file}: the title repeats an alias, which stands beside it wherever it is shown`);
  }
  if (head.releases === "any" && head.references.length === 0) throw new Error(`${file}: a reference is missing`);
  if (head.aliases.length === 0 && head.effect !== "environment") throw new Error(`${file}: an alias is missing`);
  if (head.exposure === undefined && head.effect !== "environment" && !isInDevelopmentOnly(head))
    throw new Error(`${file}: exposure is missing`);
  if (head.exposure !== undefined && "when" in head.exposure) checkTriggers(file, head.exposure.when, known.triggers);
  checkRows(file, head, known.branches);
  if (page !== "") checkPage(file, page, headings.en);
  checkLog(written);
  const { title, summary, workaround, noCrashLog, collect, recognition } = head;
  refuseHard(file, "en", [title, summary, workaround, noCrashLog, page, ...collect, ...recognition.map(({ says }) => says)]);
  if (zh !== undefined) checkTranslation(written, zh);
}

/** A full page shows a crash log, or says why there is none: never both. */
function checkLog({ file, head, page }: Written): void {
  const shown = hasLog(page);
  if (head.noCrashLog !== undefined && (shown || !hasHeadings(page)))
    throw new Error(`${file}: "noCrashLog" is for full pages without a log specimen`);
}

/** A fenced `log` block stands on the page. */
function hasLog(page: string): boolean {
  return /^```log$/m.test(page);
}

function checkTranslation({ file, head, page }: Written, zh: HeadedPage<TranslationHead>): void {
  const clues = head.recognition.map(({ id }) => id);
  refuseDuplicates(`${file}: clue`, clues);
  const wrong = [...clues.filter((id) => !(id in zh.head.clues)), ...Object.keys(zh.head.clues).filter((id) => !clues.includes(id))];
  if (wrong.length > 0) throw new Error(`${file}: clues without their pair in the other language: ${wrong.join(", ")}`);
  if (zh.head.collect.length !== head.collect.length) throw new Error(`${file}: "collect" differs in length between the languages`);
  const workarounds = [head.workaround, zh.head.workaround].filter((text) => text !== undefined);
  if (workarounds.length === 1) throw new Error(`${file}: "workaround" stands in one language only`);
  const reasons = [head.noCrashLog, zh.head.noCrashLog].filter((text) => text !== undefined);
  if (reasons.length === 1) throw new Error(`${file}: "noCrashLog" stands in one language only`);
  const translated = file.replace(/\.md$/, ".zh-cn.md");
  if (zh.page === "") throw new Error(`${translated}: has no page; write both languages, or none`);
  checkPage(translated, zh.page, headings["zh-cn"]);
  const { title, summary, workaround, noCrashLog, collect, clues: saying } = zh.head;
  refuseHard(translated, "zh-cn", [title, summary, workaround, noCrashLog, zh.page, ...collect, ...Object.values(saying)]);
  if (hasHeadings(page) !== hasHeadings(zh.page)) throw new Error(`${translated}: one language has a full page, the other a paragraph`);
}

/** Long sentences, filler, a grade beyond what an operator should have to read at night. */
export function refuseHard(file: string, language: "en" | "zh-cn", texts: readonly (string | undefined)[]): void {
  const problems = texts.flatMap((text) => (text === undefined ? [] : hardToRead(text, language)));
  if (problems.length > 0) throw new Error(`${file}: ${problems.join("; ")}`);
}

/** Names of triggers.yaml in a tree. */
export function checkTriggers(file: string, condition: Condition, names: ReadonlySet<string>): void {
  if (typeof condition === "string") {
    if (!names.has(condition)) throw new Error(`${file}: no trigger "${condition}" in triggers.yaml`);
    return;
  }
  for (const inner of partsOf(condition)) checkTriggers(file, inner, names);
}

function partsOf(condition: Exclude<Condition, string>): readonly Condition[] {
  if ("all" in condition) return condition.all;
  if ("any" in condition) return condition.any;
  if ("not" in condition) return [condition.not];
  return "proxy" in condition ? [condition.proxy] : [];
}

function checkRows(file: string, head: Head, branches: readonly string[]): void {
  if (head.releases === "any") return;
  for (const branch of branches) {
    if (head.releases[branch] === undefined) throw new Error(`${file}: no row for branch ${branch}; where nothing is known, say unknown`);
  }
  for (const [branch, line] of Object.entries(head.releases)) {
    const bounds = [("from" in line && line.from) || "", ("fixed" in line && line.fixed) || ""].filter((bound) => bound !== "");
    for (const bound of bounds) {
      if (releaseOf(bound).branch !== branch) throw new Error(`${file}: ${bound} is not of branch ${branch}`);
    }
    const [from, fixed] = bounds;
    if (from !== undefined && fixed !== undefined && compareReleases(releaseOf(from), releaseOf(fixed)) >= 0)
      throw new Error(`${file}: branch ${branch} is fixed in ${fixed}, not after ${from}`);
  }
}

/** Either all headings in their order, or one paragraph. */
function checkPage(file: string, page: string, expected: readonly string[]): void {
  if (!hasHeadings(page)) {
    if (/\n\s*\n/.test(page)) throw new Error(`${file}: a page without headings is one paragraph`);
    return;
  }
  const found = [...withoutFences(page).matchAll(/^## (.+)$/gm)].map((match) => match[1] as string);
  const wanted = expected.filter((heading) => found.includes(heading) || !optionalHeadings.has(heading));
  if (found.join("|") !== wanted.join("|")) throw new Error(`${file}: headings must be ${wanted.join(", ")}; found ${found.join(", ")}`);
}

function hasHeadings(page: string): boolean {
  return /^## /m.test(withoutFences(page));
}

function withoutFences(page: string): string {
  return page.replace(/^```[\s\S]*?^```/gm, "");
}

function isCommit(alias: string): boolean {
  return /^(?:[0-9a-f]{12}|HA-.*)$/.test(alias);
}
