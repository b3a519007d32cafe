/**
 * Makes single-fault mutants of our own configurations, always the same ones: what to break is in mutantFaults.yaml.
 * `tsx scripts/mutants.ts FOLDER` writes them into files; test/real/mutants.test.ts asks real binaries about them.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { randomly } from "../test/support/randomly.ts";

const root = path.resolve(import.meta.dirname, "..");

interface Fault {
  readonly kind: string;
  /** A line that can be broken so. */
  readonly at: RegExp;
  /** The replacement, or the group of the match that is misspelt. */
  readonly to: string | { readonly misspell: number };
  /** On how many lines. */
  readonly times: number;
}

export interface Base {
  readonly name: string;
  readonly text: string;
}

export interface Mutant {
  readonly base: Base;
  readonly kind: string;
  /** From 1: the first line that differs. */
  readonly line: number;
  readonly before: string;
  readonly after: string;
  readonly text: string;
}

/** Larger configurations, the examples, and the specimens of the advisories. */
export function bases(): readonly Base[] {
  const files = [...filesUnder("test/fixtures/configs", ".cfg"), ...filesUnder("examples", ".cfg")];
  const specimens = filesUnder("server/knowledge/advisories", ".md").filter((file) => !file.endsWith(".zh-cn.md"));
  return [
    ...files.map((file) => ({ name: file, text: textOf(file) })),
    ...specimens.flatMap((file) =>
      [...textOf(file).matchAll(/^```haproxy\n([\s\S]*?)^```$/gm)].map(([, text = ""], i) => ({ name: `${file}#${i}`, text })),
    ),
  ];
}

/** Every fault on as many places as it asks for, spread over the bases. */
export function mutants(from: readonly Base[] = bases()): readonly Mutant[] {
  const seen = new Set<string>();
  return readFaults().flatMap((fault, i) => {
    const random = randomly((i + 1) * 0x9e3779b9);
    const places = shuffled(
      from.flatMap((base) => placesOf(base, fault)),
      random,
    );
    const made: Mutant[] = [];
    for (const { base, index } of places) {
      if (made.length === fault.times) break;
      const mutant = mutate(base, index, fault, random);
      if (mutant === undefined || seen.has(mutant.text)) continue;
      seen.add(mutant.text);
      made.push(mutant);
    }
    return made;
  });
}

function readFaults(): readonly Fault[] {
  const kinds = parse(textOf("scripts/mutantFaults.yaml")) as Readonly<Record<string, readonly [string, Fault["to"], number?][]>>;
  return Object.entries(kinds).flatMap(([kind, list]) => list.map(([at, to, times = 1]) => ({ kind, at: new RegExp(at), to, times })));
}

function placesOf(base: Base, { at }: Fault): readonly { readonly base: Base; readonly index: number }[] {
  return base.text.split("\n").flatMap((line, index) => (at.test(line) ? [{ base, index }] : []));
}

function mutate(base: Base, index: number, { kind, at, to }: Fault, random: () => number): Mutant | undefined {
  const lines = base.text.split("\n");
  const before = lines[index] ?? "";
  const after =
    typeof to === "string" ? before.replace(at, to) : before.replace(at, (...found: string[]) => misspelt(found, to.misspell, random));
  if (after === before) return undefined;
  const cut = kind === "missing-final-newline";
  const text = cut ? base.text.trimEnd() : [...lines.slice(0, index), after, ...lines.slice(index + 1)].join("\n");
  const inserted = after.startsWith(`${before}\n`);
  return { base, kind, line: cut ? text.split("\n").length : index + (inserted ? 2 : 1), before, after, text };
}

/** One group of a match with a letter lost, doubled, swapped or replaced. */
function misspelt([whole = "", ...groups]: readonly string[], group: number, random: () => number): string {
  const word = groups[group - 1] ?? "";
  const i = 1 + Math.floor(random() * (word.length - 2));
  const ways = [
    word.slice(0, i) + word.slice(i + 1),
    word.slice(0, i) + word[i] + word.slice(i),
    word.slice(0, i) + word[i + 1] + word[i] + word.slice(i + 2),
    `${word.slice(0, i)}q${word.slice(i + 1)}`,
  ];
  const start = whole.lastIndexOf(word);
  return whole.slice(0, start) + (ways[Math.floor(random() * ways.length)] ?? word) + whole.slice(start + word.length);
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}

/** Sorted, so that the result does not depend on the file system. */
function filesUnder(folder: string, ending: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending))
    .map((file) => `${folder}/${file.split(path.sep).join("/")}`)
    .sort();
}

function textOf(file: string): string {
  return readFileSync(path.join(root, file), "utf8");
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  const target = process.argv[2];
  if (target === undefined) throw new Error("give the folder for the mutants");
  mkdirSync(target, { recursive: true });
  mutants().forEach(({ kind, text }, i) => {
    writeFileSync(path.join(target, `${String(i + 1).padStart(3, "0")}-${kind}.cfg`), text);
  });
}
