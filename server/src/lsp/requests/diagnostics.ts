/** Findings, for clients that pull them; to others the publisher pushes them. */
import {
  type Diagnostic,
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

/** What was last given of a document, under which name. */
interface Given {
  readonly id: string;
  readonly items: readonly Diagnostic[];
  /** Of all files, for clients that count columns in other units than we: other letters may move them. */
  readonly texts: readonly string[];
}
const lastGiven = new WeakMap<OpenDocument, Given>();
/** No report of another run of the server has the same name. */
const run = `${Date.now().toString(36)}${Math.random().toString(36).slice(1)}`;
let reports = 0;

/** `unchanged` where the client has these very findings already. */
function reportOf(session: Session, client: Client, open: OpenDocument, previous: string | undefined): Report {
  const items = diagnosticsOf(session, client, open);
  const texts = client.encoding === "utf-16" ? [] : session.filesOf(open).map(({ text }) => text);
  const last = lastGiven.get(open);
  const given = last !== undefined && isSame(last, items, texts) ? last : { id: `${run} ${++reports}`, items, texts };
  lastGiven.set(open, given);
  if (previous === given.id) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId: given.id };
  return { kind: DocumentDiagnosticReportKind.Full, resultId: given.id, items };
}

/** Nearly all diagnostics are the objects that they were. */
function isSame(given: Given, items: readonly Diagnostic[], texts: readonly string[]): boolean {
  if (items.length !== given.items.length || texts.length !== given.texts.length) return false;
  const sameItem = (item: Diagnostic, i: number) => item === given.items[i] || JSON.stringify(item) === JSON.stringify(given.items[i]);
  return texts.every((text, i) => text === given.texts[i]) && items.every(sameItem);
}

/** Other open files of the same configuration: what they name may stand here. */
function relatedReports(session: Session, client: Client, open: OpenDocument): Record<string, Report> {
  return Object.fromEntries(session.siblingsOf(open).map((other) => [other.uri, reportOf(session, client, other, undefined)]));
}
