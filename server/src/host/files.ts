/** The files beside a configuration that name a HAProxy image; reading is asynchronous and bounded. */
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { imageTagIn, type ReleaseClaim } from "../model/releaseInUse.ts";
import { isInside } from "./folders.ts";

/** Larger files are no manifest and no script that a person wrote. */
const largestRead = 1_000_000;
/** Folders looked at for manifests: the configuration's own and this many above it. */
const foldersAbove = 2;
const mostManifests = 40;
const manifest = /^(?:(?:.*\.)?dockerfile(?:\..*)?|containerfile|.*\.ya?ml)$/i;
/** Files that name the image for certain come before any other YAML. */
const likely = /dockerfile|containerfile|compose/i;

/** On Windows to look for such a file is to call another host, which may be anybody's: a name in a configuration is no reason to. */
export function isOnNetwork(name: string): boolean {
  return /^[\\/]{2}/.test(name);
}

/** Text of a regular file of bearable size; undefined for everything else, so that no device or pipe is ever read. */
export async function readSmallFile(file: string, largest = largestRead): Promise<string | undefined> {
  try {
    const facts = await stat(file);
    return facts.isFile() && facts.size <= largest ? await readFile(file, "utf8") : undefined;
  } catch {
    return undefined;
  }
}

/** The image tag named nearest to a configuration, going up to `root` at most. */
export async function imageClaim(configFile: string, root: string | undefined): Promise<ReleaseClaim | undefined> {
  let folder = path.dirname(configFile);
  for (let level = 0; level <= foldersAbove; level++) {
    const claim = await imageClaimIn(folder);
    if (claim !== undefined) return claim;
    const above = path.dirname(folder);
    if (root === undefined || above === folder || !isInside(root, above)) return undefined;
    folder = above;
  }
  return undefined;
}

async function imageClaimIn(folder: string): Promise<ReleaseClaim | undefined> {
  const names = await readdir(folder).catch(() => []);
  const manifests = names
    .filter((name) => manifest.test(name))
    .sort((a, b) => Number(likely.test(b)) - Number(likely.test(a)) || a.localeCompare(b));
  for (const name of manifests.slice(0, mostManifests)) {
    const text = await readSmallFile(path.join(folder, name));
    const tag = text === undefined ? undefined : imageTagIn(text);
    if (tag !== undefined) return { source: "image", text: tag, file: name };
  }
  return undefined;
}

const ofHaproxy = /^haproxy[\w.@-]*\.(?:cfg|service)$/;

/** Whether a configuration or unit of HAProxy, or a manifest with its image, lies beside a file or above it, up to `root` at most. */
export async function haproxyBeside(file: string, root: string | undefined): Promise<boolean> {
  let folder = path.dirname(file);
  for (let level = 0; level <= foldersAbove; level++) {
    const names = await readdir(folder).catch(() => []);
    if (names.some((name) => ofHaproxy.test(name)) || (await imageClaimIn(folder)) !== undefined) return true;
    const above = path.dirname(folder);
    if (root === undefined || above === folder || !isInside(root, above)) return false;
    folder = above;
  }
  return false;
}

/** Where a script lies that a configuration names; undefined where there is none. */
export async function findScript(name: string, configFile: string, root: string | undefined): Promise<string | undefined> {
  for (const candidate of candidatesIn([path.dirname(configFile), ...(root === undefined ? [] : [root])], name)) {
    const facts = await stat(candidate).catch(() => undefined);
    if (facts?.isFile()) return candidate;
  }
  return undefined;
}

/** What a name may mean that stands in a file of one of these folders. */
export function candidatesIn(places: readonly string[], name: string): readonly string[] {
  if (isOnNetwork(name)) return [];
  return path.isAbsolute(name) ? [name] : places.map((place) => path.join(place, name));
}
