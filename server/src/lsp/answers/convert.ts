/** From our plain shapes to those of LSP. */
import {
  type CodeAction,
  type Command,
  type Diagnostic,
  DiagnosticSeverity,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver";
import type { Action } from "../../features/actions/action.ts";
import type { Finding, Severity } from "../../features/finding.ts";
import type { TextChange } from "../../features/textChange.ts";
import type { Span } from "../../syntax/span.ts";

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Name under which findings appear in an editor. */
export const source = "haproxy-sleuth";

export function toRange(line: number, span: Span): Range {
  return { start: { line, character: span.start }, end: { line, character: span.end } };
}

export function toTextEdit({ from, to, text }: TextChange): TextEdit {
  const range = { start: { line: from.line, character: from.column }, end: { line: to.line, character: to.column } };
  return { range, newText: text };
}

/** `href` is the address of the explanation. */
export function toDiagnostic(finding: Finding, href: string | undefined, withRelated: boolean): Diagnostic {
  const related = (finding.related ?? []).map(({ at, message }) => ({
    location: { uri: at.uri, range: toRange(at.line, at.span) },
    message,
  }));
  return {
    range: toRange(finding.line, finding.span),
    severity: severities[finding.severity],
    code: finding.code,
    source: finding.source ?? source,
    message: finding.message,
    ...(href !== undefined && { codeDescription: { href } }),
    ...(withRelated && related.length > 0 && { relatedInformation: related }),
  };
}

/** Changes as an edit: with the versions they were made for where the client takes them. */
export function toWorkspaceEdit(
  changes: readonly TextChange[],
  documentChanges: boolean,
  versionOf: (uri: string) => number | null,
): WorkspaceEdit {
  const byUri = new Map<string, TextEdit[]>();
  for (const change of changes) byUri.set(change.uri, [...(byUri.get(change.uri) ?? []), toTextEdit(change)]);
  if (!documentChanges) return { changes: Object.fromEntries(byUri) };
  return { documentChanges: [...byUri].map(([uri, edits]) => ({ textDocument: { uri, version: versionOf(uri) }, edits })) };
}

/** Without its edit; undefined for an action that needs a command where the client carries out none. */
export function toCodeAction(action: Action, diagnosticOf: (finding: Finding) => Diagnostic, commands: boolean): CodeAction | undefined {
  if (action.command !== undefined && !commands) return undefined;
  const diagnostic = action.finding && diagnosticOf(action.finding);
  return {
    title: action.title,
    kind: action.kind,
    ...(diagnostic && { diagnostics: [diagnostic] }),
    ...(action.preferred && { isPreferred: true }),
    ...(action.command && { command: toCommand(action.title, action.command) }),
  };
}

export function toCommand(title: string, { name, arguments: given }: NonNullable<Action["command"]>): Command {
  return { title, command: `haproxySleuth.${name}`, arguments: [...given] };
}
