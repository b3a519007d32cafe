/** The shipped server in a worker as a browser makes one: nothing of Node is there. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import vm from "node:vm";
import { build } from "esbuild";
import { server } from "../../scripts/bundles.mjs";

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** What is shipped, by path. */
export async function shippedFiles(): Promise<ReadonlyMap<string, Buffer>> {
  const folder = mkdtempSync(path.join(tmpdir(), "sleuth-worker-"));
  try {
    await build({ ...server, outdir: path.join(folder, "dist") });
    const built = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const files = built.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(folder, file), readFileSync(file)] as const;
    });
    const messages = "l10n/bundle.l10n.zh-cn.json";
    return new Map([...files, [messages, readFileSync(path.resolve(import.meta.dirname, "../..", messages))]]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where the files of a worker lie. */
export const resources = "https://example.org/sleuth/dist";

export class ServerInWorker {
  readonly received: Message[] = [];
  isClosed = false;
  private readonly scope: vm.Context & { onmessage?: (event: { readonly data: Message }) => void };
  private readonly waiting: (() => void)[] = [];
  private last = 0;

  constructor(files: ReadonlyMap<string, Buffer>) {
    const fileOf = (url: string) => files.get(path.posix.relative("/sleuth", new URL(url).pathname));
    this.scope = vm.createContext({
      ...{ URL, TextEncoder, TextDecoder, setTimeout, clearTimeout, queueMicrotask, performance, console },
      postMessage: (message: Message) => this.take(structuredClone(message)),
      addEventListener: () => undefined,
      close: () => {
        this.isClosed = true;
      },
      importScripts: () => undefined,
      XMLHttpRequest: class {
        status = 0;
        response: unknown;
        responseType = "text";
        private url = "";
        open(_method: string, url: string): void {
          this.url = url;
        }
        send(): void {
          const file = fileOf(this.url);
          this.status = file === undefined ? 404 : 200;
          this.response = this.responseType === "text" ? file?.toString() : file && Uint8Array.from(file).buffer;
        }
      },
    });
    this.scope["self"] = this.scope;
    vm.runInContext(String(fileOf(`${resources}/languageServer.js`)), this.scope);
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
