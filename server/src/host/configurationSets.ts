/** Which files of a workspace are one configuration: as settings say, as what starts HAProxy says, and what may be one. */
import { stat } from "node:fs/promises";
import path from "node:path";
import type { Mount } from "../model/launch/launch.ts";
import { isOnNetwork } from "./files.ts";
import { filesBelow, isFolder, isInside, loadedFromFolder } from "./folders.ts";
import { type FoundLaunch, isManifest, isOfCluster, type LaunchKind, launchesIn } from "./launches.ts";

/** A set as the user names it; `files` are paths of -f in their order. */
export interface StatedSet {
  readonly name: string;
  readonly files: readonly string[];
}

export interface ConfigurationSet {
  readonly name: string;
  readonly source: LaunchKind | "setting" | "assumed";
  /** The manifest that says so, as seen from the workspace folder. */
  readonly manifest: string | undefined;
  /** In the order in which HAProxy loads them. */
  readonly files: readonly string[];
  /** Paths that lead nowhere, as written. */
  readonly missing: readonly string[];
}

const mostFiles = 500;
const mostManifests = 60;
/** Folders of parts that are looked at, and files of one. */
const mostFolders = 20;
const mostParts = 100;

/** Sets of the user's settings; paths start at the workspace folder. */
export async function statedSets(root: string, stated: readonly StatedSet[]): Promise<readonly ConfigurationSet[]> {
  return Promise.all(
    stated.map(async ({ name, files }) => {
      const places = await Promise.all(files.map((file) => statedPlace(root, file)));
      const missing = files.filter((_, i) => places[i] === undefined);
      return { name, source: "setting", manifest: undefined, files: await loaded(places.filter((one) => one !== undefined)), missing };
    }),
  );
}

/** A path of a setting; an absolute one of another machine may have its copy in the workspace. */
async function statedPlace(root: string, file: string): Promise<string | undefined> {
  const direct = path.resolve(root, file);
  // a workspace brings settings too: they lead to another host only where the workspace lies there itself
  if (isOnNetwork(file) && !isInside(root, direct)) return undefined;
  if (await exists(direct)) return direct;
  return path.isAbsolute(file) ? (await besideManifest([file], root, root))?.[0] : undefined;
}

export interface Workspace {
  readonly root: string;
  readonly manifests: readonly string[];
  readonly configs: readonly string[];
}

/** One bounded walk for all that is looked for. */
export async function lookInto(root: string): Promise<Workspace> {
  const most = mostFiles * 4;
  const files = await filesBelow(root, (relative) => relative.endsWith(".cfg") || isManifest(relative), most);
  const all = files.filter((file) => isManifest(path.relative(root, file)));
  const rank = (file: string) => Number(isOfCluster(path.relative(root, file)));
  const manifests = all.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostManifests);
  return { root, manifests, configs: files.filter((file) => file.endsWith(".cfg")) };
}

/** Sets of at least two files that something in the workspace starts HAProxy with, all of them in the workspace. */
export async function launchedSets(workspace: Workspace): Promise<readonly ConfigurationSet[]> {
  const sets: ConfigurationSet[] = [];
  for (const found of await launchesIn(workspace.manifests)) {
    const places = await placesOf(found, workspace);
    const files = places === undefined ? [] : await loaded(places);
    if (files.length < 2) continue;
    const manifest = path.relative(workspace.root, found.file);
    sets.push({ name: found.launch.name, source: found.kind, manifest, files, missing: [] });
  }
  return sets;
}

/** What may be one configuration, and whether it is its texts must tell. */
export async function possibleSets(workspace: Workspace): Promise<readonly ConfigurationSet[]> {
  return [...(await besideMain(workspace)), ...(await foldersOfParts(workspace))];
}

/** A folder of which nothing but parts is to be expected, such as 00-global.cfg and 10-web.cfg, loaded as `-f FOLDER`. */
async function foldersOfParts({ root, configs }: Workspace): Promise<readonly ConfigurationSet[]> {
  const folders = [...new Set(configs.map((file) => path.dirname(file)))].filter((folder) => {
    const names = configs.filter((file) => path.dirname(file) === folder).map((file) => path.basename(file));
    return names.length > 1 && (/\.d$/.test(folder) || names.every((name) => /^\d/.test(name)));
  });
  const sets = folders.slice(0, mostFolders).map(async (folder): Promise<ConfigurationSet> => {
    const files = await loadedFromFolder(folder).catch(() => []);
    return { name: path.relative(root, folder) || path.basename(root), source: "assumed", manifest: undefined, files, missing: [] };
  });
  return (await Promise.all(sets)).filter(({ files }) => files.length > 1 && files.length <= mostParts);
}

/** A haproxy.cfg with a folder of parts beside it. */
async function besideMain({ root, configs }: Workspace): Promise<readonly ConfigurationSet[]> {
  const sets: ConfigurationSet[] = [];
  for (const main of configs.filter((file) => path.basename(file) === "haproxy.cfg")) {
    const folders = ["conf.d", "haproxy.d"].map((name) => path.join(path.dirname(main), name));
    const parts = (await Promise.all(folders.map((folder) => loadedFromFolder(folder).catch(() => [])))).filter((one) => one.length > 0);
    const [only] = parts;
    if (parts.length !== 1 || only === undefined || only.length > mostFiles) continue;
    sets.push({ name: path.relative(root, main), source: "assumed", manifest: undefined, files: [main, ...only], missing: [] });
  }
  return sets;
}

/** Where the paths of a launch lie in the workspace: all of them, or nothing. */
async function placesOf({ launch, file }: FoundLaunch, workspace: Workspace): Promise<readonly string[] | undefined> {
  const folder = path.dirname(file);
  const mounted = await Promise.all(launch.paths.map((one) => mountedPlace(one, launch.mounts, folder, workspace.root)));
  if (mounted.every((one) => one !== undefined)) return mounted;
  return (await besideManifest(launch.paths, folder, workspace.root)) ?? (await onlyPlace(launch.paths, workspace));
}

/** Through the longest mount that leads to something. */
async function mountedPlace(file: string, mounts: readonly Mount[], folder: string, root: string): Promise<string | undefined> {
  const wanted = path.posix.normalize(file);
  for (const { source, target } of [...mounts].sort((a, b) => b.target.length - a.target.length)) {
    const below = path.posix.relative(path.posix.normalize(target), wanted);
    if (below.startsWith("..") || path.posix.isAbsolute(below)) continue;
    const place = path.resolve(folder, source, below);
    if (isInside(root, place) && (await exists(place))) return place;
  }
  return undefined;
}

/** The paths below a folder around the manifest, with as much of their beginning left out as it takes. */
async function besideManifest(files: readonly string[], folder: string, root: string): Promise<readonly string[] | undefined> {
  const parts = files.map(partsOf);
  for (let from = folder; isInside(root, from); from = path.dirname(from)) {
    for (let left = 0; left <= commonFolders(parts); left++) {
      const places = parts.map((one) => path.join(from, ...one.slice(left)));
      if (places.every((place) => isInside(root, place)) && (await allExist(places))) return places;
    }
    if (from === path.dirname(from)) break;
  }
  return undefined;
}

/** The only folder of the workspace that holds them all. */
async function onlyPlace(files: readonly string[], { root, configs }: Workspace): Promise<readonly string[] | undefined> {
  const parts = files.map(partsOf);
  const tails = parts.map((one) => one.slice(commonFolders(parts)));
  const found: (readonly string[])[] = [];
  for (const folder of new Set(configs.map((file) => path.dirname(file)))) {
    const places = tails.map((tail) => path.join(folder, ...tail));
    if (places.every((place) => isInside(root, place)) && (await allExist(places))) found.push(places);
  }
  return found.length === 1 ? found[0] : undefined;
}

/** Names of the folders of a path, and of its file. */
function partsOf(file: string): readonly string[] {
  return path.posix
    .normalize(file)
    .split("/")
    .filter((part) => part !== "" && part !== ".");
}

/** How many folders all paths begin with. */
function commonFolders(parts: readonly (readonly string[])[]): number {
  const [first = []] = parts;
  let same = 0;
  while (parts.every((one) => same < one.length - 1 && one[same] === first[same])) same++;
  return same;
}

async function loaded(places: readonly string[]): Promise<readonly string[]> {
  const each = await Promise.all(
    places.map(async (place) => ((await isFolder(place)) ? loadedFromFolder(place).catch(() => []) : [place])),
  );
  return [...new Set(each.flat())].slice(0, mostFiles);
}

async function exists(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}

async function allExist(places: readonly string[]): Promise<boolean> {
  return (await Promise.all(places.map(exists))).every(Boolean);
}
