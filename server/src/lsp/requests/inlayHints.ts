/** Inlay hints: decoded values beside the lines of a crash log. */
import type { InlayHint, InlayHintParams, Range } from "vscode-languageserver/node";
import { logHints } from "../../features/log/hints.ts";
import type { OpenDocument, Session } from "../session.ts";
import { type Feature, onDocument } from "./request.ts";

export const inlayHints: Feature = {
  capabilities: () => ({ inlayHintProvider: { resolveProvider: false } }),
  wire: (context) => {
    const { connection, session } = context;
    connection.languages.inlayHint.on(
      onDocument<InlayHintParams, InlayHint[]>(context, "inlayHint", [], (open, { range }) => hintsOf(session, open, range)),
    );
  },
};

function hintsOf(session: Session, open: OpenDocument, { start, end }: Range): InlayHint[] {
  if (open.kind !== "log" || !open.settings.logHints) return [];
  const hints = logHints(session.logOf(open), start.line, end.line, (line) => session.releaseAt(open, line));
  return hints.map(({ line, column, label }) => ({ position: { line, character: column }, label, paddingLeft: true }));
}
