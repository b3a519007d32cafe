/** Renaming, and whether it is possible; what is not is refused with its reason. */
import { fileURLToPath } from "node:url";
import * as l10n from "@vscode/l10n";
import {
  type AnnotatedTextEdit,
  LSPErrorCodes,
  type Position,
  type PrepareRenameParams,
  type PrepareRenameResult,
  type RenameParams,
  ResponseError,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import { mapsNaming, type NamingMap, valueFor } from "../../features/navigation/mapEntries.ts";
import { placesInScripts } from "../../features/navigation/references.ts";
import { type Refusal, type Renaming, renameableAt, renamingAt } from "../../features/navigation/rename.ts";
import { isInside } from "../../host/folders.ts";
import { lineInWords } from "../../lints/place.ts";
import type { Model } from "../../model/model.ts";
import type { Place } from "../../syntax/span.ts";
import { toRange } from "../answers/convert.ts";
import type { Client } from "../connection/client.ts";
import { namedFile, placesInMaps } from "../documents/namedFiles.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { type Feature, onDocument } from "./request.ts";

export const rename: Feature = {
  capabilities: (client) => ({ renameProvider: client.preparesRename ? { prepareProvider: true } : true }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onPrepareRename(
      onDocument<PrepareRenameParams, PrepareRenameResult | null>(context, "prepareRename", null, (open, { position }) => {
        const model = session.modelOf(open);
        if (model === undefined || open.config === undefined) return null;
        const found = allowed(renameableAt(model, open.config, position.line, position.character, open.release.release?.branch));
        return found === undefined ? null : { range: toRange(position.line, found.span), placeholder: found.name };
      }),
    );
    connection.onRenameRequest(
      onDocument<RenameParams, WorkspaceEdit | null>(context, "rename", null, async (open, { position, newName }) => {
        const model = session.modelOf(open);
        if (model === undefined || open.config === undefined) return null;
        const branch = open.release.release?.branch;
        const found = allowed(renamingAt(model, open.config, position.line, position.character, newName, branch));
        if (found?.doubt === undefined) return found === undefined ? null : editOf(session, client, found, newName);
        const maps = mapsNaming(model, open.config, position.line, position.character, branch);
        const inMaps = await entriesFor(session, open, model, maps, newName);
        const left = inMaps.filter(({ text }) => text === undefined);
        const elsewhere = [...inMaps, ...placesInLua(session, open, model, position, newName)];
        return editOf(session, client, { ...found, doubt: withPlaces(found.doubt, left) }, newName, elsewhere);
      }),
    );
  },
};

function allowed<T extends object>(found: T | Refusal | undefined): T | undefined {
  if (found !== undefined && "refused" in found) throw new ResponseError(LSPErrorCodes.RequestFailed, found.refused);
  return found;
}

/** A place outside of the configuration. */
interface OtherPlace extends Place {
  /** What stands there from now on; undefined where that is for a person to find. */
  readonly text: string | undefined;
}

/** Where scripts of the workspace name a variable. */
function placesInLua(session: Session, open: OpenDocument, model: Model, { line, character }: Position, newName: string): OtherPlace[] {
  const root = session.circumstances.rootOf(open.uri);
  const options = { branch: open.release.release?.branch, declarations: true };
  const places = open.config === undefined ? [] : placesInScripts(model, open.config, line, character, options);
  const isOurs = ({ uri }: Place) => root !== undefined && uri.startsWith("file:") && isInside(root, fileURLToPath(uri));
  return places.filter(isOurs).map((place) => ({ ...place, text: newName }));
}

/** Entries of maps that give the old name. Those of the workspace change with it; others may be somebody else's. */
async function entriesFor(
  session: Session,
  open: OpenDocument,
  model: Model,
  maps: readonly NamingMap[],
  newName: string,
): Promise<readonly OtherPlace[]> {
  const root = session.circumstances.rootOf(open.uri);
  const all = await Promise.all(
    maps.map(async (map): Promise<readonly OtherPlace[]> => {
      const file = await namedFile(session, open, model, map.path);
      const isOurs = file !== undefined && root !== undefined && isInside(root, file);
      const text = isOurs ? valueFor(map, newName) : undefined;
      return (await placesInMaps(session, open, model, [map])).map((place) => ({ ...place, text }));
    }),
  );
  return all.flat();
}

function withPlaces(doubt: string, places: readonly Place[]): string {
  const [first] = places;
  if (first === undefined) return doubt;
  const where = lineInWords(first, "");
  const told = places.length === 1 ? l10n.t("It stands in {0}", where) : l10n.t("It stands in {0}, and {1} more", where, places.length - 1);
  return l10n.t("{0}. {1}", doubt, told);
}

const doubtful = "unseen-uses";

function editOf(
  session: Session,
  client: Client,
  { places, doubt }: Renaming,
  newText: string,
  elsewhere: readonly OtherPlace[] = [],
): WorkspaceEdit {
  const edits = new Map<string, TextEdit[]>();
  const asks = doubt !== undefined && client.annotatesEdits && client.editsVersions;
  for (const { uri, line, span, text } of [...places.map((place) => ({ ...place, text: newText })), ...elsewhere]) {
    if (text === undefined) continue;
    const edit: TextEdit | AnnotatedTextEdit = { range: toRange(line, span), newText: text, ...(asks && { annotationId: doubtful }) };
    edits.set(uri, [...(edits.get(uri) ?? []), edit]);
  }
  if (!client.editsVersions) return { changes: Object.fromEntries(edits) };
  const documentChanges = [...edits].map(([uri, list]): TextDocumentEdit => {
    return { textDocument: { uri, version: session.documents.get(uri)?.version ?? null }, edits: list };
  });
  if (!asks) return { documentChanges };
  const label = l10n.t("Not all uses can be seen");
  return { documentChanges, changeAnnotations: { [doubtful]: { label, description: doubt, needsConfirmation: true } } };
}
