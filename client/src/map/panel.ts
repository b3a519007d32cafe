/** The traffic map: a webview that draws what the server sends, follows the cursor, and leads back to the lines. */
import * as vscode from "vscode";
import type { Server } from "../server.ts";
import type { ToPage, ToPanel } from "./messages.ts";

/** Typing is drawn after a pause of this many milliseconds. */
const pause = 400;

export class TrafficMapPanel implements vscode.Disposable {
  private readonly server: Server;
  private readonly extension: vscode.Uri;
  private panel: vscode.WebviewPanel | undefined;
  private uri = "";
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly listeners: vscode.Disposable[] = [];

  constructor(server: Server, extension: vscode.Uri) {
    this.server = server;
    this.extension = extension;
  }

  /** Shows the map of the configuration that `uri`, or the active document, belongs to. */
  show(uri = vscode.window.activeTextEditor?.document.uri.toString()): void {
    if (uri === undefined) return;
    this.uri = uri;
    if (this.panel === undefined) this.panel = this.create();
    else this.panel.reveal(undefined, true);
    void this.draw();
  }

  dispose(): void {
    this.panel?.dispose();
    this.closed();
  }

  private create(): vscode.WebviewPanel {
    const script = vscode.Uri.joinPath(this.extension, "dist");
    const panel = vscode.window.createWebviewPanel(
      "haproxySleuth.trafficMap",
      vscode.l10n.t("HAProxy traffic map"),
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [script], retainContextWhenHidden: true },
    );
    panel.webview.html = page(panel.webview, vscode.Uri.joinPath(script, "mapPage.js"));
    panel.webview.onDidReceiveMessage((message: ToPanel) => this.received(message));
    panel.onDidDispose(() => this.closed());
    this.listeners.push(
      vscode.workspace.onDidChangeTextDocument(({ document }) => document.languageId === "haproxy" && this.drawLater()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => this.follow(textEditor)),
      vscode.window.onDidChangeActiveTextEditor((editor) => this.followEditor(editor)),
    );
    return panel;
  }

  private closed(): void {
    clearTimeout(this.timer);
    for (const listener of this.listeners.splice(0)) listener.dispose();
    this.panel = undefined;
  }

  private drawLater(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.draw(), pause);
  }

  private async draw(): Promise<void> {
    const drawing = await this.server.request("haproxySleuth/trafficMap", { uri: this.uri });
    if (drawing === null) return;
    this.send({ kind: "drawing", svg: drawing.svg, style: drawing.style });
    this.follow(vscode.window.activeTextEditor);
  }

  private followEditor(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.languageId !== "haproxy") return;
    const uri = editor.document.uri.toString();
    if (uri === this.uri) this.follow(editor);
    else this.show(uri);
  }

  private follow(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.languageId === "haproxy")
      this.send({ kind: "cursor", uri: editor.document.uri.toString(), line: editor.selection.active.line });
  }

  private send(message: ToPage): void {
    void this.panel?.webview.postMessage(message);
  }

  private async received(message: ToPanel): Promise<void> {
    if (message.kind === "ready") await this.draw();
    else if (message.kind === "open") await this.open(message.uri, message.line);
    else await save(message.format, message.data);
  }

  private async open(uri: string, line: number): Promise<void> {
    const at = new vscode.Position(line, 0);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse(uri, true));
    const beside = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
    const column = beside ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, { viewColumn: column, selection: new vscode.Range(at, at) });
  }
}

async function save(format: "svg" | "png", data: string): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    filters: { [format.toUpperCase()]: [format] },
    ...(folder && { defaultUri: vscode.Uri.joinPath(folder, `haproxy-traffic.${format}`) }),
  });
  if (target !== undefined) await vscode.workspace.fs.writeFile(target, bytesOf(format, data));
}

function bytesOf(format: "svg" | "png", data: string): Uint8Array {
  return format === "png" ? Uint8Array.from(atob(data), (one) => one.charCodeAt(0)) : new TextEncoder().encode(data);
}

const pageStyle = `
html, body { height: 100%; margin: 0; padding: 0; overflow: hidden; background: var(--vscode-editor-background); }
#tools { position: fixed; top: 8px; right: 8px; display: flex; gap: 4px; }
button { font: inherit; padding: 3px 9px; cursor: pointer; color: var(--vscode-button-secondaryForeground); background: var(--vscode-button-secondaryBackground); border: 1px solid var(--vscode-contrastBorder, transparent); border-radius: 2px; }
button:hover { background: var(--vscode-button-secondaryHoverBackground); }
button:focus-visible { outline: 1px solid var(--vscode-focusBorder); }
#drawing, #drawing svg { width: 100%; height: 100%; display: block; }
#drawing { cursor: grab; }
.vscode-high-contrast .map .kind, .vscode-high-contrast .map .edge text, .vscode-high-contrast .map .tip { fill: var(--vscode-foreground); }
.vscode-high-contrast .map .edge:not(.here) path { stroke: var(--vscode-foreground); }
#empty { padding: 2em; color: var(--vscode-descriptionForeground); font-family: var(--vscode-font-family); }
`;

/** Nothing but our own script and style run in it; pictures are needed to write a PNG. */
function page(webview: vscode.Webview, script: vscode.Uri): string {
  const nonce = crypto.randomUUID();
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; img-src data: blob:`;
  const button = (id: string, label: string, title: string) => `<button id="${id}" type="button" title="${title}">${label}</button>`;
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${vscode.l10n.t("HAProxy traffic map")}</title>
<style nonce="${nonce}">
${pageStyle}</style>
<style nonce="${nonce}" id="mapStyle"></style>
</head>
<body>
<div id="drawing"></div>
<p id="empty" hidden>${vscode.l10n.t("No frontend or backend is declared yet.")}</p>
<div id="tools" role="toolbar">
${button("out", "−", vscode.l10n.t("Zoom out"))}
${button("in", "+", vscode.l10n.t("Zoom in"))}
${button("fit", vscode.l10n.t("Fit"), vscode.l10n.t("Show all of it"))}
${button("svg", "SVG", vscode.l10n.t("Save as SVG"))}
${button("png", "PNG", vscode.l10n.t("Save as PNG"))}
</div>
<script nonce="${nonce}" src="${webview.asWebviewUri(script)}"></script>
</body>
</html>`;
}
