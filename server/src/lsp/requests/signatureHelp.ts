/** Signature help: what a statement or a call takes, and where in it the cursor is. */
import { MarkupKind, type SignatureHelp, type SignatureHelpParams } from "vscode-languageserver";
import { signatureAt } from "../../features/signatures/signatureHelp.ts";
import { asPlainText, type SignatureSupport } from "../connection/completionSupport.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import { type Feature, onDocument } from "./request.ts";

export const signatureHelp: Feature = {
  capabilities: () => ({ signatureHelpProvider: { triggerCharacters: [" ", "(", ","], retriggerCharacters: [")"] } }),
  wire: (context) => {
    const { connection, client } = context;
    connection.onSignatureHelp(
      onDocument<SignatureHelpParams, SignatureHelp | null>(context, "signatureHelp", null, (open, { position }) =>
        helpAt(open, position.line, position.character, client.signatures),
      ),
    );
  },
};

function helpAt({ config, release }: OpenDocument, line: number, column: number, support: SignatureSupport): SignatureHelp | null {
  const found = config && signatureAt(config, line, column, release.release);
  if (found === undefined) return null;
  const { label, parameters, active, documentation } = found;
  return {
    signatures: [
      {
        label,
        parameters: parameters.map(({ start, end }) => ({ label: support.labelOffsets ? [start, end] : label.slice(start, end) })),
        ...(documentation !== undefined && {
          documentation: support.markdown ? { kind: MarkupKind.Markdown, value: documentation } : asPlainText(documentation),
        }),
        ...(support.activeParameter && { activeParameter: active }),
      },
    ],
    activeSignature: 0,
    activeParameter: active,
  };
}
