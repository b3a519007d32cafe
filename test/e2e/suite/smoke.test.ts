// The least that has to hold: the extension is there, knows its language and starts on a configuration.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { screenshot, waitFor } from "./ui.ts";

interface Step {
  readonly description: string;
  readonly media: { readonly image: string };
  readonly completionEvents: readonly string[];
}

suite("smoke", () => {
  const extension = vscode.extensions.getExtension("haproxy-sleuth.haproxy-sleuth");

  test("the extension is installed", () => {
    assert.ok(extension);
  });

  test("a haproxy.cfg has the language haproxy and starts the extension", async () => {
    const folder = vscode.workspace.workspaceFolders?.[0];
    assert.ok(folder, "a folder is open");
    const file = vscode.Uri.joinPath(folder.uri, "smoke/haproxy.cfg"); // in the copy that belongs to this run
    await vscode.workspace.fs.writeFile(file, Buffer.from("global\n    maxconn 100\n"));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, "haproxy");
    await isActive(extension);
    await waitFor('.view-lines:has-text("maxconn")');
    await screenshot("smoke");
  });

  test("the first steps lead to commands that are there, with pictures that are there", async () => {
    assert.ok(extension);
    const { contributes } = extension.packageJSON as { contributes: { walkthroughs: readonly { steps: readonly Step[] }[] } };
    const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    assert.ok(steps.length > 3);
    const commands = new Set(await vscode.commands.getCommands(true));
    for (const { description, media, completionEvents } of steps) {
      const events = completionEvents.flatMap((event) => (event.startsWith("onCommand:") ? event.slice("onCommand:".length) : []));
      const asked = [...description.matchAll(stepCommand)].flatMap(([, command]) => command ?? []);
      assert.deepEqual(
        [...asked, ...events].filter((command) => !commands.has(command)),
        [],
      );
      await vscode.workspace.fs.stat(vscode.Uri.joinPath(extension.extensionUri, media.image));
    }
  });
});

/** Command that a line of a walkthrough runs: `[Open](command:id?arguments)`. */
const stepCommand = /\(command:([\w.]+)/g;

/** Waits for VS Code to activate the extension on its own; asking it to would hide a missing activation event. */
async function isActive(extension: vscode.Extension<unknown> | undefined): Promise<void> {
  const end = Date.now() + 15_000;
  while (!extension?.isActive) {
    assert.ok(Date.now() < end, "the extension did not start by itself");
    await new Promise((done) => setTimeout(done, 50)); // VS Code has no event for this
  }
}
