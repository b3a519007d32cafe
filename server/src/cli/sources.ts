/** From the arguments of `check` to the configurations they name: a FILE alone is one, all files of -f together are one. */

import type { Dirent } from "node:fs";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import { entriesOf, isFolder, loadedFromFolder, passedOver, regular } from "../host/folders.ts";
import { eitherOf } from "./arguments.ts";
import { unreadable } from "./input.ts";
import { UsageError } from "./output.ts";

/** Names of the files of one configuration, in the order in which HAProxy loads them. */
export type FileSet = readonly string[];

const inFolder = /\.(?:cfg|haproxy)$/;

/** The set of -f first, then each file, folders replaced by what they hold. */
export async function fileSets(set: readonly string[], names: readonly string[]): Promise<readonly FileSet[]> {
  const together = (await Promise.all(set.map(loadedFrom))).flat();
  const alone = (await Promise.all(names.map(foundBelow))).flat();
  return [...(together.length === 0 ? [] : [together]), ...alone.map((name) => [name])];
}

/** What HAProxy loads for one -f: the file, or what it takes of the folder. */
async function loadedFrom(name: string): Promise<readonly string[]> {
  if (!(await isFolderName(name))) return [name];
  const files = await loadedFromFolder(name).catch((error) => {
    throw unreadable(name, error);
  });
  return some(files, l10n.t("{0} holds no {1} file; name the file", name, "*.cfg"));
}

/** The file, or every configuration below the folder; hidden folders and links to folders are left out. */
async function foundBelow(name: string): Promise<readonly string[]> {
  if (!(await isFolderName(name))) return [name];
  return some(await walk(name), l10n.t("{0} holds no {1} file; name the file", name, eitherOf(["*.cfg", "*.haproxy"])));
}

async function walk(folder: string): Promise<readonly string[]> {
  const entries = (await readable(folder)).filter((entry) => !entry.name.startsWith("."));
  const parts = entries.map(async (entry): Promise<readonly string[]> => {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) return passedOver.has(entry.name) ? [] : walk(place);
    return inFolder.test(entry.name) ? regular([place]) : [];
  });
  return (await Promise.all(parts)).flat();
}

async function readable(folder: string): Promise<readonly Dirent[]> {
  return entriesOf(folder).catch((error) => {
    throw unreadable(folder, error);
  });
}

/** Whatever cannot be looked at is left to the reader of files, which says why. */
async function isFolderName(name: string): Promise<boolean> {
  return name !== "-" && isFolder(name);
}

function some(files: readonly string[], otherwise: string): readonly string[] {
  if (files.length === 0) throw new UsageError(otherwise);
  return files;
}
