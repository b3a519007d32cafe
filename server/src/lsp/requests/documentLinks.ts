/** Links to the files that a configuration names (the disk is not asked whether they are there), and from a log to upstream. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { DocumentLink, DocumentLinkParams } from "vscode-languageserver";
import { fileLinksIn, type Origin, originOf } from "../../features/navigation/documentLinks.ts";
import { toRange } from "../answers/convert.ts";
import { linksOfLog } from "../answers/logAnswers.ts";
import { type Feature, onDocument } from "./request.ts";

export const documentLinks: Feature = {
  capabilities: () => ({ documentLinkProvider: { resolveProvider: false } }),
  wire: (context) => {
    const { connection, session } = context;
    connection.onDocumentLinks(
      onDocument<DocumentLinkParams, DocumentLink[] | null>(context, "documentLink", null, (open) => {
        if (open.kind === "log") return linksOfLog(session, open);
        const model = session.modelOf(open);
        if (model === undefined || open.config === undefined) return null;
        const folder = folderFor(originOf(model), open.path);
        return fileLinksIn(model, open.config, open.release.release?.branch).flatMap((link) => {
          const file = path.isAbsolute(link.path) ? link.path : folder && path.join(folder, link.path);
          return file === undefined ? [] : [{ range: toRange(link.line, link.span), target: pathToFileURL(file).href }];
        });
      }),
    );
  },
};

/** Where HAProxy is started from nobody knows here: then the configuration's own folder is the best guess. */
function folderFor(origin: Origin, config: string | undefined): string | undefined {
  if (origin.kind === "origin" && path.isAbsolute(origin.path)) return origin.path;
  if (config === undefined) return undefined;
  const folder = path.dirname(config);
  if (origin.kind === "origin") return path.join(folder, origin.path);
  return origin.kind === "parent" ? path.dirname(folder) : folder;
}
