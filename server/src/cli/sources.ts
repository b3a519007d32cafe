/** From the arguments of `check` to the configurations they name: a FILE alone is one, all files of -f together are one. */
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "./output.ts";

/** Names of the files of one configuration, in the order in which HAProxy loads them. */
export type FileSet = readonly string[];

const inFolder = /\.(?:cfg|haproxy)$/;
/** Folders in which nobody keeps a configuration of their own. */
const passedOver = new Set(["node_modules"]);

/** The set of -f first, then each file, folders replaced by what they hold. */
export async function fileSets(set: readonly string[], names: readonly string[]): Promise<readonly FileSet[]> {
  const together = (await Promise.all(set.map(loadedFrom))).flat();
  const alone = (await Promise.all(names.map(foundBelow))).flat();
  return [...(together.length === 0 ? [] : [together]), ...alone.map((name) => [name])];
}

/** What HAProxy loads for one -f: the file, or the folder's own *.cfg that are not hidden, in the order of their bytes. */
async function loadedFrom(name: string): Promise<readonly string[]> {
  if (!(await isFolder(name))) return [name];
  const entries = await entriesOf(name);
  const files = entries
    .filter((entry) => entry.name.endsWith(".cfg") && !entry.name.startsWith("."))
    .map((entry) => path.join(name, entry.name));
  return some(await regular(files), name, "no *.cfg file");
}

/** The file, or every configuration below the folder; hidden folders and links to folders are left out. */
async function foundBelow(name: string): Promise<readonly string[]> {
  if (!(await isFolder(name))) return [name];
  return some(await walk(name), name, "no *.cfg or *.haproxy file");
}

async function walk(folder: string): Promise<readonly string[]> {
  const entries = (await entriesOf(folder)).filter((entry) => !entry.name.startsWith("."));
  const parts = entries.map(async (entry): Promise<readonly string[]> => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : walk(place);
    return inFolder.test(entry.name) ? regular([place]) : [];
  });
  return (await Promise.all(parts)).flat();
}

async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(
      `cannot read the folder ${folder}: ${error.code === "EACCES" ? "permission denied" : (error.code ?? "unreadable")}`,
    );
  });
  return entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

async function regular(files: readonly string[]): Promise<readonly string[]> {
  const facts = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return files.filter((_, i) => facts[i]?.isFile() === true);
}

/** Whatever cannot be looked at is left to the reader of files, which says why. */
async function isFolder(name: string): Promise<boolean> {
  if (name === "-") return false;
  return stat(name).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}

function some(files: readonly string[], folder: string, what: string): readonly string[] {
  if (files.length === 0) throw new UsageError(`${folder} holds ${what}; name the file`);
  return files;
}
