/** Inlay hints: decoded values beside the lines of a crash log. */
import type { InlayHint, InlayHintParams } from "vscode-languageserver/node";
import { hintsOfLog } from "../logAnswers.ts";
import { type Feature, onDocument } from "./request.ts";

export const inlayHints: Feature = {
  capabilities: () => ({ inlayHintProvider: { resolveProvider: false } }),
  wire: (context) => {
    const { connection, session } = context;
    connection.languages.inlayHint.on(
      onDocument<InlayHintParams, InlayHint[]>(context, "inlayHint", [], (open, { range }) =>
        open.kind === "log" ? hintsOfLog(session, open, range) : [],
      ),
    );
  },
};
