/** Files that a configuration names. Whether they are there is not asked: the machine that HAProxy runs on may be another one. */
import { own } from "../../knowledge/own.ts";
import type { Model } from "../../model/model.ts";
import type { Part } from "../../model/parts/part.ts";
import { partsOf } from "../../model/parts/parts.ts";
import { perBranch } from "../../model/perBranch.ts";
import { globalStatements, wordOf } from "../../model/statement.ts";
import type { ConfigFile, Section } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import type { Span } from "../../syntax/span.ts";

export interface FileLink {
  readonly line: number;
  readonly span: Span;
  /** Absolute, or relative to what `default-path` says. */
  readonly path: string;
}

/** A path with all that its rewriting takes. */
export interface WrittenPath extends FileLink {
  /** As the line has it, behind `file@` and the like; relative to `base` where there is one. */
  readonly written: string;
  /** The folder that stands in front of it. */
  readonly base: string | undefined;
  /** The word that holds it. */
  readonly word: Word;
  readonly isFolder: boolean;
}

/** Where relative paths start from. */
export type Origin = { readonly kind: "current" | "config" | "parent" } | { readonly kind: "origin"; readonly path: string };

/** `default-path`; without it HAProxy starts from the folder that it was started in. */
export function originOf({ files }: Model): Origin {
  let origin: Origin = { kind: "current" };
  for (const at of globalStatements(files)) {
    if (wordOf(at, 0) !== "default-path" || at.statement.prefix !== undefined) continue;
    const kind = wordOf(at, 1);
    if (kind === "config" || kind === "parent" || kind === "current") origin = { kind };
    else if (kind === "origin" && wordOf(at, 2) !== "") origin = { kind, path: wordOf(at, 2) };
  }
  return origin;
}

export function fileLinksIn(model: Model, file: ConfigFile, branch: string | undefined): readonly FileLink[] {
  return writtenPathsIn(model, file, branch).filter(({ isFolder }) => !isFolder);
}

/** Files and folders that HAProxy reads. */
export function writtenPathsIn(model: Model, file: ConfigFile, branch: string | undefined): readonly WrittenPath[] {
  const bases = basesIn(model);
  return file.sections.flatMap(({ firstLine, section }) =>
    pathsIn(section, branch).map(({ offset, base: kind, ...path }) => {
      const { written } = path;
      const folder = written.startsWith("/") || kind === undefined ? undefined : (ownBase(section, kind) ?? bases.get(kind));
      const base = folder?.replace(/\/$/, "");
      return { ...path, line: firstLine + offset, base, path: base === undefined ? written : `${base}/${written}` };
    }),
  );
}

/** Statements whose folder stands in front of relative paths of certificates and their companions. */
type Base = "ca-base" | "crt-base" | "key-base";

function basesIn({ files }: Model): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const at of globalStatements(files)) if (/^(?:ca|crt|key)-base$/.test(wordOf(at, 0))) found.set(wordOf(at, 0), wordOf(at, 1));
  return found;
}

/** A crt-store has folders of its own. */
function ownBase({ kind, lines }: Section, base: Base): string | undefined {
  return kind === "crt-store" ? lines.find(({ words }) => words[0]?.value === base)?.words[1]?.value : undefined;
}

/** What stands in front of a path, and the folder that belongs to it (src/cfgparse-ssl.c, src/ssl_ckch.c, src/acme.c). */
const basesOf: Readonly<Record<string, Base>> = {
  "ca-file": "ca-base",
  "ca-verify-file": "ca-base",
  "ca-sign-file": "ca-base",
  "crl-file": "ca-base",
  crt: "crt-base",
  "default-crt": "crt-base",
  "account-key": "crt-base",
  key: "key-base",
};
/** Folders that are read. */
const folders = new Set(["ca-base", "crt-base", "key-base", "origin", "issuers-chain-path", "errorfiles"]);
/** Patterns, and what HAProxy itself writes. */
const noFile = new Set([
  ...["chroot", "default-path", "docroot", "lua-prepend-path", "pidfile", "server-state-base"],
  ...["ssl-provider-path", "unix-bind", "stats-file", "backing-file"],
]);

interface PathInSection extends Omit<WrittenPath, "line" | "path" | "base"> {
  readonly offset: number;
  readonly base: Base | undefined;
}

/** Lines in which a path may stand; all others are not read. */
const mayHold =
  /(?:^|[\s"'([])(?:default-)?crt\s|crt-list|(?:ca|crt|key)-base\s|default-path\s|issuers-chain-path\s|file\b|\bmap(?:_\w+)?\(|-acl\(|-f\s|lua-load|\b(?:key|ocsp|issuer|sctl|config|account-key|tls-ticket-keys|command)\s/;

const pathsIn = perBranch((section: Section, branch: string | undefined): readonly PathInSection[] =>
  section.lines.flatMap((line, offset) => {
    if (line.words.length === 0 || !mayHold.test(line.raw)) return [];
    const parts = partsOf(section, offset, branch);
    return parts.flatMap((part, i): PathInSection[] => {
      const word = line.words[part.word];
      if (part.role !== "path" || word?.dynamic !== false) return [];
      const before = wordBefore(parts, i);
      const written = part.text.replace(/^(?:opt|file)@/, "");
      if (noFile.has(before) || !isNamed(written)) return [];
      const isFolder = folders.has(before) || written.endsWith("/");
      return [{ offset, span: part.span, written, word, isFolder, base: own(basesOf, before) }];
    });
  }),
);

function wordBefore(parts: readonly Part[], i: number): string {
  return parts.slice(0, i).findLast(({ word }) => word !== parts[i]?.word)?.text ?? "";
}

/** Not a name of a store (`@store/name`), of a virtual file, of a map to be named at run time, or of nothing at all. */
function isNamed(path: string): boolean {
  return !["", "/", "/dev/null"].includes(path) && !/^\w*@|%\[/.test(path);
}
