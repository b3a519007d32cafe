/** Folding: incidents, threads and dumps of a crash log. */
import type { FoldingRange, FoldingRangeParams } from "vscode-languageserver/node";
import { foldsOfLog } from "../logAnswers.ts";
import { type Feature, onDocument } from "./request.ts";

export const foldingRanges: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onFoldingRanges(
      onDocument<FoldingRangeParams, FoldingRange[]>(context, "foldingRange", [], (open) =>
        open.kind === "log" ? foldsOfLog(session, client, open) : [],
      ),
    );
  },
};
