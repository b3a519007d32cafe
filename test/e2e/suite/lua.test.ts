// The second founding problem, #2745: Lua aborts and crashes, from the configuration and from three kinds of logs.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  carryOut,
  closeAll,
  codeActions,
  findings,
  hoverText,
  inWorkspace,
  openFile,
  pageTab,
  pasteIntoUntitled,
  until,
  writeAndOpen,
} from "./editor.ts";
import { driven, frameTexts, screenshot, waitFor } from "./ui.ts";

const abort = "lua-ctx-renew-abort";
const nullPointer = "lua-null-error-pointer";

suite("Lua allocation crashes #2745", () => {
  teardown(closeAll);

  test("a 2.9.4 configuration is told where it loads Lua", async () => {
    const { document } = await openFile("lua/haproxy.cfg");
    const [aborts] = await findings(document.uri, abort);
    const [nulls] = await findings(document.uri, nullPointer);
    for (const found of [aborts, nulls]) {
      assert.ok(found);
      assert.match(document.lineAt(found.range.start.line).text, /lua-load-per-thread/);
      assert.match(found.message, /2\.9\.4.*#2745.*2\.9\.12/);
    }
    // the script beside the configuration was read: it calls txn.c:hmac()
    assert.equal(nulls?.severity, vscode.DiagnosticSeverity.Warning);
    const text = await hoverText(document, "lua-load-per-thread");
    assert.match(text, /Known issues in 2\.9\.4/);
    assert.match(text, /sign\.lua:4.*hmac/);
  });

  test("a fixed release offers the memory limit instead", async () => {
    const original = (await openFile("lua/haproxy.cfg")).document.getText();
    const text = original.replace("2.9.4", "2.9.12").replace(/.*maxmem.*\n/, "");
    const { document } = await writeAndOpen("lua/haproxy-fixed.cfg", text);
    await until("fixed state", async () =>
      (await hoverText(document, "lua-load-per-thread")).includes("Known issues in 2.9.12") ? true : undefined,
    );
    const line = document.positionAt(text.indexOf("lua-load-per-thread")).line;
    await carryOut(await codeActions(document.uri, document.lineAt(line).range), /^Set tune\.lua\.maxmem/);
    assert.match(document.getText(), /tune\.lua\.maxmem 256\n\s+lua-load-per-thread/);
  });

  for (const [name, id] of [
    ["crash-hmac.log", nullPointer],
    ["crash-newthread.log", abort],
    ["crash-out-of-memory.log", abort],
  ] as const) {
    test(`${name} is named`, async () => {
      const text = Buffer.from(await vscode.workspace.fs.readFile(inWorkspace(name))).toString();
      const { document } = await pasteIntoUntitled(text);
      const [found] = await findings(document.uri, id);
      assert.match(found?.message ?? "", /#2745/);
    });
  }

  test("from the crash to its page, seen in the workbench", async function () {
    this.timeout(60_000);
    await openFile("lua/haproxy.cfg");
    const text = Buffer.from(await vscode.workspace.fs.readFile(inWorkspace("crash-hmac.log"))).toString();
    const { document } = await pasteIntoUntitled(text);
    const [found] = await findings(document.uri, nullPointer);
    assert.ok(found);
    await carryOut(await codeActions(document.uri, found.range), /^Explain this crash/);
    await pageTab(/lua-null-error-pointer/);
    if (!driven) return;
    await until("the page's text", async () =>
      (await frameTexts("blockquote"))?.find((quote) => /2\.9\.4/.test(quote) && /2\.9\.12/.test(quote)),
    );
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    await waitFor('.markers-panel .monaco-list-row:has-text("#2745")');
    await screenshot("lua-log-explanation");
  });
});
