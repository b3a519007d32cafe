/** Semantic tokens: highlighting by what a word is, not by how it looks. */
import type { SemanticTokens, SemanticTokensParams } from "vscode-languageserver/node";
import { logTokens, tokenTypes } from "../../features/semanticTokens.ts";
import { toSemanticTokens } from "../convert.ts";
import { type Feature, onDocument } from "./request.ts";

export const semanticTokens: Feature = {
  capabilities: () => ({ semanticTokensProvider: { legend: { tokenTypes: [...tokenTypes], tokenModifiers: [] }, full: true } }),
  wire: (context) => {
    const { connection, session } = context;
    connection.languages.semanticTokens.on(
      onDocument<SemanticTokensParams, SemanticTokens>(context, "semanticTokens", { data: [] }, (open) =>
        toSemanticTokens(logTokens(session.diagnosesOf(open).map(({ incident }) => incident))),
      ),
    );
  },
};
