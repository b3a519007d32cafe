/** Links to the files that a configuration names, as it says or as copies in the workspace, and from a log to upstream. */
import { pathToFileURL } from "node:url";
import type { DocumentLink, DocumentLinkParams } from "vscode-languageserver";
import { fileLinksIn } from "../../features/navigation/documentLinks.ts";
import { toRange } from "../answers/convert.ts";
import { linksOfLog } from "../answers/logAnswers.ts";
import { namedFile } from "../documents/namedFiles.ts";
import { type Feature, onDocument } from "./request.ts";

export const documentLinks: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  wire: (context) => {
    const { connection, session } = context;
    connection.onDocumentLinks(
      onDocument<DocumentLinkParams, DocumentLink[] | null>(context, "documentLink", null, async (open) => {
        if (open.kind === "log") return linksOfLog(session, open);
        const model = session.modelOf(open);
        if (model === undefined || open.config === undefined) return null;
        const links = fileLinksIn(model, open.config, open.release.release?.branch);
        // one that many lines name is looked for once
        const files = new Map(
          [...new Set(links.map(({ path }) => path))].map((path) => [path, namedFile(session, open, model, path, true)]),
        );
        const found = await Promise.all(links.map(({ path }) => files.get(path)));
        return links.flatMap((link, i) => {
          const file = found[i];
          return file === undefined ? [] : [{ range: toRange(link.line, link.span), target: pathToFileURL(file).href }];
        });
      }),
    );
  },
};
