/** What the user's commands and our code actions do in the editor. */
import * as vscode from "vscode";
import type { ExposedStatement } from "../../server/src/lsp/protocol.ts";
import type { ExplanationPages } from "./pages.ts";
import type { Server } from "./server.ts";

const configFiles = "**/{haproxy*.cfg,*.haproxy}";
/** Enough for any repository; more are other people's examples. */
const mostConfigs = 50;

export function registerCommands(server: Server, pages: ExplanationPages): vscode.Disposable[] {
  const on = vscode.commands.registerCommand;
  return [
    on("haproxySleuth.explain", (id?: string, uri?: string) => explain(pages, id, uri)),
    on("haproxySleuth.showExposure", (uri?: string) => showExposure(pages, uri)),
    on("haproxySleuth.compareReleases", (uri?: string) => compareReleases(server, pages, uri)),
    on("haproxySleuth.showReferences", showReferences),
    on("haproxySleuth.openUrl", (url: string) => openUpstream(url)),
    on("haproxySleuth.showExposedLines", (id?: string, log?: string) => showExposedLines(server, id, log)),
    on("haproxySleuth.copyReport", (uri?: string) => copyReport(server, uri)),
    on("haproxySleuth.ignoreInWorkspace", (id: string) => ignoreInWorkspace(id)),
    on("haproxySleuth.switchOff", (code: string) => switchOff(code)),
    on("haproxySleuth.selectRelease", () => selectRelease(server)),
    on("haproxySleuth.restartServer", () => server.restart()),
  ];
}

/** Advisories found in the active document, for commands called without one. */
function advisoriesHere(): string[] {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const codes = (uri === undefined ? [] : vscode.languages.getDiagnostics(uri))
    .filter(({ source }) => source === "haproxy-sleuth")
    .map(codeOf);
  return [...new Set(codes)];
}

function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : (code ?? ""));
}

/** `unmatched`: crashes that nothing explains have a page as well. */
async function pickAdvisory(id: string | undefined, unmatched: boolean): Promise<string | undefined> {
  const here = advisoriesHere().filter((one) => unmatched || one !== "unmatched-crash");
  if (id !== undefined || here.length === 1) return id ?? here[0];
  if (here.length === 0) {
    return vscode.window.showInputBox({ prompt: vscode.l10n.t("Known bug: its id, GitHub issue or commit"), placeHolder: "#2611" });
  }
  return vscode.window.showQuickPick(here, { placeHolder: vscode.l10n.t("Known bug") });
}

async function explain(pages: ExplanationPages, id: string | undefined, uri: string | undefined): Promise<void> {
  const advisory = await pickAdvisory(id, true);
  if (advisory !== undefined) await pages.open(advisory, uri ?? vscode.window.activeTextEditor?.document.uri.toString());
}

/** The configuration given, or the active one. */
function configurationHere(uri: string | undefined): string | undefined {
  return uri ?? vscode.window.activeTextEditor?.document.uri.toString();
}

async function showExposure(pages: ExplanationPages, uri: string | undefined): Promise<void> {
  const config = configurationHere(uri);
  if (config !== undefined) await pages.openExposure(config, undefined);
}

async function compareReleases(server: Server, pages: ExplanationPages, uri: string | undefined): Promise<void> {
  const config = configurationHere(uri);
  if (config === undefined) return;
  const against = await pickRelease(server, vscode.l10n.t("HAProxy release to compare with"));
  if (against !== undefined) await pages.openExposure(config, against);
}

/** Shapes of the language server, from a code lens; the editor's own command wants objects of its own. */
interface ServerPosition {
  readonly line: number;
  readonly character: number;
}
interface ServerLocation {
  readonly uri: string;
  readonly range: { readonly start: ServerPosition; readonly end: ServerPosition };
}

async function showReferences(uri: string, at: ServerPosition, locations: readonly ServerLocation[]): Promise<void> {
  const positionOf = ({ line, character }: ServerPosition) => new vscode.Position(line, character);
  const places = locations.map(
    ({ uri: target, range }) =>
      new vscode.Location(vscode.Uri.parse(target, true), new vscode.Range(positionOf(range.start), positionOf(range.end))),
  );
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri, true), positionOf(at), places);
}

/** Only upstream's own pages are opened, and only because the user clicked. */
async function openUpstream(url: string): Promise<void> {
  const uri = vscode.Uri.parse(url, true);
  if (uri.scheme === "https" && /^(?:github\.com|docs\.haproxy\.org|www\.haproxy\.org)$/.test(uri.authority))
    await vscode.env.openExternal(uri);
}

/** `log`: the crash log that it is asked for; the active document where that is one. */
async function showExposedLines(server: Server, id: string | undefined, log: string | undefined): Promise<void> {
  const advisory = await pickAdvisory(id, false);
  const active = vscode.window.activeTextEditor?.document;
  const crashed = log ?? (active?.languageId === "haproxy-crash" ? active.uri.toString() : undefined);
  if (advisory === undefined) return;
  for (const uri of await configurations()) {
    const document = await vscode.workspace.openTextDocument(uri);
    const statements = await server.request("haproxySleuth/exposedStatements", {
      advisory,
      uri: document.uri.toString(),
      ...(crashed !== undefined && { log: crashed }),
    });
    if (statements.length > 0) return reveal(document, statements);
  }
  void vscode.window.showInformationMessage(vscode.l10n.t("No configuration in this workspace has statements that {0} concerns", advisory));
}

/** Open configurations first, then those of the workspace. */
async function configurations(): Promise<vscode.Uri[]> {
  const open = vscode.workspace.textDocuments.filter(({ languageId }) => languageId === "haproxy").map(({ uri }) => uri);
  const found = await vscode.workspace.findFiles(configFiles, "**/node_modules/**", mostConfigs);
  const seen = new Set(open.map(String));
  return [...open, ...found.filter((uri) => !seen.has(uri.toString()))];
}

/** Selects every statement concerned, so that all of them can be seen and edited. */
async function reveal(document: vscode.TextDocument, statements: readonly ExposedStatement[]): Promise<void> {
  const selections = statements.map(({ line, start, end }) => new vscode.Selection(line, start, line, end));
  const editor = await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false });
  editor.selections = selections;
  if (selections[0] !== undefined) editor.revealRange(selections[0], vscode.TextEditorRevealType.InCenter);
}

async function copyReport(server: Server, uri: string | undefined): Promise<void> {
  const log = uri ?? vscode.window.activeTextEditor?.document.uri.toString();
  if (log === undefined) return;
  const report = await server.request("haproxySleuth/report", { uri: log });
  if (report === null) return void vscode.window.showWarningMessage(vscode.l10n.t("This document holds no crash to report"));
  await vscode.env.clipboard.writeText(report);
  void vscode.window.showInformationMessage(
    vscode.l10n.t("Report copied; addresses, hosts and secrets were replaced, but read it before you post it"),
  );
}

async function ignoreInWorkspace(id: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration("haproxySleuth");
  const ignored = settings.get<string[]>("ignoredAdvisories", []);
  if (!ignored.includes(id)) await settings.update("ignoredAdvisories", [...ignored, id], targetOfSettings());
}

/** Findings of this kind are not shown any more. VS Code joins the levels of user and workspace: the user's own stay where they are. */
async function switchOff(code: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration("haproxySleuth");
  const target = targetOfSettings();
  const { globalValue, workspaceValue } = settings.inspect<Record<string, string>>("lints") ?? {};
  const there = target === vscode.ConfigurationTarget.Global ? globalValue : workspaceValue;
  await settings.update("lints", { ...there, [code]: "off" }, target);
}

/** Asks for a release and writes it into the workspace's settings. */
async function selectRelease(server: Server): Promise<void> {
  const release = await pickRelease(server, vscode.l10n.t("HAProxy release in use"));
  if (release !== undefined) await vscode.workspace.getConfiguration("haproxySleuth").update("release", release, targetOfSettings());
}

async function pickRelease(server: Server, placeHolder: string): Promise<string | undefined> {
  const branches = await server.request("haproxySleuth/branches", null);
  const other = vscode.l10n.t("Another release…");
  const items: vscode.QuickPickItem[] = [...branches]
    .reverse()
    .map(({ branch, newest }) => ({ label: branch, description: vscode.l10n.t("newest known: {0}", newest) }));
  const choice = await vscode.window.showQuickPick([{ label: other }, ...items], { placeHolder });
  return choice?.label === other ? askForRelease() : choice?.label;
}

function askForRelease(): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    prompt: vscode.l10n.t("Release, as `haproxy -v` prints it"),
    placeHolder: "3.0.2",
    validateInput: (text) =>
      /^\d+\.\d+(?:\.\d+|-dev\d+)?$/.test(text.trim()) ? undefined : vscode.l10n.t("Give a release such as 3.0.2 or a branch such as 3.2"),
  });
}

function targetOfSettings(): vscode.ConfigurationTarget {
  return vscode.workspace.workspaceFolders === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
}
