/**
 * Documents of other languages that HAProxy reads too, such as its Lua scripts, and of the machine below it. They are asked for at run time and one by one, so that we
 * take part in nothing else that editors do for these languages: formatting, highlighting and symbols stay with their own servers.
 */
import {
  CodeActionKind,
  CodeActionRequest,
  type Connection,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  DidSaveTextDocumentNotification,
  DocumentDiagnosticRequest,
  type DocumentSelector,
  HoverRequest,
  RegistrationRequest,
  TextDocumentSyncKind,
} from "vscode-languageserver";
import type { Client } from "../connection/client.ts";

const documentSelector: DocumentSelector = [
  { language: "lua", scheme: "file" },
  // the machine below HAProxy; of these documents only those that speak of HAProxy, or stand beside one, are ever looked at
  { pattern: "**/*sysctl*{.conf,.txt}" },
  { pattern: "**/sysctl.d/*.conf" },
  { pattern: "**/haproxy*.service" },
  { pattern: "**/haproxy*.service.d/*.conf" },
  { language: "dockerfile", scheme: "file" },
  { language: "dockercompose", scheme: "file" },
  { language: "yaml", scheme: "file" },
  // pasted output of sysctl and the like: our client gives it the first of these once it looks like that, VS Code may guess the other
  { language: "properties", scheme: "untitled" },
  { language: "ini", scheme: "untitled" },
];

export async function registerOtherLanguages(connection: Connection, client: Client): Promise<void> {
  const { documents, hover, codeAction, diagnostic } = client.registers;
  if (!documents) return;
  const options: readonly (readonly [method: string, more: object])[] = [
    [DidOpenTextDocumentNotification.method, {}],
    [DidChangeTextDocumentNotification.method, { syncKind: TextDocumentSyncKind.Incremental }],
    [DidSaveTextDocumentNotification.method, { includeText: false }],
    [DidCloseTextDocumentNotification.method, {}],
    ...(hover ? [[HoverRequest.method, {}] as const] : []),
    ...(codeAction ? [[CodeActionRequest.method, { codeActionKinds: [CodeActionKind.QuickFix] }] as const] : []),
    ...(client.pulls && diagnostic ? [[DocumentDiagnosticRequest.method, pulled] as const] : []),
  ];
  const registrations = options.map(([method, more]) => ({
    id: `other ${method}`,
    method,
    registerOptions: { documentSelector, ...more },
  }));
  await connection.sendRequest(RegistrationRequest.type, { registrations });
}

const pulled = { identifier: "haproxy-sleuth-scripts", interFileDependencies: true, workspaceDiagnostics: false };
