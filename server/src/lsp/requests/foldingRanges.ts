/** Folding: incidents, threads and dumps of a crash log. */
import type { FoldingRange, FoldingRangeParams } from "vscode-languageserver/node";
import { logFolds } from "../../features/log/folding.ts";
import type { Client } from "../client.ts";
import type { OpenDocument, Session } from "../session.ts";
import { type Feature, onDocument } from "./request.ts";

export const foldingRanges: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onFoldingRanges(
      onDocument<FoldingRangeParams, FoldingRange[]>(context, "foldingRange", [], (open) => foldsOf(session, client, open)),
    );
  },
};

function foldsOf(session: Session, client: Client, open: OpenDocument): FoldingRange[] {
  if (open.kind !== "log") return [];
  const folds = logFolds(session.logOf(open)).slice(0, client.mostFolds);
  return folds.map(({ line, endLine }) => ({ startLine: line, endLine }));
}
