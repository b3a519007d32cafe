/** Reads the Lua scripts of a configuration and the modules that they require; asynchronous and bounded. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { moduleKey, type ScriptPlaces } from "../model/lua/lua.ts";
import { scriptOf } from "../model/lua/script.ts";
import type { Model } from "../model/model.ts";
import { globalStatements, startsWith, wordOf } from "../model/statement.ts";
import { candidatesIn, isOnNetwork, readSmallFile } from "./files.ts";
import { isInside } from "./folders.ts";

export interface Scripts {
  /** By the path as written; of modules by their key. */
  readonly texts: ReadonlyMap<string, string>;
  readonly places: ScriptPlaces;
}

export const noScripts: Scripts = { texts: new Map(), places: { uris: new Map(), missing: new Set() } };

/** Text of a file that is open in an editor: it comes before what lies on the disk. */
export type Opened = (file: string) => string | undefined;

const mostModules = 60;

interface Reading {
  readonly opened: Opened;
  readonly root: string | undefined;
  readonly texts: Map<string, string>;
  readonly uris: Map<string, string>;
  readonly missing: Set<string>;
}

/** A relative path is tried beside the configuration and at `root`. */
export async function readScripts(
  model: Model,
  configFile: string,
  root: string | undefined,
  opened: Opened = () => undefined,
): Promise<Scripts> {
  const reading: Reading = { opened, root, texts: new Map(), uris: new Map(), missing: new Set() };
  const folder = path.dirname(configFile);
  const places = [folder, ...(root === undefined ? [] : [root])];
  for (const load of model.lua.loads) {
    const name = wordOf(load, 1);
    if (name === "" || load.statement.words[1]?.dynamic || reading.texts.has(name)) continue;
    const candidates = candidatesIn(places, name);
    const file = await readFirst(name, candidates, reading);
    if (file === undefined && (await surelyMissing(candidates, root))) reading.missing.add(name);
    if (file !== undefined) await readModules(name, file, [...patternsOf(model, places), ...places.map(beside)], reading);
  }
  const { texts, uris, missing } = reading;
  return { texts, places: { uris, missing } };
}

/** The path of the file that was found. */
async function readFirst(name: string, candidates: readonly string[], { opened, texts, uris }: Reading): Promise<string | undefined> {
  for (const candidate of candidates) {
    const text = opened(candidate) ?? (await readSmallFile(candidate));
    if (text === undefined) continue;
    texts.set(name, text);
    uris.set(name, pathToFileURL(candidate).href);
    return candidate;
  }
  return undefined;
}

/** Every folder that the path may mean lies in the workspace and is there, and none holds the file. */
async function surelyMissing(candidates: readonly string[], root: string | undefined): Promise<boolean> {
  if (root === undefined) return false;
  let known = false;
  for (const candidate of candidates) {
    if (await is(candidate, "file")) return false;
    const inside = isInside(root, candidate);
    if (inside && path.dirname(candidate) !== root && (await is(path.dirname(candidate), "folder"))) known = true;
  }
  return known && candidates.some((candidate) => isInside(root, candidate));
}

async function is(name: string, what: "file" | "folder"): Promise<boolean> {
  const facts = await stat(name).catch(() => undefined);
  return what === "file" ? facts !== undefined : facts?.isDirectory() === true;
}

/** Search patterns of `lua-prepend-path`, the last one first as Lua asks them; relative ones are tried at each place, as scripts are. */
function patternsOf(model: Model, places: readonly string[]): string[] {
  return globalStatements(model.files)
    .filter((at) => startsWith(at, "lua-prepend-path") && wordOf(at, 1).includes("?") && (wordOf(at, 2) || "path") === "path")
    .toReversed()
    .flatMap((at) => wordOf(at, 1).split(";"))
    .filter((pattern) => !isOnNetwork(pattern))
    .flatMap((pattern) => (path.isAbsolute(pattern) ? [pattern] : places.map((place) => path.join(place, pattern))));
}

function beside(folder: string): string {
  return path.join(folder, "?.lua");
}

async function readModules(name: string, file: string, patterns: readonly string[], reading: Reading): Promise<void> {
  const { texts } = reading;
  for (const module of scriptOf(texts.get(name) ?? "").required) {
    if (module === undefined || !/^[\w.-]+$/.test(module) || texts.size >= mostModules) continue;
    const key = moduleKey(module);
    if (texts.has(key)) continue;
    const where = module.replaceAll(".", path.sep);
    const candidates = [...patterns, beside(path.dirname(file)), path.join(path.dirname(file), "?", "init.lua")]
      .map((pattern) => pattern.replaceAll("?", where))
      .filter((candidate) => path.isAbsolute(candidate));
    const found = await readFirst(key, candidates, reading);
    if (found !== undefined) await readModules(key, found, patterns, reading);
  }
}
