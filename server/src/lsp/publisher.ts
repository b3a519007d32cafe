/** Brings findings to the client: pushed where it does not pull, and refreshed when circumstances change. */
import type { Connection } from "vscode-languageserver/node";
import { crashInShort } from "../features/log/lenses.ts";
import { releaseName } from "../knowledge/release.ts";
import type { Client } from "./client.ts";
import { diagnosticsOf } from "./diagnostics.ts";
import type { ReleaseState } from "./protocol.ts";
import type { OpenDocument, Session } from "./session.ts";

/** Findings on a log depend on the configuration beside it; while that is being typed, one update in this time is enough. */
const companionDelay = 400;

export class Publisher {
  private readonly connection: Connection;
  private readonly session: Session;
  private readonly client: Client;
  private readonly pending = new Map<string, Promise<void>>();
  private companionTimer: NodeJS.Timeout | undefined;

  constructor(connection: Connection, session: Session, client: Client) {
    this.connection = connection;
    this.session = session;
    this.client = client;
  }

  /** Resolves when the circumstances of a document have been asked for. */
  async settled(uri: string): Promise<void> {
    await this.pending.get(uri);
  }

  /** `edited` keeps the answers of slow sources; `opened` asks anew. */
  changed(uri: string, how: "opened" | "edited"): void {
    const open = this.session.documents.get(uri);
    if (open === undefined) return;
    if (how === "opened") this.session.releases.forgetFiles();
    const refreshed = this.session.refresh(open);
    // whoever waits for the circumstances is answered before the findings are worked out: somebody is typing
    this.track(uri, refreshed);
    void this.logged(uri, this.bring(open, open.version, refreshed));
  }

  closed(uri: string): void {
    this.pending.delete(uri);
    if (!this.client.pulls) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
    this.logsLater();
  }

  filesChanged(): void {
    this.session.releases.forgetFiles();
    for (const open of this.session.documents.values()) open.scriptNames = "\0";
    this.everything();
  }

  /** Settings, trust or files changed: all open documents, not only the last one touched. */
  everything(): void {
    const all = [...this.session.documents.values()].map((open) => this.track(open.uri, this.bring(open, open.version)));
    void Promise.all(all).then(() => {
      this.askToPull();
      this.askForLenses();
      this.askForHints();
    });
  }

  stateOf(open: OpenDocument): ReleaseState {
    const { release, claim, assumedNewest, problem } = open.release;
    const diagnoses = this.session.diagnosesOf(open);
    const [first] = diagnoses;
    const crash = { ...(open.kind === "log" && { crashes: diagnoses.length }), ...(first && { crash: crashInShort(first) }) };
    const logged = diagnoses.find(({ incident }) => incident.release !== undefined)?.incident.release;
    if (logged !== undefined) return { uri: open.uri, release: releaseName(logged.release), source: "log", text: logged.text, ...crash };
    return {
      uri: open.uri,
      assumedNewest,
      ...crash,
      ...(release && { release: releaseName(release) }),
      ...(claim && { source: claim.source, text: claim.text }),
      ...(claim?.file !== undefined && { file: claim.file }),
      ...(problem && { problem }),
    };
  }

  private async bring(open: OpenDocument, version: number, refreshed = this.session.refresh(open)): Promise<void> {
    const releaseChanged = await refreshed;
    if (!this.client.pulls) await new Promise((resolve) => setImmediate(resolve));
    if (this.session.documents.get(open.uri) !== open || open.version !== version) return;
    if (this.client.commands) void this.connection.sendNotification("haproxySleuth/releaseChanged", this.stateOf(open));
    if (!this.client.pulls)
      await this.connection.sendDiagnostics({ uri: open.uri, version, diagnostics: diagnosticsOf(this.session, this.client, open) });
    if (releaseChanged) {
      this.askForLenses();
      this.askForHints();
    }
    if (open.kind === "config") this.logsLater();
    else if (releaseChanged && this.client.pulls) this.askToPull();
  }

  /** A log is read in the light of the configuration, so it follows its changes. */
  logsLater(): void {
    const logs = [...this.session.documents.values()].filter(({ kind }) => kind === "log");
    if (logs.length === 0 || this.companionTimer !== undefined) return;
    this.companionTimer = setTimeout(() => {
      this.companionTimer = undefined;
      if (this.client.pulls) this.askToPull();
      else for (const log of logs) if (this.session.documents.get(log.uri) === log) this.track(log.uri, this.bring(log, log.version));
    }, companionDelay);
  }

  private askToPull(): void {
    if (this.client.pulls && this.client.refreshesPulls) this.connection.languages.diagnostics.refresh();
  }

  /** What is drawn in the text, lenses and colours, depends on the release. */
  private askForLenses(): void {
    if (this.client.refreshesLenses) void this.connection.sendRequest("workspace/codeLens/refresh").catch(() => undefined);
    if (this.client.refreshesTokens) void this.connection.sendRequest("workspace/semanticTokens/refresh").catch(() => undefined);
  }

  private askForHints(): void {
    if (this.client.refreshesHints) void this.connection.sendRequest("workspace/inlayHint/refresh").catch(() => undefined);
  }

  /** Requests on the document wait for the work. */
  private track(uri: string, work: Promise<unknown>): Promise<void> {
    const logged = this.logged(uri, work);
    this.pending.set(uri, logged);
    return logged;
  }

  private async logged(uri: string, work: Promise<unknown>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.connection.console.error(`publishing ${uri}: ${error instanceof Error ? error.stack : String(error)}`);
    }
  }
}
