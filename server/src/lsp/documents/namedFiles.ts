/** Files that an open configuration names: certificates, maps, pages of errors, scripts. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Origin, originOf } from "../../features/navigation/documentLinks.ts";
import { entriesOf, type NamingMap } from "../../features/navigation/mapEntries.ts";
import { readSmallFile } from "../../host/files.ts";
import type { Model } from "../../model/model.ts";
import type { Place } from "../../syntax/span.ts";
import type { OpenDocument } from "./openDocument.ts";
import type { Session } from "./session.ts";

/** The configuration that names a file, open or not. */
export type Naming = Pick<OpenDocument, "uri" | "path">;

/** The path on this machine, or of its copy in the workspace; undefined where it is not here. */
export async function namedFile(session: Session, open: Naming, model: Model, name: string, orFolder = false): Promise<string | undefined> {
  const folder = folderFor(originOf(model), open.path);
  if (folder === undefined) return undefined;
  return session.namedFiles.find(name, { folder, root: session.circumstances.rootOf(open.uri), orFolder });
}

/** The path as the configuration has it, whether or not something is there. */
export function placeOfName(open: Naming, model: Model, name: string): string | undefined {
  const folder = folderFor(originOf(model), open.path);
  return folder === undefined ? (path.isAbsolute(name) ? name : undefined) : path.resolve(folder, name);
}

/** Where HAProxy is started from nobody knows here: then the configuration's own folder is the best guess. */
export function folderFor(origin: Origin, config: string | undefined): string | undefined {
  if (origin.kind === "origin" && path.isAbsolute(origin.path)) return origin.path;
  if (config === undefined) return undefined;
  const folder = path.dirname(config);
  if (origin.kind === "origin") return path.join(folder, origin.path);
  return origin.kind === "parent" ? path.dirname(folder) : folder;
}

/** Lines of maps that name a backend, as they are on disk. */
export async function placesInMaps(
  session: Session,
  open: OpenDocument,
  model: Model,
  maps: readonly NamingMap[],
): Promise<readonly Place[]> {
  const places = await Promise.all(
    maps.map(async (map): Promise<readonly Place[]> => {
      const file = await namedFile(session, open, model, map.path);
      const text = file === undefined ? undefined : await readSmallFile(file);
      if (file === undefined || text === undefined) return [];
      return entriesOf(text, map.value).map((at) => ({ uri: pathToFileURL(file).href, ...at }));
    }),
  );
  return places.flat();
}
