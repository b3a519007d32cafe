/**
 * Checks everything under server/knowledge and compiles it into server/src/knowledge/generated; package.json gets the list of codes.
 * `tsx scripts/build-knowledge.ts` writes, `… check` fails where the committed file is stale.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { behaviourFileSchema, triggerFileSchema } from "../server/knowledge/conditionSchema.ts";
import { collectFileSchema, crashPatternFileSchema } from "../server/knowledge/crashSchema.ts";
import { keywordFileSchema } from "../server/knowledge/keywordSchema.ts";
import { lintHeadSchema } from "../server/knowledge/lintSchema.ts";
import { recipeFileSchema } from "../server/knowledge/recipeSchema.ts";
import { releasesFileSchema } from "../server/knowledge/releasesSchema.ts";
import { severalBugs } from "../server/src/features/catalogueFindings.ts";
import { haproxyCodes } from "../server/src/features/validate/findings.ts";
import { checkTriggers, compileAdvisories, readAdvisories, refuseHard } from "./compileAdvisories.ts";
import { compileLanguage } from "./compileLanguage.ts";
import { compileLintPages } from "./compileLintPages.ts";
import { compileLog } from "./compileLog.ts";
import { compileLua } from "./compileLua.ts";
import { compileLifetimes, compileSignatures } from "./compileSignatures.ts";
import { filesUnder, load, refuseDuplicates, splitPage } from "./source.ts";

const root = path.resolve(import.meta.dirname, "..");
const folder = path.join(root, "server/src/knowledge/generated");
const manifest = path.join(root, "package.json");

/** Compiles the knowledge and the pages of the advisories; throws with the file's name in the message where an author erred. */
export function compileKnowledge(): Readonly<Record<"knowledge" | "pages" | "details" | "lintPages" | "signatures", string>> {
  const releases = load("releases.yaml", releasesFileSchema);
  const { branches, knownUntil, asOf } = releases;
  const triggers = load("triggers.yaml", triggerFileSchema).map(({ codes: _, ...trigger }) => trigger);
  const keywords = filesUnder("keywords", ".yaml").flatMap(keywordsOf);
  const collect = load("collect.yaml", collectFileSchema);
  const crashPatterns = filesUnder("crash-patterns", ".yaml").flatMap(crashPatternsOf);
  const described = filesUnder("lints", ".md").map(lint);
  const lints = described.map(({ page: _, ...head }) => head);
  refuseDuplicates(
    "trigger",
    triggers.map(({ id }) => id),
  );
  refuseDuplicates(
    "keyword",
    keywords.map(({ name, within }) => [...within, name].join(" ")),
  );
  refuseDuplicates(
    "crash pattern",
    crashPatterns.map(({ id }) => id),
  );
  refuseDuplicates(
    "item to collect",
    collect.map(({ id }) => id),
  );
  const known = { branches: branches.map(({ branch }) => branch), triggers: new Set(triggers.map(({ id }) => id)) };
  const { advisories, pages, details } = compileAdvisories(known);
  const behaviour = behaviours(known.triggers);
  return {
    knowledge: lines({ knownUntil, asOf, branches, triggers, behaviour, advisories, keywords, crashPatterns, collect, lints }),
    pages: lines(pages),
    details: lines({ ...details }),
    lintPages: lines(compileLintPages(described)),
    signatures: lines(compileSignatures()),
  };
}

/** JSON with one line for each item of each part, so that a change of one advisory changes one line. */
function lines(parts: Readonly<Record<string, unknown>>): string {
  const items = Object.entries(parts).map(([name, part]) => {
    const text = Array.isArray(part) ? `[\n${part.map((item) => JSON.stringify(item)).join(",\n")}\n]` : JSON.stringify(part);
    return `${JSON.stringify(name)}: ${text}`;
  });
  return `{\n${items.join(",\n")}\n}\n`;
}

/** The page of a lint: its file bears its code, and an example shows it. */
function lint(file: string) {
  const { head, page } = splitPage(file, lintHeadSchema);
  if (head.id !== path.basename(file, ".md")) throw new Error(`${file}: id must be the file's name, ${path.basename(file, ".md")}`);
  if (!/^```(?:haproxy|lua)\n/m.test(page)) throw new Error(`${file}: an example in a fenced haproxy or lua block is missing`);
  if (!/^```(?:haproxy|lua) fixed\n/m.test(page))
    throw new Error(`${file}: the repaired example, fenced as "haproxy fixed" or "lua fixed", is missing`);
  refuseHard(file, "en", [head.summary.en, page]);
  refuseHard(file, "zh-cn", [head.summary["zh-cn"]]);
  return { ...head, page };
}

function behaviours(triggers: ReadonlySet<string>) {
  const file = "behaviour.yaml";
  const list = load(file, behaviourFileSchema);
  refuseDuplicates(
    "change of behaviour",
    list.map(({ id }) => id),
  );
  for (const { when, says, keep } of list) {
    checkTriggers(file, when, triggers);
    for (const language of ["en", "zh-cn"] as const) refuseHard(file, language, [says[language], keep?.[language]]);
  }
  return list;
}

function keywordsOf(file: string) {
  const keywords = load(file, keywordFileSchema);
  for (const language of ["en", "zh-cn"] as const)
    refuseHard(
      file,
      language,
      keywords.flatMap(({ summary, details }) => [summary[language], details?.[language]]),
    );
  return keywords;
}

function crashPatternsOf(file: string) {
  return load(file, crashPatternFileSchema).map(({ id, role, starts, releases, needs, re, specimens }) => {
    const expression = new RegExp(re);
    for (const { line, groups } of specimens) {
      if (starts !== undefined && !new RegExp(`^[${starts}]`).test(line)) throw new Error(`${file}: ${id} does not start as «${line}»`);
      if (needs?.some((one) => line.includes(one)) === false) throw new Error(`${file}: ${id} does not ask for anything in «${line}»`);
      const match = expression.exec(line);
      if (!match) throw new Error(`${file}: ${id} does not match its specimen: ${line}`);
      const got = match.slice(1).map((group) => group ?? null);
      if (JSON.stringify(got) !== JSON.stringify(groups)) throw new Error(`${file}: ${id}: groups of «${line}» are ${JSON.stringify(got)}`);
    }
    if (role === "form" && (releases === undefined || needs === undefined)) throw new Error(`${file}: ${id}: a form needs its releases`);
    return { id, role, re, ...(starts !== undefined && { starts }), ...(role === "form" && { releases, needs }) };
  });
}

/** What completion offers as a whole; what only the tests need stays behind. */
function compileRecipes(): string {
  const recipes = filesUnder("recipes", ".yaml").flatMap((file) => load(file, recipeFileSchema));
  refuseDuplicates(
    "recipe",
    recipes.map(({ label }) => label),
  );
  return lines({ recipes: recipes.map(({ around: _, machine: __, ...recipe }) => recipe) });
}

/** What is generated: path and text. */
function generated(): readonly { readonly file: string; readonly text: string }[] {
  const { knowledge, pages, details, lintPages, signatures } = compileKnowledge();
  const { grammar, chinese } = compileLanguage();
  return [
    { file: path.join(folder, "knowledge.json"), text: knowledge },
    { file: path.join(folder, "pages.json"), text: pages },
    { file: path.join(folder, "details.json"), text: details },
    { file: path.join(folder, "lintPages.json"), text: lintPages },
    { file: path.join(folder, "signatures.json"), text: signatures },
    { file: path.join(folder, "log.json"), text: lines(compileLog()) },
    { file: path.join(folder, "lifetimes.json"), text: `${JSON.stringify(compileLifetimes())}\n` },
    { file: path.join(folder, "grammar.json"), text: grammar },
    { file: path.join(folder, "grammarChinese.json"), text: chinese },
    { file: path.join(folder, "recipes.json"), text: compileRecipes() },
    { file: path.join(folder, "lua.json"), text: compileLua() },
    { file: manifest, text: manifestWithCodes() },
  ];
}

/** The extension's manifest, whose setting `haproxySleuth.lints` offers every code; known bugs are switched off by `ignoredAdvisories`. */
function manifestWithCodes(): string {
  const contents = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
  const ownConditions = readAdvisories().filter(({ head }) => head.exposure !== undefined && !("when" in head.exposure));
  const files = [...filesUnder("lints", ".md"), ...ownConditions.map(({ file }) => file)];
  const setting = contents.contributes.configuration.properties["haproxySleuth.lints"];
  setting.propertyNames.enum = [...files.map((file) => path.basename(file, ".md")), severalBugs, ...Object.values(haproxyCodes)].sort();
  return `${JSON.stringify(contents, null, 2)}\n`;
}

interface Manifest {
  readonly contributes: {
    readonly configuration: { readonly properties: { readonly "haproxySleuth.lints": { readonly propertyNames: { enum: string[] } } } };
  };
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  const check = process.argv[2] === "check";
  for (const { file, text } of generated()) {
    const fresh = existsSync(file) && readFileSync(file, "utf8") === text;
    if (check && !fresh) {
      console.error(`${path.relative(root, file)} is stale: npm run knowledge`);
      process.exitCode = 1;
    } else if (!fresh) {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}
