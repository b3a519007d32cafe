/**
 * Reads from a clone of haproxy/haproxy which functions the fixes of the catalogue changed and who calls them, and writes
 * server/knowledge/patches.json: `tsx scripts/import-patches.ts GITDIR`. Names only; a stack that passes through them points to the bug.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { readAdvisories } from "./compileAdvisories.ts";
import { source } from "./source.ts";

/** Call graphs are drawn of these releases and put together. */
const tags = ["v2.4.0", "v2.6.0", "v2.8.0", "v3.0.0", "v3.2.0", "v3.4.0"];
/** A function with more callers than this leads everywhere. */
const mostCallers = 15;
/** Names kept of one list. */
const mostKept = 20;
const keywords = new Set(["if", "for", "while", "switch", "return", "sizeof", "defined", "do", "else"]);

const clone = process.argv[2];
if (clone === undefined) throw new Error("usage: tsx scripts/import-patches.ts GITDIR");
const graph = callGraph();
const entries = readAdvisories().flatMap(({ head }) => {
  const id = head.aliases.find((alias) => alias.startsWith("HA-"));
  const commit = head.aliases.find((alias) => /^[0-9a-f]{12}$/.test(alias));
  const functions = commit === undefined ? [] : changedFunctions(commit);
  if (id === undefined || functions.length === 0) return [];
  const callers = callersOf(functions);
  return [[id, { functions, callers, far: callersOf(callers).filter((name) => !functions.includes(name)) }] as const];
});
const lines = entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, entry]) => `${JSON.stringify(id)}: ${JSON.stringify(entry)}`);
writeFileSync(path.join(source, "patches.json"), `{\n${lines.join(",\n")}\n}\n`);
console.log(`${entries.length} fixes`);

function git(...words: readonly string[]): string {
  return execFileSync("git", ["-C", clone as string, ...words], { encoding: "utf8", maxBuffer: 1e9, stdio: ["ignore", "pipe", "ignore"] });
}

/** Functions in which a fix changed lines; where it changed none inside one, those that the heads of its hunks name. */
function changedFunctions(commit: string): readonly string[] {
  let patch: string;
  try {
    patch = git("show", "-U0", "--format=", commit, "--", "src", "include", "addons");
  } catch {
    return []; // a commit of a branch's own repository
  }
  const changed = patch.split(/^diff --git /m).flatMap((part) => changedIn(part, commit));
  const heads = [...patch.matchAll(/^@@ .*? @@ (.*)$/gm)].map(([, head = ""]) => functionIn(head));
  return [...new Set(changed.length > 0 ? changed : heads)].filter((name) => name !== undefined).slice(0, mostKept);
}

/** The same, of one file: lines that were taken away are looked for in the version before. */
function changedIn(part: string, commit: string): string[] {
  const before = /^--- a\/(.+\.[ch])$/m.exec(part)?.[1];
  const after = /^\+\+\+ b\/(.+\.[ch])$/m.exec(part)?.[1];
  const hunks = [...part.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm)];
  const inside = (name: string | undefined, version: string, at: number) => {
    const ranges = name === undefined ? [] : functionsOf(git("show", `${version}:${name}`));
    return hunks.flatMap((hunk) => {
      const from = Number(hunk[at]);
      const count = Number(hunk[at + 1] ?? 1);
      return count === 0 ? [] : ranges.filter(({ first, last }) => first < from + count && from <= last).map((one) => one.name);
    });
  };
  return [...inside(after, commit, 3), ...inside(before, `${commit}^`, 1)];
}

/** The function that a line of C declares. */
function functionIn(head: string): string | undefined {
  const plain = head.replace(/__attribute__\s*\(\(.*?\)\)/g, "");
  const name = /([A-Za-z_]\w*)\s*\(/.exec(plain)?.[1];
  return name === undefined || keywords.has(name) || /^[A-Z0-9_]+$/.test(name) ? undefined : name;
}

/** Who calls each function, over all the releases. */
function callGraph(): ReadonlyMap<string, ReadonlySet<string>> {
  const callers = new Map<string, Set<string>>();
  for (const tag of tags) {
    const files = git("ls-tree", "-r", "--name-only", tag, "src", "include/haproxy", "addons").split("\n");
    const bodies = files.filter((file) => /\.[ch]$/.test(file)).flatMap((file) => functionsOf(git("show", `${tag}:${file}`)));
    const known = new Set(bodies.map(({ name }) => name));
    for (const { name, body } of bodies) {
      for (const [, called = ""] of body.matchAll(/\b([A-Za-z_]\w{2,})\s*\(/g))
        if (called !== name && known.has(called)) callers.set(called, (callers.get(called) ?? new Set()).add(name));
    }
  }
  return callers;
}

/** In HAProxy's style the body of a function stands between braces at the start of a line. */
function functionsOf(text: string): { name: string; body: string; first: number; last: number }[] {
  let at = 0;
  let line = 1;
  return [...text.matchAll(/^([A-Za-z_](?:[^\n;{}]|\n(?!\n))*?\))\s*\n\{\n([\s\S]*?)^\}/gm)].flatMap(
    ({ 0: whole, 1: head = "", 2: body = "", index }) => {
      const name = functionIn(head.replace(/\s+/g, " "));
      line += newlines(text.slice(at, index));
      at = index;
      return name === undefined ? [] : [{ name, body, first: line, last: line + newlines(whole) }];
    },
  );
}

function newlines(text: string): number {
  return text.split("\n").length - 1;
}

function callersOf(functions: readonly string[]): string[] {
  const found = functions.flatMap((name) => {
    const callers = [...(graph.get(name) ?? [])];
    return callers.length > mostCallers ? [] : callers;
  });
  return [...new Set(found)].filter((name) => !functions.includes(name)).slice(0, mostKept);
}
