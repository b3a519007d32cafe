/** Hints between the words: units, what a proxy inherits, and decoded values of crash logs. */
import { type InlayHint, InlayHintKind, type InlayHintParams, TextEdit } from "vscode-languageserver";
import { type Hint, hintsIn } from "../../features/navigation/inlayHints.ts";
import { hintsOfLog } from "../answers/logAnswers.ts";
import { type Feature, onDocument } from "./request.ts";

export const inlayHints: Feature = {
  capabilities: () => ({ inlayHintProvider: { resolveProvider: false } }),
  wire: (context) => {
    const { connection, session } = context;
    connection.languages.inlayHint.on(
      onDocument<InlayHintParams, InlayHint[] | null>(context, "inlayHint", null, (open, { range }) => {
        if (open.kind === "log") return hintsOfLog(session, open, range);
        const model = session.modelOf(open);
        if (model === undefined || open.config === undefined) return null;
        const options = { branch: open.release.release?.branch, ...open.settings.inlayHints };
        return hintsIn(model, open.config, range.start.line, range.end.line, options).map(toInlayHint);
      }),
    );
  },
};

function toInlayHint({ line, column, label, tooltip, insertable }: Hint): InlayHint {
  const position = { line, character: column };
  return {
    position,
    label,
    ...(tooltip !== undefined && { tooltip }),
    ...(insertable ? { kind: InlayHintKind.Type, textEdits: [TextEdit.insert(position, label)] } : { paddingLeft: true }),
  };
}
