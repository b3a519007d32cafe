/** Configurations of several files: which set an open document belongs to, and the texts of its files on disk. */
import { stat } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import * as l10n from "@vscode/l10n";
import { belongTogether } from "../../features/belongTogether.ts";
import { type ConfigurationSet, launchedSets, lookInto, possibleSets, type StatedSet, statedSets } from "../../host/configurationSets.ts";
import { readSmallFile } from "../../host/files.ts";
import { type ConfigFile, readConfig } from "../../syntax/config.ts";
import type { Circumstances } from "../connection/circumstances.ts";
import { emptyReading, type Reading } from "./reading.ts";

/** A set with what has been read of it; the same object as long as its files are the same. */
export interface LoadedSet extends ConfigurationSet {
  readonly reading: Reading;
}

interface OnDisk {
  readonly stamp: string;
  readonly config: ConfigFile;
}

/** Larger ones are no configuration that a person, or a program for one, wrote. */
const largestConfig = 20_000_000;

interface Found {
  readonly key: string;
  readonly at: number;
  readonly sets: Promise<readonly LoadedSet[]>;
}

/** Where no client tells of new files, we look again when a document opens, but not more often than this. */
const leastBetween = 2000;

export class ConfigurationSets {
  private readonly found = new Map<string, Found>();
  private readonly disk = new Map<string, OnDisk | undefined>();
  private readonly beingRead = new Set<LoadedSet>();
  private readonly tell: Circumstances["tell"];

  constructor(tell: Circumstances["tell"]) {
    this.tell = tell;
  }

  /** The first set that holds a file. `root`: the workspace folder around it; without one only settings name sets. */
  async setOf(file: string, root: string | undefined, stated: readonly StatedSet[]): Promise<LoadedSet | undefined> {
    if (root === undefined && stated.length === 0) return undefined;
    const base = root ?? path.dirname(file);
    const key = JSON.stringify(stated);
    let known = this.found.get(base);
    if (known?.key !== key) {
      const before = known?.sets;
      known = { key, at: Date.now(), sets: this.look(base, root !== undefined, stated, before) };
      this.found.set(base, known);
    }
    return (await known.sets).find(({ files }) => files.includes(file));
  }

  /** Reads what is not known of the files that no editor has open; `step` hears of each. */
  async read(set: LoadedSet, isOpen: (file: string) => boolean, step?: () => void): Promise<void> {
    this.beingRead.add(set);
    for (const file of set.files) {
      if (!isOpen(file) && !this.disk.has(file)) this.disk.set(file, await this.readOne(file));
      step?.();
    }
    this.beingRead.delete(set);
  }

  unread({ files }: LoadedSet, isOpen: (file: string) => boolean): number {
    return files.filter((file) => !isOpen(file) && !this.disk.has(file)).length;
  }

  /** The file as it is on disk, undefined where it is not there or was not read. */
  onDisk(file: string): ConfigFile | undefined {
    return this.disk.get(file)?.config;
  }

  /** Files changed on disk: these, or we do not know which. What did not change keeps its object. */
  async filesChanged(files: readonly string[] | undefined): Promise<void> {
    for (const file of files ?? [...this.disk.keys()]) if (this.disk.has(file)) this.disk.set(file, await this.readOne(file));
  }

  /** What starts HAProxy may have changed; with `now` it has. */
  lookAgain(now: boolean): void {
    for (const [base, { at, sets }] of this.found)
      if (now || Date.now() - at > leastBetween) this.found.set(base, { key: "", at: 0, sets });
  }

  /** Lets go of the texts of sets of which no document is open. */
  keep(sets: ReadonlySet<LoadedSet>): void {
    const kept = new Set([...sets, ...this.beingRead]);
    const needed = new Set([...kept].flatMap(({ files }) => files));
    for (const file of this.disk.keys()) if (!needed.has(file)) this.disk.delete(file);
    for (const { sets: all } of this.found.values()) void all.then((loaded) => forget(loaded.filter((set) => !kept.has(set))));
  }

  private async look(
    base: string,
    isWorkspace: boolean,
    stated: readonly StatedSet[],
    before: Promise<readonly LoadedSet[]> | undefined,
  ): Promise<readonly LoadedSet[]> {
    const last = (await before) ?? [];
    const known = new Map(last.map((set) => [keyOf(set), set]));
    const sets = stated.length > 0 ? await statedSets(base, stated) : isWorkspace ? await this.detect(base, last) : [];
    const unique = [...new Map(sets.map((set) => [set.files.join("\n"), set])).values()];
    this.tellOf(sets);
    return unique.filter(({ files }) => files.length > 0).map((set) => known.get(keyOf(set)) ?? { ...set, reading: emptyReading() });
  }

  private async detect(root: string, before: readonly ConfigurationSet[]): Promise<readonly ConfigurationSet[]> {
    const assumedBefore = new Set(before.flatMap(({ source, name }) => (source === "assumed" ? [name] : [])));
    const workspace = await lookInto(root);
    const said = await launchedSets(workspace);
    const taken = new Set(said.flatMap(({ files }) => files));
    const assumed: ConfigurationSet[] = [];
    for (const set of await possibleSets(workspace)) {
      if (set.files.some((file) => taken.has(file))) continue;
      const [main, ...parts] = await Promise.all(set.files.map((file) => this.readOne(file)));
      if (
        main !== undefined &&
        parts.every((one) => one !== undefined) &&
        belongTogether(
          main.config,
          parts.map(({ config }) => config),
          { wereTogether: assumedBefore.has(set.name) },
        )
      ) {
        assumed.push(set);
        for (const file of set.files) taken.add(file);
      }
    }
    return [...said, ...assumed];
  }

  /** The first set is in force for a file that several name. */
  private tellOf(sets: readonly ConfigurationSet[]): void {
    const owner = new Map<string, ConfigurationSet>();
    for (const set of sets) {
      if (set.source !== "setting")
        this.tell(l10n.t("read as one configuration ({0}): {1}", set.manifest ?? set.name, set.files.join(l10n.t(", "))), "info");
      for (const one of set.missing) this.tell(l10n.t('haproxySleuth.configurations: "{0}": no such file or folder: {1}', set.name, one));
      for (const file of set.files) {
        const first = owner.get(file);
        if (first === undefined) owner.set(file, set);
        else if (first.files.join("\n") !== set.files.join("\n"))
          this.tell(l10n.t('{0} is part of "{1}" and of "{2}": it is read as part of "{1}"', file, first.name, set.name));
      }
    }
  }

  private async readOne(file: string): Promise<OnDisk | undefined> {
    const facts = await stat(file).catch(() => undefined);
    const known = this.disk.get(file);
    const stamp = facts === undefined ? "" : `${facts.mtimeMs} ${facts.size}`;
    if (known?.stamp === stamp) return known;
    const text = await readSmallFile(file, largestConfig);
    return text === undefined ? undefined : { stamp, config: readConfig(pathToFileURL(file).href, text, known?.config) };
  }
}

function forget(sets: readonly LoadedSet[]): void {
  for (const { reading } of sets) Object.assign(reading, emptyReading());
}

function keyOf({ name, files, manifest }: ConfigurationSet): string {
  return JSON.stringify([name, manifest, files]);
}
