/** Which features the server has: the only place that knows the whole list. */
import {
  type Connection,
  type DidChangeWatchedFilesParams,
  type DidChangeWorkspaceFoldersParams,
  FileChangeType,
  type InitializeResult,
  type ServerCapabilities,
  TextDocumentSyncKind,
  type TextDocumentSyncOptions,
} from "vscode-languageserver";
import manifest from "../../../package.json" with { type: "json" };
import { isManifest } from "../host/launches.ts";
import type { Boundary } from "./connection/boundary.ts";
import type { Client } from "./connection/client.ts";
import { pathOf } from "./documents/openDocument.ts";
import { Publisher } from "./documents/publisher.ts";
import type { FileChanges, Session } from "./documents/session.ts";
import { Texts } from "./documents/texts.ts";
import { wireOwnRequests } from "./ownRequests.ts";
import { callHierarchy } from "./requests/callHierarchy.ts";
import { codeActions } from "./requests/codeActions.ts";
import { codeLens } from "./requests/codeLens.ts";
import { completion } from "./requests/completion.ts";
import { definition } from "./requests/definition.ts";
import { diagnostics } from "./requests/diagnostics.ts";
import { documentLinks } from "./requests/documentLinks.ts";
import { documentSymbols } from "./requests/documentSymbols.ts";
import { fileRenames } from "./requests/fileRenames.ts";
import { foldingRanges } from "./requests/foldingRanges.ts";
import { formatting } from "./requests/formatting.ts";
import { hover } from "./requests/hover.ts";
import { inlayHints } from "./requests/inlayHints.ts";
import { references } from "./requests/references.ts";
import { rename } from "./requests/rename.ts";
import type { Feature } from "./requests/request.ts";
import { selectionRanges } from "./requests/selectionRanges.ts";
import { semanticTokens } from "./requests/semanticTokens.ts";
import { signatureHelp } from "./requests/signatureHelp.ts";
import { trafficMap } from "./requests/trafficMap.ts";
import { validate } from "./requests/validate.ts";

const features: readonly Feature[] = [
  // one a line
  callHierarchy,
  codeActions,
  codeLens,
  completion,
  definition,
  diagnostics,
  documentLinks,
  documentSymbols,
  fileRenames,
  foldingRanges,
  formatting,
  hover,
  inlayHints,
  references,
  rename,
  selectionRanges,
  semanticTokens,
  signatureHelp,
  trafficMap,
  validate,
];

/** Answer to `initialize`: only what the client can use. */
export function capabilitiesFor(client: Client): InitializeResult {
  const sync: TextDocumentSyncOptions = { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } };
  const ofFeatures: ServerCapabilities = Object.assign({}, ...features.map((feature) => feature.capabilities(understood(feature, client))));
  return {
    capabilities: {
      positionEncoding: client.encoding,
      textDocumentSync: sync,
      ...withoutDeltas(ofFeatures, client),
      workspace: { ...ofFeatures.workspace, workspaceFolders: { supported: true, changeNotifications: true } },
    },
    serverInfo: { name: manifest.name, version: manifest.version },
  };
}

/** The client as a feature can take it: without what it announced where that makes no sense. */
function understood(feature: Feature, client: Client): Client {
  try {
    feature.capabilities(client);
    return client;
  } catch {
    return { ...client, announced: {} };
  }
}

/** Differences between lists of tokens cannot be counted anew. */
function withoutDeltas(capabilities: ServerCapabilities, { encoding }: Client): ServerCapabilities {
  const { semanticTokensProvider } = capabilities;
  if (encoding === "utf-16" || typeof semanticTokensProvider?.full !== "object") return capabilities;
  return { ...capabilities, semanticTokensProvider: { ...semanticTokensProvider, full: true } };
}

/** Connects a session to its connection, once `initialize` has been answered. */
export function wire(connection: Connection, session: Session, client: Client, boundary: Boundary): void {
  const publisher = new Publisher(connection, session, client);
  wireDocuments(connection, session, publisher, boundary);
  for (const feature of features) feature.wire({ connection, session, client: understood(feature, client), publisher });
  wireOwnRequests(connection, session, publisher);
}

/** Open documents follow the client's; texts are kept by vscode-languageserver-textdocument. */
function wireDocuments(connection: Connection, session: Session, publisher: Publisher, boundary: Boundary): void {
  const texts = new Texts(session);
  boundary.lines = texts;
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    session.update(texts.opened(uri, languageId, version ?? 0, text));
    publisher.changed(uri, "opened");
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = texts.changed(uri, version, contentChanges, boundary);
    if (document === undefined) return;
    session.update(document);
    publisher.changed(uri, "edited");
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => publisher.changed(uri, "saved"));
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    const document = session.documents.get(uri);
    texts.closed(uri);
    session.close(uri);
    publisher.closed(uri, document);
  });
  connection.onDidChangeWatchedFiles((params) => publisher.filesChanged(fileChangesOf(params)));
  connection.onNotification("workspace/didChangeWorkspaceFolders", ({ event }: DidChangeWorkspaceFoldersParams) => {
    session.circumstances.foldersChanged(
      event.added.map(({ uri }) => uri),
      event.removed.map(({ uri }) => uri),
    );
    publisher.filesChanged({ files: undefined, structure: true });
  });
}

function fileChangesOf({ changes }: DidChangeWatchedFilesParams): FileChanges {
  const files = changes.map(({ uri }) => pathOf(uri)).filter((file) => file !== undefined);
  return { files, structure: changes.some(({ type }) => type !== FileChangeType.Changed) || files.some(isManifest) };
}
