/** Code lenses above lines of a document. */
import type { CodeLens, CodeLensParams } from "vscode-languageserver/node";
import { lensesOf } from "../codeLens.ts";
import { type Feature, onDocument } from "./request.ts";

export const codeLens: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: false } }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onCodeLens(onDocument<CodeLensParams, CodeLens[]>(context, "codeLens", [], (open) => lensesOf(session, client, open)));
  },
};
