/** An open document of ours. */
import { fileURLToPath } from "node:url";
import type { Diagnosis } from "../../diagnosis/diagnose.ts";
import type { LogText } from "../../incident/logText.ts";
import type { Model } from "../../model/model.ts";
import type { ReleaseInUse } from "../../model/releaseInUse.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { defaultSettings, type Settings } from "../connection/settings.ts";
import type { LoadedSet } from "./configurationSets.ts";
import { emptyReading, type Reading } from "./reading.ts";

/** A document of ours with everything derived from its present version. */
export interface OpenDocument {
  readonly uri: string;
  version: number;
  /** Where the file lies; undefined for an untitled one. */
  readonly path: string | undefined;
  readonly kind: "config" | "log" | "lua" | "machine";
  text: string;
  config: ConfigFile | undefined;
  /** Of a log. */
  log: LogText | undefined;
  diagnosed: Diagnosed | undefined;
  /** The configuration of several files that it is a part of. */
  set: LoadedSet | undefined;
  /** What is read of it where it stands alone. */
  readonly alone: Reading;
  settings: Settings;
  release: ReleaseInUse;
  /** Of a document on the machine: a configuration, unit or image of HAProxy lies beside it. */
  haproxyBeside: boolean;
}

/** Diagnoses of a log with all that they depend on. */
interface Diagnosed {
  readonly log: LogText;
  readonly model: Model | undefined;
  /** Used where the log names none. */
  readonly release: string;
  readonly diagnoses: readonly Diagnosis[];
}

const noRelease: ReleaseInUse = { release: undefined, claim: undefined, assumedNewest: false, problem: undefined };

export function newDocument(uri: string, kind: OpenDocument["kind"]): OpenDocument {
  return {
    uri,
    version: 0,
    path: pathOf(uri),
    kind,
    text: "",
    config: undefined,
    log: undefined,
    diagnosed: undefined,
    set: undefined,
    alone: emptyReading(),
    settings: defaultSettings,
    release: noRelease,
    haproxyBeside: false,
  };
}

export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
