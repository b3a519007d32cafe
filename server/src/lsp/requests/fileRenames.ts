/** Files that a configuration names are renamed in the editor: the configuration names them by their new paths. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { CancellationToken, RenameFilesParams, ServerCapabilities, WorkspaceEdit } from "vscode-languageserver";
import { originOf, type WrittenPath, writtenPathsIn } from "../../features/navigation/documentLinks.ts";
import { pathEdit } from "../../features/navigation/pathEdits.ts";
import type { TextChange } from "../../features/textChange.ts";
import { readSmallFile } from "../../host/files.ts";
import { filesBelow } from "../../host/folders.ts";
import { nameAfter, placeAfter, type Renamed } from "../../host/renamedPaths.ts";
import { type Model, modelOf } from "../../model/model.ts";
import { type ConfigFile, readConfig } from "../../syntax/config.ts";
import { looksLikeConfig } from "../../syntax/recogniseConfig.ts";
import { toWorkspaceEdit } from "../answers/convert.ts";
import { guarded } from "../connection/guard.ts";
import { folderFor, type Naming, namedFile } from "../documents/namedFiles.ts";
import { pathOf } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import type { Feature } from "./request.ts";

/** Configurations that no editor has open, of one workspace folder. */
const mostConfigs = 200;

export const fileRenames: Feature = {
  capabilities: ({ announced }): ServerCapabilities => {
    if (announced.workspace?.fileOperations?.willRename !== true) return {};
    const filters = [{ scheme: "file", pattern: { glob: "**/*" } }];
    return { workspace: { fileOperations: { willRename: { filters } } } };
  },
  wire: ({ connection, session, client, publisher }) => {
    const handler = async ({ files }: RenameFilesParams, token: CancellationToken): Promise<WorkspaceEdit | null> => {
      const renamed = files.flatMap(({ oldUri, newUri }): Renamed[] => {
        const [before, after] = [pathOf(oldUri), pathOf(newUri)];
        return before === undefined || after === undefined || before === after ? [] : [{ before, after }];
      });
      if (renamed.length === 0) return null;
      await Promise.all([...session.documents.keys()].map((uri) => publisher.settled(uri)));
      const changes: TextChange[] = [];
      for (const one of await configurationsFor(session, renamed)) {
        if (token.isCancellationRequested) return null;
        changes.push(...(await changesIn(session, one, renamed)));
      }
      // files go by other names from now on
      session.namedFiles.forget();
      return changes.length === 0
        ? null
        : toWorkspaceEdit(changes, client.editsVersions, (uri) => session.documents.get(uri)?.version ?? null);
    };
    connection.workspace.onWillRenameFiles(guarded(connection, "willRenameFiles", null, handler));
  },
};

interface Configuration extends Naming {
  readonly path: string;
  readonly config: ConfigFile;
  readonly model: Model;
  readonly branch: string | undefined;
}

/** Those that are open with the other files of theirs, and what lies around the renamed files. */
async function configurationsFor(session: Session, renamed: readonly Renamed[]): Promise<readonly Configuration[]> {
  const found = new Map<string, Configuration>();
  const rest = new Map<string, Configuration>();
  for (const open of session.documents.values()) {
    const model = session.modelOf(open);
    const branch = open.release.release?.branch;
    if (model === undefined || open.config === undefined || open.path === undefined) continue;
    found.set(open.path, { uri: open.uri, path: open.path, config: open.config, model, branch });
    for (const config of session.filesOf(open)) {
      const place = pathOf(config.uri);
      if (place !== undefined) rest.set(place, { uri: config.uri, path: place, config, model, branch });
    }
  }
  const known = new Map([...rest, ...found]);
  const roots = new Set(renamed.map(({ before }) => session.circumstances.rootOf(pathToFileURL(before).href)));
  for (const root of roots) {
    if (root === undefined) continue;
    const files = await filesBelow(root, (name) => name.endsWith(".cfg"), mostConfigs);
    for (const file of files) if (!known.has(file)) for (const one of await closedConfiguration(file)) known.set(file, one);
  }
  return [...known.values()];
}

async function closedConfiguration(file: string): Promise<readonly Configuration[]> {
  const text = await readSmallFile(file);
  if (text === undefined || !looksLikeConfig(text)) return [];
  const uri = pathToFileURL(file).href;
  const config = readConfig(uri, text);
  return [{ uri, path: file, config, model: modelOf([config]), branch: undefined }];
}

async function changesIn(session: Session, open: Configuration, renamed: readonly Renamed[]): Promise<readonly TextChange[]> {
  const { model, config, branch } = open;
  const origin = originOf(model);
  const own = placeAfter(open.path, renamed);
  // without default-path nobody knows where HAProxy starts: the folder is as good a guess as before, as long as it is there
  const folder = placeAfter(path.dirname(open.path), renamed);
  const start = folderFor(origin, open.path);
  const startAfter = folderFor(origin, origin.kind === "current" ? path.join(folder, path.basename(own)) : own);
  if (start === undefined || startAfter === undefined) return [];
  const places = { start, startAfter, root: session.circumstances.rootOf(open.uri) };
  const names = new Set(renamed.map(({ before }) => path.basename(before)));
  const changes: TextChange[] = [];
  for (const at of writtenPathsIn(model, config, branch)) {
    if (start === startAfter && !at.path.split("/").some((part) => names.has(part))) continue;
    const from = await namedFile(session, open, model, at.path, true);
    if (from === undefined) continue;
    if (baseMoves(at, from, renamed)) continue;
    const name = nameAfter(at.path, { from, to: placeAfter(from, renamed), ...places });
    const change = name === undefined ? undefined : pathEdit(config, at, name);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

/** A folder that stands in front of a path is named by its own line. */
function baseMoves({ written, base }: WrittenPath, place: string, renamed: readonly Renamed[]): boolean {
  if (base === undefined) return false;
  const parts = written.split("/").filter((part) => part !== "" && part !== ".");
  const folder = path.resolve(place, ...parts.map(() => ".."));
  return placeAfter(folder, renamed) !== folder;
}
