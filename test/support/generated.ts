/** Texts for tests of laws: generated ones that have a chance to mean something, and the real ones that lie outside of the repository. */
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { luaConfig, releaseFrom, websocketConfig } from "./configText.ts";

/** Pieces from which a generated text has a chance to mean something. */
const pieces = [
  ...["global", "defaults", "defaults base", "frontend f", "backend st", "listen l", "peers p", "from base", "# haproxy: 3.0.2"],
  ...["\n", "\n ", "\n    ", "\r\n", " ", "\t", "nbthread 4", "nbthread 1", "stick-table type ip size 1m expire 10s store gpc0"],
  ...[
    "http-request track-sc0 src table st",
    "tcp-request connection track-sc1 src",
    "table t type ip size 1 expire 5s",
    "timeout tunnel 1h",
  ],
  ...["timeout client 30s", "timeout server", "use_backend %[hdr(x)]", "default_backend st", "lua-load a.lua", "lua-load-per-thread b"],
  ...[
    "tune.lua.maxmem 8",
    'server s "192.0.2.1:$P" check inter 2s track b/s',
    "acl a hdr(x),lower -i -m beg -f l -- v",
    "if !a { path_reg ^/x } or",
    "http-request set-var(txn.x) lua.f(1),map(m,",
    'log-format "%{+Q}o %[src,',
    "store gpc0,gpc_rate(3,10s)",
    "# haproxy-sleuth: allow stick-table-kill-race",
    ".if defined(X)",
    ".endif",
    ".else",
    "\n.else",
    "# region",
    "# endregion",
    "\n# c\n",
    "\n  # c\n",
    "# fmt: off\n",
    "\n# fmt: on\n",
    '"',
    "'",
    "\\",
    "\\x4",
    "$X",
    "${",
    "}",
    "#",
  ],
  ...["\0", "\uFEFF", "é", "😀", "`", "](http://x)", "store", "expire", "no", "default", "constructor", "__proto__"],
];
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...pieces) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 6 }) },
);
const noise = fc.array(piece, { maxLength: 40 }).map((parts) => parts.join(" "));
export const release = fc.constantFrom("unknown", "2.2.0", "2.7.12", "2.9.4", "3.0.2", "3.0.26", "3.1-dev1", "3.5-dev5").map(releaseFrom);

/** One replacement at a random place. */
export const edit = fc.record({ from: fc.nat(1000), length: fc.nat(30), put: fc.oneof(piece, fc.constant("")) });

export function edited(before: string, { from, length, put }: { from: number; length: number; put: string }): string {
  const at = before.length === 0 ? 0 : from % (before.length + 1);
  return before.slice(0, at) + put + before.slice(at + length);
}

/** An exposed configuration after a few edits: most still mean something. */
const bent = fc
  .tuple(fc.constantFrom(websocketConfig, luaConfig, `${websocketConfig}\n${luaConfig}`), fc.array(edit, { maxLength: 4 }))
  .map(([start, edits]) => edits.reduce(edited, start));
export const text = fc.oneof(noise, bent);

const corpus = path.resolve(import.meta.dirname, "../../../shared/oracle/corpus");

/** Files of the corpus of configurations; none, said loudly, where it is not there. */
export function corpusFiles(): readonly string[] {
  if (!existsSync(corpus)) {
    console.warn(`SKIPPED: no corpus of configurations at ${corpus}`);
    return [];
  }
  return readdirSync(corpus, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".cfg"))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
