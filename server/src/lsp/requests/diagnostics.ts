/** Findings, for clients that pull them; to others the publisher pushes them. */
import { createHash } from "node:crypto";
import {
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
} from "vscode-languageserver";
import { diagnosticsOf } from "../answers/diagnostics.ts";
import type { Client } from "../connection/client.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { type Feature, onDocument } from "./request.ts";

type Report = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

export const diagnostics: Feature = {
  capabilities: ({ pulls }) =>
    pulls ? { diagnosticProvider: { identifier: "haproxy-sleuth", interFileDependencies: true, workspaceDiagnostics: false } } : {},
  wire: (context) => {
    const { connection, session, client } = context;
    const nothing: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
    connection.languages.diagnostics.on(
      onDocument<DocumentDiagnosticParams, DocumentDiagnosticReport>(context, "diagnostic", nothing, (open, { previousResultId }) => {
        const report = reportOf(session, client, open, previousResultId);
        const related = client.takesRelated ? relatedReports(session, client, open) : {};
        return Object.keys(related).length === 0 ? report : { ...report, relatedDocuments: related };
      }),
    );
  },
};

/** `unchanged` where the client has these very findings already. */
function reportOf(session: Session, client: Client, open: OpenDocument, previous: string | undefined): Report {
  const items = diagnosticsOf(session, client, open);
  const hash = createHash("sha1").update(JSON.stringify(items));
  // other letters may move what such a client counts
  if (client.encoding !== "utf-16") for (const { text } of session.filesOf(open)) hash.update(text);
  const resultId = hash.digest("base64url");
  if (previous === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
  return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
}

/** Other open files of the same configuration: what they name may stand here. */
function relatedReports(session: Session, client: Client, open: OpenDocument): Record<string, Report> {
  return Object.fromEntries(session.siblingsOf(open).map((other) => [other.uri, reportOf(session, client, other, undefined)]));
}
