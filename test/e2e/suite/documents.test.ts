// Which documents are ours, which are not, and where the release comes from.
import assert from "node:assert/strict";
import * as vscode from "vscode";
import { closeAll, findings, inWorkspace, openFile, ours, pasteIntoUntitled, until, writeAndOpen } from "./editor.ts";
import { click, driven, press, screenshot, waitFor } from "./ui.ts";

const table =
  "backend t\n    stick-table type ip size 1m expire 10s\n\nlisten l\n    bind :80\n    tcp-request content track-sc0 src table t\n    server s 192.0.2.1:80\n";

suite("documents", () => {
  teardown(closeAll);

  test("configurations are known by name or by content, other .cfg files are left alone", async () => {
    const names: readonly (readonly [string, string, string])[] = [
      ["edge.haproxy", table, "haproxy"],
      ["haproxy-edge.cfg", table, "haproxy"],
      ["haproxy.d/10-table.cfg", table, "haproxy"],
      ["lb.cfg", `# load balancer\nglobal\n    daemon\n${table}`, "haproxy"],
      ["lb.conf", `global\n    daemon\n${table}`, "haproxy"],
      ["site.conf", "server {\n    listen 80;\n}\n", "properties"],
      ["setup.cfg", "[metadata]\nname = thing\n", "properties"],
      ["games.cfg", "global volume 3\nbind w forward\n", "properties"],
    ];
    for (const [name, text, language] of names) {
      const { document } = await writeAndOpen(name, text);
      if (language === "haproxy") {
        await until(`${name} to be a configuration`, () => (languageOf(document) === "haproxy" ? true : undefined));
      } else {
        await new Promise((done) => setTimeout(done, 400));
        assert.equal(languageOf(document), language, name);
      }
    }
  });

  test("an ordinary log and other programs' traces stay what they are", async () => {
    const traffic = Array.from(
      { length: 300 },
      (_, i) =>
        `Jun 19 07:41:52 edge haproxy[48]: 203.0.113.7:${i + 1024} [19/Jun/2024:07:41:52.118] www app/app1 0/0/1/12/13 200 512 - - ---- 8/7/1/1/0 0/0 "GET / HTTP/1.1"`,
    ).join("\n");
    const { document } = await writeAndOpen("haproxy.log", traffic);
    const other = await pasteIntoUntitled('Traceback (most recent call last):\n  File "a.py", line 1\nnginx[12]: segfault at 0 ip 0\n');
    await new Promise((done) => setTimeout(done, 600));
    assert.equal(languageOf(document), "log");
    assert.equal(other.document.languageId, "plaintext");
    assert.deepEqual(ours(document.uri), []);
  });

  test("an opened .txt with a crash is read", async () => {
    const { document } = await writeAndOpen(
      "ticket.txt",
      "Hello,\nour balancer died:\n\n> FATAL: pool inconsistency detected in thread 3: tag mismatch on free().\n>   caller: 0x5559a9492566 (__stksess_kill+0xf6/0x11d)\n",
    );
    await findings(document.uri, "stick-table-kill-race");
    assert.equal(languageOf(document), "haproxy-crash");
  });

  test("the release is found: comment, setting, image beside the file; unknown ones are said as a condition", async function () {
    this.timeout(60_000);
    const settings = vscode.workspace.getConfiguration("haproxySleuth");
    const severities = async (path: string, text: string) =>
      (await findings((await writeAndOpen(path, text)).document.uri, "stick-table-kill-race")).map(({ severity }) => severity);
    const { Information, Warning } = vscode.DiagnosticSeverity;
    assert.ok((await severities("plain/haproxy.cfg", table)).every((severity) => severity === Information));
    assert.match(ours(inWorkspace("plain/haproxy.cfg"))[0]?.message ?? "", /If you run HAProxy 2\.9\.0 to 2\.9\.9, 3\.0\.0 to 3\.0\.2/);
    await vscode.workspace.fs.writeFile(
      inWorkspace("image/Dockerfile"),
      Buffer.from("FROM haproxy:3.0.2-alpine\nCOPY haproxy.cfg /usr/local/etc/haproxy/\n"),
    );
    assert.ok((await severities("image/haproxy.cfg", table)).every((severity) => severity === Warning));
    await settings.update("release", "3.0.1", vscode.ConfigurationTarget.Workspace);
    try {
      const { document } = await openFile("image/haproxy.cfg");
      await until("the setting's release", () => (/3\.0\.1/.test(ours(document.uri)[0]?.message ?? "") ? true : undefined));
    } finally {
      await settings.update("release", undefined, vscode.ConfigurationTarget.Workspace);
    }
  });

  test("the status item names the release and its source", async function () {
    if (!driven) this.skip();
    const { document } = await openFile("haproxy.cfg");
    await findings(document.uri, "stick-table-kill-race");
    await click(".statusbar-item[id='status.languageStatus']");
    await waitFor('.hover-language-status:has-text("HAProxy 3.0.2"):has-text("from a comment in the file")');
    await screenshot("status");
    await press("Escape");
  });
});

/** Changing a document's language closes and opens it: the object at hand may be the old one. */
function languageOf({ uri }: vscode.TextDocument): string | undefined {
  return vscode.workspace.textDocuments.find((document) => document.uri.toString() === uri.toString())?.languageId;
}
