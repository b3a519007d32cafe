/** The state of one connection: open documents, what was read from them, and the circumstances they are read in. */
import { fileURLToPath } from "node:url";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Diagnosis, diagnose } from "../diagnosis/diagnose.ts";
import { configFindings } from "../features/configFindings.ts";
import type { Finding } from "../features/finding.ts";
import { logFindings } from "../features/logFindings.ts";
import { luaFindings } from "../features/lua/findings.ts";
import { mapsFinding } from "../features/machine/maps.ts";
import { findScript, haproxyBeside } from "../host/files.ts";
import { noScripts, readScripts, type Scripts } from "../host/scripts.ts";
import type { Incident } from "../incident/incident.ts";
import { readIncidents } from "../incident/read.ts";
import { looksLikeCrashLog } from "../incident/recognise.ts";
import { language } from "../knowledge/language.ts";
import { fewestMappings, readMaps } from "../machine/maps.ts";
import { looksLikeMaps, machineKindOf } from "../machine/recogniseMachine.ts";
import { type Model, modelOf } from "../model/model.ts";
import { type ReleaseInUse, releaseInUse } from "../model/releaseInUse.ts";
import { wordOf } from "../model/statement.ts";
import { type ConfigFile, readConfig } from "../syntax/config.ts";
import { findingsInScript, openedText, takeIn } from "./luaDocuments.ts";
import { findingsOnMachine } from "./machineDocuments.ts";
import { type Circumstances, ReleaseFinder } from "./releaseFinder.ts";
import { defaultSettings, type Settings } from "./settings.ts";

/** A document of ours with everything derived from its present version. */
export interface OpenDocument {
  readonly uri: string;
  version: number;
  /** Where the file lies; undefined for an untitled one. */
  readonly path: string | undefined;
  readonly kind: "config" | "log" | "lua" | "machine";
  text: string;
  config: ConfigFile | undefined;
  model: Model | undefined;
  incidents: readonly Incident[] | undefined;
  settings: Settings;
  release: ReleaseInUse;
  /** Its Lua scripts, and the list of paths they were read for. */
  scripts: Scripts;
  scriptNames: string;
  /** Of a document on the machine: a configuration, unit or image of HAProxy lies beside it. */
  haproxyBeside: boolean;
}

const noRelease: ReleaseInUse = { release: undefined, claim: undefined, assumedNewest: false, problem: undefined };

/** Everything that lives as long as the connection. */
export class Session {
  readonly documents = new Map<string, OpenDocument>();
  readonly releases: ReleaseFinder;
  /** Documents that the user has in tabs, where the client tells. */
  tabs: ReadonlySet<string> | undefined;
  private readonly circumstances: Circumstances;

  constructor(circumstances: Circumstances) {
    this.circumstances = circumstances;
    this.releases = new ReleaseFinder(circumstances);
  }

  /** Takes in a new version of a document; undefined when it is none of ours. */
  update(document: TextDocument): OpenDocument | undefined {
    const known = this.documents.get(document.uri);
    const text = document.getText();
    const kind = kindOf(document, text);
    if (kind === undefined || (known !== undefined && known.kind !== kind)) this.documents.delete(document.uri);
    if (kind === undefined) return undefined;
    const open = this.documents.get(document.uri) ?? newDocument(document.uri, kind);
    open.version = document.version;
    open.text = text;
    if (kind === "config") {
      open.config = readConfig(document.uri, text, open.config);
      open.model = undefined;
    } else open.incidents = undefined;
    if (kind === "lua") takeIn(this.documents, open);
    this.documents.set(document.uri, open);
    return open;
  }

  /** Asks for what may take time: settings, the release, the Lua scripts. Says whether the release changed. */
  async refresh(open: OpenDocument): Promise<boolean> {
    open.settings = await this.circumstances.settingsFor(open.uri);
    if (open.kind === "machine" && open.path !== undefined)
      open.haproxyBeside = await haproxyBeside(open.path, this.circumstances.rootOf(open.uri));
    if (open.kind !== "config" && open.kind !== "log") return false;
    const before = open.release;
    open.release = releaseInUse(await this.releases.claimsFor(open));
    await this.refreshScripts(open);
    return (
      before.release?.branch !== open.release.release?.branch ||
      before.release?.patch !== open.release.release?.patch ||
      before.claim?.text !== open.release.claim?.text
    );
  }

  /** The model of a configuration, made once for each version. */
  modelOf(open: OpenDocument): Model | undefined {
    if (open.config === undefined) return undefined;
    open.model ??= modelOf([open.config], open.scripts.texts, open.scripts.places);
    return open.model;
  }

  findingsOf(open: OpenDocument): readonly Finding[] {
    const model = this.modelOf(open);
    const { ignoredAdvisories: ignored, levels, minimumEffect: effects } = open.settings;
    if (open.kind === "lua") return findingsInScript(this.documents, open, (config) => this.findingsInScriptsOf(config));
    if (model !== undefined) return configFindings(model, { release: open.release.release, ignored, levels, effects });
    if (open.kind === "machine") return findingsOnMachine(this, open);
    return [...logFindings(open.uri, this.diagnosesOf(open)), ...mapsIn(open)];
  }

  private findingsInScriptsOf(config: OpenDocument): readonly Finding[] {
    const model = this.modelOf(config);
    const { ignoredAdvisories: ignored, levels } = config.settings;
    return model === undefined ? [] : luaFindings(model, { release: config.release.release, ignored, levels });
  }

  /** Diagnoses of a log, in the light of the one configuration that is open. */
  diagnosesOf(open: OpenDocument): readonly Diagnosis[] {
    if (open.kind !== "log") return [];
    open.incidents ??= readIncidents(open.text);
    const config = this.companion();
    const fallbackRelease = open.release.release ?? config?.release.release;
    const model = config && this.modelOf(config);
    return open.incidents.map((incident) => diagnose(incident, { fallbackRelease, model, language: language() }));
  }

  /** The configuration that a log is about: the only one that is open. With several we do not guess. */
  companion(): OpenDocument | undefined {
    const inTab = (uri: string) => this.tabs === undefined || this.tabs.has(uri);
    const configs = [...this.documents.values()].filter(({ kind, uri }) => kind === "config" && inTab(uri));
    return configs.length === 1 ? configs[0] : undefined;
  }

  /** The file of a Lua script that a configuration names. */
  async scriptOf(open: OpenDocument, name: string): Promise<string | undefined> {
    return open.path === undefined ? undefined : findScript(name, open.path, this.circumstances.rootOf(open.uri));
  }

  trust(): void {
    this.circumstances.trust();
  }

  settingsChanged(settings: unknown): void {
    this.circumstances.settingsChanged(settings);
  }

  private async refreshScripts(open: OpenDocument): Promise<void> {
    const model = this.modelOf(open);
    if (model === undefined || open.path === undefined) return;
    const names = model.lua.loads.map((load) => wordOf(load, 1)).join("\n");
    if (names === open.scriptNames) return;
    const opened = (file: string) => openedText(this.documents, file);
    open.scripts = await readScripts(model, open.path, this.circumstances.rootOf(open.uri), opened);
    open.scriptNames = names;
    open.model = undefined;
  }
}

function newDocument(uri: string, kind: OpenDocument["kind"]): OpenDocument {
  return {
    uri,
    version: 0,
    path: pathOf(uri),
    kind,
    text: "",
    config: undefined,
    model: undefined,
    incidents: undefined,
    settings: defaultSettings,
    release: noRelease,
    scripts: noScripts,
    scriptNames: "",
    haproxyBeside: false,
  };
}

/** By the language that the client named; where it names another one, by file name and content. */
function kindOf(document: TextDocument, text: string): OpenDocument["kind"] | undefined {
  if (document.languageId === "haproxy") return "config";
  if (document.languageId === "haproxy-crash") return "log";
  if (document.languageId === "lua") return "lua";
  if (machineKindOf(document.uri, text) !== undefined) return "machine";
  if (/\.(?:cfg|haproxy)$/i.test(document.uri)) return "config";
  return looksLikeCrashLog(text) || looksLikeMaps(text) ? "log" : undefined;
}

/** A list of mappings, pasted alone or into a log. */
function mapsIn({ uri, text }: OpenDocument): readonly Finding[] {
  const maps = readMaps(text);
  return maps === undefined || maps.count < fewestMappings ? [] : [mapsFinding(uri, text, maps)];
}

export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
