/** What a configuration must say where a file or folder that it names moves, or the configuration itself does. */
import path from "node:path";
import { isInside } from "./folders.ts";

/** Absolute paths on this machine. */
export interface Renamed {
  readonly before: string;
  readonly after: string;
}

/** Where something lies afterwards; unchanged where none of the renamings is about it. */
export function placeAfter(place: string, renamed: readonly Renamed[]): string {
  const found = renamed.find(({ before }) => isInside(before, place));
  return found === undefined ? place : path.join(found.after, path.relative(found.before, place));
}

export interface Move {
  /** Where the named thing lies, before and after. */
  readonly from: string;
  readonly to: string;
  /** Where relative paths of the configuration start, before and after. */
  readonly start: string;
  readonly startAfter: string;
  /** The workspace folder around the configuration. */
  readonly root: string | undefined;
}

/**
 * The name afterwards; undefined where it can stay, or where nobody can tell. A path of another machine leads to a copy in the
 * workspace: the folder in which both go the same way stands for the folder of that machine.
 */
export function nameAfter(name: string, { from, to, start, startAfter, root }: Move): string | undefined {
  if (path.isAbsolute(name) && path.resolve(name) === from) return changed(name, to);
  const isDirect = path.resolve(start, name) === from;
  if (isDirect && !path.isAbsolute(name)) return changed(name, dotted(name, path.relative(startAfter, to)));
  if (from === to || name.split("/").includes("..")) return undefined;
  const shared = sharedEnd(name, from);
  for (const parts of [shared, shared - 1].filter((count) => count > 0)) {
    const folder = path.resolve(from, ...Array<string>(parts).fill(".."));
    // the uppermost folder does only where it is the configuration's own, or where scripts are looked for: else it is a guess
    const isSure = parts < shared || shared === 1 || isInside(start, folder) || (folder === root && !path.isAbsolute(name));
    if (!isSure || !isInside(folder, to)) continue;
    const lead = name.replace(/\/+$/, "").split("/").slice(0, -parts);
    return changed(name, [...lead, path.relative(folder, to)].join("/"));
  }
  return undefined;
}

/** How many parts two paths have in common at their ends, the last one included. */
function sharedEnd(name: string, place: string): number {
  const [a, b] = [name.replace(/\/+$/, "").split("/").toReversed(), place.split(path.sep).toReversed()];
  const different = a.findIndex((part, i) => part !== b[i] || part === "");
  return different < 0 ? a.length : different;
}

function dotted(name: string, relative: string): string {
  return name.startsWith("./") && !relative.startsWith(".") ? `./${relative}` : relative;
}

function changed(name: string, place: string): string | undefined {
  const written = place.replaceAll(path.sep, "/") + (name.endsWith("/") ? "/" : "");
  return written === name ? undefined : written;
}
