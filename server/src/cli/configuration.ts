/** Reads the files of one configuration and everything they lead to. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { imageClaim } from "../host/files.ts";
import { noScripts, readScripts, type Scripts } from "../host/scripts.ts";
import type { Release } from "../knowledge/release.ts";
import { statedRelease } from "../model/directives.ts";
import { type Model, modelOf } from "../model/model.ts";
import { type ReleaseClaim, releaseInUse } from "../model/releaseInUse.ts";
import { type ConfigFile, readConfig } from "../syntax/config.ts";
import { readInput } from "./input.ts";
import type { Streams } from "./output.ts";
import type { FileSet } from "./sources.ts";

export interface Configuration {
  readonly model: Model;
  /** The Lua scripts it loads. */
  readonly scripts: Scripts;
  readonly release: Release | undefined;
}

/** `release` is the one given on the command line; without it comments and manifests tell. */
export async function loadConfiguration(names: FileSet, release: Release | undefined, streams: Streams): Promise<Configuration> {
  const files: ConfigFile[] = [];
  for (const name of names) files.push(readConfig(name, await readInput(name, streams)));
  const plain = modelOf(files);
  const scripts = plain.lua.loads.length === 0 ? noScripts : await scriptsOf(plain, names);
  const claim = release === undefined ? await claimOf(files) : undefined;
  return {
    model: scripts === noScripts ? plain : modelOf(files, scripts.texts, scripts.places),
    scripts,
    release: release ?? releaseInUse(claim === undefined ? [] : [claim]).release,
  };
}

/** A comment in any of the files comes before an image named beside them. */
async function claimOf(files: readonly ConfigFile[]): Promise<ReleaseClaim | undefined> {
  for (const file of files) {
    const stated = statedRelease(file);
    if (stated !== undefined) return { source: "comment", text: stated.text };
  }
  for (const folder of foldersOf(files.map(({ uri }) => uri))) {
    const claim = await imageClaim(path.join(folder, "haproxy.cfg"), folder);
    if (claim !== undefined) return claim;
  }
  return undefined;
}

/** Of several folders the first one that holds a script counts. */
async function scriptsOf(model: Model, names: FileSet): Promise<Scripts> {
  const texts = new Map<string, string>();
  const uris = new Map<string, string>();
  for (const folder of foldersOf(names).reverse()) {
    const found = await readScripts(model, path.join(folder, "haproxy.cfg"), folder);
    for (const [name, text] of found.texts) texts.set(name, text);
    for (const [name, uri] of found.places.uris) uris.set(name, shownPath(fileURLToPath(uri)));
  }
  // of a file that is not there the command line says nothing: the machine that it runs on need not be HAProxy's
  return { texts, places: { uris, missing: new Set() } };
}

/** As people would name the file here. */
function shownPath(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative.startsWith("..") ? file : relative;
}

/** Standard input has no folder. */
function foldersOf(names: FileSet): string[] {
  return [...new Set(names.filter((name) => name !== "-").map((name) => path.dirname(path.resolve(name))))];
}
