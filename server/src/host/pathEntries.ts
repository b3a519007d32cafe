/** What lies in a folder, for completion of paths: asynchronous and bounded. */
import path from "node:path";
import { entriesOf } from "./folders.ts";

export interface FolderEntry {
  readonly name: string;
  readonly folder: boolean;
}

/** Nobody picks from more. */
const mostEntries = 500;

/**
 * Entries that a path, as far as it is typed, may go on with. A relative path starts from the first of `bases` that has the folder,
 * which may themselves be relative to `home`, the folder of the configuration.
 */
export async function entriesFor(typed: string, bases: readonly string[], home: string | undefined): Promise<readonly FolderEntry[]> {
  const lead = typed.slice(0, typed.lastIndexOf("/") + 1);
  const hidden = typed.slice(lead.length).startsWith(".");
  const starts = path.isAbsolute(lead) ? [""] : [...bases, ""];
  for (const start of starts) {
    const folder = path.join(path.isAbsolute(start) || path.isAbsolute(lead) ? "" : (home ?? ""), start, lead);
    if (!path.isAbsolute(folder)) continue;
    const entries = await entriesIn(folder);
    if (entries !== undefined) return entries.filter(({ name }) => hidden || !name.startsWith(".")).slice(0, mostEntries);
  }
  return [];
}

async function entriesIn(folder: string): Promise<FolderEntry[] | undefined> {
  try {
    return (await entriesOf(folder)).map((entry) => ({ name: entry.name, folder: entry.isDirectory() }));
  } catch {
    return undefined;
  }
}
