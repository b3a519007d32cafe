/** The language status item: the release in use and who said so; of a log, what crashed. */
import * as vscode from "vscode";
import type { ReleaseState } from "../../server/src/lsp/protocol.ts";
import type { Server } from "./server.ts";

export function registerReleaseStatus(server: Server): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem("haproxySleuth.release", [{ language: "haproxy" }, { language: "haproxy-crash" }]);
  item.name = vscode.l10n.t("HAProxy release");
  item.command = change();
  const states = new Map<string, ReleaseState>();
  const show = () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !document.languageId.startsWith("haproxy")) return;
    const state = states.get(document.uri.toString());
    item.busy = state === undefined && server.state !== "stopped";
    Object.assign(item, server.state === "stopped" ? stopped() : state === undefined ? waiting() : shown(state));
  };
  return vscode.Disposable.from(
    item,
    server.onReleaseChanged((state) => {
      states.set(vscode.Uri.parse(state.uri).toString(), state);
      show();
    }),
    server.onStateChanged(show),
    vscode.window.onDidChangeActiveTextEditor(show),
    vscode.workspace.onDidCloseTextDocument((document) => states.delete(document.uri.toString())),
  );
}

function change(): vscode.Command {
  return { command: "haproxySleuth.selectRelease", title: vscode.l10n.t("Change") };
}

/** Of another document, what stood here would mislead. */
function waiting(): Shown {
  return { text: "HAProxy", detail: "", severity: vscode.LanguageStatusSeverity.Information, command: change() };
}

function shown(state: ReleaseState): Shown {
  if (state.crashes !== undefined) return describeLog(state);
  const { detail, ...others } = describe(state);
  const parts = [detail, configurationOf(state)].filter((part) => part !== undefined && part !== "");
  return { ...others, detail: parts.join(vscode.l10n.t("; ")) };
}

function stopped(): Shown {
  return {
    text: vscode.l10n.t("The language server has stopped"),
    detail: vscode.l10n.t("the output channel says why"),
    severity: vscode.LanguageStatusSeverity.Error,
    command: { command: "haproxySleuth.restartServer", title: vscode.l10n.t("Restart") },
  };
}

type Shown = Pick<vscode.LanguageStatusItem, "text" | "detail" | "severity" | "command">;

/** What crashed first; the release stands behind it. */
function describeLog(state: ReleaseState): Shown {
  const { text: release, detail } = describe(state);
  const { crash, crashes = 0 } = state;
  const severity = vscode.LanguageStatusSeverity.Information;
  if (crash === undefined) return { text: vscode.l10n.t("No crash found"), detail: release, severity, command: change() };
  const text = crashes > 1 ? vscode.l10n.t("{0} (and {1} more)", crash, crashes - 1) : crash;
  const command = { command: "haproxySleuth.showDiagnosis", title: vscode.l10n.t("Diagnosis") };
  return { text, detail: `${release}, ${detail}`, severity, command };
}

function describe(state: ReleaseState): Shown {
  const { Information, Warning } = vscode.LanguageStatusSeverity;
  if (state.problem !== undefined) {
    const detail = vscode.l10n.t('{0}: "{1}" is no release that we know', sourceName(state), state.text ?? "");
    return { text: vscode.l10n.t("HAProxy release not understood"), detail, severity: Warning, command: change() };
  }
  if (state.release === undefined) {
    return {
      text: vscode.l10n.t("HAProxy release unknown"),
      detail: vscode.l10n.t('known bugs are shown as "if you run …"'),
      severity: Information,
      command: change(),
    };
  }
  const detail = state.assumedNewest
    ? vscode.l10n.t("newest known release of {0}, {1}", state.text ?? "", sourceName(state))
    : sourceName(state);
  return { text: `HAProxy ${state.release}`, detail, severity: Information, command: change() };
}

/** Which files are read together, and who says so; undefined for a file alone. */
function configurationOf({ configuration }: ReleaseState): string | undefined {
  if (configuration === undefined) return undefined;
  const { name, source, manifest, files } = configuration;
  if (source === "setting") return vscode.l10n.t("one of the {0} files of {1}", files.length, name);
  if (source === "assumed") return vscode.l10n.t("read together with {0} files beside it, as nothing says otherwise", files.length - 1);
  return vscode.l10n.t("one of {0} files, as {1} says", files.length, manifest ?? name);
}

function sourceName({ source, file }: ReleaseState): string {
  switch (source) {
    case "comment":
      return vscode.l10n.t("from a comment in the file");
    case "setting":
      return vscode.l10n.t("from the setting haproxySleuth.release");
    case "image":
      return vscode.l10n.t("from the image in {0}", file ?? "");
    case "binary":
      return vscode.l10n.t("from {0} -v", file ?? "haproxy");
    default:
      return vscode.l10n.t("stated by the log");
  }
}
