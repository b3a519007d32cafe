// A crash log as a document of its own: outline, folds, lenses, hints, the diagnosis beside it; and the traffic map.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, findings, inWorkspace, openFile, ours, pageTab, positionOf, until } from "./editor.ts";
import { ask, foldsOf, hintsOf, lensesOf, outlineOf } from "./providers.ts";
import { driven, frameTexts, screenshot } from "./ui.ts";

suite("reading a crash log", () => {
  teardown(closeAll);
  let log = "";

  suiteSetup(async () => {
    log = Buffer.from(await vscode.workspace.fs.readFile(inWorkspace("crash.log"))).toString();
  });
  const untitled = async (content: string) => {
    const document = await vscode.workspace.openTextDocument({ language: "haproxy-crash", content });
    await vscode.window.showTextDocument(document, { preview: false });
    return document;
  };

  test("it has an outline, folds, lenses and hints", async () => {
    const document = await untitled(log);
    await findings(document.uri, "stick-table-kill-race");
    const outline = outlineOf(await ask<vscode.DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", document));
    assert.equal(outline[0], "memory pool inconsistent");
    assert.ok(outline.length > 1);
    assert.ok((await foldsOf(document)).length > 0);
    assert.ok((await hintsOf(document)).includes("= SIGILL"));
    const lenses = await lensesOf(document);
    assert.ok(
      lenses.some(({ command, title }) => command === "haproxySleuth.explain" && /#2611/.test(title)),
      lenses.map(({ title }) => title).join(" | "),
    );
  });

  test("the diagnosis beside it follows what is pasted", async function () {
    this.timeout(60_000);
    const document = await untitled("no crash yet\n");
    await vscode.commands.executeCommand("haproxySleuth.showDiagnosis", document.uri);
    await pageTab(/diagnosis/);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, positionOf(document, "no crash").with({ line: 1, character: 0 }), log);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await findings(document.uri, "stick-table-kill-race");
    if (!driven) return;
    await until("the diagnosis", async () => (await frameTexts("body"))?.find((text) => /#2611/.test(text) && /3\.0\.3/.test(text)));
    await screenshot("log-diagnosis");
  });

  test("a log in the clipboard is opened with its diagnosis", async function () {
    this.timeout(60_000);
    await vscode.env.clipboard.writeText(log);
    await vscode.commands.executeCommand("haproxySleuth.analyseClipboard");
    await pageTab(/diagnosis/);
    const document = await until("the log", () => vscode.workspace.textDocuments.find((one) => one.getText() === log && one.isUntitled));
    assert.equal(document.languageId, "haproxy-crash");
    await findings(document.uri, "stick-table-kill-race");
  });
});

suite("the traffic map", () => {
  teardown(closeAll);

  test("draws the configuration beside the editor", async function () {
    this.timeout(60_000);
    await openFile("haproxy.cfg");
    await vscode.commands.executeCommand("haproxySleuth.showTrafficMap");
    await pageTab(/traffic map/);
    if (!driven) return;
    await until("the drawn names", async () => {
      const drawn = (await frameTexts("#drawing"))?.join("\n") ?? "";
      return ["www", "app", "chat"].every((name) => drawn.includes(name)) ? true : undefined;
    });
    await screenshot("traffic-map");
  });
});

suite("Lua scripts", () => {
  teardown(closeAll);

  test("are read with the configuration that loads them", async () => {
    await vscode.workspace.fs.writeFile(
      inWorkspace("script/bad.lua"),
      Buffer.from('core.register_action("greet", { "http-req" }, function(txn)\n    txn:set_var("x" 1)\nend)\n'),
    );
    await vscode.workspace.fs.writeFile(inWorkspace("script/haproxy.cfg"), Buffer.from("# haproxy: 3.2.4\nglobal\n    lua-load bad.lua\n"));
    const { document } = await openFile("script/haproxy.cfg");
    const [told] = await findings(document.uri, "lua-syntax-error").catch(() => []);
    const script = ours(inWorkspace("script/bad.lua"));
    assert.ok(told !== undefined || script.length > 0);
  });
});
