/** Explanation pages: virtual Markdown documents shown in VS Code's own preview, which has its own strict content-security policy. */
import * as vscode from "vscode";
import type { Server } from "./server.ts";

export const pageScheme = "haproxy-sleuth";

export class ExplanationPages implements vscode.Disposable {
  private readonly server: Server;
  private readonly registration: vscode.Disposable;
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();

  constructor(server: Server) {
    this.server = server;
    this.registration = vscode.workspace.registerTextDocumentContentProvider(pageScheme, {
      onDidChange: this.changed.event,
      provideTextDocumentContent: (uri) => this.textOf(uri),
    });
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

  /** `vscode://haproxy-sleuth.haproxy-sleuth/explain/<id>` from outside. */
  async openUri(uri: vscode.Uri): Promise<void> {
    const id = /^\/explain\/([a-z0-9-]+)$/.exec(uri.path)?.[1];
    if (id !== undefined) await this.open(id, undefined);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }

  private async textOf(uri: vscode.Uri): Promise<string> {
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
