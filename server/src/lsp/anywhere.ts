/** One bundle for both: the language server of Node and that of a browser have all but their ends in common. */
import type { InitializationOptions } from "./protocol.ts";

/** What is there in a worker. */
interface Worker {
  readonly importScripts?: unknown;
  onmessage?: (event: FirstMessage) => void;
  /** The folder of the bundle, from which its knowledge is read (host/browser/beside.ts). */
  haproxySleuthResources?: string | undefined;
}

interface FirstMessage {
  readonly data?: { readonly params?: { readonly initializationOptions?: InitializationOptions } };
}

const scope = globalThis as unknown as Worker;
if (typeof scope.importScripts !== "function") void import("./main.ts");
else {
  // a worker does not see where it came from: our client says so in its first message, and the server reads its knowledge as it starts
  scope.onmessage = (first) => {
    scope.haproxySleuthResources = first.data?.params?.initializationOptions?.resources;
    void import("./worker.ts").then(() => scope.onmessage?.(first));
  };
}
