/** What is read of one configuration, of a single file or of several: made again only where its files or scripts changed. */
import { noScripts, type Scripts } from "../../host/scripts.ts";
import { type Model, modelOf } from "../../model/model.ts";
import { globalStatements, startsWith, wordOf } from "../../model/statement.ts";
import type { ConfigFile } from "../../syntax/config.ts";

export interface Reading {
  model: Model | undefined;
  scripts: Scripts;
  /** Paths that the scripts were read for, one a line; undefined where they are to be read again. */
  scriptNames: string | undefined;
}

export function emptyReading(): Reading {
  return { model: undefined, scripts: noScripts, scriptNames: "" };
}

/** The same model as before where every file is the same object. */
export function modelFrom(reading: Reading, files: readonly ConfigFile[]): Model {
  const { model, scripts } = reading;
  if (model?.scripts === scripts.texts && model.files.length === files.length && files.every((file, i) => file === model.files[i]))
    return model;
  reading.model = modelOf(files, scripts.texts, scripts.places);
  return reading.model;
}

/** Names of the scripts that a model loads, and where it looks for their modules, one a line. */
export function scriptNamesOf(model: Model): string {
  if (model.lua.loads.length === 0) return "";
  const paths = globalStatements(model.files).filter((at) => startsWith(at, "lua-prepend-path"));
  return [...model.lua.loads, ...paths].map((at) => `${wordOf(at, 0)} ${wordOf(at, 1)}`).join("\n");
}
