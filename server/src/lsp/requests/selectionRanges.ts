/** What an editor selects when the user widens the selection, step by step. */
import type { Position, SelectionRange, SelectionRangeParams } from "vscode-languageserver";
import { type Stretch, stretchesAround } from "../../features/structure/selection.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import { type Feature, onDocument } from "./request.ts";

export const selectionRanges: Feature = {
  capabilities: () => ({ selectionRangeProvider: true }),
  wire: (context) => {
    context.connection.onSelectionRanges(
      onDocument<SelectionRangeParams, SelectionRange[] | null>(context, "selectionRange", null, (open, { positions }) =>
        open.config === undefined ? null : positions.map((position) => rangesAround(open, position)),
      ),
    );
  },
};

function rangesAround({ config, release }: OpenDocument, position: Position): SelectionRange {
  const found = config === undefined ? [] : stretchesAround(config, position.line, position.character, release.release?.branch);
  // from the file inwards, because each names the one around it; a place outside of the file has itself only
  const outermost = found.at(-1);
  if (outermost === undefined) return { range: { start: position, end: position } };
  return found
    .slice(0, -1)
    .reduceRight<SelectionRange>((parent, stretch) => ({ range: toRange(stretch), parent }), { range: toRange(outermost) });
}

function toRange({ from, start, to, end }: Stretch) {
  return { start: { line: from, character: start }, end: { line: to, character: end } };
}
