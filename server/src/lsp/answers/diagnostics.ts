/** Findings of a document as the client wants to see them. */
import { type Diagnostic, DiagnosticTag } from "vscode-languageserver";
import { severalBugs } from "../../features/catalogueFindings.ts";
import type { Finding } from "../../features/finding.ts";
import { unmatchedCrash } from "../../features/logFindings.ts";
import { findLint } from "../../knowledge/knowledge.ts";
import { perObject } from "../../syntax/perObject.ts";
import type { Client } from "../connection/client.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Session } from "../documents/session.ts";
import { toDiagnostic } from "./convert.ts";

export function diagnosticsOf(session: Session, client: Client, open: OpenDocument): Diagnostic[] {
  return session.validated.beside(open, session.findingsOf(open)).map((finding) => diagnosticOf(client, finding));
}

/** Findings on statements that could as well be missing. */
const withoutEffect: ReadonlySet<string> = new Set(["unused-acl", "unused-section", "unreachable-rule"]);

const converted = perObject((_client: Client) => new WeakMap<Finding, Diagnostic>());

/** One finding, turned once: a file may have hundreds, and nearly all stay through an edit. */
export function diagnosticOf(client: Client, finding: Finding): Diagnostic {
  const known = converted(client);
  const diagnostic = known.get(finding) ?? convertedFor(client, finding);
  known.set(finding, diagnostic);
  return diagnostic;
}

/** Codes of what is neither an advisory nor a lint, and yet is explained. */
const ownPages: ReadonlySet<string> = new Set([unmatchedCrash, severalBugs]);

/** Its code leads to the explanation where the client can show it, else to upstream's page. */
function convertedFor(client: Client, finding: Finding): Diagnostic {
  const hasPage = finding.url !== undefined || ownPages.has(finding.code) || findLint(finding.code) !== undefined;
  const link = hasPage ? (client.explainLink(finding.code, finding.uri) ?? finding.url) : undefined;
  const diagnostic = toDiagnostic(finding, link, client.showsRelated);
  return client.fades && withoutEffect.has(finding.code) ? { ...diagnostic, tags: [DiagnosticTag.Unnecessary] } : diagnostic;
}
