/** Document links: from a crash log to HAProxy's source and issues. */
import type { DocumentLink, DocumentLinkParams } from "vscode-languageserver/node";
import { linksOfLog } from "../logAnswers.ts";
import { type Feature, onDocument } from "./request.ts";

export const documentLinks: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  wire: (context) => {
    const { connection, session } = context;
    connection.onDocumentLinks(
      onDocument<DocumentLinkParams, DocumentLink[]>(context, "documentLink", [], (open) =>
        open.kind === "log" ? linksOfLog(session, open) : [],
      ),
    );
  },
};
