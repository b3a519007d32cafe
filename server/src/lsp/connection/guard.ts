/** Keeps one failing request from taking the server down, and stale ones from costing time. */
import { type CancellationToken, type Connection, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/**
 * Wraps a handler: a failure is logged with its request's name and answered with `fallback`; a cancelled request is refused, and so is
 * one that the handler itself refuses with a ResponseError.
 */
export function guarded<Params, Result>(
  connection: Connection,
  name: string,
  fallback: Result,
  handler: (params: Params, token: CancellationToken) => Result | Promise<Result>,
): (params: Params, token: CancellationToken) => Promise<Result> {
  return async (params, token) => {
    refuseCancelled(token);
    let result = fallback;
    try {
      result = await handler(params, token);
    } catch (error) {
      // an answer of the protocol, no failure
      if (error instanceof ResponseError) throw error;
      connection.console.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
    }
    refuseCancelled(token);
    return result;
  };
}

function refuseCancelled(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
}
