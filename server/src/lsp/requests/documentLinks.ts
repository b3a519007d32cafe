/** Links to the files that a configuration names, as it says or as copies in the workspace, and from a log to upstream. */
import { pathToFileURL } from "node:url";
import type { DocumentLink, DocumentLinkParams } from "vscode-languageserver";
import { fileLinksIn } from "../../features/navigation/documentLinks.ts";
import { toRange } from "../answers/convert.ts";
import { linksOfLog } from "../answers/logAnswers.ts";
import { namedFile, placeOfName } from "../documents/namedFiles.ts";
import { type Feature, onDocument } from "./request.ts";

/** More files than these are linked as they are written, without a look at the disk. */
const mostLookedFor = 100;

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
        const names = [...new Set(links.map(({ path }) => path))];
        const found = await Promise.all(names.slice(0, mostLookedFor).map((path) => namedFile(session, open, model, path)));
        const places = new Map(names.map((path, i) => [path, found[i] ?? placeOfName(open, model, path)]));
        return links.flatMap((link) => {
          const file = places.get(link.path);
          return file === undefined ? [] : [{ range: toRange(link.line, link.span), target: pathToFileURL(file).href }];
        });
      }),
    );
  },
};
