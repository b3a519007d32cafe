// What VS Code gets when it asks us, by the commands that it has for asking.
import * as vscode from "vscode";
import { positionOf } from "./editor.ts";

/** Asks the provider of a feature about a word of a document. */
export function askAt<T>(feature: string, document: vscode.TextDocument, word: string, ...others: readonly unknown[]): Thenable<T> {
  return vscode.commands.executeCommand<T>(feature, document.uri, positionOf(document, word), ...others);
}

/** Asks the provider of a feature about a whole document. */
export function ask<T>(feature: string, { uri }: vscode.TextDocument, ...others: readonly unknown[]): Thenable<T> {
  return vscode.commands.executeCommand<T>(feature, uri, ...others);
}

/** Definitions and references come as places or as links. */
export function placesOf(found: readonly (vscode.Location | vscode.LocationLink)[]): string[] {
  const places = found.map((one) =>
    "targetUri" in one ? placeOf(one.targetUri, one.targetSelectionRange ?? one.targetRange) : placeOf(one.uri, one.range),
  );
  return places.sort();
}

/** `20-api.cfg:3`, lines counted as the editor shows them. */
function placeOf(uri: vscode.Uri, { start }: vscode.Range): string {
  return `${uri.path.split("/").at(-1)}:${start.line + 1}`;
}

/** Names of symbols with their depth: `frontend web`, `  bind :80`. */
export function outlineOf(symbols: readonly vscode.DocumentSymbol[], indent = ""): string[] {
  return symbols.flatMap(({ name, children }) => [`${indent}${name}`, ...outlineOf(children, `${indent}  `)]);
}

/** Lenses with their commands, as they are shown. */
export async function lensesOf(document: vscode.TextDocument): Promise<vscode.Command[]> {
  const lenses = await ask<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document, 100);
  return lenses.flatMap(({ command }) => command ?? []);
}

export async function hintsOf(document: vscode.TextDocument): Promise<string[]> {
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const hints = await ask<vscode.InlayHint[]>("vscode.executeInlayHintProvider", document, whole);
  return hints.map(({ label }) => (typeof label === "string" ? label : label.map(({ value }) => value).join("")));
}

export async function foldsOf(document: vscode.TextDocument): Promise<string[]> {
  const folds = await ask<vscode.FoldingRange[]>("vscode.executeFoldingRangeProvider", document);
  return folds.map(({ start, end }) => `${start + 1}-${end + 1}`);
}
