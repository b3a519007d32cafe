/** The language server as a worker of a browser. */
import { Uri } from "vscode";
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type LanguageClientOptions } from "vscode-languageclient/browser";

declare const Worker: new (url: string) => ConstructorParameters<typeof BrowserMessageReader>[0];

export function newClient(id: string, name: string, bundles: Uri, clientOptions: LanguageClientOptions): LanguageClient {
  // made anew at each start, as a process is; VS Code's own workers are no instances of what it calls Worker, so the library would not know one
  const connect = async () => {
    const worker = new Worker(Uri.joinPath(bundles, "languageServer.js").toString(true));
    return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
  };
  return new LanguageClient(id, name, connect, clientOptions);
}
