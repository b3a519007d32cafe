/**
 * Measures the analyser against what real binaries say of the configurations and mutants outside this repository,
 * and writes docs/accuracy.md. `npm run accuracy [-- RELEASE…]`; the scorer is the one beside the oracle.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { readFeatures, withFeatures } from "../server/src/knowledge/buildFeatures.ts";
import type { Release } from "../server/src/knowledge/release.ts";
import { languageHits } from "../server/src/lints/language.ts";
import { modelOf } from "../server/src/model/model.ts";
import { readReleaseInUse } from "../server/src/model/releaseInUse.ts";
import { readConfig } from "../server/src/syntax/config.ts";
import { type Exception, type Measured, type MutantScore, report, type Score } from "./accuracyReport.ts";
import { unlinedWarnings } from "./unlinedWarnings.ts";

const root = path.resolve(import.meta.dirname, "..");
const shared = path.resolve(root, process.env["ORACLE"] ?? "../shared");
const oracle = path.join(shared, "oracle");
const most = 64 * 1024 * 1024;

/** What none of the binaries was built with. */
const lacking = "-51DEGREES -DEVICEATLAS -WURFL -ECH";

function main(wanted: readonly string[]): void {
  if (!existsSync(path.join(oracle, "verdicts"))) {
    console.error(`SKIPPED: no verdicts of real binaries at ${oracle}`);
    return;
  }
  const folder = mkdtempSync(path.join(os.tmpdir(), "accuracy-"));
  try {
    const releases = releasesWithVerdicts().filter((name) => wanted.length === 0 || wanted.includes(name));
    const measured = releases.map((name) => measure(name, folder));
    const text = report(measured);
    if (wanted.length === 0) writeFileSync(path.join(root, "docs/accuracy.md"), text);
    else console.log(text);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Verdicts of Debian's own binary of a branch stand before those of the container image of the same branch. */
function releasesWithVerdicts(): readonly string[] {
  const names = readdirSync(path.join(oracle, "verdicts"))
    .map((file) => /^(\d\.\d+(?:-dev\d+)?(?:-debian)?)\.jsonl$/.exec(file)?.[1])
    .filter((name) => name !== undefined);
  const taken = names.filter((name) => !names.includes(`${name}-debian`));
  return taken.sort(
    (a, b) => Number(a.slice(2).replace(/-.*/, "")) + 100 * Number(a[0]) - Number(b.slice(2).replace(/-.*/, "")) - 100 * Number(b[0]),
  );
}

function measure(name: string, folder: string): Measured {
  const read = readReleaseInUse(name.replace("-debian", ""));
  if (read === undefined) throw new Error(`no release: ${name}`);
  const release = withFeatures(read, readFeatures(lacking));
  const place = (file: string) => path.join(folder, `${name}-${file}`);
  writeFileSync(place("truth"), node("from-oracle.mjs", oracle, name));
  writeFileSync(place("found"), analyse(configsIn("corpus"), release));
  writeFileSync(place("mutants"), analyse(configsIn("mutants"), release));
  const corpus = ["--truth", place("truth"), "--found", place("found"), "--out", place("score")];
  const mutated = ["--index", path.join(oracle, "mutants/index.jsonl"), "--root", oracle, "--version", name];
  const mutants = [...mutated, "--found", place("mutants"), "--base", place("found"), "--out", place("mutant-score")];
  const said = sayings(readFileSync(place("truth"), "utf8"));
  const exceptions = [
    ...exceptionsOf("false", node("score.mjs", ...corpus, "--list", "fp"), said),
    ...exceptionsOf("missed", node("score.mjs", ...corpus, "--list", "missed"), said),
    ...exceptionsOf("mutant", node("mutants.mjs", ...mutants, "--list", "missed"), said),
  ];
  return {
    name,
    score: JSON.parse(readFileSync(place("score"), "utf8")) as Score,
    mutants: (JSON.parse(readFileSync(place("mutant-score"), "utf8")) as { total: MutantScore }).total,
    unlined: unlinedWarnings(readFileSync(place("truth"), "utf8"), readFileSync(place("found"), "utf8")),
    exceptions,
  };
}

function node(script: string, ...parameters: readonly string[]): string {
  return execFileSync(process.execPath, [path.join(shared, "score", script), ...parameters], { encoding: "utf8", maxBuffer: most });
}

function configsIn(folder: string): readonly string[] {
  return readdirSync(path.join(oracle, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".cfg"))
    .map((file) => path.join(oracle, folder, file))
    .sort();
}

/** Our findings in the records that the scorer reads. */
function analyse(files: readonly string[], release: Release): string {
  const records = files.flatMap((file) => {
    const start = performance.now();
    const hits = languageHits(modelOf([readConfig(file, readFileSync(file, "utf8"))]), release);
    const ms = performance.now() - start;
    const found = hits.map(({ line, span, severity, code, message }) => ({
      file,
      line: line + 1,
      endLine: line + 1,
      col: span.start + 1,
      severity,
      code,
      message,
    }));
    return [...found, { file, done: true, ms }];
  });
  return records.map((record) => `${JSON.stringify(record)}\n`).join("");
}

/** Lines of the scorer's lists: "FILE:LINE: …". Only what is not the configuration's own text is kept of them. */
function exceptionsOf(
  kind: Exception["kind"],
  list: string,
  said: (file: string, line: number) => string | undefined,
): readonly Exception[] {
  return list.split("\n").flatMap((text) => {
    const [, file = "", line = "", rest = ""] = /^(.*?\.cfg):(\w+): (.*)$/.exec(text) ?? [];
    if (file === "") return [];
    const name = path.isAbsolute(file) ? path.relative(oracle, file) : file;
    const ours = /^\[(\w+ [\w-]+)\]/.exec(rest)?.[1] ?? "";
    return [{ kind, place: `${name}:${line}`, what: kind === "false" ? ours : withoutNames(said(file, Number(line)) ?? rest) }];
  });
}

/** The first sentence of HAProxy for a line of a file. */
function sayings(truth: string): (file: string, line: number) => string | undefined {
  const said = new Map<string, string>();
  for (const text of truth.split("\n").filter((line) => line !== "")) {
    const { file, messages } = JSON.parse(text) as { file: string; messages: readonly { line: number | null; text: string }[] };
    for (const message of [...messages].reverse()) said.set(`${file}:${message.line}`, message.text);
  }
  return (file, line) => said.get(`${file}:${line}`);
}

/** HAProxy's sentence without the words of the configuration. */
function withoutNames(said: string): string {
  const sentence = said.replace(/^.*\| haproxy: /, "").replace(/(?:config : )?(?:parsing )?\[[^\]]*\]\s*:?\s*/g, "");
  const words = sentence.replace(/'[^']*'?|<[^>]*>?|"[^"]*"?|\([^)]*\)?|\/\S+/g, "…").replace(/\d+/g, "N");
  return words.replace(/\s+/g, " ").slice(0, 90).trim();
}

main(process.argv.slice(2));
