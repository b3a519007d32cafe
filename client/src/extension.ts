/** Entry point of the extension: cheap at activation, the server starts with the first document that needs it. */
import * as vscode from "vscode";
import { registerCommands } from "./commands.ts";
import { watchDocuments } from "./detection.ts";
import { registerLogCommands } from "./logCommands.ts";
import { TrafficMapPanel } from "./map/panel.ts";
import { ExplanationPages } from "./pages.ts";
import { registerReleaseStatus } from "./releaseStatus.ts";
import { Server } from "./server.ts";
import { registerSupport } from "./support.ts";
import { registerValidation } from "./validate.ts";

export function activate(context: vscode.ExtensionContext): void {
  const server = new Server(context);
  const pages = new ExplanationPages(server);
  const map = new TrafficMapPanel(server, context.extensionUri);
  const commands = [...registerCommands(server, pages), ...registerLogCommands(server, pages)];
  const states = [registerReleaseStatus(server), registerValidation(server), ...registerSupport(server, context)];
  context.subscriptions.push(server, pages, map, ...states, ...commands, ...watchDocuments());
  const startFor = (document: vscode.TextDocument) => {
    if (document.languageId === "haproxy" || document.languageId === "haproxy-crash") void server.client();
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.commands.registerCommand("haproxySleuth.showTrafficMap", (uri?: string | vscode.Uri) => map.show(uri?.toString())),
    vscode.window.registerUriHandler({ handleUri: (uri) => pages.openUri(uri) }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void server.notifyTrusted()),
  );
  vscode.workspace.textDocuments.forEach(startFor);
}
