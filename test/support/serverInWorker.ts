/** The shipped server in a worker as a browser makes one: nothing of Node is there. */
import vm from "node:vm";
import { build } from "esbuild";
import { bundles, cold, server } from "../../scripts/bundles.mjs";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Texts of the bundles by the names of their files. */
export async function bundleTexts(): Promise<ReadonlyMap<string, string>> {
  const pages = bundles.find(({ entryPoints }) => "pages" in (entryPoints ?? {}));
  const built = await Promise.all([server, cold, pages ?? {}].map((one) => build({ ...one, write: false })));
  return new Map(
    built.flatMap(({ outputFiles = [] }) => outputFiles.map(({ path, text }) => [path.split("/").at(-1) ?? "", text] as const)),
  );
}

export class ServerInWorker {
  readonly received: Message[] = [];
  isClosed = false;
  private readonly scope: vm.Context & { onmessage?: (event: { readonly data: Message }) => void };
  private readonly waiting: (() => void)[] = [];
  private last = 0;

  constructor(texts: ReadonlyMap<string, string>) {
    const textOf = (url: string) => texts.get(url.split("/").at(-1) ?? "") ?? "";
    this.scope = vm.createContext({
      ...{ URL, TextEncoder, TextDecoder, setTimeout, clearTimeout, queueMicrotask, performance, console },
      postMessage: (message: Message) => this.take(structuredClone(message)),
      addEventListener: () => undefined,
      close: () => {
        this.isClosed = true;
      },
      importScripts: (url: string) => vm.runInContext(textOf(url), this.scope),
    });
    this.scope["self"] = this.scope;
    vm.runInContext(textOf("server.js"), this.scope);
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  async request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.last;
    this.send({ id, method, params });
    const { result, error } = await this.until((message) => message.id === id && message.method === undefined);
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return result;
  }

  /** The first message that fits, also one that has come already. */
  async until(fits: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.received.find(fits);
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }

  private send(message: Message): void {
    this.scope.onmessage?.({ data: structuredClone({ jsonrpc: "2.0", ...message }) });
  }

  private take(message: Message): void {
    this.received.push(message);
    for (const wake of this.waiting.splice(0)) wake();
  }
}
