/** Open Lua documents and the configurations that load them. */
import { fileURLToPath } from "node:url";
import type { Finding } from "../../features/finding.ts";
import type { LoadedScript } from "../../model/lua/lua.ts";
import type { Model } from "../../model/model.ts";
import type { OpenDocument } from "./openDocument.ts";
import type { Reading } from "./reading.ts";

type Documents = ReadonlyMap<string, OpenDocument>;

/** What is read of a configuration alone, and together with others. */
function readingsOf({ alone, set }: OpenDocument): readonly Reading[] {
  return set === undefined ? [alone] : [alone, set.reading];
}

/** Under which names a configuration loads a script; editors write the addresses of files in several ways, so paths are compared. */
function namesIn(config: OpenDocument, script: OpenDocument): readonly string[] {
  if (script.path === undefined || config.kind !== "config") return [];
  const uris = readingsOf(config).flatMap(({ scripts }) => [...scripts.places.uris]);
  return [...new Set(uris.filter(([, uri]) => fileURLToPath(uri) === script.path).map(([name]) => name))];
}

/** Configurations that load a script. */
export function loadersOf(documents: Documents, script: OpenDocument): readonly OpenDocument[] {
  return [...documents.values()].filter((config) => namesIn(config, script).length > 0);
}

/** Open Lua documents that a configuration loads. */
export function scriptsOf(documents: Documents, config: OpenDocument): readonly OpenDocument[] {
  return [...documents.values()].filter((script) => script.kind === "lua" && namesIn(config, script).length > 0);
}

/** The text that a file has in the editor. */
export function openedText(documents: Documents, file: string): string | undefined {
  return [...documents.values()].find(({ kind, path }) => kind === "lua" && path === file)?.text;
}

/** What is being typed counts for the configurations that load it; what it requires anew is read when they are brought next. */
export function takeIn(documents: Documents, script: OpenDocument): void {
  for (const config of loadersOf(documents, script)) {
    for (const reading of readingsOf(config)) {
      const texts = new Map(reading.scripts.texts);
      for (const name of namesIn(config, script)) if (texts.has(name)) texts.set(name, script.text);
      reading.scripts = { texts, places: reading.scripts.places };
      reading.scriptNames = undefined;
    }
  }
}

/** A script is closed: its loaders read it from the disk again. */
export function forget(documents: Documents, script: OpenDocument): void {
  for (const config of loadersOf(documents, script)) for (const reading of readingsOf(config)) reading.scriptNames = undefined;
}

/** Findings of all loaders, each once, under the address that the editor uses. */
export function findingsInScript(
  documents: Documents,
  script: OpenDocument,
  findingsOf: (config: OpenDocument) => readonly Finding[],
): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const config of loadersOf(documents, script)) {
    for (const finding of findingsOf(config)) {
      if (!finding.uri.startsWith("file:") || fileURLToPath(finding.uri) !== script.path) continue;
      found.set(`${finding.line} ${finding.span.start} ${finding.message}`, { ...finding, uri: script.uri });
    }
  }
  return [...found.values()];
}

/** A script as the first configuration that loads it has read it. */
export function loadedAs(script: OpenDocument, config: OpenDocument, model: Model): LoadedScript | undefined {
  const names = namesIn(config, script);
  return model.lua.scripts.find(({ uri, name }) => (uri === undefined ? names.includes(name) : fileURLToPath(uri) === script.path));
}
