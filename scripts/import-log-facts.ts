/**
 * Reads from a clone of haproxy/haproxy what the numbers and names of a crash log stand for, and writes server/knowledge/log/flags.json
 * (names of bits, by branch) and functions.json (file of each function): `tsx scripts/import-log-facts.ts GITDIR`. Names and numbers only.
 */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { source } from "./source.ts";

const branches = ["2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "3.0", "3.1", "3.2", "3.3", "3.4"];

/** What each set of bits is called in the sources, and where it may be defined. */
const sets: Readonly<Record<string, { readonly names: RegExp; readonly files: readonly string[] }>> = {
  stream: { names: /^SF_/, files: ["include/haproxy/stream-t.h"] },
  "stream-error": { names: /^STRM_ET_/, files: ["include/haproxy/stream-t.h"] },
  "stream-interface": { names: /^SI_FL_/, files: ["include/haproxy/stream_interface-t.h"] },
  "conn-stream": { names: /^CS_FL_/, files: ["include/haproxy/connection-t.h"] },
  stconn: { names: /^SC_FL_/, files: ["include/haproxy/stconn-t.h"] },
  endpoint: { names: /^SE_FL_/, files: ["include/haproxy/stconn-t.h"] },
  iobuf: { names: /^IOBUF_FL_/, files: ["include/haproxy/stconn-t.h"] },
  connection: { names: /^CO_FL_/, files: ["include/haproxy/connection-t.h"] },
  channel: { names: /^CF_/, files: ["include/haproxy/channel-t.h"] },
  analyser: { names: /^AN_RE[QS]_/, files: ["include/haproxy/channel-t.h"] },
  txn: { names: /^TX_/, files: ["include/haproxy/http_ana-t.h"] },
  message: { names: /^HTTP_MSGF_/, files: ["include/haproxy/http_ana-t.h"] },
  task: { names: /^TASK_/, files: ["include/haproxy/task-t.h"] },
  htx: { names: /^HTX_FL_/, files: ["include/haproxy/htx-t.h"] },
  fd: { names: /^FD_(?:EV|POLL)_/, files: ["include/haproxy/fd-t.h"] },
  h1s: { names: /^H1S_F_/, files: ["include/haproxy/mux_h1-t.h", "src/mux_h1.c"] },
  h1c: { names: /^H1C_F_/, files: ["include/haproxy/mux_h1-t.h", "src/mux_h1.c"] },
  h2s: { names: /^H2_SF_/, files: ["include/haproxy/mux_h2-t.h", "src/mux_h2.c"] },
  h2c: { names: /^H2_CF_/, files: ["include/haproxy/mux_h2-t.h", "src/mux_h2.c"] },
};
/** Names that stand for a place in the word, not for a bit. */
const noBits = /(?:_SHIFT|_BIT|_MASK|_NONE|_ANY|_INITIAL|_PERSISTENT)$/;

interface Named {
  readonly name: string;
  readonly value: number;
  /** Bits that the value is one of many of; absent for a bit of its own. */
  readonly mask?: number;
}
interface Ranged extends Named {
  readonly from: string;
  readonly to: string;
}

const clone = process.argv[2];
if (clone === undefined) throw new Error("usage: tsx scripts/import-log-facts.ts GITDIR");
writeFileSync(path.join(source, "log/flags.json"), flagsText());
writeFileSync(path.join(source, "log/functions.json"), functionsText());

function git(...words: readonly string[]): string {
  try {
    return execFileSync("git", ["-C", clone as string, ...words], {
      encoding: "utf8",
      maxBuffer: 1e9,
      stdio: ["ignore", "pipe", "ignore"],
    });
  } catch {
    return ""; // no such file in that release
  }
}

function flagsText(): string {
  const entries = Object.entries(sets).map(([set, { names, files }]) => {
    const known = branches.map((branch) => ({
      branch,
      flags: files.map((file) => flagsOf(branch, file, names)).find(({ length }) => length > 0) ?? [],
    }));
    const items = ranged(known).map((flag) => `    ${JSON.stringify(flag)}`);
    return `  ${JSON.stringify(set)}: [\n${items.join(",\n")}\n  ]`;
  });
  return `{\n${entries.join(",\n")}\n}\n`;
}

/** Definitions of one header as it was in the first release of a branch. */
function flagsOf(branch: string, file: string, names: RegExp): readonly Named[] {
  const text = git("show", `v${branch}.0:${file}`)
    .replace(/\/\*[\s\S]*?\*\//g, " ")
    .replace(/\\\n/g, " ")
    .replace(/\/\/.*$/gm, "");
  const defined = [
    ...[...text.matchAll(/^[ \t]*#[ \t]*define[ \t]+(\w+)[ \t]+(\S.*)$/gm)],
    ...[...text.matchAll(/^[ \t]+([A-Z]\w+)[ \t]*=[ \t]*([^,\n}]+)/gm)],
  ].map(([, name = "", value = ""]) => [name, value.trim()] as const);
  const known = new Map(defined);
  const values = defined.filter(([name]) => names.test(name)).map(([name]) => ({ name, value: valueOf(name, known, 0) }));
  const masks = values.filter(({ name, value }) => name.endsWith("_MASK") && value !== undefined);
  return values.flatMap(({ name, value }): Named[] => {
    if (value === undefined || value === 0 || noBits.test(name)) return [];
    const mask = masks.find((one) => name.startsWith(one.name.slice(0, -"MASK".length)) && (value & ~(one.value as number)) === 0)?.value;
    if (mask !== undefined && !isBit(mask)) return [{ name, value, mask: mask >>> 0 }];
    return isBit(value) ? [{ name, value }] : [];
  });
}

function isBit(value: number): boolean {
  return value !== 0 && (value & (value - 1)) === 0;
}

/** Value of a constant expression; undefined where it is none. */
function valueOf(name: string, known: ReadonlyMap<string, string>, depth: number): number | undefined {
  const text = known.get(name);
  if (text === undefined || depth > 8) return undefined;
  const digits = text
    .replace(/\b(0x[0-9a-fA-F]+|\d+)[UL]+\b/g, "$1")
    .replace(/\b[A-Za-z_]\w*\b/g, (word) => String(valueOf(word, known, depth + 1) ?? "?"));
  if (!/^[\s\dxa-fA-F()|&~<+-]+$/.test(digits)) return undefined;
  try {
    return (Function(`return (${digits})`)() as number) >>> 0;
  } catch {
    return undefined;
  }
}

/** The same name with the same value in branches that follow each other is one entry. */
function ranged(known: readonly { readonly branch: string; readonly flags: readonly Named[] }[]): readonly Ranged[] {
  const found: Ranged[] = [];
  for (const [i, { branch, flags }] of known.entries()) {
    for (const flag of flags) {
      const before = found.findIndex(
        (one) => one.to === branches[i - 1] && one.name === flag.name && one.value === flag.value && one.mask === flag.mask,
      );
      if (before < 0) found.push({ ...flag, from: branch, to: branch });
      else found[before] = { ...(found[before] as Ranged), to: branch };
    }
  }
  return found.sort((a, b) => a.value - b.value || (a.from < b.from ? -1 : 1));
}

/** Functions by the file that defines them, in any of some releases; names that several files define are left out. */
function functionsText(): string {
  const fileOf = new Map<string, Set<string>>();
  for (const branch of branches) {
    const files = git("ls-tree", "-r", "--name-only", `v${branch}.0`, "src")
      .split("\n")
      .filter((file) => file.endsWith(".c"));
    for (const file of files)
      for (const name of definedIn(git("show", `v${branch}.0:${file}`)))
        fileOf.set(name, (fileOf.get(name) ?? new Set()).add(path.basename(file, ".c")));
  }
  const byFile = new Map<string, string[]>();
  for (const [name, files] of fileOf)
    for (const file of files.size === 1 ? files : []) byFile.set(file, [...(byFile.get(file) ?? []), name]);
  const entries = [...byFile]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, names]) => `${JSON.stringify(file)}: ${JSON.stringify(names.sort().join(" "))}`);
  return `{\n${entries.join(",\n")}\n}\n`;
}

/** A definition has its brace at the start of a line, below a head that begins one. */
function definedIn(text: string): readonly string[] {
  return [...text.matchAll(/^(?:[a-z][\w \t*]*?[ \t*])(\w+)\([^;{}]*?\)[ \t\w]*\n\{/gm)].map((match) => match[1] as string);
}
