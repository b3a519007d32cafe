// What the scenes have in common: where the cursor goes, and when the window has come to rest.
import * as vscode from "vscode";
import { openFile, positionOf, until, writeAndOpen } from "../suite/editor.ts";
import { lensesOf } from "../suite/providers.ts";
import { waitFor } from "../suite/ui.ts";

export const run = vscode.commands.executeCommand;

export function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}

export function at(editor: vscode.TextEditor, word: string, how = vscode.TextEditorRevealType.InCenterIfOutsideViewport): void {
  const position = positionOf(editor.document, word);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(editor.selection, how);
}

/** The editor shows lenses of the document before for a moment. */
export async function settled({ document }: vscode.TextEditor): Promise<void> {
  await until("lenses", async () => ((await lensesOf(document)).length > 0 ? true : undefined));
  await pause(1500);
}

/** A configuration of a folder of its own, with all that is said of it. */
export async function configuration(text: string): Promise<vscode.TextEditor> {
  const editor = await writeAndOpen("gateway/haproxy.cfg", text);
  await settled(editor);
  await run("workbench.action.focusActiveEditorGroup");
  return editor;
}

export async function hoverAt(editor: vscode.TextEditor, word: string, how?: vscode.TextEditorRevealType): Promise<void> {
  at(editor, word, how);
  await run("workbench.action.focusActiveEditorGroup");
  await run("editor.action.showHover");
  await waitFor(".monaco-hover .hover-contents");
}

export function setting(key: string, value: unknown): Thenable<void> {
  return vscode.workspace.getConfiguration().update(key, value, vscode.ConfigurationTarget.Global);
}

/** A file of the catalogue, or of whatever else lies in the project. */
export async function ofProject(path: string): Promise<string> {
  const root = vscode.extensions.getExtension("haproxy-sleuth.haproxy-sleuth")?.extensionUri ?? vscode.Uri.file("/");
  return Buffer.from(await vscode.workspace.fs.readFile(vscode.Uri.joinPath(root, path))).toString();
}

export { openFile };
