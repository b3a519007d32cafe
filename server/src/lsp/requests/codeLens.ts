/** Code lenses above lines of a document; references are counted when a lens comes into view. */
import type { CodeLens, CodeLensParams } from "vscode-languageserver";
import { lensesOf, resolvedLens } from "../answers/codeLens.ts";
import { guarded } from "../connection/guard.ts";
import { type Feature, onDocument } from "./request.ts";

export const codeLens: Feature = {
  capabilities: () => ({ codeLensProvider: { resolveProvider: true } }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onCodeLens(onDocument<CodeLensParams, CodeLens[]>(context, "codeLens", [], (open) => lensesOf(session, client, open)));
    connection.onCodeLensResolve((lens, token) => {
      const resolve = guarded<CodeLens, CodeLens>(connection, "codeLens/resolve", lens, (asked) => resolvedLens(session, client, asked));
      return resolve(lens, token);
    });
  },
};
