/**
 * Whether a sentence of ours stands in upstream's texts: runs of eight words (shingles) that our prose shares with HAProxy's manual
 * and with the commit messages of the fixes that advisories name. None may be left.
 *
 * `npm run shingles -- [--git GITDIR] [MANUAL…]`: GITDIR is a clone of haproxy/haproxy, of which doc/ of all branches is read, too;
 * MANUAL are files or folders of text, or Debian packages (`apt-get download haproxy-doc`). Where nothing is given: $HAPROXY_GIT and
 * $HAPROXY_MANUAL (paths separated by colons).
 *
 * Words are compared in lower case, without markup and punctuation. A shingle does not count where at least half of its words are
 * names: keywords of the grammar, words in code marks, and words with a digit, an underscore or a dot inside. Such runs are syntax
 * ("http-request, http-response, tcp-request …"), of which there is only one way to write.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gunzipSync } from "node:zlib";
import compiled from "../server/src/knowledge/generated/grammar.json" with { type: "json" };
import { sampleNames, wordsOf } from "../server/src/knowledge/grammar.ts";
import { readAdvisories } from "./compileAdvisories.ts";
import { ownProse, type Prose } from "./ownProse.ts";

export interface Hit {
  readonly file: string;
  /** As it stands in our text, in lower case; overlapping shingles are one run. */
  readonly words: string;
  /** Which of upstream's texts has it. */
  readonly in: string;
}

/** A text of upstream's. */
export interface Upstream {
  readonly name: string;
  readonly text: string;
}

const length = 8;
/** So many names make a shingle syntax. */
const mostNames = length / 2;

/** Runs that our texts share with theirs. */
export function sharedRuns(ours: readonly Prose[], theirs: Iterable<Upstream>, keywords: ReadonlySet<string>): readonly Hit[] {
  const wanted = new Set(ours.flatMap(({ text }) => shinglesOf(wordsIn(text), keywords).map(({ key }) => key)));
  const found = new Map<string, string>();
  for (const { name, text } of theirs) {
    for (const key of everyShingle(wordsIn(text).map(({ word }) => word))) if (wanted.has(key) && !found.has(key)) found.set(key, name);
  }
  return ours.flatMap(({ file, text }) => runs(file, wordsIn(text), keywords, found));
}

interface Word {
  readonly word: string;
  /** Between code marks. */
  readonly code: boolean;
}

/** Words in lower case; what stands between code marks is marked. */
function wordsIn(text: string): readonly Word[] {
  const withoutLinks = text.replace(/\]\([^)]*\)/g, "]");
  return withoutLinks.split("`").flatMap((part, i) => {
    const words =
      part
        .normalize("NFKC")
        .toLowerCase()
        .replace(/[’']/g, "")
        .match(/[\p{L}\p{N}](?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_])?/gu) ?? [];
    return words.map((word) => ({ word, code: i % 2 === 1 }));
  });
}

function isName({ word, code }: Word, keywords: ReadonlySet<string>): boolean {
  return code || /[\d_.]/.test(word) || keywords.has(word);
}

/** The shingles that count, with the index of their first word. */
function shinglesOf(words: readonly Word[], keywords: ReadonlySet<string>): readonly { readonly key: string; readonly at: number }[] {
  const names = words.map((word) => isName(word, keywords));
  return everyShingle(words.map(({ word }) => word))
    .map((key, at) => ({ key, at }))
    .filter(({ at }) => names.slice(at, at + length).filter(Boolean).length < mostNames);
}

function everyShingle(words: readonly string[]): string[] {
  const keys: string[] = [];
  for (let i = 0; i + length <= words.length; i++) keys.push(words.slice(i, i + length).join(" "));
  return keys;
}

/** Shingles that follow each other become one run. */
function runs(file: string, words: readonly Word[], keywords: ReadonlySet<string>, found: ReadonlyMap<string, string>): readonly Hit[] {
  const hits: { from: number; to: number; in: string }[] = [];
  for (const { key, at } of shinglesOf(words, keywords)) {
    const where = found.get(key);
    const last = hits.at(-1);
    if (where === undefined) continue;
    if (last !== undefined && at <= last.to) last.to = at + length;
    else hits.push({ from: at, to: at + length, in: where });
  }
  const said = (from: number, to: number) =>
    words
      .slice(from, to)
      .map(({ word }) => word)
      .join(" ");
  return hits.map(({ from, to, in: where }) => ({ file, words: said(from, to), in: where }));
}

/** Words of the configuration language that are no ordinary English: with a hyphen or an underscore inside, and what is asked for by name. */
export function keywordsOfGrammar(): ReadonlySet<string> {
  const samples = (["fetch", "converter"] as const).flatMap((kind) => sampleNames(kind, undefined));
  return new Set([...Object.keys(compiled.entries).flatMap(wordsOf), ...samples].filter((word) => /^\S*[-_.]\S*$/.test(word)));
}

/** Manuals and commit messages, one after the other. */
export function* upstreamTexts(manuals: readonly string[], clone: string | undefined): Iterable<Upstream> {
  for (const place of manuals) yield* manualTexts(place);
  if (clone === undefined) return;
  const git = (words: readonly string[], input = "") =>
    execFileSync("git", ["-C", clone, ...words], { encoding: "utf8", maxBuffer: 1e9, input });
  yield* documentsOf(git);
  const commits = readAdvisories().flatMap(({ head }) => head.aliases.filter((alias) => /^[0-9a-f]{12}$/.test(alias)));
  const known = git(["cat-file", "--batch-check=%(objectname)"], `${commits.join("\n")}\n`).match(/^[0-9a-f]{40}$/gm) ?? [];
  for (const message of git(["log", "--no-walk", "--stdin", "--format=%h %B%x00"], `${known.join("\n")}\n`).split("\0")) {
    const [commit = ""] = message.trim().split(" ", 1);
    if (commit !== "") yield { name: `commit ${commit}`, text: message };
  }
}

type Git = (words: readonly string[], input?: string) => string;

/** doc/ of the newest release of each branch, and of the clone's head. */
function* documentsOf(git: Git): Iterable<Upstream> {
  const releases = git(["tag", "--list", "v[2-9].*", "--sort=version:refname"]).match(/^v\d+\.\d+\.\d+$/gm) ?? [];
  const newest = new Map(releases.map((tag) => [tag.replace(/\.\d+$/, ""), tag]));
  for (const tag of ["HEAD", ...newest.values()]) {
    const files = git(["ls-tree", "-r", "--name-only", tag, "doc/"]).match(/^.*\.(?:txt|rst|1)$/gm) ?? [];
    for (const file of files.filter((one) => !/gpl\.txt$/.test(one)))
      yield { name: `${tag}:${file}`, text: git(["show", `${tag}:${file}`]) };
  }
}

function* manualTexts(place: string): Iterable<Upstream> {
  if (place.endsWith(".deb")) {
    const folder = mkdtempSync(path.join(tmpdir(), "haproxy-doc-"));
    try {
      execFileSync("dpkg-deb", ["-x", place, folder]);
      yield* manualTexts(folder);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  } else if (statSync(place).isDirectory()) {
    const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    for (const { parentPath, name } of files) yield* manualTexts(path.join(parentPath, name));
  } else if (/\.(?:txt|html?|rst|1|gz)$/.test(place)) {
    const bytes = readFileSync(place);
    const text = (place.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    yield { name: path.basename(place), text: /\.html?(?:\.gz)?$/.test(place) ? plainHtml(text) : text };
  }
}

function plainHtml(html: string): string {
  const names: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&amp;": "&", "&quot;": '"', "&#39;": "'", "&nbsp;": " " };
  return html
    .replace(/<(script|style)[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    .replace(/&[#\w]+;/g, (name) => names[name] ?? " ");
}

/** What the environment names; empty where nothing is there. */
export function placesOfEnvironment(): { readonly manuals: readonly string[]; readonly clone: string | undefined } {
  const clone = process.env["HAPROXY_GIT"];
  const manuals = (process.env["HAPROXY_MANUAL"] ?? "").split(":").filter((place) => place !== "" && existsSync(place));
  return { manuals, clone: clone !== undefined && existsSync(clone) ? clone : undefined };
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  const words = process.argv.slice(2);
  const at = words.indexOf("--git");
  const given = { manuals: words.filter((_, i) => at === -1 || (i !== at && i !== at + 1)), clone: at === -1 ? undefined : words[at + 1] };
  const { manuals, clone } = words.length > 0 ? given : placesOfEnvironment();
  if (manuals.length === 0 && clone === undefined) {
    console.error("nothing to compare with: npm run shingles -- [--git GITDIR] [MANUAL…], or $HAPROXY_GIT and $HAPROXY_MANUAL");
    process.exitCode = 2;
  } else {
    const hits = sharedRuns(ownProse(), upstreamTexts(manuals, clone), keywordsOfGrammar());
    for (const { file, words: run, in: where } of hits) console.log(`${file}: "${run}" (${where})`);
    console.log(`${hits.length} runs of ${length} words or more stand in upstream's texts`);
    process.exitCode = hits.length === 0 ? 0 : 1;
  }
}
