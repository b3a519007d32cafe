/** Reads the files of one configuration and everything they lead to. */
import path from "node:path";
import { imageClaim, readScripts } from "../host/files.ts";
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
  /** Texts of the Lua scripts it loads. */
  readonly scripts: ReadonlyMap<string, string>;
  readonly release: Release | undefined;
}

/** `release` is the one given on the command line; without it comments and manifests tell. */
export async function loadConfiguration(names: FileSet, release: Release | undefined, streams: Streams): Promise<Configuration> {
  const files: ConfigFile[] = [];
  for (const name of names) files.push(readConfig(name, await readInput(name, streams)));
  const plain = modelOf(files);
  const scripts = plain.lua.loads.length === 0 ? new Map<string, string>() : await scriptsOf(plain, names);
  const claim = release === undefined ? await claimOf(files) : undefined;
  return {
    model: scripts.size === 0 ? plain : modelOf(files, scripts),
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

async function scriptsOf(model: Model, names: FileSet): Promise<ReadonlyMap<string, string>> {
  const scripts = new Map<string, string>();
  for (const folder of foldersOf(names).reverse()) {
    for (const [name, text] of await readScripts(model, path.join(folder, "haproxy.cfg"), folder)) scripts.set(name, text);
  }
  return scripts;
}

/** Standard input has no folder. */
function foldersOf(names: FileSet): string[] {
  return [...new Set(names.filter((name) => name !== "-").map((name) => path.dirname(path.resolve(name))))];
}
