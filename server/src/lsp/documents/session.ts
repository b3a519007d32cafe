/** The state of one connection: open documents, what was read from them, and the circumstances they are read in. */
import type { TextDocument } from "vscode-languageserver-textdocument";
import { configFindings, type FindingOptions } from "../../features/configFindings.ts";
import type { Finding } from "../../features/finding.ts";
import { logFindings } from "../../features/logFindings.ts";
import { luaFindings } from "../../features/lua/findings.ts";
import { findScript, haproxyBeside } from "../../host/files.ts";
import { NamedFiles } from "../../host/namedFiles.ts";
import { readScripts } from "../../host/scripts.ts";
import { buildName, readFeatures, withFeatures } from "../../knowledge/buildFeatures.ts";
import type { Model } from "../../model/model.ts";
import { releaseInUse } from "../../model/releaseInUse.ts";
import { type ConfigFile, readConfig } from "../../syntax/config.ts";
import type { Circumstances } from "../connection/circumstances.ts";
import { ConfigurationSets } from "./configurationSets.ts";
import { kindOf } from "./documentKind.ts";
import { diagnosesOf, logOf } from "./logDocuments.ts";
import { findingsInScript, forget, openedText, takeIn } from "./luaDocuments.ts";
import { findingsOnMachine } from "./machineDocuments.ts";
import { mapsIn } from "./mapsInLog.ts";
import { newDocument, type OpenDocument } from "./openDocument.ts";
import { modelFrom, scriptNamesOf } from "./reading.ts";
import { ReleaseFinder } from "./releaseFinder.ts";
import { ValidatedFiles } from "./validatedFiles.ts";

export interface FileChanges {
  /** Undefined where nobody says which. */
  readonly files: readonly string[] | undefined;
  /** Files came or went, or what starts HAProxy changed. */
  readonly structure: boolean;
}

/** From so many files on, reading them is told to the user. */
const manyFiles = 20;

/** Everything that lives as long as the connection. */
export class Session {
  readonly circumstances: Circumstances;
  readonly documents = new Map<string, OpenDocument>();
  readonly releases: ReleaseFinder;
  readonly sets: ConfigurationSets;
  readonly validated = new ValidatedFiles();
  readonly namedFiles = new NamedFiles();
  /** Documents that the user has in tabs, where the client tells. */
  tabs: ReadonlySet<string> | undefined;
  /** Open configurations by their place on disk. */
  private readonly byPath = new Map<string, OpenDocument>();
  private readonly findings = new WeakMap<Model, { readonly key: string; readonly list: readonly Finding[] }>();

  constructor(circumstances: Circumstances) {
    this.circumstances = circumstances;
    this.releases = new ReleaseFinder(circumstances);
    this.sets = new ConfigurationSets(circumstances.tell);
  }

  /** Takes in a new version of a document; undefined when it is none of ours. */
  update(document: TextDocument): OpenDocument | undefined {
    const known = this.documents.get(document.uri);
    const text = document.getText();
    const kind = kindOf(document, text);
    if (kind === undefined || (known !== undefined && known.kind !== kind)) this.close(document.uri);
    if (kind === undefined) return undefined;
    const open = this.documents.get(document.uri) ?? newDocument(document.uri, kind);
    open.version = document.version;
    open.text = text;
    if (kind === "config") {
      open.config = readConfig(document.uri, text, open.config);
      if (open.path !== undefined) this.byPath.set(open.path, open);
    } else if (open.log?.text !== text) open.log = undefined;
    if (kind === "lua") takeIn(this.documents, open);
    this.documents.set(document.uri, open);
    return open;
  }

  close(uri: string): void {
    const open = this.documents.get(uri);
    if (open?.kind === "lua") forget(this.documents, open);
    this.documents.delete(uri);
    this.circumstances.documentClosed(uri);
    if (open?.path !== undefined && this.byPath.get(open.path) === open) this.byPath.delete(open.path);
    if (this.documents.size === 0) this.releases.forgetFiles();
    this.sets.keep(new Set([...this.documents.values()].flatMap(({ set }) => set ?? [])));
  }

  /** Asks for what may take time: settings, the other files, the release, the Lua scripts. Says whether the release changed. */
  async refresh(open: OpenDocument): Promise<boolean> {
    open.settings = await this.circumstances.settingsFor(open.uri);
    if (open.kind === "machine" && open.path !== undefined)
      open.haproxyBeside = await haproxyBeside(open.path, this.circumstances.rootOf(open.uri));
    if (open.kind !== "config" && open.kind !== "log") return false;
    await this.refreshSet(open);
    const before = open.release;
    const found = releaseInUse(await this.releases.claimsFor(open, this.filesOf(open)));
    open.release = { ...found, release: found.release && withFeatures(found.release, readFeatures(open.settings.features)) };
    await this.refreshScripts(open);
    return (
      (before.release && buildName(before.release)) !== (open.release.release && buildName(open.release.release)) ||
      before.claim?.text !== open.release.claim?.text
    );
  }

  /** Files changed on disk: what was read from them, and what they say of each other, is asked for again. */
  async filesChanged(changed: FileChanges): Promise<void> {
    this.releases.forgetFiles();
    this.namedFiles.forget();
    for (const { alone, set } of this.documents.values())
      for (const reading of [alone, set?.reading]) if (reading) reading.scriptNames = undefined;
    this.sets.lookAgain(changed.structure);
    await this.sets.filesChanged(changed.files);
  }

  /** The files of the configuration that a document is a part of: as editors have them, else as they are on disk. */
  filesOf({ config, set }: OpenDocument): readonly ConfigFile[] {
    if (config === undefined) return [];
    const files = (set?.files ?? []).map((file) => this.byPath.get(file)?.config ?? this.sets.onDisk(file));
    const known = files.filter((file) => file !== undefined);
    return known.includes(config) ? known : [config];
  }

  /** The model of a configuration, made once for each version of its files. */
  modelOf(open: OpenDocument): Model | undefined {
    const files = this.filesOf(open);
    return files.length === 0 ? undefined : modelFrom(files.length > 1 && open.set ? open.set.reading : open.alone, files);
  }

  /** Findings that stand in this very document. */
  findingsOf(open: OpenDocument): readonly Finding[] {
    const model = this.modelOf(open);
    if (open.kind === "lua") return findingsInScript(this.documents, open, (config) => this.findingsInScriptsOf(config));
    if (open.kind === "machine") return findingsOnMachine(this, open);
    if (model === undefined) return [...logFindings(open.uri, diagnosesOf(this, open)), ...mapsIn(open.uri, logOf(open))];
    const options = this.findingOptionsOf(open);
    const key = JSON.stringify([options.release, options.ignored, [...open.settings.levels], options.effects]);
    let found = this.findings.get(model);
    if (found?.key !== key) {
      found = { key, list: configFindings(model, options) };
      this.findings.set(model, found);
    }
    return found.list.filter(({ uri }) => uri === open.uri);
  }

  /** Other open documents of configurations that a document is a part of. */
  siblingsOf({ uri, path }: Pick<OpenDocument, "uri" | "path">): readonly OpenDocument[] {
    if (path === undefined) return [];
    return [...this.documents.values()].filter((other) => other.uri !== uri && other.set?.files.includes(path) === true);
  }

  findingOptionsOf({ settings, release }: OpenDocument): FindingOptions {
    const { ignoredAdvisories: ignored, levels, minimumEffect: effects } = settings;
    return { release: release.release, ignored, levels, effects };
  }

  /** The configuration that a log is about: the only one that is open, by its first open file. With several we do not guess. */
  companion(): OpenDocument | undefined {
    const inTab = (uri: string) => this.tabs === undefined || this.tabs.has(uri);
    const configs = [...this.documents.values()].filter(({ kind, uri }) => kind === "config" && inTab(uri));
    const [first] = configs;
    if (configs.length < 2 || first?.set === undefined || configs.some(({ set }) => set !== first.set))
      return configs.length === 1 ? first : undefined;
    const rank = ({ path }: OpenDocument) => first.set?.files.indexOf(path ?? "") ?? 0;
    return configs.sort((a, b) => rank(a) - rank(b))[0];
  }

  /** The file of a Lua script that a configuration names. */
  async scriptOf(open: OpenDocument, name: string): Promise<string | undefined> {
    return open.path === undefined ? undefined : findScript(name, open.path, this.circumstances.rootOf(open.uri));
  }

  private findingsInScriptsOf(config: OpenDocument): readonly Finding[] {
    const model = this.modelOf(config);
    return model === undefined ? [] : luaFindings(model, this.findingOptionsOf(config));
  }

  private async refreshSet(open: OpenDocument): Promise<void> {
    if (open.kind !== "config" || open.path === undefined) return;
    const { sets, circumstances } = this;
    const set = await sets.setOf(open.path, circumstances.rootOf(open.uri), open.settings.configurations);
    const isOpen = (file: string) => this.byPath.has(file);
    if (set !== undefined) {
      const steps = sets.unread(set, isOpen);
      const progress = steps < manyFiles ? undefined : circumstances.progress(set.name, steps);
      await sets.read(set, isOpen, () => progress?.step());
      progress?.done();
    }
    open.set = set;
  }

  private async refreshScripts(open: OpenDocument): Promise<void> {
    const model = this.modelOf(open);
    const place = open.set?.files[0] ?? open.path;
    if (model === undefined || place === undefined) return;
    const reading = open.set !== undefined && model === open.set.reading.model ? open.set.reading : open.alone;
    const names = scriptNamesOf(model);
    if (names === reading.scriptNames) return;
    reading.scriptNames = names;
    const opened = (file: string) => openedText(this.documents, file);
    reading.scripts = await readScripts(model, place, this.circumstances.rootOf(open.uri), opened);
  }
}
