/** Where a file lies that a configuration names: on this machine as it says, else as a copy in the workspace. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { isOnNetwork } from "./files.ts";
import { isInside } from "./folders.ts";

/** How the configuration that names it lies here. */
export interface NamedFrom {
  /** Where relative paths start from. */
  readonly folder: string;
  /** The workspace folder around it. */
  readonly root: string | undefined;
}

/** Undefined where there is no such file: the configuration may be meant for another machine. */
export async function findNamedFile(name: string, { folder, root }: NamedFrom): Promise<string | undefined> {
  if (isOnNetwork(name)) return undefined;
  if (await isFile(path.resolve(folder, name))) return path.resolve(folder, name);
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (root === undefined || parts.includes("..")) return undefined;
  for (let from = folder; isInside(root, from); from = path.dirname(from)) {
    for (let left = 0; left < parts.length; left++) {
      const place = path.join(from, ...parts.slice(left));
      if (await isFile(place)) return place;
    }
    if (from === path.dirname(from)) break;
  }
  return undefined;
}

async function isFile(place: string): Promise<boolean> {
  return stat(place).then(
    (facts) => facts.isFile(),
    () => false,
  );
}
