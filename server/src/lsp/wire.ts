/** Which request goes to which handler: the only place that knows the whole list. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type Connection,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type Hover,
  type HoverParams,
  type InitializeResult,
  MarkupKind,
  type SemanticTokens,
  TextDocumentSyncKind,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import manifest from "../../../package.json" with { type: "json" };
import { configActions, logActions, luaLimitAction } from "../features/codeActions.ts";
import { configHover } from "../features/hover.ts";
import { logHover } from "../features/logHover.ts";
import { logTokens, tokenTypes } from "../features/semanticTokens.ts";
import type { Advisory } from "../knowledge/knowledge.ts";
import type { Client } from "./client.ts";
import { lensesOf } from "./codeLens.ts";
import { toCodeAction, toRange, toSemanticTokens } from "./convert.ts";
import { diagnosticOf, diagnosticsOf } from "./diagnostics.ts";
import { guarded } from "./guard.ts";
import { wireOwnRequests } from "./ownRequests.ts";
import { Publisher } from "./publisher.ts";
import type { OpenDocument, Session } from "./session.ts";

/** Answer to `initialize`: only what the client can use. */
export function capabilitiesFor(client: Client): InitializeResult {
  return {
    capabilities: {
      positionEncoding: "utf-16",
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor] },
      codeLensProvider: { resolveProvider: false },
      semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] }, full: true },
      ...(client.pulls && {
        diagnosticProvider: { identifier: "haproxy-sleuth", interFileDependencies: true, workspaceDiagnostics: false },
      }),
      workspace: { workspaceFolders: { supported: true, changeNotifications: false } },
    },
    serverInfo: { name: manifest.name, version: manifest.version },
  };
}

/** Connects a session to its connection, once `initialize` has been answered. */
export function wire(connection: Connection, session: Session, client: Client): void {
  const publisher = new Publisher(connection, session, client);
  wireDocuments(connection, session, publisher);
  const documentOf = (uri: string) => session.documents.get(uri);
  connection.onHover(
    guarded<HoverParams, Hover | null>(connection, "hover", null, async ({ textDocument, position }) => {
      const open = documentOf(textDocument.uri);
      await publisher.settled(textDocument.uri);
      return open === undefined ? null : hoverAt(session, client, open, position.line, position.character);
    }),
  );
  connection.onCodeAction(
    guarded(connection, "codeAction", [] as CodeAction[], async ({ textDocument, range }) => {
      const open = documentOf(textDocument.uri);
      await publisher.settled(textDocument.uri);
      return open === undefined ? [] : actionsAt(session, client, open, range.start.line, range.end.line);
    }),
  );
  wireLenses(connection, session, client, publisher);
  connection.languages.semanticTokens.on(
    guarded(connection, "semanticTokens", { data: [] } as SemanticTokens, ({ textDocument }) => {
      const open = documentOf(textDocument.uri);
      return toSemanticTokens(open === undefined ? [] : logTokens(session.diagnosesOf(open).map(({ incident }) => incident)));
    }),
  );
  connection.languages.diagnostics.on(
    guarded<DocumentDiagnosticParams, DocumentDiagnosticReport>(
      connection,
      "diagnostic",
      { kind: DocumentDiagnosticReportKind.Full, items: [] },
      async ({ textDocument }) => {
        await publisher.settled(textDocument.uri);
        const open = documentOf(textDocument.uri);
        return { kind: DocumentDiagnosticReportKind.Full, items: open === undefined ? [] : diagnosticsOf(session, client, open) };
      },
    ),
  );
  wireOwnRequests(connection, session, publisher);
}

function wireLenses(connection: Connection, session: Session, client: Client, publisher: Publisher): void {
  connection.onCodeLens(
    guarded(connection, "codeLens", [] as CodeLens[], async ({ textDocument }) => {
      const open = session.documents.get(textDocument.uri);
      await publisher.settled(textDocument.uri);
      return open === undefined ? [] : lensesOf(session, client, open);
    }),
  );
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
    session.documents.delete(uri);
    publisher.closed(uri);
  });
  connection.onDidChangeWatchedFiles(() => publisher.filesChanged());
}

function hoverAt(session: Session, client: Client, open: OpenDocument, line: number, column: number): Hover | null {
  const link = (advisory: Advisory) => client.explainLink(advisory.id, open.uri) ?? advisory.issueUrl;
  const model = session.modelOf(open);
  const note =
    model !== undefined && open.config !== undefined
      ? configHover(model, open.config, line, column, { release: open.release.release, link })
      : logHover(session.diagnosesOf(open), line, column, link);
  return note === undefined ? null : { contents: { kind: MarkupKind.Markdown, value: note.markdown }, range: toRange(line, note.span) };
}

function actionsAt(session: Session, client: Client, open: OpenDocument, from: number, to: number): CodeAction[] {
  const findings = session.findingsOf(open).filter(({ line }) => from <= line && line <= to);
  const model = session.modelOf(open);
  const actions =
    model !== undefined && open.config !== undefined
      ? [...configActions(open.config, findings), luaLimitAction(model, open.uri, from, open.release.release)]
      : logActions(open.uri, findings, session.diagnosesOf(open));
  return actions
    .filter((action) => action !== undefined)
    .map((action) => toCodeAction(action, open.uri, (finding) => diagnosticOf(client, finding), client.commands))
    .filter((action) => action !== undefined);
}
