/** Puts safe fixes into the files. */

import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import * as l10n from "@vscode/l10n";
import type { Finding } from "../features/finding.ts";
import { fixedText, safeFixes } from "../features/fixes/fixes.ts";
import type { TextFix } from "../features/fixes/proof.ts";
import { scriptFixes } from "../features/lua/actions.ts";
import { isInside } from "../host/folders.ts";
import type { LoadedScript } from "../model/lua/lua.ts";
import { modelOf } from "../model/model.ts";
import { type ConfigFile, readConfig } from "../syntax/config.ts";
import type { Configuration } from "./configuration.ts";
import { reasonInWords } from "./input.ts";
import { UsageError } from "./output.ts";

/** Of the configuration, then of the scripts that it loads. */
export function fixesOf(configuration: Configuration, findings: readonly Finding[]): readonly TextFix[] {
  const { model, scripts, release } = configuration;
  const inScripts = scriptsOf(configuration).flatMap((script) => {
    const own = findings.filter(({ uri }) => uri === script.uri);
    return own.length === 0 ? [] : scriptFixes(script, own, release?.branch);
  });
  return [...safeFixes(model, findings, { release, ignored: [], scripts: scripts.texts }), ...inScripts];
}

/** Files that fixes may change, scripts read as mere lines. */
export function filesOf(configuration: Configuration): readonly ConfigFile[] {
  const scripts = scriptsOf(configuration).map(({ uri = "", text }) => readConfig(uri, text));
  return [...configuration.model.files, ...scripts];
}

/** Those that lie beside the configuration, or below: others may belong to somebody else. */
function scriptsOf({ model }: Configuration): readonly LoadedScript[] {
  const folders = model.files.map(({ uri }) => path.dirname(path.resolve(uri)));
  const near = model.lua.scripts.filter(({ uri }) => uri !== undefined && folders.some((folder) => isInside(folder, path.resolve(uri))));
  return near.filter(({ uri }, i) => near.findIndex((other) => other.uri === uri) === i);
}

/** Refuses what has no file to write to. */
export function writable(name: string): void {
  if (name === "-") throw new UsageError(l10n.t("--fix cannot change standard input; --fix --dry-run shows the changes"));
}

/** Writes the files with their fixes; gives the configuration as it is then. */
export async function fixConfiguration(configuration: Configuration, fixes: readonly TextFix[]): Promise<Configuration> {
  const { model, scripts } = configuration;
  const touched = new Set(fixes.flatMap(({ changes }) => changes.map(({ uri }) => uri)));
  const all = filesOf(configuration);
  const texts = new Map(all.filter(({ uri }) => touched.has(uri)).map((file) => [file.uri, fixedText(file, fixes)]));
  await writeTexts(all, texts);
  const files = model.files.map((file) => readConfig(file.uri, texts.get(file.uri) ?? file.text, file));
  const changed = [...scripts.texts].map(([name, text]) => [name, texts.get(scripts.places.uris.get(name) ?? "") ?? text] as const);
  const now = { ...scripts, texts: new Map(changed) };
  return { ...configuration, scripts: now, model: modelOf(files, now.texts, now.places) };
}

/** Writes new texts of files, by their names; nothing is written where one of them is no longer what was read. */
export async function writeTexts(files: readonly ConfigFile[], texts: ReadonlyMap<string, string>): Promise<void> {
  for (const file of files) if (texts.has(file.uri)) assertSame(file, await readFile(file.uri));
  for (const [name, text] of texts) {
    await writeFile(name, text).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(l10n.t("cannot write {0}: {1}", name, reasonInWords(error)));
    });
  }
}

/** Bytes that are not UTF-8 would be lost, and so would what somebody else wrote meanwhile. */
function assertSame(file: ConfigFile, bytes: Buffer): void {
  if (!bytes.equals(Buffer.from(file.text)))
    throw new UsageError(l10n.t("cannot fix {0}: it is not UTF-8, or was changed meanwhile; nothing is written", file.uri));
}
