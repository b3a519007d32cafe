/**
 * Reads from a clone of haproxy/haproxy which functions the fixes of the catalogue changed and name, and who calls them, and
 * writes server/knowledge/patches.json: `tsx scripts/import-patches.ts GITDIR`. Names only; a stack that passes through them points to
 * the bug. lifetimes.json tells of each function and file that some branch is without, which branches have it.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { readAdvisories } from "./compileAdvisories.ts";
import { source } from "./source.ts";

/** Call graphs are drawn of their first releases and put together. */
const branches = ["2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "3.0", "3.1", "3.2", "3.3", "3.4"];
/** A function with more callers than this leads everywhere. */
const mostCallers = 15;
/** The same of calls through a member. */
const mostPointerCallers = 5;
/** Names kept of one list. */
const mostKept = 20;
const keywords = new Set(["if", "for", "while", "switch", "return", "sizeof", "defined", "do", "else"]);

const clone = process.argv[2];
if (clone === undefined) throw new Error("usage: tsx scripts/import-patches.ts GITDIR");
const lifetimes = new Map<string, { first: number; last: number }>();
const graph = callGraph();
const entries = readAdvisories().flatMap(({ head }) => {
  const id = head.aliases.find((alias) => alias.startsWith("HA-"));
  const commit = head.aliases.find((alias) => /^[0-9a-f]{12}$/.test(alias));
  const patch = commit === undefined ? "" : patchOf(commit);
  const functions = commit === undefined ? [] : changedFunctions(patch, commit);
  if (id === undefined || commit === undefined || functions.length === 0) return [];
  const callers = callersOf(functions);
  const told = namedIn(git("log", "-1", "--format=%B", commit), functions);
  const far = callersOf(callers).filter((name) => !functions.includes(name));
  return [[id, { functions, told, callers, far }] as const];
});
const lines = entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, entry]) => `${JSON.stringify(id)}: ${JSON.stringify(entry)}`);
writeFileSync(path.join(source, "patches.json"), `{\n${lines.join(",\n")}\n}\n`);
writeFileSync(path.join(source, "lifetimes.json"), lifetimesText());
console.log(`${entries.length} fixes, ${lifetimes.size} functions and files`);

function git(...words: readonly string[]): string {
  return execFileSync("git", ["-C", clone as string, ...words], { encoding: "utf8", maxBuffer: 1e9, stdio: ["ignore", "pipe", "ignore"] });
}

function patchOf(commit: string): string {
  try {
    return git("show", "-U0", "--format=", commit, "--", "src", "include", "addons");
  } catch {
    return ""; // a commit of a branch's own repository
  }
}

/** HAProxy's functions whose names a text has as a call, or that can be nothing else, but for some. */
function namedIn(text: string, but: readonly string[]): string[] {
  const names = [...text.matchAll(/\b([A-Za-z_]\w{3,})(\s?\()?/g)].flatMap(([, name = "", call]) =>
    lifetimes.has(name) && (call !== undefined || name.split("_").length > 2) ? [name] : [],
  );
  return [...new Set(names)].filter((name) => !but.includes(name) && (graph.get(name)?.size ?? 0) <= mostCallers).slice(0, mostKept);
}

/** By range of branches, such as "2.4-2.5", what is in no other; what all branches have is left out. */
function lifetimesText(): string {
  const ranges = new Map<string, string[]>();
  for (const [name, { first, last }] of lifetimes) {
    if (first === 0 && last === branches.length - 1) continue;
    const range = `${branches[first]}-${branches[last]}`;
    ranges.set(range, [...(ranges.get(range) ?? []), name]);
  }
  const lines = [...ranges]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([range, names]) => `${JSON.stringify(range)}: ${JSON.stringify(names.sort())}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

function lives(name: string, branch: number): void {
  const life = lifetimes.get(name) ?? { first: branch, last: branch };
  lifetimes.set(name, { first: life.first, last: branch });
}

/** Functions in which a fix changed lines; where it changed none inside one, those that the heads of its hunks name. */
function changedFunctions(patch: string, commit: string): readonly string[] {
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
  for (const [i, branch] of branches.entries()) {
    const listed = git("ls-tree", "-r", "--name-only", `v${branch}.0`, "src", "include", "addons").split("\n");
    const files = listed.filter((file) => /\.[ch]$/.test(file));
    const texts = files.map((file) => git("show", `v${branch}.0:${file}`));
    const bodies = texts.flatMap(functionsOf);
    for (const name of [...files, ...bodies.map((body) => body.name)]) lives(name, i);
    const known = new Set(bodies.map(({ name }) => name));
    const add = (called: string, name: string) => callers.set(called, (callers.get(called) ?? new Set()).add(name));
    for (const { name, body } of bodies) {
      for (const [, called = ""] of body.matchAll(/\b([A-Za-z_]\w{2,})\s*\(/g)) if (called !== name && known.has(called)) add(called, name);
    }
    for (const [called, names] of pointerCalls(texts, bodies, known)) for (const name of names) if (name !== called) add(called, name);
  }
  return callers;
}

/**
 * Calls through a member that holds functions, as in `filter->ops->http_payload(`: where a call trace leaves out what is static, only
 * whoever calls so is named. Members that many places call lead everywhere and are left out.
 */
function pointerCalls(
  texts: readonly string[],
  bodies: readonly { readonly name: string; readonly body: string }[],
  known: ReadonlySet<string>,
): [called: string, callers: ReadonlySet<string>][] {
  const members = new Map<string, Set<string>>();
  for (const { name, body } of bodies)
    for (const [, member = ""] of body.matchAll(/(?:->|\.)([a-z]\w{2,})\s*\(/g))
      members.set(member, (members.get(member) ?? new Set()).add(name));
  return texts.flatMap((text) =>
    [...text.matchAll(/(?:^\s*|->|\.)([a-z]\w{2,})\s*=\s*&?([A-Za-z_]\w{2,})\s*[,;]/gm)].flatMap(
      ([, member = "", called = ""]): [string, ReadonlySet<string>][] => {
        const callers = known.has(called) ? members.get(member) : undefined;
        return callers === undefined || callers.size > mostPointerCallers ? [] : [[called, callers]];
      },
    ),
  );
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
