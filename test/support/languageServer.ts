/** Starts the bundled language server and speaks the protocol with it as an editor does. */
import { type ChildProcess, spawn } from "node:child_process";
import { createMessageConnection, type MessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import type {
  Diagnostic,
  InitializeParams,
  InitializeResult,
  PublishDiagnosticsParams,
  Registration,
  RegistrationParams,
} from "vscode-languageserver/node";

export interface Published {
  readonly uri: string;
  readonly version: number | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Editors differ in what they can do; everything may be left out. */
export interface Editor {
  readonly capabilities?: InitializeParams["capabilities"];
  readonly initializationOptions?: unknown;
  readonly locale?: string;
  readonly rootUri?: string;
  /** Answers workspace/configuration, item by item. */
  readonly settings?: (item?: { readonly scopeUri?: string }) => unknown;
}

/** What an editor that pulls diagnostics announces. */
export const pulling: InitializeParams["capabilities"] = {
  textDocument: { diagnostic: { relatedInformation: true } },
  workspace: { diagnostics: { refreshSupport: true } },
};

const patience = 10_000;

export class LanguageServer {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  readonly logged: string[] = [];
  readonly answered: InitializeResult;
  /** Code with which the process ended. */
  readonly ended: Promise<number | null>;
  private readonly published: Published[];
  private readonly registered: readonly Registration[];
  private readonly waiting = new Set<() => void>();

  private constructor(
    child: ChildProcess,
    connection: MessageConnection,
    answered: InitializeResult,
    published: Published[],
    registered: readonly Registration[],
  ) {
    this.registered = registered;
    this.child = child;
    this.connection = connection;
    this.answered = answered;
    this.published = published;
    this.ended = new Promise((resolve) => child.once("exit", resolve));
    connection.onNotification("textDocument/publishDiagnostics", ({ uri, version, diagnostics }: PublishDiagnosticsParams) => {
      published.push({ uri, version, diagnostics });
      for (const wake of this.waiting) wake();
    });
    connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
      this.logged.push(message);
    });
  }

  static async start(command: readonly string[], editor: Editor = {}): Promise<LanguageServer> {
    const child = spawn(process.execPath, [...command], { stdio: ["pipe", "pipe", "inherit"] });
    const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
    connection.onRequest("workspace/configuration", ({ items }: { items: { scopeUri?: string }[] }) =>
      items.map((item) => editor.settings?.(item) ?? null),
    );
    const registered: Registration[] = [];
    connection.onRequest("client/registerCapability", ({ registrations }: RegistrationParams) => {
      registered.push(...registrations);
      return null;
    });
    connection.onRequest("workspace/diagnostic/refresh", () => null);
    connection.listen();
    const params: InitializeParams = {
      processId: process.pid,
      rootUri: editor.rootUri ?? null,
      capabilities: editor.capabilities ?? {},
      ...(editor.locale !== undefined && { locale: editor.locale }),
      ...(editor.initializationOptions !== undefined && { initializationOptions: editor.initializationOptions }),
    };
    const answered = await connection.sendRequest<InitializeResult>("initialize", params);
    const server = new LanguageServer(child, connection, answered, [], registered);
    await connection.sendNotification("initialized", {});
    return server;
  }

  async open(uri: string, text: string, languageId = "haproxy", version = 1): Promise<void> {
    await this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version, text } });
  }

  /** Replaces the whole text. */
  async change(uri: string, text: string, version: number): Promise<void> {
    await this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text }] });
  }

  async notify(method: string, params: unknown): Promise<void> {
    await this.connection.sendNotification(method, params);
  }

  async request<Result>(method: string, params: unknown): Promise<Result> {
    return await this.connection.sendRequest<Result>(method, params);
  }

  async pull(uri: string): Promise<readonly Diagnostic[]> {
    const report = await this.request<{ items: Diagnostic[] }>("textDocument/diagnostic", { textDocument: { uri } });
    return report.items;
  }

  /** The first push for a document that fits, also one that has already arrived. */
  async push(uri: string, fits: (published: Published) => boolean = () => true): Promise<Published> {
    const find = () => this.published.find((one) => one.uri === uri && fits(one));
    const known = find();
    if (known !== undefined) return known;
    return await new Promise((resolve, reject) => {
      const wake = () => {
        const found = find();
        if (found === undefined) return;
        this.waiting.delete(wake);
        clearTimeout(timer);
        resolve(found);
      };
      const timer = setTimeout(() => reject(new Error(`no fitting push for ${uri}: ${JSON.stringify(this.published)}`)), patience);
      this.waiting.add(wake);
    });
  }

  /** What the server has registered at run time, once it has registered documents. */
  async registrations(): Promise<readonly Registration[]> {
    for (let waited = 0; waited < patience && !this.registered.some(({ method }) => method === "textDocument/didOpen"); waited += 20)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return this.registered;
  }

  /** Forgets earlier pushes. */
  forget(): void {
    this.published.length = 0;
  }

  async stop(): Promise<number | null> {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const code = await this.ended;
    this.connection.dispose();
    return code;
  }
}
