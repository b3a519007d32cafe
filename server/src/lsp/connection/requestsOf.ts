/** Registers handlers of our own requests (protocol.ts), each with its own parameters and result. */
import type { CancellationToken, Connection } from "vscode-languageserver";
import type { Requests } from "../protocol.ts";
import { guarded } from "./guard.ts";

export type Params<Name extends keyof Requests> = Requests[Name]["params"];
export type Result<Name extends keyof Requests> = Requests[Name]["result"];

/** `fallback` is answered where the handler fails. */
export type Register = <Name extends keyof Requests>(
  name: Name,
  fallback: Result<Name>,
  handler: (params: Params<Name>, token: CancellationToken) => Result<Name> | Promise<Result<Name>>,
) => void;

export function registerOn(connection: Connection): Register {
  return (name, fallback, handler) => {
    // the library asks of generic results what cannot be shown of them
    const answer: (params: Parameters<typeof handler>[0], token: CancellationToken) => Promise<unknown> = guarded(
      connection,
      name,
      fallback,
      handler,
    );
    connection.onRequest(name, answer);
  };
}
