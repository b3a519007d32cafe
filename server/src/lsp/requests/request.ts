/** What every group of requests is made of: what it adds to the capabilities, and how it is wired. */
import type { CancellationToken, Connection, ServerCapabilities } from "vscode-languageserver/node";
import type { Client } from "../client.ts";
import { guarded } from "../guard.ts";
import type { Publisher } from "../publisher.ts";
import type { OpenDocument, Session } from "../session.ts";

/** Everything that a handler may use. */
export interface Context {
  readonly connection: Connection;
  readonly session: Session;
  readonly client: Client;
  readonly publisher: Publisher;
}

/** One feature of the protocol. A file each in this folder, all of them in the list of wire.ts. */
export interface Feature {
  /** Its part of the answer to `initialize`: only what the client can use. */
  capabilities(client: Client): ServerCapabilities;
  wire(context: Context): void;
}

interface OfDocument {
  readonly textDocument: { readonly uri: string };
}

/**
 * Wraps a handler of a request on a document: it waits until the circumstances of the document are known (release, settings, files),
 * and answers `fallback` where the document is not open or the handler fails.
 */
export function onDocument<Params extends OfDocument, Result>(
  { connection, session, publisher }: Context,
  name: string,
  fallback: Result,
  handler: (open: OpenDocument, params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result> {
  return guarded<Params, Result>(connection, name, fallback, async (params, token) => {
    const { uri } = params.textDocument;
    await publisher.settled(uri);
    const open = session.documents.get(uri);
    return open === undefined ? fallback : handler(open, params, token);
  });
}
