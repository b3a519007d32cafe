/** Everything in English that people read of ours: words of server/knowledge, documents, messages; with its file. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { filesUnder, source, textOf } from "./source.ts";

export interface Prose {
  /** Relative to the repository. */
  readonly file: string;
  readonly text: string;
}

const root = path.resolve(import.meta.dirname, "..");
/** Values that are no words of ours: specimens of output, expressions, configurations, notation, names. */
const noProse = /^(?:since|re|specimens|groups|line|body|around|args|messages|frames|expressions|zh-cn|zh|when|releases|aliases)$/;
const documents = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md", "test/host/README.md", "test/e2e/README.md"];

export function ownProse(): readonly Prose[] {
  return [...pagesOf(), ...valuesOf(), ...documentsOf(), ...messagesOf()];
}

/** Pages with their heads: of advisories, lints, folders. */
function pagesOf(): readonly Prose[] {
  const files = ["README.md", "language/README.md", ...filesUnder("advisories", ".md"), ...filesUnder("lints", ".md")];
  return files.filter((file) => !file.endsWith(".zh-cn.md")).flatMap((file) => headed(`server/knowledge/${file}`, textOf(file)));
}

/** A page whose head may be YAML between two lines of ---. */
export function headed(file: string, text: string): readonly Prose[] {
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text);
  const head = parts === null ? [] : wordsOf(parse(parts[1] as string));
  return [...head.map((words) => ({ file, text: words })), ...paragraphsOf(parts?.[2] ?? text).map((one) => ({ file, text: one }))];
}

function valuesOf(): readonly Prose[] {
  const folders = readdirSync(source, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const files = [
    ...folders.flatMap(({ name }) => filesUnder(name, ".yaml")),
    "behaviour.yaml",
    "collect.yaml",
    "triggers.yaml",
    "releases.yaml",
  ];
  return files
    .filter((file) => !file.includes("zh-cn") && !file.endsWith("examples.yaml"))
    .flatMap((file) => wordsOf(parse(textOf(file))).map((text) => ({ file: `server/knowledge/${file}`, text })));
}

function documentsOf(): readonly Prose[] {
  const folder = readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" }).map((file) => `docs/${file}`);
  return (
    [...documents, ...folder]
      // what HAProxy's binaries said to the corpus stands in docs/accuracy.md word for word
      .filter((file) => file.endsWith(".md") && file !== "docs/accuracy.md" && existsSync(path.join(root, file)))
      .flatMap((file) => headed(file, readFileSync(path.join(root, file), "utf8")))
  );
}

/** Messages of the program by their English, and the words of the manifest. */
function messagesOf(): readonly Prose[] {
  const json = (file: string) => JSON.parse(readFileSync(path.join(root, file), "utf8")) as Record<string, string>;
  return [
    ...["l10n/bundle.l10n.zh-cn.json", "l10n/commandLine.zh-cn.json"].flatMap((file) =>
      Object.keys(json(file)).map((text) => ({ file, text })),
    ),
    ...Object.values(json("package.nls.json")).map((text) => ({ file: "package.nls.json", text })),
  ];
}

/** All strings of a value in which there are words, whatever its shape; Chinese ones left out. */
function wordsOf(value: unknown): readonly string[] {
  if (typeof value === "string") return /\s/.test(value) && !/[\u4e00-\u9fff]/.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => (noProse.test(key) ? [] : wordsOf(inner)));
}

/** Paragraphs, items and cells of a Markdown text, without its fenced blocks and headings. */
export function paragraphsOf(page: string): readonly string[] {
  return page
    .replace(/^ *(```+|~~~+)[\s\S]*?^ *\1/gm, "\n\n")
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/^#+ .*$/gm, "\n")
    .replace(/^ *(?:[-*+]|\d+\.) +/gm, "\n")
    .split(/\n\s*\n|\n(?=\|)|(?<=\|)\n/)
    .flatMap((part) => (part.startsWith("|") ? part.split(/(?<!\\)\|/) : [part]))
    .map((part) => part.replace(/\s+/g, " ").trim())
    .filter((part) => /\p{L}/u.test(part));
}
