/** The facts that were asked of real binaries: their files, and words that came by backport. */
import { readFileSync } from "node:fs";
import path from "node:path";

export const branches = ["2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "3.0", "3.1", "3.2", "3.3", "3.4"] as const;
export type Branch = (typeof branches)[number];
/** The registries can be printed from this branch on; the older ones inherit its signatures. */
const firstDump: Branch = "2.6";

export type Verdict = "yes" | "no" | "no-section" | "deprecated" | "removed" | "misplaced";
export type Matrix = Readonly<Record<string, Readonly<Record<string, Readonly<Partial<Record<Branch, Verdict>>>>>>>;
export interface Signature {
  readonly args: string;
  readonly in?: string;
  readonly out: string;
  readonly compat?: string;
}
export interface Dump {
  readonly acl: Readonly<Record<string, string>>;
  readonly cnv: Readonly<Record<string, Signature>>;
  readonly smp: Readonly<Record<string, Signature>>;
  readonly smp_columns: readonly string[];
}
export type Dumps = ReadonlyMap<Branch, Dump>;
export type Kind = "smp" | "cnv";
export type EnumValue = readonly (string | number)[] | Readonly<Record<string, unknown>>;
export type Enums = Readonly<Record<Branch, Readonly<Record<string, EnumValue>>>>;

export function dumpOf(dumps: Dumps, branch: Branch): Dump {
  const dump = dumps.get(branch) ?? dumps.get(firstDump);
  if (dump === undefined) throw new Error(`no dump for ${branch}`);
  return dump;
}

export function read<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(path.join(folder, name), "utf8")) as T;
}

export function readDumps(folder: string): Dumps {
  const printed = branches.slice(branches.indexOf(firstDump));
  return new Map(printed.map((branch) => [branch, read<Dump>(folder, `dumps/${branch}.json`)]));
}

/** Branches of which a late release was asked too: words that it knows and the first release did not were backported. */
const lateReleases: readonly Branch[] = ["2.6", "3.0", "3.2", "3.4"];

/** The matrix with what was backported; a branch then knows a word from its first release on, which errs on the lenient side. */
export function withBackports(matrix: Matrix, folder: string, dumps: Dumps): Matrix {
  const result: Record<string, Record<string, Partial<Record<Branch, Verdict>>>> = structuredClone(matrix) as never;
  for (const branch of lateReleases) {
    const first = dumpOf(dumps, branch);
    const late = read<Dump & Registries>(folder, `dumps/${branch}-debian.json`);
    const early = first as Dump & Registries;
    const learn = (name: string, words: readonly string[], known: readonly string[]) => {
      for (const word of words.filter((one) => !known.includes(one))) {
        result[name] = { ...result[name], [word]: { ...result[name]?.[word], [branch]: "yes" } };
      }
    };
    for (const kind of ["smp", "cnv"] as const) {
      learn(kind, Object.keys(late[kind]), Object.keys(first[kind]));
      for (const [word, signature] of Object.entries(late[kind])) (first[kind] as Record<string, Signature>)[word] ??= signature;
    }
    learn("bind", Object.keys({ ...late.bind, ...late.bind_ssl }), Object.keys({ ...early.bind, ...early.bind_ssl }));
    learn("server", Object.keys(late.server), Object.keys(early.server));
    learn("kw:global", late.cfg["global"] ?? [], early.cfg["global"] ?? []);
  }
  return result;
}

interface Registries {
  readonly bind: object;
  readonly bind_ssl?: object;
  readonly server: object;
  readonly cfg: Readonly<Record<string, readonly string[]>>;
}
