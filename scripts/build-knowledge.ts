/**
 * Checks everything under server/knowledge and compiles it into server/src/knowledge/generated; package.json gets the list of codes.
 * `tsx scripts/build-knowledge.ts` writes, `… check` fails where the committed file is stale.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import type { z } from "zod";
import {
  advisoryHeadSchema,
  crashPatternFileSchema,
  headings,
  keywordFileSchema,
  lintHeadSchema,
  optionalHeadings,
  releasesFileSchema,
  translationHeadSchema,
} from "../server/knowledge/schema.ts";
import { compileLanguage } from "./compileLanguage.ts";

const root = path.resolve(import.meta.dirname, "..");
const source = path.join(root, "server/knowledge");
const target = path.join(root, "server/src/knowledge/generated/knowledge.json");
const manifest = path.join(root, "package.json");

type Head = z.infer<typeof advisoryHeadSchema>;
type TranslationHead = z.infer<typeof translationHeadSchema>;

/** Compiles the knowledge; throws with the file's name in the message where an author erred. */
export function compileKnowledge(): string {
  const releases = load("releases.yaml", releasesFileSchema);
  const branches = releases.branches.map(({ branch, newest }) => ({ branch, newest: String(newest) }));
  const advisories = filesUnder("advisories", ".md")
    .filter((file) => !file.endsWith(".zh-cn.md"))
    .map((file) => advisory(file, branches));
  const keywords = filesUnder("keywords", ".yaml").flatMap((file) => load(file, keywordFileSchema));
  const crashPatterns = filesUnder("crash-patterns", ".yaml").flatMap(crashPatternsOf);
  const lints = filesUnder("lints", ".md").map(lint);
  refuseDuplicates(
    "advisory",
    advisories.map(({ id }) => id),
  );
  refuseDuplicates(
    "keyword",
    keywords.map(({ name, within }) => [...within, name].join(" ")),
  );
  refuseDuplicates(
    "crash pattern",
    crashPatterns.map(({ id }) => id),
  );
  return `${JSON.stringify({ knownUntil: releases.knownUntil, branches, advisories, keywords, crashPatterns, lints }, null, 1)}\n`;
}

function advisory(file: string, branches: readonly { branch: string }[]) {
  const { head, page } = splitPage(file, advisoryHeadSchema);
  const translated = file.replace(/\.md$/, ".zh-cn.md");
  if (!existsSync(path.join(source, translated))) throw new Error(`${translated}: missing (every advisory has both languages)`);
  const zh = splitPage(translated, translationHeadSchema);
  checkNames(file, head, zh.head);
  checkRows(file, head, branches);
  checkHeadings(file, page, headings.en);
  checkHeadings(translated, zh.page, headings["zh-cn"]);
  return {
    ...head,
    title: { en: head.title, "zh-cn": zh.head.title },
    summary: { en: head.summary, "zh-cn": zh.head.summary },
    recognition: head.recognition.map((clue) => ({ ...clue, says: { en: clue.says, "zh-cn": zh.head.clues[clue.id] } })),
    collect: { en: head.collect, "zh-cn": zh.head.collect },
    page: { en: page, "zh-cn": zh.page },
  };
}

function checkNames(file: string, head: Head, zh: TranslationHead): void {
  const expected = path.basename(file, ".md");
  if (head.id !== expected || zh.id !== expected) throw new Error(`${file}: id must be the file's name, ${expected}`);
  if (!file.startsWith(`advisories/${head.subsystem}/`)) throw new Error(`${file}: belongs under advisories/${head.subsystem}`);
  const clues = head.recognition.map(({ id }) => id);
  refuseDuplicates(`${file}: clue`, clues);
  const wrong = [...clues.filter((id) => !(id in zh.clues)), ...Object.keys(zh.clues).filter((id) => !clues.includes(id))];
  if (wrong.length > 0) throw new Error(`${file}: clues without their pair in the other language: ${wrong.join(", ")}`);
  if (zh.collect.length !== head.collect.length) throw new Error(`${file}: "collect" differs in length between the languages`);
}

function checkRows(file: string, head: Head, branches: readonly { branch: string }[]): void {
  if (head.releases === "any") return;
  for (const { branch } of branches) {
    const line = head.releases[branch];
    if (line === undefined) throw new Error(`${file}: no row for branch ${branch}; where nothing is known, say unknown`);
    for (const release of [("from" in line && line.from) || "", ("fixed" in line && line.fixed) || ""]) {
      if (release !== "" && !release.startsWith(`${branch}.`) && !release.startsWith(`${branch}-`)) {
        throw new Error(`${file}: ${release} is not of branch ${branch}`);
      }
    }
  }
}

function checkHeadings(file: string, page: string, expected: readonly string[]): void {
  const found = [...page.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^## (.+)$/gm)].map((match) => match[1] as string);
  const wanted = expected.filter((heading) => found.includes(heading) || !optionalHeadings.has(heading));
  if (found.join("|") !== wanted.join("|")) throw new Error(`${file}: headings must be ${wanted.join(", ")}; found ${found.join(", ")}`);
}

/** The page of a lint: its file bears its code, and an example shows it. */
function lint(file: string) {
  const { head, page } = splitPage(file, lintHeadSchema);
  if (head.id !== path.basename(file, ".md")) throw new Error(`${file}: id must be the file's name, ${path.basename(file, ".md")}`);
  if (!/^```haproxy\n/m.test(page)) throw new Error(`${file}: an example in a fenced haproxy block is missing`);
  if (!/^```haproxy fixed\n/m.test(page)) throw new Error(`${file}: the repaired example, fenced as "haproxy fixed", is missing`);
  return { ...head, page };
}

function crashPatternsOf(file: string) {
  return load(file, crashPatternFileSchema).map(({ id, role, re, specimens }) => {
    const expression = new RegExp(re);
    for (const { line, groups } of specimens) {
      const match = expression.exec(line);
      if (!match) throw new Error(`${file}: ${id} does not match its specimen: ${line}`);
      const got = match.slice(1).map((group) => group ?? null);
      if (JSON.stringify(got) !== JSON.stringify(groups)) throw new Error(`${file}: ${id}: groups of «${line}» are ${JSON.stringify(got)}`);
    }
    return { id, role, re };
  });
}

function splitPage<T>(file: string, schema: z.ZodType<T>): { head: T; page: string } {
  const text = readFileSync(path.join(source, file), "utf8");
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  if (!parts) throw new Error(`${file}: must start with a YAML head between two lines of ---`);
  return { head: checked(file, schema, parse(parts[1] as string)), page: (parts[2] as string).trim() };
}

function load<T>(file: string, schema: z.ZodType<T>): T {
  return checked(file, schema, parse(readFileSync(path.join(source, file), "utf8")));
}

function checked<T>(file: string, schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`${file}:\n${lines.join("\n")}`);
}

function refuseDuplicates(what: string, names: readonly string[]): void {
  const twice = names.filter((name, i) => names.indexOf(name) !== i);
  if (twice.length > 0) throw new Error(`${what} named twice: ${twice.join(", ")}`);
}

/** Paths relative to server/knowledge, sorted, so that the result does not depend on the file system. */
function filesUnder(folder: string, ending: string): string[] {
  return readdirSync(path.join(source, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file.split(path.sep).join("/")}`)
    .sort();
}

/** What is generated: path and text. */
export function generated(): readonly { readonly file: string; readonly text: string }[] {
  return [
    { file: target, text: compileKnowledge() },
    { file: path.join(path.dirname(target), "grammar.json"), text: compileLanguage() },
    { file: manifest, text: manifestWithCodes() },
  ];
}

/** The extension's manifest, whose setting `haproxySleuth.lints` offers every code. */
function manifestWithCodes(): string {
  const contents = JSON.parse(readFileSync(manifest, "utf8")) as Manifest;
  const files = [...filesUnder("lints", ".md"), ...filesUnder("advisories", ".md").filter((file) => !file.endsWith(".zh-cn.md"))];
  const setting = contents.contributes.configuration.properties["haproxySleuth.lints"];
  setting.propertyNames.enum = files.map((file) => path.basename(file, ".md")).sort();
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
