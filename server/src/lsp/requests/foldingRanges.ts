/** What an editor can fold. */
import { type FoldingRange, FoldingRangeKind, type FoldingRangeParams } from "vscode-languageserver";
import { type Fold, foldsOf } from "../../features/structure/folding.ts";
import { foldsOfLog } from "../answers/logAnswers.ts";
import { type Feature, onDocument } from "./request.ts";

/** Only these have a kind of their own in the protocol. */
const kinds: Readonly<Partial<Record<Fold["kind"], FoldingRangeKind>>> = {
  comment: FoldingRangeKind.Comment,
  region: FoldingRangeKind.Region,
};

export const foldingRanges: Feature = {
  capabilities: () => ({ foldingRangeProvider: true }),
  wire: (context) => {
    const { connection, session, client } = context;
    const said = client.announced.textDocument?.foldingRange;
    const known = said?.foldingRangeKind?.valueSet;
    connection.onFoldingRanges(
      onDocument<FoldingRangeParams, FoldingRange[]>(context, "foldingRange", [], (open) => {
        if (open.kind === "log") return foldsOfLog(session, said?.rangeLimit, open);
        // whole lines are folded, so an editor that folds nothing else gets what it can use
        return (open.config === undefined ? [] : foldsOf(open.config, said?.rangeLimit)).map(({ from, to, kind }) => {
          const named = kinds[kind];
          const usable = named !== undefined && (known === undefined || known.includes(named));
          return { startLine: from, endLine: to, ...(usable && { kind: named }) };
        });
      }),
    );
  },
};
