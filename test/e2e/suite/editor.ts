// What the suites do in the editor: open, wait for what the server says, and find words.
import assert from "node:assert/strict";
import * as vscode from "vscode";

/** Polls until `look` gives something; the message says what was waited for. */
export async function until<T>(what: string, look: () => T | undefined | Promise<T | undefined>, milliseconds = 15_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    assert.ok(Date.now() < end, `waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

export function inWorkspace(path: string): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, "a folder is open");
  return vscode.Uri.joinPath(folder.uri, path);
}

export async function openFile(path: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(inWorkspace(path)), { preview: false });
}

/** Writes a file into this run's copy of the workspace and opens it. */
export async function writeAndOpen(path: string, text: string): Promise<vscode.TextEditor> {
  await vscode.workspace.fs.writeFile(inWorkspace(path), Buffer.from(text));
  return openFile(path);
}

/** An empty untitled document into which a text is pasted as a person would: through the clipboard. */
export async function pasteIntoUntitled(text: string): Promise<vscode.TextEditor> {
  const editor = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "plaintext", content: "" }));
  await vscode.env.clipboard.writeText(text);
  await vscode.commands.executeCommand("editor.action.clipboardPasteAction");
  if (editor.document.getText() === "") await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
  return editor;
}

export function ours(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "haproxy-sleuth");
}

export function idOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** Waits for findings with this id. */
export function findings(uri: vscode.Uri, id: string): Promise<vscode.Diagnostic[]> {
  return until(`findings ${id} on ${uri.path}`, () => {
    const found = ours(uri).filter((diagnostic) => idOf(diagnostic) === id);
    return found.length > 0 ? found : undefined;
  });
}

/** Position inside the first occurrence of a word. */
export function positionOf(document: vscode.TextDocument, word: string): vscode.Position {
  const offset = document.getText().indexOf(word);
  assert.ok(offset >= 0, `"${word}" is in the document`);
  return document.positionAt(offset + 1);
}

/** All hover texts at a word. */
export async function hoverText(document: vscode.TextDocument, word: string): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
    "vscode.executeHoverProvider",
    document.uri,
    positionOf(document, word),
  );
  return hovers.flatMap(({ contents }) => contents.map((content) => (typeof content === "string" ? content : content.value))).join("\n");
}

export function codeActions(uri: vscode.Uri, range: vscode.Range): Thenable<vscode.CodeAction[]> {
  return vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range);
}

/** Carries out a code action as the menu would: its edit, then its command. */
export async function carryOut(actions: readonly vscode.CodeAction[], title: RegExp): Promise<void> {
  const action = actions.find((one) => title.test(one.title));
  assert.ok(action, `an action like ${title} among: ${actions.map((one) => one.title).join(" | ")}`);
  if (action.edit) assert.ok(await vscode.workspace.applyEdit(action.edit));
  if (action.command) await vscode.commands.executeCommand(action.command.command, ...(action.command.arguments ?? []));
}

/** Label of the open tab that shows a page, once there is one. */
export function pageTab(part: RegExp): Promise<vscode.Tab> {
  return until(`a tab like ${part}`, () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => part.test(label)));
}

export async function closeAll(): Promise<void> {
  for (const editor of vscode.window.visibleTextEditors) {
    if (editor.document.isDirty) {
      await vscode.window.showTextDocument(editor.document, editor.viewColumn);
      await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
    }
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}
