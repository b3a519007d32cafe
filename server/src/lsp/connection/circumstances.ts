/** What a connection knows of its client while it lasts: settings, trust, folders, and ways to tell the user. */
import * as l10n from "@vscode/l10n";
import type { Connection, WorkDoneProgressReporter } from "vscode-languageserver";
import { isInside } from "../../host/folders.ts";
import { pathOf } from "../documents/openDocument.ts";
import { Asker } from "./asker.ts";
import type { Client } from "./client.ts";
import { asRecord, readSettings, type Settings, sectionIn } from "./settings.ts";

/** What a connection knows of its client. */
export interface Circumstances {
  settingsFor(uri: string): Promise<Settings>;
  /** Path of the workspace folder that holds a document. */
  rootOf(uri: string): string | undefined;
  /** The user trusts the workspace. */
  trusted(): boolean;
  trust(): void;
  /** Takes settings that the client pushed. */
  settingsChanged(settings: unknown): void;
  /** Workspace folders came and went. */
  foldersChanged(added: readonly string[], removed: readonly string[]): void;
  /** Writes into the client's log, once for each text. */
  tell(text: string, how?: "info" | "warn"): void;
  /** Tells the user of reading that takes time; undefined where the client shows no progress. */
  progress(title: string, steps: number): Progress | undefined;
  /** Settings that came after we had gone on without them, or that changed without a word. */
  onLateSettings(listener: () => void): void;
  documentClosed(uri: string): void;
}

export interface Progress {
  step(): void;
  done(): void;
}

export function circumstancesOf(connection: Connection, client: Client): Circumstances {
  let { trusted } = client;
  let folders = client.folders;
  /** Settings that the client last pushed; what it answers when it is asked goes before. */
  let pushed = client.initialSettings;
  const toldBefore = new Set<string>();
  const tell: Circumstances["tell"] = (text, how = "warn") => {
    if (!toldBefore.has(text)) connection.console[how](text);
    toldBefore.add(text);
  };
  const asker = client.answersConfiguration ? new Asker(connection) : undefined;
  return {
    settingsFor: async (uri) => {
      const given = sectionIn(pushed);
      const [section, machine] = (await asker?.ask(uri)) ?? [];
      const settings = readSettings({ ...given, ...asRecord(section) }, { ...given, ...asRecord(machine) });
      for (const problem of settings.problems) tell(problem);
      return settings;
    },
    onLateSettings: (listener) => asker?.onLate(listener),
    documentClosed: (uri) => asker?.forget(uri),
    rootOf: (uri) => rootIn(folders, uri),
    trusted: () => trusted,
    trust: () => {
      trusted = true;
    },
    settingsChanged: (settings) => {
      if (settings !== null && settings !== undefined) pushed = settings;
      asker?.changed();
    },
    foldersChanged: (added, removed) => {
      folders = [...new Set([...folders.filter((folder) => !removed.includes(folder)), ...added])];
      asker?.changed();
    },
    tell,
    progress: (title, steps) => (client.showsProgress ? shownProgress(connection, title, steps) : undefined),
  };
}

/** The innermost workspace folder around a document. */
function rootIn(folders: readonly string[], uri: string): string | undefined {
  const file = pathOf(uri);
  if (file === undefined) return undefined;
  const roots = folders.map(pathOf).filter((root) => root !== undefined);
  return roots.filter((root) => isInside(root, file)).sort((a, b) => b.length - a.length)[0];
}

/** Reading goes on whether the client answers or not. */
function shownProgress(connection: Connection, title: string, steps: number): Progress {
  let done = 0;
  let shown = 0;
  let isOver = false;
  let reporter: WorkDoneProgressReporter | undefined;
  connection.window.createWorkDoneProgress().then(
    (created) => {
      reporter = created;
      reporter.begin(l10n.t("Reading the files of {0}", title), 0, undefined, false);
      if (isOver) reporter.done();
    },
    () => undefined,
  );
  return {
    step: () => {
      const percentage = Math.min(100, Math.floor((++done * 100) / steps));
      // every tenth part is enough
      if (percentage < shown + 10) return;
      shown = percentage;
      reporter?.report(percentage);
    },
    done: () => {
      isOver = true;
      reporter?.done();
    },
  };
}
