// The first founding problem, #2611, from the configuration to the explanation and from the pasted log to the exposed lines.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import {
  carryOut,
  closeAll,
  codeActions,
  findings,
  hoverText,
  idOf,
  openFile,
  ours,
  pageTab,
  pasteIntoUntitled,
  positionOf,
  until,
  writeAndOpen,
} from "./editor.ts";
import { click, driven, frameTexts, press, screenshot, waitFor } from "./ui.ts";

const race = "stick-table-kill-race";
const seed = [
  "FATAL: pool inconsistency detected in thread 1: tag mismatch on free()",
  "caller: 0x5559a9492566 (__stksess_kill+0xf6/0x11d)",
  "item: 0x7f839928e750",
  "pool: 0x5559a9f3a280 ('spoe_appctx', size 200, real 208, users 2)",
].join("\n");

suite("stick-table race #2611", () => {
  teardown(closeAll);

  test("a 3.0.2 configuration with WebSocket timeouts is told on the table and on the rule", async () => {
    const { document } = await openFile("haproxy.cfg");
    const found = await findings(document.uri, race);
    const lines = found.map(({ range }) => document.lineAt(range.start.line).text.trim().split(" ").slice(0, 2).join(" "));
    assert.deepEqual(lines.sort(), ["http-request track-sc0", "stick-table type"]);
    for (const { severity, message, relatedInformation } of found) {
      assert.equal(severity, vscode.DiagnosticSeverity.Warning);
      assert.match(message, /3\.0\.2.*#2611.*3\.0\.3/);
      assert.ok(relatedInformation && relatedInformation.length > 0);
    }
  });

  test("hover says which condition speaks for and against", async () => {
    const { document } = await openFile("haproxy.cfg");
    await findings(document.uri, race);
    const text = await hoverText(document, "stick-table type");
    assert.match(text, /Known issues in 3\.0\.2/);
    assert.match(text, /#2611.*exposed/s);
    assert.match(text, /timeout tunnel.*1h/);
  });

  test("the releases 2.8.7 and 3.0.3 show none of it", async () => {
    const original = (await openFile("haproxy.cfg")).document.getText();
    for (const release of ["2.8.7", "3.0.3"]) {
      const { document } = await writeAndOpen(`haproxy-${release}.cfg`, original.replace("3.0.2", release));
      const text = await until(`hover for ${release}`, async () => {
        const hover = await hoverText(document, "stick-table type");
        return hover.includes(`Known issues in ${release}`) ? hover : undefined;
      });
      assert.match(text, release === "2.8.7" ? /not affected/ : /fixed/);
      assert.ok(!ours(document.uri).map(idOf).includes(race));
    }
  });

  test("the quick fix opens the explanation beside the editor", async function () {
    this.timeout(60_000);
    const { document } = await openFile("haproxy.cfg");
    const [first] = await findings(document.uri, race);
    assert.ok(first);
    await carryOut(await codeActions(document.uri, first.range), /^Explain #2611/);
    await pageTab(/stick-table-kill-race/);
    if (!driven) return;
    const heading = await until("the page's text", async () => (await frameTexts("h1"))?.find((text) => text.includes("freed twice")));
    assert.ok(heading);
    assert.ok((await frameTexts("blockquote"))?.some((text) => /3\.0\.2/.test(text) && /3\.0\.3/.test(text)));
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    await waitFor('.markers-panel .monaco-list-row:has-text("#2611")');
    await screenshot("config-explanation");
  });

  test("the line above the file counts the known bugs and opens the report", async () => {
    const { document } = await openFile("haproxy.cfg");
    await findings(document.uri, race);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", document.uri);
    const command = lenses.find(({ command }) => command?.command === "haproxySleuth.showExposure")?.command;
    assert.match(command?.title ?? "", /^HAProxy 3\.0\.2: exposed to \d+ known bugs/);
    await vscode.commands.executeCommand("haproxySleuth.showExposure", ...(command?.arguments ?? []));
    await pageTab(/exposure/);
    if (!driven) return;
    await until("a link to a line", async () => (await frameTexts("td a"))?.find((text) => /^haproxy\.cfg:\d+$/.test(text)));
  });

  test("an allow comment takes the finding away", async () => {
    const original = (await openFile("haproxy.cfg")).document.getText();
    const { document } = await writeAndOpen("haproxy-allowed.cfg", original);
    const found = await findings(document.uri, race);
    const table = found.find(({ range }) => document.lineAt(range.start.line).text.includes("stick-table"));
    assert.ok(table);
    await carryOut(await codeActions(document.uri, table.range), /^Ignore #2611 here/);
    await until("no such finding", () => (ours(document.uri).some((diagnostic) => idOf(diagnostic) === race) ? undefined : true));
    assert.match(document.getText(), /# haproxy-sleuth: allow stick-table-kill-race\n\s+stick-table/);
  });

  test("the seed's log pasted into an untitled document is read and named", async () => {
    const { document } = await pasteIntoUntitled(seed);
    await until("the language", () => (findDocument(seed)?.languageId === "haproxy-crash" ? true : undefined));
    const [found] = await findings(document.uri, race);
    assert.ok(found);
    assert.equal(found.range.start.line, 0);
    assert.match(found.message, /#2611/);
    assert.match(found.message, /[Cc]onfidence high, because/);
  });

  test("from the crash to the explanation, the exposed lines, the fix and a report", async function () {
    this.timeout(60_000);
    await openFile("haproxy.cfg");
    const { document } = await pasteIntoUntitled(seed);
    const [found] = await findings(document.uri, race);
    assert.ok(found);
    const actions = await codeActions(document.uri, found.range);
    const titles = actions.map(({ title }) => title).join("\n");
    for (const title of [/^Explain this crash/m, /show exposed lines$/m, /^Open the fix upstream/m, /^Copy a report/m])
      assert.match(titles, title);
    await carryOut(actions, /^Copy a report/);
    const report = await until("the report", async () => {
      const text = await vscode.env.clipboard.readText();
      return text.startsWith("### Detailed Description") ? text : undefined;
    });
    assert.match(report, /#2611/);
    assert.doesNotMatch(report, /192\.0\.2\.11/);
    await carryOut(actions, /show exposed lines$/);
    const editor = await until("the configuration", () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.fileName.endsWith("haproxy.cfg") ? active : undefined;
    });
    assert.equal(editor.selections.length, 2);
  });

  test("seen in the workbench: the log, its marks and its page", async function () {
    this.timeout(60_000);
    if (!driven) this.skip();
    await openFile("haproxy.cfg");
    const log = Buffer.from(
      await vscode.workspace.fs.readFile(
        vscode.Uri.joinPath(vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file("/"), "crash.log"),
      ),
    ).toString();
    const editor = await pasteIntoUntitled(log);
    const [found] = await findings(editor.document.uri, race);
    assert.ok(found);
    editor.selection = new vscode.Selection(found.range.start, found.range.start);
    editor.revealRange(found.range, vscode.TextEditorRevealType.InCenter);
    await waitFor(".view-overlays .squiggly-error");
    await carryOut(await codeActions(editor.document.uri, found.range), /^Explain this crash/);
    await until("the page's text", async () => (await frameTexts("h1"))?.find((text) => text.includes("freed twice")));
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    await waitFor('.markers-panel .monaco-list-row:has-text("#2611")');
    await screenshot("log-explanation");
  });

  test("seen in the workbench: the hover and the quick-fix menu", async function () {
    this.timeout(60_000);
    if (!driven) this.skip();
    const editor = await openFile("haproxy.cfg");
    await findings(editor.document.uri, race);
    await vscode.commands.executeCommand("workbench.action.closePanel");
    const at = positionOf(editor.document, "stick-table type");
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
    await vscode.commands.executeCommand("editor.action.showHover");
    await waitFor('.monaco-hover:has-text("Known issues in 3.0.2")');
    await screenshot("config-hover");
    await press("Escape");
    await waitFor(".monaco-hover", { state: "hidden" });
    await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
    await press("Control+.");
    await waitFor(".action-widget .monaco-list:focus .monaco-list-row.focused");
    await waitFor('.action-widget .monaco-list-row:has-text("Explain #2611")');
    await screenshot("config-quickfix");
    await press("Escape");
  });

  test("seen in the workbench: the finding's code leads to the page", async function () {
    this.timeout(60_000);
    if (!driven) this.skip();
    const { document } = await openFile("haproxy.cfg");
    await findings(document.uri, race);
    await vscode.commands.executeCommand("workbench.actions.view.problems");
    await waitFor(`.markers-panel a:has-text("${race}")`);
    await click(`.markers-panel a:has-text("${race}")`);
    await pageTab(/stick-table-kill-race/);
  });
});

function findDocument(text: string): vscode.TextDocument | undefined {
  return vscode.workspace.textDocuments.find((document) => document.getText() === text);
}
