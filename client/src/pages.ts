/** Explanation pages: virtual Markdown documents shown in VS Code's own preview, which has its own strict content-security policy. */
import * as vscode from "vscode";
import type { FileAnalysis } from "../../server/src/lsp/protocol.ts";
import { withWorkspaceLinks } from "./pageLinks.ts";
import type { Server } from "./server.ts";

const pageScheme = "haproxy-sleuth";

/** A log that is being edited or pasted into settles before its diagnosis is shown anew. */
const delay = 300;

export class ExplanationPages implements vscode.Disposable {
  private readonly server: Server;
  private readonly registration: vscode.Disposable;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  /** Diagnoses of files that no editor holds, by the address of their page. */
  private readonly analyses = new Map<string, string>();
  /** Pages of diagnoses that are shown, by the address of the log. */
  private readonly diagnoses = new Map<string, vscode.Uri>();
  private readonly timers = new Map<string, NodeJS.Timeout>();

  constructor(server: Server) {
    this.server = server;
    this.registration = vscode.Disposable.from(
      vscode.workspace.registerTextDocumentContentProvider(pageScheme, {
        onDidChange: this.changed.event,
        provideTextDocumentContent: async (uri) => withWorkspaceLinks(await this.textOf(uri)),
      }),
      server.onReleaseChanged(({ uri }) => this.renewLater(vscode.Uri.parse(uri).toString())),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
    );
  }

  /** Opens the page of an advisory beside the editor, told for the document with `uri`. */
  async open(advisory: string, uri: string | undefined): Promise<void> {
    const page = vscode.Uri.from({ scheme: pageScheme, path: `/${advisory}.md`, query: uri ?? "" });
    this.changed.fire(page);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
  }

  /** Opens the report on a configuration beside the editor, `against` another release. */
  async openExposure(uri: string, against: string | undefined): Promise<void> {
    const path = against === undefined ? "/exposure.md" : `/exposure-against-${against}.md`;
    const page = vscode.Uri.from({ scheme: pageScheme, path, query: uri });
    this.changed.fire(page);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
  }

  /** Opens all that is known of the crashes of an open log beside it; the page follows the log. */
  async openDiagnosis(uri: string): Promise<void> {
    const page = vscode.Uri.from({ scheme: pageScheme, path: "/diagnosis.md", query: uri });
    this.diagnoses.set(vscode.Uri.parse(uri).toString(), page);
    this.changed.fire(page);
    await vscode.commands.executeCommand("markdown.showPreviewToSide", page);
  }

  /** Opens what was found in a file that no editor holds. */
  async openAnalysis(file: vscode.Uri, { markdown }: FileAnalysis): Promise<void> {
    const page = vscode.Uri.from({ scheme: pageScheme, path: "/analysis.md", query: file.toString() });
    this.analyses.set(page.toString(), markdown);
    this.changed.fire(page);
    await vscode.commands.executeCommand("markdown.showPreview", page);
  }

  /** `vscode://haproxy-sleuth.haproxy-sleuth/explain/<id>` from outside. */
  async openUri(uri: vscode.Uri): Promise<void> {
    const id = /^\/explain\/([a-z0-9-]+)$/.exec(uri.path)?.[1];
    if (id !== undefined) await this.open(id, undefined);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.registration.dispose();
    this.changed.dispose();
  }

  /** The server tells of each version of a log that it has read. */
  private renewLater(log: string): void {
    const page = this.diagnoses.get(log);
    if (page === undefined) return;
    clearTimeout(this.timers.get(log));
    this.timers.set(
      log,
      setTimeout(() => {
        this.timers.delete(log);
        this.changed.fire(page);
      }, delay),
    );
  }

  private forget(page: vscode.Uri): void {
    if (page.scheme !== pageScheme) return;
    this.analyses.delete(page.toString());
    for (const [log, known] of this.diagnoses) if (known.toString() === page.toString()) this.diagnoses.delete(log);
  }

  private async textOf(uri: vscode.Uri): Promise<string> {
    if (uri.path === "/analysis.md")
      return this.analyses.get(uri.toString()) ?? vscode.l10n.t("Analyse the file again to see its diagnosis");
    if (uri.path === "/diagnosis.md") {
      const diagnosis = await this.server.request("haproxySleuth/diagnosis", { uri: uri.query });
      return diagnosis?.markdown ?? vscode.l10n.t("No crash log is open at {0}", uri.query);
    }
    const advisory = uri.path.replace(/^\/|\.md$/g, "");
    const [report, against] = /^exposure(?:-against-(.+))?$/.exec(advisory) ?? [];
    if (report !== undefined) {
      const exposure = await this.server.request("haproxySleuth/exposureReport", {
        uri: uri.query,
        ...(against !== undefined && { against }),
      });
      return exposure?.markdown ?? vscode.l10n.t("No configuration is open at {0}", uri.query);
    }
    const explanation = await this.server.request("haproxySleuth/explanation", { advisory, ...(uri.query !== "" && { uri: uri.query }) });
    return explanation?.markdown ?? vscode.l10n.t("No page for {0}", advisory);
  }
}
