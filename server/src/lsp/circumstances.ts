/** What a connection knows of its client while it lasts: settings, trust, folders, and ways to tell the user. */
import * as l10n from "@vscode/l10n";
import type { Connection } from "vscode-languageserver/node";
import type { Client } from "./client.ts";
import type { Circumstances, Progress } from "./releaseFinder.ts";
import { pathOf } from "./session.ts";
import { asRecord, readSettings, type Settings } from "./settings.ts";

export function circumstancesOf(connection: Connection, client: Client): Circumstances {
  let { trusted } = client;
  let folders = client.folders;
  /** Settings that the client last pushed; used where it cannot be asked. */
  let pushed = client.initialSettings;
  const toldBefore = new Set<string>();
  const tell = (problem: string) => {
    if (!toldBefore.has(problem)) connection.console.warn(problem);
    toldBefore.add(problem);
  };
  const told = (settings: Settings) => {
    settings.problems.forEach(tell);
    return settings;
  };
  const given = () => asRecord(pushed)["haproxySleuth"] ?? pushed;
  const ask = (scopeUri: string): Promise<unknown> =>
    connection.workspace.getConfiguration({ scopeUri, section: "haproxySleuth" }).catch(given);
  return {
    settingsFor: async (uri) => told(readSettings(client.answersConfiguration ? await ask(uri) : given())),
    rootOf: (uri) => rootIn(folders, uri),
    trusted: () => trusted,
    trust: () => {
      trusted = true;
    },
    settingsChanged: (settings) => {
      if (settings !== null && settings !== undefined) pushed = settings;
    },
    foldersChanged: (added, removed) => {
      folders = [...new Set([...folders.filter((folder) => !removed.includes(folder)), ...added])];
    },
    tell,
    progress: async (title, steps) => (client.showsProgress ? shownProgress(connection, title, steps) : undefined),
  };
}

/** The innermost workspace folder around a document. */
function rootIn(folders: readonly string[], uri: string): string | undefined {
  const around = folders.filter((folder) => uri === folder || uri.startsWith(folder.endsWith("/") ? folder : `${folder}/`));
  const [innermost] = around.sort((a, b) => b.length - a.length);
  return innermost === undefined ? undefined : pathOf(innermost);
}

async function shownProgress(connection: Connection, title: string, steps: number): Promise<Progress | undefined> {
  const reporter = await connection.window.createWorkDoneProgress().catch(() => undefined);
  if (reporter === undefined) return undefined;
  let done = 0;
  let shown = 0;
  reporter.begin(l10n.t("Reading the files of {0}", title), 0, undefined, false);
  return {
    step: () => {
      const percentage = Math.min(100, Math.floor((++done * 100) / steps));
      // every tenth part is enough
      if (percentage < shown + 10) return;
      shown = percentage;
      reporter.report(percentage);
    },
    done: () => reporter.done(),
  };
}
