/** A client that writes what it likes, byte by byte, and keeps every message that it gets. */
import { type ChildProcess, spawn } from "node:child_process";

export interface Answer {
  readonly id?: number | string | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

const patience = 10_000;

export class RawClient {
  readonly child: ChildProcess;
  readonly received: Answer[] = [];
  readonly ended: Promise<number | null>;
  private buffer = Buffer.alloc(0);
  private readonly waiting = new Set<() => void>();

  constructor(command: readonly string[]) {
    this.child = spawn(process.execPath, [...command], { stdio: ["pipe", "pipe", "ignore"] });
    this.ended = new Promise((resolve) => this.child.once("exit", resolve));
    this.child.stdout?.on("data", (data: Buffer) => this.take(data));
  }

  bytes(data: string | Buffer): void {
    this.child.stdin?.write(data);
  }

  send(message: unknown): void {
    const body = Buffer.from(typeof message === "string" ? message : JSON.stringify(message));
    this.bytes(Buffer.concat([Buffer.from(`Content-Length: ${body.length}\r\n\r\n`), body]));
  }

  request(id: number | string, method: string, params?: unknown): Promise<Answer> {
    this.send({ jsonrpc: "2.0", id, method, ...(params !== undefined && { params }) });
    return this.answer(({ id: of, method: own }) => of === id && own === undefined);
  }

  notify(method: string, params?: unknown): void {
    this.send({ jsonrpc: "2.0", method, ...(params !== undefined && { params }) });
  }

  /** The first message that fits, also one that has already arrived. */
  async answer(fits: (answer: Answer) => boolean): Promise<Answer> {
    return await new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`nothing fits: ${JSON.stringify(this.received).slice(0, 2000)}`)), patience);
      const look = () => {
        const found = this.received.find(fits);
        if (found === undefined) return;
        clearTimeout(timer);
        this.waiting.delete(look);
        resolve(found);
      };
      this.waiting.add(look);
      look();
    });
  }

  private take(data: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (;;) {
      const end = this.buffer.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.toString("latin1", 0, Math.max(0, end)))?.[1]);
      if (end < 0 || this.buffer.length < end + 4 + length) return;
      this.received.push(JSON.parse(this.buffer.toString("utf8", end + 4, end + 4 + length)) as Answer);
      this.buffer = this.buffer.subarray(end + 4 + length);
      for (const look of [...this.waiting]) look();
    }
  }
}
