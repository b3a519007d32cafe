/** The language server as a process of Node. */
import { Uri } from "vscode";
import { LanguageClient, type LanguageClientOptions, type ServerOptions, TransportKind } from "vscode-languageclient/node";
import { cacheVariable } from "../../server/src/host/start/cacheFolder.ts";

/** `storage` is the folder in which VS Code lets us keep what we can make again. */
export function newClient(id: string, name: string, bundles: Uri, clientOptions: LanguageClientOptions, storage: Uri): LanguageClient {
  // lines of a configuration live long: with little room for the young, they would be moved about while it is read
  const room = "--max-semi-space-size=32";
  const env = storage.scheme === "file" ? { [cacheVariable]: storage.fsPath } : {};
  const run = { module: Uri.joinPath(bundles, "server.js").fsPath, transport: TransportKind.ipc, options: { execArgv: [room], env } };
  const options: ServerOptions = { run, debug: { ...run, options: { execArgv: [room, "--nolazy", "--inspect=0"], env } } };
  return new LanguageClient(id, name, options, clientOptions);
}
