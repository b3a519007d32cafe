/** What folders hold: the files that HAProxy loads from one, and a bounded walk over a workspace. */
import type { Dirent } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";

/** Folders in which nobody keeps a configuration of their own. */
export const passedOver: ReadonlySet<string> = new Set(["node_modules"]);

/** What a folder holds, in the order of the bytes of the names, as the C locale has it. */
export async function entriesOf(folder: string): Promise<readonly Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

/** What HAProxy loads where -f names a folder: its own *.cfg that are not hidden, in order. */
export async function loadedFromFolder(folder: string): Promise<readonly string[]> {
  const names = (await entriesOf(folder)).map(({ name }) => name).filter((name) => name.endsWith(".cfg") && !name.startsWith("."));
  return regular(names.map((name) => path.join(folder, name)));
}

/** Those that are regular files, or links to such. */
export async function regular(files: readonly string[]): Promise<readonly string[]> {
  const facts = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return files.filter((_, i) => facts[i]?.isFile() === true);
}

export async function isFolder(name: string): Promise<boolean> {
  return stat(name).then(
    (facts) => facts.isDirectory(),
    () => false,
  );
}

/** Whether a path lies in a folder, or is it. */
export function isInside(root: string, place: string): boolean {
  const relative = path.relative(root, place);
  return !path.isAbsolute(relative) && relative !== ".." && !relative.startsWith(`..${path.sep}`);
}

const deepest = 8;
const mostFolders = 2000;

/** Files below a folder whose path from there fits, the upper ones first; hidden folders and links to folders are left out. */
export async function filesBelow(root: string, fits: (relative: string) => boolean, most: number): Promise<readonly string[]> {
  const found: string[] = [];
  let level = [root];
  let seen = 0;
  for (let depth = 0; depth < deepest && level.length > 0 && found.length < most; depth++) {
    const next: string[] = [];
    for (const folder of level) {
      if (++seen > mostFolders) return found;
      for (const entry of await entriesOf(folder).catch(() => [])) {
        const place = path.join(folder, entry.name);
        if (entry.isDirectory()) {
          if (!entry.name.startsWith(".") && !passedOver.has(entry.name)) next.push(place);
        } else if (found.length < most && fits(path.relative(root, place))) found.push(place);
      }
    }
    level = next;
  }
  return found;
}
