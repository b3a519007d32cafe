/** The language server as a worker of a browser. */
import type { Uri } from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/browser";

declare const Worker: new (url: string) => ConstructorParameters<typeof LanguageClient>[2];

export function newClient(id: string, name: string, bundle: Uri, clientOptions: LanguageClientOptions): LanguageClient {
  // made anew at each start, as a process is
  return new LanguageClient(id, name, async () => new Worker(bundle.toString(true)) as never, clientOptions);
}
