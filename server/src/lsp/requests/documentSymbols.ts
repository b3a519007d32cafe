/** Document symbols: the structure of a crash log. */
import type { DocumentSymbol, DocumentSymbolParams, SymbolInformation } from "vscode-languageserver/node";
import { symbolsOfLog } from "../logAnswers.ts";
import { type Feature, onDocument } from "./request.ts";

export const documentSymbols: Feature = {
  capabilities: () => ({ documentSymbolProvider: true }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onDocumentSymbol(
      onDocument<DocumentSymbolParams, DocumentSymbol[] | SymbolInformation[]>(context, "documentSymbol", [], (open) =>
        open.kind === "log" ? symbolsOfLog(session, client, open) : [],
      ),
    );
  },
};
