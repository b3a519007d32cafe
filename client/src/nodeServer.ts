/** The language server as a process of Node. */
import type { Uri } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from "vscode-languageclient/node";

export function newClient(id: string, name: string, bundle: Uri, clientOptions: LanguageClientOptions): LanguageClient {
  // lines of a configuration live long: with little room for the young, they would be moved about while it is read
  const room = "--max-semi-space-size=32";
  const run = { module: bundle.fsPath, transport: TransportKind.ipc, options: { execArgv: [room] } };
  const options: ServerOptions = { run, debug: { ...run, options: { execArgv: [room, "--nolazy", "--inspect=0"] } } };
  return new LanguageClient(id, name, options, clientOptions);
}
