/** The state of one connection: open documents, what was read from them, and the circumstances they are read in. */
import { fileURLToPath } from "node:url";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { type Diagnosis, diagnose } from "../diagnosis/diagnose.ts";
import { configFindings, type FindingOptions } from "../features/configFindings.ts";
import type { Finding } from "../features/finding.ts";
import { logFindings } from "../features/logFindings.ts";
import { luaFindings } from "../features/lua/findings.ts";
import { mapsFinding } from "../features/machine/maps.ts";
import { findScript, haproxyBeside } from "../host/files.ts";
import { noScripts, readScripts, type Scripts } from "../host/scripts.ts";
import { LogText } from "../incident/logText.ts";
import { looksLikeCrashLog } from "../incident/recognise.ts";
import { language } from "../knowledge/language.ts";
import { type Release, releaseName } from "../knowledge/release.ts";
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
  /** Of a log. */
  log: LogText | undefined;
  diagnosed: Diagnosed | undefined;
  settings: Settings;
  release: ReleaseInUse;
  /** Its Lua scripts, and the list of paths they were read for. */
  scripts: Scripts;
  scriptNames: string;
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

/** Everything that lives as long as the connection. */
export class Session {
  readonly documents = new Map<string, OpenDocument>();
  readonly releases: ReleaseFinder;
  /** Documents that the user has in tabs, where the client tells. */
  tabs: ReadonlySet<string> | undefined;
  private readonly circumstances: Circumstances;
  /** Findings of a configuration stay as long as its model and what they were made with: several requests ask for them. */
  private readonly found = new WeakMap<Model, Pick<OpenDocument, "settings" | "release"> & { readonly findings: readonly Finding[] }>();

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
    } else if (open.log?.text !== text) open.log = undefined;
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
    if (open.kind === "lua") return findingsInScript(this.documents, open, (config) => this.findingsInScriptsOf(config));
    if (open.kind === "machine") return findingsOnMachine(this, open);
    if (model === undefined) return [...logFindings(open.uri, this.diagnosesOf(open)), ...mapsIn(open)];
    const { settings, release } = open;
    const known = this.found.get(model);
    if (known !== undefined && known.settings === settings && known.release === release) return known.findings;
    const findings = configFindings(model, this.findingOptionsOf(open));
    this.found.set(model, { settings, release, findings });
    return findings;
  }

  private findingsInScriptsOf(config: OpenDocument): readonly Finding[] {
    const model = this.modelOf(config);
    return model === undefined ? [] : luaFindings(model, this.findingOptionsOf(config));
  }

  findingOptionsOf({ settings, release }: OpenDocument): FindingOptions {
    const { ignoredAdvisories: ignored, levels, minimumEffect: effects } = settings;
    return { release: release.release, ignored, levels, effects };
  }

  /** The text of a log and what it says, read once for each version. */
  logOf(open: OpenDocument): LogText {
    open.log ??= new LogText(open.text);
    return open.log;
  }

  /** Diagnoses of a log, in the light of the one configuration that is open; made anew only where one of the two changed. */
  diagnosesOf(open: OpenDocument): readonly Diagnosis[] {
    if (open.kind !== "log") return [];
    const log = this.logOf(open);
    const config = this.companion();
    const fallbackRelease = open.release.release ?? config?.release.release;
    const model = config && this.modelOf(config);
    const release = fallbackRelease === undefined ? "" : releaseName(fallbackRelease);
    const known = open.diagnosed;
    if (known !== undefined && known.log === log && known.model === model && known.release === release) return known.diagnoses;
    const diagnoses = log.incidents.map((incident) => diagnose(incident, { fallbackRelease, model, language: language() }));
    open.diagnosed = { log, model, release, diagnoses };
    return diagnoses;
  }

  /** The release that wrote a line of a log: that of the incident around it, of the first one, or the one in use. */
  releaseAt(open: OpenDocument, line: number): Release | undefined {
    const all = this.logOf(open).all;
    const around = all.find((incident) => incident.line <= line && line <= incident.endLine && incident.release !== undefined);
    const named = around ?? all.find(({ release }) => release !== undefined);
    return named?.release?.release ?? open.release.release ?? this.companion()?.release.release;
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
    log: undefined,
    diagnosed: undefined,
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
