/** The language server in a worker of a browser. What needs a disk or programs is not there (host/browser), all else is. */
import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from "vscode-languageserver/browser";
import { Lifecycle } from "./connection/lifecycle.ts";
import { serve } from "./serve.ts";

const scope = globalThis as unknown as ConstructorParameters<typeof BrowserMessageReader>[0] & {
  close(): void;
};
const transport = { reader: new BrowserMessageReader(scope), writer: new BrowserMessageWriter(scope) };

const connection = serve(transport, new Lifecycle(transport.writer), (reader, writer, options) =>
  createConnection(ProposedFeatures.all, reader, writer, options),
);
// nobody else ends a worker
connection.onExit(() => scope.close());
