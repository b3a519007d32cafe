/** All places of a name: in the configuration, in the document, and those that change while one of them is typed. */
import {
  type DocumentHighlight,
  DocumentHighlightKind,
  type DocumentHighlightParams,
  type LinkedEditingRangeParams,
  type LinkedEditingRanges,
  type Location,
  type ReferenceParams,
} from "vscode-languageserver";
import { mapsNaming } from "../../features/navigation/mapEntries.ts";
import { highlightsAt, linkedPlacesAt, placesInScripts, referencesAt } from "../../features/navigation/references.ts";
import { toRange } from "../answers/convert.ts";
import { placesInMaps } from "../documents/namedFiles.ts";
import { type Feature, onDocument } from "./request.ts";

/** What a name is made of. */
const wordPattern = "[\\w.:-]+";

export const references: Feature = {
  capabilities: () => ({ referencesProvider: true, documentHighlightProvider: true, linkedEditingRangeProvider: true }),
  wire: (context) => {
    const { connection, session } = context;
    connection.onReferences(
      onDocument<ReferenceParams, Location[] | null>(
        context,
        "references",
        null,
        async (open, { position, context: { includeDeclaration } }) => {
          const model = session.modelOf(open);
          if (model === undefined || open.config === undefined) return null;
          const options = { branch: open.release.release?.branch, declarations: includeDeclaration };
          const places = referencesAt(model, open.config, position.line, position.character, options);
          if (places === undefined) return null;
          const inScripts = placesInScripts(model, open.config, position.line, position.character, options);
          const maps = mapsNaming(model, open.config, position.line, position.character, options.branch);
          const inMaps = await placesInMaps(session, open, model, maps);
          return [...inScripts, ...places, ...inMaps].map(({ uri, line, span }) => ({ uri, range: toRange(line, span) }));
        },
      ),
    );
    connection.onDocumentHighlight(
      onDocument<DocumentHighlightParams, DocumentHighlight[] | null>(context, "documentHighlight", null, (open, { position }) => {
        const model = session.modelOf(open);
        if (model === undefined || open.config === undefined) return null;
        const found = highlightsAt(model, open.config, position.line, position.character, open.release.release?.branch);
        const kindOf = (writes: boolean) => (writes ? DocumentHighlightKind.Write : DocumentHighlightKind.Read);
        return found?.map(({ line, span, writes }) => ({ range: toRange(line, span), kind: kindOf(writes) })) ?? null;
      }),
    );
    connection.languages.onLinkedEditingRange(
      onDocument<LinkedEditingRangeParams, LinkedEditingRanges | null>(context, "linkedEditingRange", null, (open, { position }) => {
        const model = session.modelOf(open);
        if (model === undefined || open.config === undefined) return null;
        const places = linkedPlacesAt(model, open.config, position.line, position.character, open.release.release?.branch);
        return places === undefined ? null : { ranges: places.map(({ line, span }) => toRange(line, span)), wordPattern };
      }),
    );
  },
};
