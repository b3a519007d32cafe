/** The language server as a program of Node. */
import { createConnection, ProposedFeatures } from "vscode-languageserver/node";
import { Lifecycle } from "./connection/lifecycle.ts";
import { transportOf } from "./connection/transport.ts";
import { serve } from "./serve.ts";

const transport = transportOf(process.argv.slice(2), () => process.exit(lifecycle.isOver ? 0 : 1));
const lifecycle = new Lifecycle(transport.writer);
const connection = serve(transport, lifecycle, (reader, writer, options) =>
  createConnection(ProposedFeatures.all, reader, writer, options),
);

// no promise that nobody waits for may end the server
process.on("unhandledRejection", (reason) => {
  connection.console.error(`unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`);
});
