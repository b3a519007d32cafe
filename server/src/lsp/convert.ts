/** From our plain shapes to those of LSP. */
import { type CodeAction, CodeActionKind, type Diagnostic, DiagnosticSeverity, type Range, TextEdit } from "vscode-languageserver/node";
import type { Action } from "../features/codeActions.ts";
import type { Finding, Severity } from "../features/finding.ts";
import type { Span } from "../syntax/span.ts";

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

/** `href` is the address of the explanation. */
export function toDiagnostic(finding: Finding, href: string | undefined, withRelated: boolean): Diagnostic {
  const related = finding.related.map(({ at, message }) => ({ location: { uri: at.uri, range: toRange(at.line, at.span) }, message }));
  return {
    range: toRange(finding.line, finding.span),
    severity: severities[finding.severity],
    code: finding.code,
    source,
    message: finding.message,
    ...(href !== undefined && { codeDescription: { href } }),
    ...(withRelated && related.length > 0 && { relatedInformation: related }),
  };
}

/** Undefined for an action that needs a command where the client carries out none. */
export function toCodeAction(
  action: Action,
  uri: string,
  diagnosticOf: (finding: Finding) => Diagnostic,
  commands: boolean,
): CodeAction | undefined {
  if (action.command !== undefined && !commands) return undefined;
  const diagnostic = action.finding && diagnosticOf(action.finding);
  return {
    title: action.title,
    kind: action.kind === "quickfix" ? CodeActionKind.QuickFix : CodeActionKind.Refactor,
    ...(diagnostic && { diagnostics: [diagnostic] }),
    ...(action.preferred && { isPreferred: true }),
    ...(action.insertion && {
      edit: { changes: { [uri]: [TextEdit.insert({ line: action.insertion.line, character: 0 }, `${action.insertion.text}\n`)] } },
    }),
    ...(action.replacement && {
      edit: { changes: { [uri]: [TextEdit.replace(toRange(action.replacement.line, action.replacement.span), action.replacement.text)] } },
    }),
    ...(action.command && {
      command: { title: action.title, command: `haproxySleuth.${action.command.name}`, arguments: [...action.command.arguments] },
    }),
  };
}
