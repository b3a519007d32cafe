/** Formatting: the whole document, a range, and while somebody types. */
import type {
  DocumentFormattingParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  FormattingOptions,
  TextEdit,
} from "vscode-languageserver";
import { formatDocument, formatRange } from "../../features/format/format.ts";
import { formatOnType, typedCharacters } from "../../features/format/onType.ts";
import { type FormatOptions, layoutOf } from "../../features/format/options.ts";
import type { TextChange } from "../../features/textChange.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import { toTextEdit } from "../answers/convert.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import { type Feature, onDocument } from "./request.ts";

export const formatting: Feature = {
  capabilities: () => ({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: typedCharacters[0], moreTriggerCharacter: typedCharacters.slice(1) },
  }),
  wire: (context) => {
    const { connection } = context;
    connection.onDocumentFormatting(
      onDocument<DocumentFormattingParams, TextEdit[] | null>(context, "formatting", null, (open, { options }) =>
        editsOf(open, options, formatDocument),
      ),
    );
    connection.onDocumentRangeFormatting(
      onDocument<DocumentRangeFormattingParams, TextEdit[] | null>(context, "rangeFormatting", null, (open, { options, range }) => {
        const { start, end } = range;
        // a selection that ends at the start of a line leaves that line out
        const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
        return editsOf(open, options, (file, layout) => formatRange(file, start.line, last, layout));
      }),
    );
    connection.onDocumentOnTypeFormatting(
      onDocument<DocumentOnTypeFormattingParams, TextEdit[] | null>(context, "onTypeFormatting", null, (open, params) => {
        const { line, character } = params.position;
        return editsOf(open, params.options, (file, layout) => formatOnType(file, line, character, params.ch, layout));
      }),
    );
  },
};

/** Null for a document that is no configuration. */
function editsOf(
  { config, settings }: OpenDocument,
  asked: FormattingOptions,
  changes: (file: ConfigFile, layout: FormatOptions) => readonly TextChange[],
): TextEdit[] | null {
  return config === undefined ? null : changes(config, layoutOf(asked, settings.alignColumns)).map(toTextEdit);
}
