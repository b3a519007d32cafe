/** Which features the server has: the only place that knows the whole list. */
import { type Connection, type InitializeResult, TextDocumentSyncKind } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import manifest from "../../../package.json" with { type: "json" };
import type { Client } from "./client.ts";
import { loadersOf } from "./luaDocuments.ts";
import { wireOwnRequests } from "./ownRequests.ts";
import { Publisher } from "./publisher.ts";
import { callHierarchy } from "./requests/callHierarchy.ts";
import { codeActions } from "./requests/codeActions.ts";
import { codeLens } from "./requests/codeLens.ts";
import { definition } from "./requests/definition.ts";
import { diagnostics } from "./requests/diagnostics.ts";
import { documentLinks } from "./requests/documentLinks.ts";
import { documentSymbols } from "./requests/documentSymbols.ts";
import { foldingRanges } from "./requests/foldingRanges.ts";
import { formatting } from "./requests/formatting.ts";
import { hover } from "./requests/hover.ts";
import { inlayHints } from "./requests/inlayHints.ts";
import { references } from "./requests/references.ts";
import { rename } from "./requests/rename.ts";
import type { Feature } from "./requests/request.ts";
import { selectionRanges } from "./requests/selectionRanges.ts";
import { semanticTokens } from "./requests/semanticTokens.ts";
import { trafficMap } from "./requests/trafficMap.ts";
import type { Session } from "./session.ts";

const features: readonly Feature[] = [
  // one a line
  callHierarchy,
  codeActions,
  codeLens,
  definition,
  diagnostics,
  documentLinks,
  documentSymbols,
  foldingRanges,
  formatting,
  hover,
  inlayHints,
  references,
  rename,
  selectionRanges,
  semanticTokens,
  trafficMap,
];

/** Answer to `initialize`: only what the client can use. */
export function capabilitiesFor(client: Client): InitializeResult {
  const sync = { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } };
  return {
    capabilities: {
      positionEncoding: "utf-16",
      textDocumentSync: sync,
      ...Object.assign({}, ...features.map((feature) => feature.capabilities(client))),
      workspace: { workspaceFolders: { supported: true, changeNotifications: false } },
    },
    serverInfo: { name: manifest.name, version: manifest.version },
  };
}

/** Connects a session to its connection, once `initialize` has been answered. */
export function wire(connection: Connection, session: Session, client: Client): void {
  const publisher = new Publisher(connection, session, client);
  wireDocuments(connection, session, publisher);
  for (const feature of features) feature.wire({ connection, session, client, publisher });
  wireOwnRequests(connection, session, publisher);
}

/** Open documents follow the client's; texts are kept by vscode-languageserver-textdocument. */
function wireDocuments(connection: Connection, session: Session, publisher: Publisher): void {
  const texts = new Map<string, TextDocument>();
  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    const document = TextDocument.create(uri, languageId, version, text);
    texts.set(uri, document);
    session.update(document);
    publisher.changed(uri, "opened");
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = texts.get(uri);
    if (document === undefined) return;
    session.update(TextDocument.update(document, contentChanges, version));
    publisher.changed(uri, "edited");
  });
  connection.onDidSaveTextDocument(({ textDocument: { uri } }) => publisher.changed(uri, "opened"));
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => {
    texts.delete(uri);
    const open = session.documents.get(uri);
    const loaders = open?.kind === "lua" ? loadersOf(session.documents, open) : [];
    session.documents.delete(uri);
    publisher.closed(uri, loaders);
  });
  connection.onDidChangeWatchedFiles(() => publisher.filesChanged());
}
