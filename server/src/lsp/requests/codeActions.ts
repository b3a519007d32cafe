/** Code actions: for findings, and for the statement under the cursor. */

import type { CodeAction, CodeActionParams, Command, Diagnostic, Range } from "vscode-languageserver";
import { type Action, actionKinds, isWanted } from "../../features/actions/action.ts";
import { configActions, logActions, luaLimitAction } from "../../features/actions/codeActions.ts";
import { fixActions, fixAllAction } from "../../features/actions/fixActions.ts";
import type { Finding } from "../../features/finding.ts";
import { findingsAround } from "../../features/log/around.ts";
import { scriptActions, scriptFixAll } from "../../features/lua/actions.ts";
import { machineActions } from "../../features/machine/actions.ts";
import { refactorings } from "../../features/refactor/refactorings.ts";
import { source, toCodeAction, toCommand, toWorkspaceEdit } from "../answers/convert.ts";
import { diagnosticOf } from "../answers/diagnostics.ts";
import type { Client } from "../connection/client.ts";
import { guarded } from "../connection/guard.ts";
import { diagnosesOf, logOf } from "../documents/logDocuments.ts";
import { loadedAs, loadersOf } from "../documents/luaDocuments.ts";
import { findingsOnMachine } from "../documents/machineDocuments.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { type Feature, onDocument } from "./request.ts";

/** What an action without its edit needs to be found again. */
interface Unresolved {
  readonly params: CodeActionParams;
  readonly version: number;
}

export const codeActions: Feature = {
  capabilities: (client) => ({
    codeActionProvider: { codeActionKinds: ["quickfix", "refactor", ...actionKinds.slice(1)], resolveProvider: client.resolvesActionEdits },
  }),
  wire: (context) => {
    const { connection, session, client } = context;
    connection.onCodeAction(
      onDocument<CodeActionParams, (CodeAction | Command)[]>(context, "codeAction", [], (open, params) =>
        client.actionLiterals ? actionsFor(session, client, open, params) : commandsFor(session, client, open, params),
      ),
    );
    connection.onCodeActionResolve((action, token) =>
      guarded<CodeAction, CodeAction>(connection, "codeAction/resolve", action, () => resolved(session, client, action))(action, token),
    );
  },
};

/** A client that knows no actions can carry out commands, if they are ours. */
function commandsFor(session: Session, client: Client, open: OpenDocument, params: CodeActionParams): Command[] {
  if (!client.commands) return [];
  return wantedAt(session, open, params).flatMap(({ title, command }) => (command === undefined ? [] : [toCommand(title, command)]));
}

function actionsFor(session: Session, client: Client, open: OpenDocument, params: CodeActionParams): CodeAction[] {
  const data: Unresolved = { params, version: open.version };
  return wantedAt(session, open, params).flatMap((action): CodeAction[] => {
    const converted = toCodeAction(action, (finding) => diagnosticOf(client, finding), client.commands);
    if (converted === undefined) return [];
    if (action.laterChanges !== undefined && client.resolvesActionEdits) return [{ ...converted, data }];
    const changes = action.laterChanges?.() ?? action.changes;
    if (changes === undefined) return [converted];
    // an edit that changes nothing is no offer
    return changes.length === 0 ? [] : [{ ...converted, edit: editOf(session, client, changes) }];
  });
}

function editOf(session: Session, client: Client, changes: NonNullable<Action["changes"]>) {
  return toWorkspaceEdit(changes, client.editsVersions, (uri) => session.documents.get(uri)?.version ?? null);
}

/** The action with its edit, unless the document has changed meanwhile. */
function resolved(session: Session, client: Client, action: CodeAction): CodeAction {
  const { params, version } = (action.data ?? {}) as Partial<Unresolved>;
  const open = params && session.documents.get(params.textDocument.uri);
  if (params === undefined || open === undefined || open.version !== version) return action;
  const same = wantedAt(session, open, params).find(({ title, kind }) => title === action.title && kind === action.kind);
  const changes = same?.laterChanges?.();
  return changes === undefined ? action : { ...action, edit: editOf(session, client, changes) };
}

function wantedAt(session: Session, open: OpenDocument, { range, context }: CodeActionParams): readonly Action[] {
  const all = session.findingsOf(open).filter(({ uri }) => uri === open.uri);
  const findings = shownOf(all, range.start.line, range.end.line, context.diagnostics);
  const model = session.modelOf(open);
  const wants = (kind: Action["kind"]) => isWanted(kind, context.only);
  if (open.kind === "machine")
    return wants("quickfix")
      ? machineActions(findingsOnMachine(session, open).filter(({ line }) => range.start.line <= line && line <= range.end.line))
      : [];
  if (open.kind === "lua") return onScript(session, open, all, findings).filter(({ kind }) => wants(kind));
  if (open.kind === "log") return wants("quickfix") ? onLog(session, open, all, findings, range) : [];
  if (model === undefined || open.config === undefined) return [];
  const { release } = open.release;
  const options = { ...session.findingOptionsOf(open), scripts: model.scripts };
  const actions = [
    ...(wants("quickfix") ? [...fixActions(model, findings, options), ...configActions(open.config, findings)] : []),
    wants("quickfix") ? luaLimitAction(model, open.uri, range.start.line, release) : undefined,
    ...(wants("refactor.extract") || wants("refactor.inline") || wants("refactor.rewrite")
      ? refactorings(model, open.uri, range.start.line, range.start.character, release)
      : []),
    wants("source.fixAll.haproxySleuth") ? fixAllAction(model, open.uri, all, options) : undefined,
  ];
  return actions.filter((action) => action !== undefined && wants(action.kind)).filter((action) => action !== undefined);
}

/** In a script that a configuration loads, whose release counts. */
function onScript(session: Session, open: OpenDocument, all: readonly Finding[], shown: readonly Finding[]): readonly Action[] {
  const [config] = loadersOf(session.documents, open);
  const model = config && session.modelOf(config);
  const script = model && loadedAs(open, config, model);
  if (script === undefined) return [];
  const branch = config?.release.release?.branch;
  const fixAll = scriptFixAll(script, all, branch);
  return [...scriptActions(script, shown, branch), ...(fixAll === undefined ? [] : [fixAll])];
}

/** On every line of a crash, not only where its finding stands. */
function onLog(session: Session, open: OpenDocument, all: readonly Finding[], shown: readonly Finding[], range: Range): readonly Action[] {
  const diagnoses = diagnosesOf(session, open);
  const findings = shown.length > 0 ? shown : findingsAround(all, diagnoses, logOf(open).all, range.start.line, range.end.line);
  return logActions(findings, diagnoses);
}

/** Findings on the lines asked for; where the editor names diagnostics of ours, only those. */
function shownOf(findings: readonly Finding[], from: number, to: number, diagnostics: readonly Diagnostic[]): readonly Finding[] {
  const here = findings.filter(({ line }) => from <= line && line <= to);
  const named = diagnostics.filter((diagnostic) => diagnostic.source === source);
  if (named.length === 0) return here;
  return here.filter(({ line, span, code }) =>
    named.some((one) => one.code === code && one.range.start.line === line && one.range.start.character === span.start),
  );
}
