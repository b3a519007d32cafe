/** What every group of requests is made of: what it adds to the capabilities, and how it is wired. */
import {
  type CancellationToken,
  type Connection,
  LSPErrorCodes,
  type Position,
  ResponseError,
  type ServerCapabilities,
} from "vscode-languageserver";
import { endOf } from "../../syntax/columns.ts";
import type { Client } from "../connection/client.ts";
import { guarded } from "../connection/guard.ts";
import type { OpenDocument } from "../documents/openDocument.ts";
import type { Publisher } from "../documents/publisher.ts";
import type { Session } from "../documents/session.ts";

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
 * and answers `fallback` where the document is not open or the handler fails. What was asked of a place in a text that is gone
 * meanwhile is refused, and so is an answer that was worked out of such a text.
 */
export function onDocument<Params extends OfDocument, Result>(
  { connection, session, publisher }: Context,
  name: string,
  fallback: Result,
  handler: (open: OpenDocument, params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result> {
  return guarded<Params, Result>(connection, name, fallback, async (params, token) => {
    const { uri } = params.textDocument;
    const asked = session.documents.get(uri)?.text;
    await publisher.settled(uri);
    const open = session.documents.get(uri);
    if (open === undefined || token.isCancellationRequested) return fallback;
    const { text } = open;
    if (asked !== undefined && asked !== text && namesPlace(params)) throw outdated();
    const result = await handler(open, withinLine(open, params), token);
    if (open.text !== text) throw outdated();
    return result;
  });
}

/** A column behind the end of its line means the end, as the protocol has it. */
function withinLine<Params extends OfDocument>(open: OpenDocument, params: Params): Params {
  const { position, positions } = params as { readonly position?: Position; readonly positions?: readonly Position[] };
  if (position !== undefined) return { ...params, position: clamped(open, position) };
  return positions === undefined ? params : { ...params, positions: positions.map((one) => clamped(open, one)) };
}

function clamped({ config }: OpenDocument, position: Position): Position {
  const line = config?.lines[position.line];
  return line === undefined ? position : { line: position.line, character: Math.min(position.character, endOf(line)) };
}

function namesPlace(params: object): boolean {
  return ["position", "positions", "range", "ranges"].some((name) => name in params);
}

function outdated(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.ContentModified, "the document was changed");
}
