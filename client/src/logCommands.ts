/** What the user's commands on crash logs do: from the clipboard, from a file of any size, for a ticket. */
import * as vscode from "vscode";
import type { FileAnalysis } from "../../server/src/lsp/protocol.ts";
import type { ExplanationPages } from "./pages.ts";
import type { Server } from "./server.ts";

export function registerLogCommands(server: Server, pages: ExplanationPages): vscode.Disposable[] {
  const on = vscode.commands.registerCommand;
  return [
    on("haproxySleuth.showDiagnosis", (uri?: string | vscode.Uri) => showDiagnosis(pages, uri)),
    on("haproxySleuth.copyTicket", (uri?: string | vscode.Uri) => copyTicket(server, uri)),
    on("haproxySleuth.analyseClipboard", () => analyseClipboard(pages)),
    on("haproxySleuth.analyseFile", (uri?: vscode.Uri) => analyseFile(server, pages, uri)),
  ];
}

/** Menus give an address as an object, our own lenses as text. */
function logHere(uri: string | vscode.Uri | undefined): string | undefined {
  return (uri ?? vscode.window.activeTextEditor?.document.uri)?.toString();
}

async function showDiagnosis(pages: ExplanationPages, uri: string | vscode.Uri | undefined): Promise<void> {
  const log = logHere(uri);
  if (log !== undefined) await pages.openDiagnosis(log);
}

async function copyTicket(server: Server, uri: string | vscode.Uri | undefined): Promise<void> {
  const log = logHere(uri);
  if (log === undefined) return;
  const ticket = await server.request("haproxySleuth/ticket", { uri: log });
  if (ticket === null) return void vscode.window.showWarningMessage(vscode.l10n.t("This document holds no crash to report"));
  await copy(ticket);
}

async function copy(ticket: string): Promise<void> {
  await vscode.env.clipboard.writeText(ticket);
  void vscode.window.showInformationMessage(
    vscode.l10n.t("Diagnosis copied; addresses, hosts and secrets were replaced, but read it before you post it"),
  );
}

async function analyseClipboard(pages: ExplanationPages): Promise<void> {
  const content = await vscode.env.clipboard.readText();
  if (content.trim() === "") return void vscode.window.showWarningMessage(vscode.l10n.t("The clipboard holds no text"));
  const document = await vscode.workspace.openTextDocument({ language: "haproxy-crash", content });
  await vscode.window.showTextDocument(document, { preview: false });
  await pages.openDiagnosis(document.uri.toString());
}

async function analyseFile(server: Server, pages: ExplanationPages, given: vscode.Uri | undefined): Promise<void> {
  const uri = given ?? (await pickFile());
  if (uri === undefined) return;
  const result = await withProgress(server, uri);
  if (result === undefined) return;
  if ("problem" in result) return void vscode.window.showErrorMessage(result.problem);
  await pages.openAnalysis(uri, result);
  const copyIt = vscode.l10n.t("Copy for a ticket");
  if (result.crashes === 0) return;
  const crashes = result.crashes === 1 ? vscode.l10n.t("1 crash found") : vscode.l10n.t("{0} crashes found", result.crashes);
  const answer = await vscode.window.showInformationMessage(crashes, copyIt);
  if (answer === copyIt) await copy(result.ticket);
}

async function pickFile(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    openLabel: vscode.l10n.t("Analyse"),
    title: vscode.l10n.t("Crash log, also compressed (gzip, xz, zstd)"),
    canSelectMany: false,
  });
  return picked?.[0];
}

/** Undefined where the user cancelled. */
async function withProgress(server: Server, uri: vscode.Uri): Promise<FileAnalysis | { readonly problem: string } | undefined> {
  const location = vscode.ProgressLocation.Notification;
  const title = vscode.l10n.t("HAProxy Sleuth: reading {0}", uri.path.split("/").at(-1) ?? "");
  return vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    let told = 0;
    const report = (percentage: number) => {
      progress.report({ increment: percentage - told });
      told = percentage;
    };
    try {
      return (await server.analyse(uri, report, token)) ?? undefined;
    } catch (error) {
      if (token.isCancellationRequested) return undefined;
      throw error;
    }
  });
}
