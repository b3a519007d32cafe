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
  /** A folder of that name will do. */
  readonly orFolder?: boolean;
}

/** Links are asked for after every edit, and rarely does a file come or go between two of them. */
const remembered = 5_000;
const mostRemembered = 2_000;

interface Looked {
  readonly place: Promise<string | undefined>;
  readonly at: number;
}

/** What was found, or was not there, for a short time: a configuration names the same files from one keystroke to the next. */
export class NamedFiles {
  private readonly found = new Map<string, Looked>();
  private readonly now: () => number;

  /** `now` counts milliseconds. */
  constructor(now: () => number = () => performance.now()) {
    this.now = now;
  }

  /** Undefined where there is no such file: the configuration may be meant for another machine. */
  find(name: string, from: NamedFrom): Promise<string | undefined> {
    const key = [from.folder, from.root ?? "", from.orFolder === true ? "/" : "", name].join("\0");
    const known = this.found.get(key);
    if (known !== undefined && this.now() - known.at < remembered) return known.place;
    if (this.found.size >= mostRemembered) this.found.clear();
    const looked = { place: findNamedFile(name, from), at: this.now() };
    this.found.set(key, looked);
    return looked.place;
  }

  forget(): void {
    this.found.clear();
  }
}

async function findNamedFile(name: string, { folder, root, orFolder = false }: NamedFrom): Promise<string | undefined> {
  if (isOnNetwork(name)) return undefined;
  if (await isThere(path.resolve(folder, name), orFolder)) return path.resolve(folder, name);
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (root === undefined || parts.includes("..")) return undefined;
  for (let from = folder; isInside(root, from); from = path.dirname(from)) {
    for (let left = 0; left < parts.length; left++) {
      const place = path.join(from, ...parts.slice(left));
      if (await isThere(place, orFolder)) return place;
    }
    if (from === path.dirname(from)) break;
  }
  return undefined;
}

async function isThere(place: string, orFolder: boolean): Promise<boolean> {
  return stat(place).then(
    (facts) => facts.isFile() || (orFolder && facts.isDirectory()),
    () => false,
  );
}
