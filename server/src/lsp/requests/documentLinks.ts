/** Document links: from a crash log to HAProxy's source and issues. */
import type { DocumentLink, DocumentLinkParams } from "vscode-languageserver/node";
import { logLinks } from "../../features/log/links.ts";
import { toRange } from "../convert.ts";
import type { OpenDocument, Session } from "../session.ts";
import { type Feature, onDocument } from "./request.ts";

export const documentLinks: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  wire: (context) => {
    const { connection, session } = context;
    connection.onDocumentLinks(
      onDocument<DocumentLinkParams, DocumentLink[]>(context, "documentLink", [], (open) => linksOf(session, open)),
    );
  },
};

function linksOf(session: Session, open: OpenDocument): DocumentLink[] {
  if (open.kind !== "log") return [];
  const links = logLinks(session.logOf(open), (line) => session.releaseAt(open, line));
  return links.map(({ line, span, target }) => ({ range: toRange(line, span), target }));
}
