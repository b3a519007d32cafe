/** From `initialize` to `exit`: what comes at the wrong time, or is no message at all, is refused before anything reads it. */
import { type DataCallback, ErrorCodes, Message, type MessageReader, type MessageWriter } from "vscode-languageserver";
import { wrongParameter } from "./parameters.ts";

type Stage = "before" | "running" | "shut down";

export class Lifecycle {
  private stage: Stage = "before";
  private readonly writer: MessageWriter;

  constructor(writer: MessageWriter) {
    this.writer = writer;
  }

  /** The client said that it goes. */
  get isOver(): boolean {
    return this.stage === "shut down";
  }

  /** The reader without the messages that are refused. */
  around(reader: MessageReader): MessageReader {
    reader.onError((error) => {
      if (error instanceof SyntaxError) this.refuse(null, ErrorCodes.ParseError, "the message is no JSON");
    });
    return {
      onError: reader.onError,
      onClose: reader.onClose,
      onPartialMessage: reader.onPartialMessage,
      listen: (callback: DataCallback) => reader.listen((message) => (this.admits(message) ? callback(message) : undefined)),
      dispose: () => reader.dispose(),
    };
  }

  private admits(message: unknown): message is Message {
    if (typeof message !== "object" || message === null || Array.isArray(message)) {
      this.refuse(null, ErrorCodes.InvalidRequest, "a message must be an object");
      return false;
    }
    const one = message as Message;
    if (Message.isNotification(one)) return this.admitsNotification(one.method, one.params);
    if (!Message.isRequest(one)) return true;
    const problem = this.problemOf(one.method) ?? faultOf(one.method, one.params);
    if (problem === undefined) {
      if (one.method === "initialize") this.stage = "running";
      if (one.method === "shutdown") this.stage = "shut down";
      return true;
    }
    this.refuse(one.id, ...problem);
    return false;
  }

  private problemOf(method: string): readonly [code: number, message: string] | undefined {
    if (this.stage === "shut down") return [ErrorCodes.InvalidRequest, "the server was shut down"];
    if (method === "initialize")
      return this.stage === "running" ? [ErrorCodes.InvalidRequest, "the server is initialized already"] : undefined;
    return this.stage === "before" ? [ErrorCodes.ServerNotInitialized, "the server waits for initialize"] : undefined;
  }

  /** Out of time, only the end is heard. */
  private admitsNotification(method: string, params: unknown): boolean {
    if (method === "exit") return true;
    if (method === "$/cancelRequest") {
      const id = typeof params === "object" && params !== null ? (params as { readonly id?: unknown }).id : undefined;
      return typeof id === "number" || typeof id === "string";
    }
    return this.stage === "running" && wrongParameter(method, params) === undefined;
  }

  private refuse(id: number | string | null, code: number, message: string): void {
    void this.writer.write({ jsonrpc: "2.0", id, error: { code, message } } as Message).catch(() => undefined);
  }
}

function faultOf(method: string, params: unknown): readonly [code: number, message: string] | undefined {
  const wrong = wrongParameter(method, params);
  return wrong === undefined ? undefined : [ErrorCodes.InvalidParams, `${method}: ${wrong} is missing or of another type`];
}
