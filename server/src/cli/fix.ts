/** Puts safe fixes into the files. */
import { readFile, writeFile } from "node:fs/promises";
import type { Finding } from "../features/finding.ts";
import { fixedText, safeFixes } from "../features/fixes/fixes.ts";
import type { TextFix } from "../features/fixes/proof.ts";
import { modelOf } from "../model/model.ts";
import { type ConfigFile, readConfig } from "../syntax/config.ts";
import type { Configuration } from "./configuration.ts";
import { UsageError } from "./output.ts";

export function fixesOf({ model, scripts, release }: Configuration, findings: readonly Finding[]): readonly TextFix[] {
  return safeFixes(model, findings, { release, ignored: [], scripts: scripts.texts });
}

/** Refuses what has no file to write to. */
export function writable(name: string): void {
  if (name === "-") throw new UsageError("--fix cannot change standard input; --fix --dry-run shows the changes");
}

/** Writes the files with their fixes; gives the configuration as it is then. */
export async function fixConfiguration(configuration: Configuration, fixes: readonly TextFix[]): Promise<Configuration> {
  const touched = new Set(fixes.flatMap(({ changes }) => changes.map(({ uri }) => uri)));
  const texts = new Map(configuration.model.files.filter(({ uri }) => touched.has(uri)).map((file) => [file.uri, fixedText(file, fixes)]));
  await writeTexts(configuration.model.files, texts);
  const files = configuration.model.files.map((file) => readConfig(file.uri, texts.get(file.uri) ?? fixedText(file, []), file));
  return { ...configuration, model: modelOf(files, configuration.scripts.texts, configuration.scripts.places) };
}

/** Writes new texts of files, by their names; nothing is written where one of them is no longer what was read. */
export async function writeTexts(files: readonly ConfigFile[], texts: ReadonlyMap<string, string>): Promise<void> {
  for (const file of files) if (texts.has(file.uri)) assertSame(file, await readFile(file.uri));
  for (const [name, text] of texts) {
    await writeFile(name, text).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(
        `cannot write ${name}: ${error.code === "EACCES" ? "permission denied" : (error.code ?? "it cannot be opened")}`,
      );
    });
  }
}

/** Bytes that are not UTF-8 would be lost, and so would what somebody else wrote meanwhile. */
function assertSame(file: ConfigFile, bytes: Buffer): void {
  if (!bytes.equals(Buffer.from(file.text)))
    throw new UsageError(`cannot fix ${file.uri}: it is not UTF-8, or was changed meanwhile; nothing is written`);
}
