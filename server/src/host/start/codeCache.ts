/** Runs a bundle with what V8 made of it the last time: compiling is a quarter of what a start takes. */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { cachedDataVersionTag } from "node:v8";
import vm from "node:vm";
import { cacheFolder } from "./cacheFolder.ts";

/** By then a server has answered its first questions, and what those compiled is worth keeping. */
const settledAfter = 4000;
/** What no version of ours has used for so long belongs to one that is gone. */
const staleAfter = 60 * 24 * 3600 * 1000;
/** Who builds us often leaves many versions behind. */
const mostKept = 8;
const digestBytes = 32;
/** Another command, or a server that had nothing to do the first time: code that grew by so much is kept anew. */
const worthKeeping = 1.1;

/**
 * Runs a bundle of CommonJS that lies in `file`, as `require` would. V8's code is kept in a folder of the user's own
 * (cacheFolder.ts), by the content of the bundle and the version and flags of V8; where that cannot be, the bundle just runs.
 * V8 trusts what it is given, so the folder must be ours alone, and a file must have the digest that it starts with.
 */
export function runBundle(file: string): void {
  const source = readFileSync(file, "utf8");
  const folder = cacheFolder(process.platform, process.env);
  const kept = folder === undefined ? undefined : path.join(folder, nameOf(file, source));
  const cachedData = kept === undefined ? undefined : codeIn(kept);
  const script = new vm.Script(Module.wrap(source), { filename: file, ...(cachedData && { cachedData }) });
  const known = script.cachedDataRejected === true ? 0 : (cachedData?.length ?? 0);
  if (kept !== undefined) keepLater(script, kept, known * worthKeeping);
  const module = { exports: {} };
  const run = script.runInThisContext() as (...scope: unknown[]) => void;
  run(module.exports, createRequire(file), module, file, path.dirname(file));
}

/** What nameOf gives, and drafts of it that were never finished. */
const ownName = /^[A-Za-z]+-[0-9a-f]{16}-\w+-\d+\.code(?:\.\d+)?$/;

function nameOf(file: string, source: string): string {
  const content = createHash("sha256").update(source).digest("hex").slice(0, 16);
  return `${path.parse(file).name}-${content}-${process.arch}-${cachedDataVersionTag()}.code`;
}

/** What a file holds; nothing where others could have written it, or where it is not whole. */
function codeIn(file: string): Buffer | undefined {
  try {
    if (!isOursAlone(path.dirname(file)) || !isOursAlone(file)) return undefined;
    const content = readFileSync(file);
    const code = content.subarray(digestBytes);
    return digestOf(code).equals(content.subarray(0, digestBytes)) ? code : undefined;
  } catch {
    return undefined;
  }
}

function digestOf(code: Buffer): Buffer {
  return createHash("sha256").update(code).digest();
}

function isOursAlone(place: string): boolean {
  const { uid, mode } = lstatSync(place);
  return process.getuid === undefined || (uid === process.getuid() && (mode & 0o022) === 0);
}

/** Once, when the first work is done, or at the end of a process that does not live that long; `least` is in bytes. */
function keepLater(script: vm.Script, file: string, least: number): void {
  const keep = () => {
    clearTimeout(timer);
    process.off("exit", keep);
    try {
      const code = script.createCachedData();
      if (code.length > least) write(code, file);
    } catch {
      // a full disk, a home that cannot be written: the next start compiles again
    }
  };
  const timer = setTimeout(keep, settledAfter);
  timer.unref();
  process.on("exit", keep);
}

function write(code: Buffer, file: string): void {
  const folder = path.dirname(file);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!isOursAlone(folder)) return;
  removeStale(folder);
  // whole or not at all: another process may be reading
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, Buffer.concat([digestOf(code), code]), { flag: "wx", mode: 0o600 });
  renameSync(draft, file);
}

/** Leaves room for one more. Nothing but files of ours goes, for the folder may be one that the user named. */
function removeStale(folder: string): void {
  const names = readdirSync(folder).filter((name) => ownName.test(name));
  const files = names.map((name) => path.join(folder, name));
  const dated = files.map((file) => ({ file, written: lstatSync(file).mtimeMs })).sort((a, b) => b.written - a.written);
  const stale = dated.filter(({ written }, i) => i >= mostKept - 1 || Date.now() - written > staleAfter);
  for (const { file } of stale) rmSync(file, { force: true });
}
