// Help while a configuration is written: completion, hover, signatures, formatting and repairs.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { carryOut, closeAll, codeActions, findings, hoverText, ours, positionOf, until, writeAndOpen } from "./editor.ts";
import { ask, askAt } from "./providers.ts";
import { driven, press, screenshot, type, typeSlowly, waitFor } from "./ui.ts";

const text = `# haproxy: 3.2.4
defaults
    mode http
    timeout connect 5s
    timeout client 30s
    timeout server 30s

frontend web
  bind :80
      http-request   deny if { path_beg /admin }
    http-request dney if { src 192.0.2.0/24 }
    http-request track-sc0 src table clients
    default_backend apx

backend api
    server a 192.0.2.11:8080 check

backend clients
    stick-table type ip size 1m expire 10m store http_req_rate(10s)
`;

suite("editing a configuration", () => {
  teardown(closeAll);
  const open = async (name: string) => (await writeAndOpen(`editing/${name}.haproxy`, text)).document;

  test("names and words are completed", async () => {
    const document = await open("completion");
    await findings(document.uri, "unknown-action"); // the server is there
    const labels = async (word: string) => {
      const list = await askAt<vscode.CompletionList>("vscode.executeCompletionItemProvider", document, word);
      return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    assert.deepEqual((await labels("apx")).slice().sort(), ["api", "clients"]);
    const actions = await labels("dney");
    for (const action of ["deny", "track-sc0", "set-header"]) assert.ok(actions.includes(action), action);
    assert.ok(!actions.includes("use_backend"));
  });

  test("an item chosen from the list brings its snippet", async function () {
    if (!driven) this.skip();
    const editor = await writeAndOpen("editing/snippet.haproxy", text);
    const { document } = editor;
    const at = document.lineAt(document.lineCount - 2).range.end;
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(editor.selection);
    await findings(document.uri, "unknown-action");
    await vscode.commands.executeCommand("workbench.action.focusActiveEditorGroup");
    await press("Enter");
    await typeSlowly("timeout serv");
    await waitFor('.suggest-widget.visible .monaco-list-row.focused:has-text("server")', { timeout: 8000 });
    await screenshot("completion-list");
    await press("Enter");
    const line = await until("the completed line", () => {
      const { text: last } = document.lineAt(at.line + 1);
      return /timeout server \S/.test(last) ? last : undefined;
    });
    // the placeholder is selected: what is typed takes its place
    await type("7s");
    await until(`7s in ${line}`, () => (/timeout server 7s/.test(document.lineAt(at.line + 1).text) ? true : undefined));
    await press("Escape");
  });

  test("hover tells the statement and the memory of a stick-table", async () => {
    const document = await open("hover");
    const hover = await hoverText(document, "stick-table type");
    assert.match(hover, /stick-table/);
    assert.match(hover, /MiB|GiB/);
    assert.match(await hoverText(document, "apx"), /default_backend|backend/);
  });

  test("signatures follow the cursor", async () => {
    const document = await open("signature");
    const help = await askAt<vscode.SignatureHelp>("vscode.executeSignatureHelpProvider", document, "10s)");
    assert.ok(help && help.signatures.length > 0);
    const server = await askAt<vscode.SignatureHelp>("vscode.executeSignatureHelpProvider", document, "192.0.2.11");
    const [signature] = server.signatures;
    assert.match(signature?.label ?? "", /^server /);
    const active = signature?.parameters[signature.activeParameter ?? server.activeParameter]?.label;
    assert.ok(active !== undefined);
    const shown = typeof active === "string" ? active : signature?.label.slice(...active);
    assert.match(shown ?? "", /address/);
  });

  test("formatting lays out indents and blanks, and nothing else", async () => {
    const document = await open("format");
    const options = { tabSize: 4, insertSpaces: true };
    const edits = await ask<vscode.TextEdit[]>("vscode.executeFormatDocumentProvider", document, options);
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    assert.ok(await vscode.workspace.applyEdit(edit));
    assert.equal(document.getText(), text.replace("  bind :80\n      http-request   deny", "    bind :80\n    http-request deny"));
  });

  test('"did you mean" repairs a word, and a missing backend is created', async () => {
    const document = await open("fix");
    const [action] = await findings(document.uri, "unknown-action");
    assert.ok(action);
    await carryOut(await codeActions(document.uri, action.range), /^Change "dney" to "deny"$/);
    assert.match(document.getText(), /http-request deny if \{ src /);
    const [backend] = await findings(document.uri, "undefined-backend");
    assert.ok(backend);
    await carryOut(await codeActions(document.uri, backend.range), /backend "?apx"?$/);
    assert.match(document.getText(), /^backend apx$/m);
    await until("no findings of errors", () =>
      ours(document.uri).some(({ severity }) => severity === vscode.DiagnosticSeverity.Error) ? undefined : true,
    );
  });

  test("fix all repairs what can be repaired safely", async () => {
    const old = text.replace("timeout client", "clitimeout").replace("timeout connect 5s", "timeout connect 5");
    const { document } = await writeAndOpen("editing/all.haproxy", old);
    await findings(document.uri, "removed-keyword");
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      document.uri,
      whole,
      vscode.CodeActionKind.SourceFixAll.value,
      10,
    );
    const [all] = actions;
    assert.ok(all?.edit);
    assert.ok(await vscode.workspace.applyEdit(all.edit));
    assert.match(document.getText(), /timeout client 30s/);
    assert.match(document.getText(), /dney/, "what has to be asked for is left alone");
  });

  test("a comment is toggled, and a cursor inside a word widens to its statement", async () => {
    const editor = await writeAndOpen("editing/select.haproxy", text);
    const at = positionOf(editor.document, "path_beg");
    const [widening] = await ask<vscode.SelectionRange[]>("vscode.executeSelectionRangeProvider", editor.document, [at]);
    const seen: string[] = [];
    for (let one = widening; one; one = one.parent) seen.push(editor.document.getText(one.range));
    assert.ok(
      seen.some((part) => part === "path_beg /admin" || part === "{ path_beg /admin }"),
      seen.slice(0, 4).join(" | "),
    );
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand("editor.action.commentLine");
    assert.match(editor.document.lineAt(at.line).text, /^\s*#\s*http-request/);
  });
});
