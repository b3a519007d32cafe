/** Document symbols: the structure of a crash log. */
import { type DocumentSymbol, type DocumentSymbolParams, type SymbolInformation, SymbolKind } from "vscode-languageserver/node";
import { type LogSymbol, logOutline } from "../../features/log/outline.ts";
import type { LogText } from "../../incident/logText.ts";
import type { Client } from "../client.ts";
import { toRange } from "../convert.ts";
import type { OpenDocument, Session } from "../session.ts";
import { type Feature, onDocument } from "./request.ts";

type Symbols = DocumentSymbol[] | SymbolInformation[];

export const documentSymbols: Feature = {
  capabilities: () => ({ documentSymbolProvider: true }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onDocumentSymbol(
      onDocument<DocumentSymbolParams, Symbols>(context, "documentSymbol", [], (open) => symbolsOf(session, client, open)),
    );
  },
};

function symbolsOf(session: Session, client: Client, open: OpenDocument): Symbols {
  if (open.kind !== "log") return [];
  const log = session.logOf(open);
  const symbols = logOutline(log).map((one) => toSymbol(one, log));
  return client.nestsSymbols ? symbols : symbols.flatMap((one) => flat(one, open.uri, undefined));
}

const kinds = { incident: SymbolKind.Event, thread: SymbolKind.Namespace, frame: SymbolKind.Function } as const;

function toSymbol({ kind, name, detail, line, endLine, at, children }: LogSymbol, log: LogText): DocumentSymbol {
  return {
    name,
    detail,
    kind: kinds[kind],
    range: { start: { line, character: 0 }, end: { line: endLine, character: log.line(endLine).length } },
    selectionRange: toRange(at.line, at.span),
    children: children.map((one) => toSymbol(one, log)),
  };
}

function flat({ name, kind, range, children = [] }: DocumentSymbol, uri: string, container: string | undefined): SymbolInformation[] {
  const own = { name, kind, location: { uri, range }, ...(container !== undefined && { containerName: container }) };
  return [own, ...children.flatMap((one) => flat(one, uri, name))];
}
