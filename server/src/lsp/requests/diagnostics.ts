/** Findings, for clients that pull them; to others the publisher pushes them. */
import {
  type Diagnostic,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
} from "vscode-languageserver/node";
import { diagnosticsOf } from "../diagnostics.ts";
import { type Feature, onDocument } from "./request.ts";

export const diagnostics: Feature = {
  capabilities: ({ pulls }) =>
    pulls ? { diagnosticProvider: { identifier: "haproxy-sleuth", interFileDependencies: true, workspaceDiagnostics: false } } : {},
  wire: (context) => {
    const { connection, session, client } = context;
    connection.languages.diagnostics.on(
      onDocument<DocumentDiagnosticParams, DocumentDiagnosticReport>(context, "diagnostic", report([]), (open) =>
        report(diagnosticsOf(session, client, open)),
      ),
    );
  },
};

function report(items: Diagnostic[]): DocumentDiagnosticReport {
  return { kind: DocumentDiagnosticReportKind.Full, items };
}
