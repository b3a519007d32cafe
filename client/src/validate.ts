/** The command "Validate with HAProxy": consent, the choice of the binary, and what the run came to in the status item. */
import * as vscode from "vscode";
import type { Validation } from "../../server/src/lsp/protocol.ts";
import type { Server } from "./server.ts";

export function registerValidation(server: Server): vscode.Disposable {
  const status = new ValidationStatus();
  const show = (validation: Validation) => {
    status.take(validation);
    if (!isVerdict(validation)) void explain(server, validation, show);
  };
  // every save would say it again
  const told = new Set<string>();
  const showOnce = (validation: Validation) => {
    if (isVerdict(validation) || told.has(validation.message)) return status.take(validation);
    told.add(validation.message);
    show(validation);
  };
  return vscode.Disposable.from(
    status,
    server.onValidated(showOnce),
    vscode.commands.registerCommand("haproxySleuth.validate", async (uri?: string | vscode.Uri) => {
      const config = uri?.toString() ?? vscode.window.activeTextEditor?.document.uri.toString();
      if (config !== undefined) await validate(server, config, show);
    }),
  );
}

type Show = (validation: Validation) => void;

async function validate(server: Server, uri: string, show: Show): Promise<void> {
  const validation = await server.request("haproxySleuth/validate", { uri });
  if (validation === null) return void vscode.window.showWarningMessage(vscode.l10n.t("This document holds no configuration to check"));
  show(validation);
  if (!isVerdict(validation)) return;
  if (validation.state === "valid") vscode.window.setStatusBarMessage(`$(check) ${validation.message}`, 8000);
  else void vscode.window.showWarningMessage(validation.message);
}

function isVerdict({ state }: Validation): boolean {
  return state === "valid" || state === "unlistened" || state === "warnings" || state === "refused";
}

/** Why nothing was found out, with the way on. */
async function explain(server: Server, validation: Validation, show: Show): Promise<void> {
  const { state, uri } = validation;
  if (state === "cancelled") return;
  if (state === "off") return askForConsent(server, validation, show);
  const words = validation.advice === undefined ? validation.message : vscode.l10n.t("{0}. {1}", validation.message, validation.advice);
  const [choose, settings] = [vscode.l10n.t("Choose the Binary…"), vscode.l10n.t("Open Settings")];
  const trust = vscode.l10n.t("Manage Workspace Trust");
  const actions = state === "untrusted" ? [trust] : state === "not-found" || state === "no-permission" ? [choose, settings] : [settings];
  const choice = await vscode.window.showWarningMessage(words, ...actions);
  if (choice === trust) await vscode.commands.executeCommand("workbench.trust.manage");
  else if (choice === settings) await vscode.commands.executeCommand("workbench.action.openSettings", "haproxySleuth.haproxy");
  else if (choice === choose && (await chooseBinary())) await validate(server, uri, show);
}

/** Nothing runs before the user has said so, in settings that no workspace can give. */
async function askForConsent(server: Server, { uri, program }: Validation, show: Show): Promise<void> {
  const [onSave, onCommand, other] = [
    vscode.l10n.t("On Every Save"),
    vscode.l10n.t("On Command Only"),
    vscode.l10n.t("Choose the Binary…"),
  ];
  const detail = vscode.l10n.t(
    "It is run as {0} -c, in trusted workspaces only. While it checks, HAProxy reads the files and runs the Lua scripts that the configuration names.",
    program,
  );
  const question = vscode.l10n.t("May HAProxy Sleuth run {0} on this machine to check configurations?", program);
  const choice = await vscode.window.showInformationMessage(question, { modal: true, detail }, onCommand, onSave, other);
  if (choice === undefined || (choice === other && !(await chooseBinary()))) return;
  await update("validate", choice === onSave ? "onSave" : "onCommand");
  await validate(server, uri, show);
}

async function chooseBinary(): Promise<boolean> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t("The haproxy binary of this machine"),
      openLabel: vscode.l10n.t("Use This Binary"),
      canSelectMany: false,
    })) ?? [];
  if (file === undefined) return false;
  await update("path", file.fsPath);
  return true;
}

function update(setting: string, value: string): Thenable<void> {
  return vscode.workspace.getConfiguration("haproxySleuth.haproxy").update(setting, value, vscode.ConfigurationTarget.Global);
}

/** What the last run of the shown document came to. */
class ValidationStatus implements vscode.Disposable {
  /** Only once there was a run: who never asks for one is not told that there was none. */
  private item: vscode.LanguageStatusItem | undefined;
  private readonly last = new Map<string, Validation>();
  private readonly listeners: vscode.Disposable;

  constructor() {
    this.listeners = vscode.Disposable.from(
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => contentChanges.length > 0 && this.forget(document.uri)),
    );
  }

  take(validation: Validation): void {
    if (validation.state === "cancelled" || validation.state === "off") return;
    this.item ??= newItem();
    for (const uri of [validation.uri, ...validation.files]) this.last.set(vscode.Uri.parse(uri).toString(), validation);
    this.show();
  }

  dispose(): void {
    this.item?.dispose();
    this.listeners.dispose();
  }

  /** An edit makes a verdict old. */
  private forget(uri: vscode.Uri): void {
    if (this.last.delete(uri.toString())) this.show();
  }

  private show(): void {
    if (this.item === undefined) return;
    const uri = vscode.window.activeTextEditor?.document.uri.toString();
    const validation = uri === undefined ? undefined : this.last.get(uri);
    const { Error: grave, Warning: warning, Information: information } = vscode.LanguageStatusSeverity;
    this.item.text = validation?.message ?? vscode.l10n.t("Not checked by HAProxy yet");
    this.item.detail = validation?.advice ?? "";
    this.item.severity =
      validation?.state === "refused" ? grave : validation === undefined || validation.state === "valid" ? information : warning;
  }
}

function newItem(): vscode.LanguageStatusItem {
  const item = vscode.languages.createLanguageStatusItem("haproxySleuth.validation", { language: "haproxy" });
  item.name = vscode.l10n.t("HAProxy's verdict");
  item.command = { command: "haproxySleuth.validate", title: vscode.l10n.t("Validate") };
  return item;
}
