/** Brings findings to the client: pushed where it does not pull, and refreshed when circumstances change. */
import type { Connection } from "vscode-languageserver";
import { diagnosticsOf } from "../answers/diagnostics.ts";
import type { Client } from "../connection/client.ts";
import { loadersOf, scriptsOf } from "./luaDocuments.ts";
import type { OpenDocument } from "./openDocument.ts";
import { releaseStateOf } from "./releaseState.ts";
import type { FileChanges, Session } from "./session.ts";

/** Findings depend on other documents too; while one of those is being typed, one update in this time is enough. */
const othersDelay = 400;

/** Asking for the circumstances of a document; `again`: something changed meanwhile. */
interface Asking {
  readonly done: Promise<void>;
  again: boolean;
}

export class Publisher {
  private readonly connection: Connection;
  private readonly session: Session;
  private readonly client: Client;
  private readonly asking = new Map<string, Asking>();
  /** Open documents whose findings another one may have changed. */
  private readonly others = new Set<string>();
  private othersTimer: NodeJS.Timeout | undefined;
  /** Files that changed are being read. */
  private reading: Promise<void> = Promise.resolve();
  /** Told of each document of ours that was saved, once its circumstances are known. */
  onSaved: (uri: string) => void = () => undefined;

  constructor(connection: Connection, session: Session, client: Client) {
    this.connection = connection;
    this.session = session;
    this.client = client;
  }

  /** Resolves when the circumstances of a document have been asked for. */
  async settled(uri: string): Promise<void> {
    await this.asking.get(uri)?.done;
  }

  /** `edited` keeps the answers of slow sources; `opened` and `saved` ask anew. */
  changed(uri: string, how: "opened" | "edited" | "saved"): void {
    const open = this.session.documents.get(uri);
    if (open === undefined) return;
    if (how !== "edited") {
      this.session.releases.forgetFiles();
      // without watchers nobody else will tell us of files that changed
      if (!this.client.watchesFiles) this.read({ files: undefined, structure: false });
    }
    const brought = this.bring(uri);
    if (how === "saved") void brought.then(() => this.onSaved(uri));
    this.later(this.dependentOn(open));
  }

  /** `document`: as it was when it was open; undefined where it was none of ours. */
  closed(uri: string, document: OpenDocument | undefined): void {
    this.asking.delete(uri);
    this.others.delete(uri);
    if (!this.client.pulls) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    if (document !== undefined) this.later(this.dependentOn(document));
  }

  filesChanged(changes: FileChanges): void {
    this.read(changes);
    this.everything();
  }

  /** Settings, trust or files changed: all open documents, not only the last one touched. */
  everything(): void {
    const all = [...this.session.documents.keys()].map((uri) => this.bring(uri));
    void Promise.all(all).then(() => {
      this.askToPull();
      this.askToDraw();
    });
  }

  /** Findings changed, though neither texts nor circumstances did. */
  refind(uris: readonly string[]): void {
    this.askToPull();
    const shown = this.client.pulls ? [] : uris.map((uri) => this.session.documents.get(uri));
    for (const open of shown) if (open !== undefined) this.push(open);
  }

  /** A log is read in the light of the configuration, so it follows its changes. */
  logsLater(): void {
    this.later(this.logs());
  }

  private read(changes: FileChanges): void {
    this.reading = this.reading.then(() => this.session.filesChanged(changes)).catch((error) => this.failed("files", error));
  }

  /** One after the other for each document, so that what is pushed is of its present version and in order. */
  private bring(uri: string): Promise<void> {
    const running = this.asking.get(uri);
    if (running !== undefined) {
      running.again = true;
      return running.done;
    }
    const asking: Asking = { done: this.untilSettled(uri).catch((error) => this.failed(uri, error)), again: false };
    this.asking.set(uri, asking);
    return asking.done;
  }

  private async untilSettled(uri: string): Promise<void> {
    // the caller notes that we are at work first
    await Promise.resolve();
    const asking = this.asking.get(uri);
    try {
      let releaseChanged = false;
      const setBefore = this.session.documents.get(uri)?.set;
      let open = this.session.documents.get(uri);
      do {
        if (asking !== undefined) asking.again = false;
        await this.reading;
        if (open !== undefined) releaseChanged = (await this.session.refresh(open)) || releaseChanged;
        open = this.session.documents.get(uri);
      } while (open !== undefined && asking?.again === true);
      if (open === undefined || this.asking.get(uri) !== asking) return;
      this.deliverSoon(open, releaseChanged);
      // its text may be another than the one on disk
      if (open.set !== setBefore) this.later(this.session.siblingsOf(open));
      // which scripts it loads is known only now
      if (open.kind === "config") this.later(scriptsOf(this.session.documents, open));
    } finally {
      if (this.asking.get(uri) === asking) this.asking.delete(uri);
    }
  }

  /** Whoever waits for the circumstances is answered before the findings are worked out: somebody is typing. */
  private deliverSoon(open: OpenDocument, releaseChanged: boolean): void {
    const { uri, version } = open;
    setTimeout(() => {
      if (this.session.documents.get(uri) !== open || open.version !== version) return;
      try {
        this.deliver(open, releaseChanged);
      } catch (error) {
        this.failed(uri, error);
      }
    });
  }

  private deliver(open: OpenDocument, releaseChanged: boolean): void {
    if (this.client.commands && (open.kind === "config" || open.kind === "log"))
      void this.connection.sendNotification("haproxySleuth/releaseChanged", releaseStateOf(this.session, open));
    if (!this.client.pulls) this.push(open);
    if (releaseChanged) this.askToDraw();
    if (releaseChanged && open.kind === "log") this.askToPull();
  }

  private push(open: OpenDocument): void {
    const { uri, version } = open;
    void this.connection.sendDiagnostics({ uri, version, diagnostics: diagnosticsOf(this.session, this.client, open) });
  }

  /** Logs, and what is said of the machine, are read in the light of the configuration. */
  private logs(): readonly OpenDocument[] {
    return [...this.session.documents.values()].filter(({ kind }) => kind === "log" || kind === "machine");
  }

  /** Open documents whose findings another one may change. */
  private dependentOn(open: OpenDocument): readonly OpenDocument[] {
    const { documents } = this.session;
    if (open.kind === "lua") return loadersOf(documents, open);
    return open.kind === "config" ? [...this.logs(), ...this.session.siblingsOf(open), ...scriptsOf(documents, open)] : [];
  }

  private later(documents: readonly OpenDocument[]): void {
    for (const { uri } of documents) this.others.add(uri);
    if (this.others.size === 0 || this.othersTimer !== undefined) return;
    this.othersTimer = setTimeout(() => {
      const uris = [...this.others].filter((uri) => this.session.documents.has(uri));
      this.othersTimer = undefined;
      this.others.clear();
      if (uris.length === 0) return;
      const brought = uris.map((uri) => this.bring(uri));
      const anyConfig = uris.some((uri) => this.session.documents.get(uri)?.kind === "config");
      void Promise.all(brought).then(() => {
        this.askToPull();
        if (anyConfig) this.askForNotes();
      });
    }, othersDelay);
  }

  private askToPull(): void {
    if (this.client.pulls && this.client.refreshesPulls) void this.connection.languages.diagnostics.refresh()?.catch(() => undefined);
  }

  /** What is drawn in the text depends on the release, and much of it on other files. */
  private askToDraw(): void {
    this.askForNotes();
    if (this.client.refreshesTokens) void this.connection.sendRequest("workspace/semanticTokens/refresh").catch(() => undefined);
  }

  /** Lenses and hints. */
  private askForNotes(): void {
    if (this.client.refreshesLenses) void this.connection.sendRequest("workspace/codeLens/refresh").catch(() => undefined);
    if (this.client.refreshesHints) void this.connection.sendRequest("workspace/inlayHint/refresh").catch(() => undefined);
  }

  private failed(what: string, error: unknown): void {
    this.connection.console.error(`publishing ${what}: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
