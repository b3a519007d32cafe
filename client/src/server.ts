/** The connection to the language server: started once, when first needed. */
import * as vscode from "vscode";
import type { BaseLanguageClient, LanguageClientOptions } from "vscode-languageclient";
import type { InitializationOptions, Notifications, ReleaseState, Requests, Validation } from "../../server/src/lsp/protocol.ts";

/** Files that the server reads beside the configuration, so that it learns of their changes. */
const watched =
  "**/{*.cfg,*.haproxy,*.lua,*.yml,*.yaml,*Dockerfile*,*Containerfile*,*.service,*.service.d/*.conf,default/haproxy*,sysconfig/haproxy*,haproxy.env}";

export type ServerState = "not started" | "starting" | "running" | "stopped";

export class Server implements vscode.Disposable {
  private readonly context: vscode.ExtensionContext;
  private readonly released = new vscode.EventEmitter<ReleaseState>();
  private readonly validated = new vscode.EventEmitter<Validation>();
  private started: Promise<BaseLanguageClient> | undefined;
  private readonly changed = new vscode.EventEmitter<ServerState>();
  private now: ServerState = "not started";
  private analyses = 0;
  /** A document's release was found or changed. */
  readonly onReleaseChanged = this.released.event;
  /** It runs, or it does not, by command or because it fell too often. */
  readonly onStateChanged = this.changed.event;
  /** The user's haproxy checked a configuration that was saved. */
  readonly onValidated = this.validated.event;

  constructor(context: vscode.ExtensionContext) {
    this.context = context;
  }

  /** The running client, started on the first call; one that failed to start is tried again on the next. */
  client(): Promise<BaseLanguageClient> {
    this.started ??= this.start().catch((error: unknown) => {
      this.started = undefined;
      this.enter("stopped");
      throw error;
    });
    return this.started;
  }

  get state(): ServerState {
    return this.now;
  }

  private enter(state: ServerState): void {
    this.now = state;
    this.changed.fire(state);
  }

  async request<Name extends keyof Requests>(name: Name, params: Requests[Name]["params"]): Promise<Requests[Name]["result"]> {
    const client = await this.client();
    return client.sendRequest<Requests[Name]["result"]>(name, params);
  }

  /** Has the server read a file that no editor holds; `report` gets what of it has been read, in percent. */
  async analyse(
    uri: vscode.Uri,
    report: (percentage: number) => void,
    token: vscode.CancellationToken,
  ): Promise<Requests["haproxySleuth/analyseFile"]["result"]> {
    const client = await this.client();
    const { WorkDoneProgress } = await import("vscode-languageclient");
    const name: keyof Requests = "haproxySleuth/analyseFile";
    const workDoneToken = `analyse-${++this.analyses}`;
    const listener = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === "report" && value.percentage !== undefined) report(value.percentage);
    });
    try {
      return await client.sendRequest(name, { uri: client.code2ProtocolConverter.asUri(uri), workDoneToken }, token);
    } finally {
      listener.dispose();
    }
  }

  /** Says that the workspace is trusted now; a server that has not started will ask when it does. */
  async notifyTrusted(): Promise<void> {
    if (this.started === undefined) return;
    const name: keyof Notifications = "haproxySleuth/trusted";
    await (await this.started).sendNotification(name, null);
  }

  async restart(): Promise<void> {
    if (this.started === undefined) await this.client();
    else {
      const client = await this.started;
      if (client.isRunning()) await client.stop();
      await client.start();
    }
  }

  dispose(): void {
    this.released.dispose();
    this.validated.dispose();
    this.changed.dispose();
    void this.started?.then((client) => client.dispose());
  }

  private async start(): Promise<BaseLanguageClient> {
    // what speaks to the server is run with the first document that needs one, not when the extension is activated
    const { newClient } = inWorker ? await import("./workerServer.ts") : await import("./nodeServer.ts");
    const { RevealOutputChannelOn, State } = await import("vscode-languageclient");
    const bundles = vscode.Uri.joinPath(this.context.extensionUri, "dist");
    const shown = { ...clientOptions(bundles), revealOutputChannelOn: RevealOutputChannelOn.Never };
    const client = newClient("haproxySleuth", "HAProxy Sleuth", bundles, shown, this.context.globalStorageUri);
    const name: keyof Notifications = "haproxySleuth/releaseChanged";
    client.onNotification(name, (state: ReleaseState) => this.released.fire(state));
    const validated: keyof Notifications = "haproxySleuth/validated";
    client.onNotification(validated, (validation: Validation) => this.validated.fire(validation));
    this.context.subscriptions.push(
      vscode.window.tabGroups.onDidChangeTabs(() => this.tellTabs(client)),
      // also after it was started anew, by command or because it fell
      client.onDidChangeState(({ newState }) => {
        this.enter(newState === State.Running ? "running" : newState === State.Starting ? "starting" : "stopped");
        if (newState === State.Running) this.tellTabs(client);
      }),
    );
    await client.start();
    return client;
  }

  /** Which configuration stands beside a log depends on the tabs, not on the documents that VS Code still holds. */
  private tellTabs(client: BaseLanguageClient): void {
    if (!client.isRunning()) return;
    const inputs = vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ input }) => input));
    const uris = inputs.filter((input) => input instanceof vscode.TabInputText).map(({ uri }) => client.code2ProtocolConverter.asUri(uri));
    const name: keyof Notifications = "haproxySleuth/openTabs";
    void client.sendNotification(name, uris);
  }
}

/** We run in a browser, so the server does too. */
const inWorker = typeof (globalThis as { readonly importScripts?: unknown }).importScripts === "function";

function clientOptions(bundles: vscode.Uri): LanguageClientOptions {
  // asked at each start: trust may have been given meanwhile
  const initializationOptions = (): InitializationOptions => ({
    locale: vscode.env.language,
    commands: true,
    trusted: vscode.workspace.isTrusted,
    ...(inWorker && { resources: bundles.toString(true) }),
  });
  return {
    documentSelector: [{ language: "haproxy" }, { language: "haproxy-crash" }],
    initializationOptions,
    synchronize: { fileEvents: vscode.workspace.createFileSystemWatcher(watched) },
    // a hover may open our own pages, nothing else
    markdown: { isTrusted: { enabledCommands: ["haproxySleuth.explain"] }, supportHtml: false },
  };
}
