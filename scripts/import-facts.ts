/**
 * Compacts the keyword facts of the real binaries into server/knowledge/language: lifetimes.json, samples.json, enums.json.
 * `tsx scripts/import-facts.ts FOLDER` writes them from FOLDER's matrix.json, enums.json and dumps/; the README there explains the notations.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import {
  type Branch,
  branches,
  type Dumps,
  dumpOf,
  type Enums,
  type EnumValue,
  type Kind,
  type Matrix,
  read,
  readDumps,
  type Signature,
  type Verdict,
  withBackports,
} from "./facts.ts";

const target = path.resolve(import.meta.dirname, "../server/knowledge/language");
/** Classes in which the binaries take any word, so that the matrix says nothing: from that branch on. */
const takesAnything: Readonly<Record<string, Branch>> = { "kw:namespace_list": "2.4", "kw:userlist": "3.4" };

/** Words that the matrix did not try, after each branch's own parser. */
const untried: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "kw:namespace_list": { namespace: "2.4-" },
  "kw:userlist": { group: "2.4-", user: "2.4-" },
  "kw:log-forward": { timeout: "2.4-" },
  "kw:fcgi-app": { "hide-header": "2.4-", "unset-param": "2.4-" },
  "kw:healthcheck": { "http-check": "3.4-", "tcp-check": "3.4-", type: "3.4-" },
  "crt-list": {
    ...knownFrom("2.4-", "allow-0rtt alpn ca-file ca-verify-file ciphers ciphersuites crl-file curves ecdhe"),
    ...knownFrom("2.4-", "no-ca-names npn ssl-max-ver ssl-min-ver verify"),
    ...knownFrom("2.8-", "client-sigalgs no-alpn ocsp-update sigalgs"),
    ...knownFrom("3.0-", "alias crt issuer key ocsp sctl"),
    ...knownFrom("3.2-", "acme domains"),
    ...knownFrom("3.3-", "jwt ktls"),
    ...knownFrom("3.4-", "bits generate-dummy ips keytype"),
  },
};

/** Stored data whose argument the tables of the binaries leave out. */
const storedArguments: Readonly<Record<string, string>> = { gpt: "size", gpc: "size", gpc_rate: "size,period" };

/** Options whose table row, in a build without the feature, names no side. */
const optionSides: Readonly<Record<string, string>> = {
  transparent: "backend",
  "splice-auto": "frontend backend",
  "splice-request": "frontend backend",
  "splice-response": "frontend backend",
};

/** Word lists that only serve HAProxy's spelling hints; `lifetimes.json` knows more. */
const notOurs = new Set(["common_global", "common_proxy"]);

type Lifetimes = Readonly<Record<string, Readonly<Record<string, string>>>>;

function knownFrom(life: string, words: string): Readonly<Record<string, string>> {
  return Object.fromEntries(words.split(" ").map((word) => [word, life]));
}

function lifetimesOf(matrix: Matrix): Lifetimes {
  const asked = Object.entries(matrix).map(([name, words]) => [name, lifetimesOfClass(name, words)] as const);
  const all: Record<string, Readonly<Record<string, string>>> = Object.fromEntries(asked);
  for (const [name, words] of Object.entries(untried)) all[name] = sorted({ ...words, ...all[name] });
  return all;
}

function lifetimesOfClass(name: string, words: Matrix[string]): Readonly<Record<string, string>> {
  const blindFrom = takesAnything[name];
  const seen = blindFrom === undefined ? branches : branches.slice(0, branches.indexOf(blindFrom));
  const lives = Object.entries(words).map(
    ([word, verdicts]) => [word, lifetime(seen.map((branch) => ownVerdict(word, verdicts[branch])))] as const,
  );
  return sorted(Object.fromEntries(lives.filter(([, life]) => life !== "")));
}

/** HAProxy quotes an unknown word: one that holds "deprecated" itself was taken for a deprecated one. */
function ownVerdict(word: string, verdict: Verdict | undefined): Verdict | undefined {
  return verdict === "deprecated" && word.includes("deprecated") ? "no" : verdict;
}

/** `2.4-2.6,2.7-:removed`: runs of branches with the same verdict; see the README beside the result. */
function lifetime(verdicts: readonly (Verdict | undefined)[]): string {
  const runs: { first: number; last: number; verdict: Verdict }[] = [];
  verdicts.forEach((verdict, i) => {
    if (verdict === undefined || verdict === "no" || verdict === "no-section") return;
    const run = runs.at(-1);
    if (run?.verdict === verdict && run.last === i - 1) run.last = i;
    else runs.push({ first: i, last: i, verdict });
  });
  return runs.map(({ first, last, verdict }) => span(first, last) + (verdict === "yes" ? "" : `:${verdict}`)).join(",");
}

function span(first: number, last: number): string {
  return `${branches[first]}-${last === branches.length - 1 ? "" : branches[last]}`;
}

function samplesOf(matrix: Matrix, dumps: Dumps): object {
  const newest = dumpOf(dumps, "3.4");
  return {
    places: newest.smp_columns,
    fetch: signaturesOf("smp", matrix, dumps),
    converter: signaturesOf("cnv", matrix, dumps),
    acl: sorted(newest.acl),
  };
}

function signaturesOf(kind: Kind, matrix: Matrix, dumps: Dumps): Readonly<Record<string, readonly object[]>> {
  const known = Object.entries(matrix[kind] ?? {}).map(([word, verdicts]) => {
    const lives = branches.filter((branch) => verdicts[branch] === "yes");
    return [word, changes(kind, word, lives, dumps)] as const;
  });
  return sorted(Object.fromEntries(known.filter(([, list]) => list.length > 0)));
}

/** One entry for each branch at which the signature differs from the branch before. */
function changes(kind: Kind, word: string, lives: readonly Branch[], dumps: Dumps): readonly object[] {
  const list: object[] = [];
  let before = "";
  for (const branch of lives) {
    const signature = dumpOf(dumps, branch)[kind][word];
    if (signature === undefined) return unlessCriterion(word, dumps);
    const text = JSON.stringify(written(signature));
    if (text !== before) list.push({ from: branch, ...written(signature) });
    before = text;
  }
  const last = lives.at(-1);
  if (last !== undefined && last !== branches.at(-1)) list.push({ from: after(last), gone: true });
  return list;
}

/** Only names that ACLs alone know, such as path_beg, may lack a signature. */
function unlessCriterion(word: string, dumps: Dumps): readonly object[] {
  if (word in dumpOf(dumps, "3.4").acl) return [];
  throw new Error(`${word}: the matrix knows it, the registry does not`);
}

function written({ args, in: input, out, compat }: Signature): object {
  return { args, ...(input === undefined ? {} : { in: input }), out, ...(compat === undefined ? {} : { where: compat }) };
}

function after(branch: Branch): Branch | undefined {
  return branches[branches.indexOf(branch) + 1];
}

function enumsOf(enums: Enums): object {
  const kinds = Object.keys(enums["3.4"]).filter((kind) => !notOurs.has(kind));
  return Object.fromEntries(kinds.map((kind) => [kind, enumChanges(kind, enums)]));
}

/** What each branch adds (or changes) and drops; the first entry is the whole of 2.4. */
function enumChanges(kind: string, enums: Enums): readonly object[] {
  let before = new Map<string, unknown>();
  return branches.flatMap((branch) => {
    const now = members(kind, enums[branch][kind] ?? []);
    const isNew = [...now].filter(([name, value]) => !before.has(name) || JSON.stringify(before.get(name)) !== JSON.stringify(value));
    const drop = [...before.keys()].filter((name) => !now.has(name));
    before = now;
    if (isNew.length === 0 && drop.length === 0) return [];
    const add = isNew.every(([, value]) => value === null) ? isNew.map(([name]) => name) : Object.fromEntries(isNew);
    return [{ from: branch, ...(isNew.length > 0 ? { add } : {}), ...(drop.length > 0 ? { drop } : {}) }];
  });
}

/** Members by name; null where a name is all there is to say. */
function members(kind: string, value: EnumValue): Map<string, unknown> {
  if (Array.isArray(value)) return new Map(value.map((name) => [String(name), null]));
  return new Map(Object.entries(value).map(([name, about]) => [name, member(kind, name, about)]));
}

function member(kind: string, name: string, about: unknown): unknown {
  if (kind === "stick_data") return storedArguments[name] ?? about;
  if (kind === "log_aliases") return String(about).includes("PR_MODE_HTTP") ? "http" : "tcp";
  if (kind === "predefined_acls") return (about as readonly string[]).filter((word) => word !== "").join(" ");
  if (kind === "bool_options") return optionSides[name] ?? boolOption(about as { readonly cap: string; readonly mode: string });
  return about;
}

function boolOption({ cap, mode }: { readonly cap: string; readonly mode: string }): string {
  const sides = [cap.includes("PR_CAP_FE") ? "frontend" : "", cap.includes("PR_CAP_BE") ? "backend" : ""];
  const wanted = /PR_MODE_(\w+)/.exec(mode)?.[1]?.toLowerCase() ?? "";
  return [...sides, wanted].filter((word) => word !== "").join(" ");
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Lists stay on one line each, so that a change of one word changes one line. */
function text(value: unknown, indent = ""): string {
  if (value === null || typeof value !== "object" || Array.isArray(value)) return JSON.stringify(value);
  const lines = Object.entries(value).map(([name, inner]) => `${indent} ${JSON.stringify(name)}: ${text(inner, `${indent} `)}`);
  return `{\n${lines.join(",\n")}\n${indent}}`;
}

/** Text of each file by its name under server/knowledge/language. */
function languageFacts(folder: string): Readonly<Record<string, string>> {
  const dumps = readDumps(folder);
  const matrix = withBackports(read<Matrix>(folder, "matrix.json"), folder, dumps);
  return {
    "lifetimes.json": `${text(lifetimesOf(matrix))}\n`,
    "samples.json": `${text(samplesOf(matrix, dumps))}\n`,
    "enums.json": `${text(enumsOf(read<Enums>(folder, "enums.json")))}\n`,
  };
}

if (process.argv[1] !== undefined && path.resolve(process.argv[1]) === import.meta.filename) {
  const folder = process.argv[2];
  if (folder === undefined) throw new Error("usage: tsx scripts/import-facts.ts FOLDER");
  for (const [name, content] of Object.entries(languageFacts(folder))) writeFileSync(path.join(target, name), content);
}
