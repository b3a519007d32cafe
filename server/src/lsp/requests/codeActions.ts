/** Code actions: for findings, and for the statement under the cursor. */
import { type CodeAction, CodeActionKind, type CodeActionParams } from "vscode-languageserver/node";
import { configActions, logActions, luaLimitAction } from "../../features/codeActions.ts";
import { machineActions } from "../../features/machine/actions.ts";
import type { Client } from "../client.ts";
import { toCodeAction } from "../convert.ts";
import { diagnosticOf } from "../diagnostics.ts";
import { findingsOnMachine } from "../machineDocuments.ts";
import type { OpenDocument, Session } from "../session.ts";
import { type Feature, onDocument } from "./request.ts";

export const codeActions: Feature = {
  capabilities: () => ({ codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor] } }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onCodeAction(
      onDocument<CodeActionParams, CodeAction[]>(context, "codeAction", [], (open, { range }) =>
        actionsAt(session, client, open, range.start.line, range.end.line),
      ),
    );
  },
};

function actionsAt(session: Session, client: Client, open: OpenDocument, from: number, to: number): CodeAction[] {
  const findings = session.findingsOf(open).filter(({ line }) => from <= line && line <= to);
  const model = session.modelOf(open);
  const actions =
    open.kind === "machine"
      ? machineActions(findingsOnMachine(session, open).filter(({ line }) => from <= line && line <= to))
      : open.kind === "lua"
        ? []
        : model !== undefined && open.config !== undefined
          ? [...configActions(open.config, findings), luaLimitAction(model, open.uri, from, open.release.release)]
          : logActions(open.uri, findings, session.diagnosesOf(open));
  return actions
    .filter((action) => action !== undefined)
    .map((action) => toCodeAction(action, open.uri, (finding) => diagnosticOf(client, finding), client.commands))
    .filter((action) => action !== undefined);
}
