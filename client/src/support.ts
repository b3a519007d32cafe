/** For when something goes wrong: the output channel, and data for a report. */
import * as vscode from "vscode";
import type { ReleaseState } from "../../server/src/lsp/protocol.ts";
import { problemReport } from "./problemReport.ts";
import type { Server } from "./server.ts";

export function registerSupport(server: Server, context: vscode.ExtensionContext): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand("haproxySleuth.showOutput", async () => (await server.client()).outputChannel.show(true)),
    vscode.commands.registerCommand("haproxySleuth.reportProblem", () => report(server, context.extension)),
  ];
}

/** Of package.json. */
interface Manifest {
  readonly version: string;
  readonly bugs?: unknown;
  readonly repository?: unknown;
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, unknown>> } };
}

/** VS Code's reporter where the extension says where reports go; else a text to send. */
async function report(server: Server, { id, packageJSON }: vscode.Extension<unknown>): Promise<void> {
  const own = packageJSON as Manifest;
  const data = await collected(server, own);
  const { bugs, repository } = own;
  if (bugs !== undefined || repository !== undefined) {
    await vscode.commands.executeCommand("workbench.action.openIssueReporter", { extensionId: id, data });
    return;
  }
  const content = `# HAProxy Sleuth\n\n${vscode.l10n.t("What did you do, what did you expect, and what happened?")}\n\n${data}\n`;
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "markdown", content }));
}

async function collected(server: Server, { version, contributes }: Manifest): Promise<string> {
  const documents = new Map<string, number[]>();
  for (const { languageId, lineCount } of vscode.workspace.textDocuments)
    if (languageId.startsWith("haproxy")) documents.set(languageId, [...(documents.get(languageId) ?? []), lineCount]);
  const state = await releaseHere(server);
  return problemReport({
    extension: version,
    editor: vscode.version,
    host: `${vscode.env.uiKind === vscode.UIKind.Web ? "browser" : "desktop"}, ${vscode.env.remoteName ?? "local"}`,
    language: vscode.env.language,
    trusted: vscode.workspace.isTrusted,
    server: server.state,
    documents,
    release: state?.release,
    releaseSource: state?.source,
    settings: changedSettings(Object.keys(contributes.configuration.properties)),
  });
}

/** A server that does not answer is what the report is about. */
async function releaseHere(server: Server): Promise<ReleaseState | undefined> {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined || !document.languageId.startsWith("haproxy") || server.state !== "running") return undefined;
  try {
    return (await server.request("haproxySleuth/releaseState", { uri: document.uri.toString() })) ?? undefined;
  } catch {
    return undefined;
  }
}

function changedSettings(names: readonly string[]): string[] {
  const settings = vscode.workspace.getConfiguration();
  return names.flatMap((name) => {
    const { globalValue, workspaceValue, workspaceFolderValue } = settings.inspect(name) ?? {};
    const where = [
      ...(globalValue === undefined ? [] : ["user"]),
      ...(workspaceValue === undefined ? [] : ["workspace"]),
      ...(workspaceFolderValue === undefined ? [] : ["folder"]),
    ];
    return where.length === 0 ? [] : [`${name} (${where.join(", ")})`];
  });
}
