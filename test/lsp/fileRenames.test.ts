/** What a configuration says after a file that it names was renamed in the editor. */
import { describe, expect, test } from "vitest";
import type { TextDocumentEdit, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Editor } from "../support/languageServer.ts";
import { serverFixture } from "../support/serverFixture.ts";
import { workspaceFolders } from "../support/workspaceFolder.ts";

const { start } = serverFixture();
const folder = workspaceFolders();
const renames: NonNullable<Editor["capabilities"]> = { workspace: { fileOperations: { willRename: true } } };

const config = `global
    crt-base /etc/haproxy/certs
    lua-load scripts/auth.lua
frontend web
    bind :443 ssl crt site.pem
    bind :444 ssl crt /etc/haproxy/certs/site.pem
    errorfile 503 ./errors/503.http
    acl blocked src -f "/etc/haproxy/lists/blocked.lst"
    use_backend %[path,map_beg(/etc/haproxy/maps/paths.map,be)]
    default_backend be
backend be
    server s 192.0.2.1:80
`;
const files = {
  "haproxy/haproxy.cfg": config,
  "haproxy/certs/site.pem": "x",
  "haproxy/errors/503.http": "x",
  "haproxy/lists/blocked.lst": "x",
  "haproxy/maps/paths.map": "/a be\n",
  "haproxy/scripts/auth.lua": "x = 1\n",
};

/** Lines of the configuration that the renamings change, as they are then. */
async function check(renamings: Readonly<Record<string, string>>, text = config, editor: Editor = { capabilities: renames }) {
  const here = folder({ ...files, "haproxy/haproxy.cfg": text });
  const client = await start({ rootUri: here.rootUri, ...editor });
  const uri = here.uriOf("haproxy/haproxy.cfg");
  await client.open(uri, text);
  const list = Object.entries(renamings).map(([from, to]) => ({ oldUri: here.uriOf(from), newUri: here.uriOf(to) }));
  const edit = await client.request<WorkspaceEdit | null>("workspace/willRenameFiles", { files: list });
  if (edit === null) return null;
  const ofDocument = (edit.documentChanges as TextDocumentEdit[] | undefined)?.find(({ textDocument }) => textDocument.uri === uri);
  const edits = ofDocument?.edits ?? edit.changes?.[uri] ?? [];
  const document = TextDocument.create(uri, "haproxy", 1, text);
  const after = TextDocument.applyEdits(document, edits as TextEdit[]).split("\n");
  return after.filter((line, i) => line !== text.split("\n")[i]).map((line) => line.trim());
}

describe("a renamed file", () => {
  test.each<readonly [string, string, readonly string[] | null]>([
    ["certs/site.pem", "certs/shop.pem", ["bind :443 ssl crt shop.pem", "bind :444 ssl crt /etc/haproxy/certs/shop.pem"]],
    ["certs/site.pem", "tls/site.pem", ["bind :443 ssl crt /etc/haproxy/tls/site.pem", "bind :444 ssl crt /etc/haproxy/tls/site.pem"]],
    ["errors/503.http", "errors/busy.http", ["errorfile 503 ./errors/busy.http"]],
    ["errors/503.http", "errors/with blank.http", ["errorfile 503 './errors/with blank.http'"]],
    ["lists/blocked.lst", "lists/denied.lst", ['acl blocked src -f "/etc/haproxy/lists/denied.lst"']],
    ["maps/paths.map", "maps/new/paths.map", ["use_backend %[path,map_beg(/etc/haproxy/maps/new/paths.map,be)]"]],
    // no word in parentheses holds it
    ["maps/paths.map", "maps/a,b.map", null],
    ["scripts/auth.lua", "lua/login.lua", ["lua-load lua/login.lua"]],
    ["notes.txt", "other.txt", null],
  ])("%s to %s", async (from, to, expected) => {
    expect(await check({ [`haproxy/${from}`]: `haproxy/${to}` })).toEqual(expected);
  });

  test("whose new place the other machine does not have is left to a person", async () => {
    expect(await check({ "haproxy/maps/paths.map": "archive/paths.map" })).toBeNull();
  });
});

describe("a renamed folder", () => {
  test("is named by the line that puts it in front of others", async () => {
    expect(await check({ "haproxy/certs": "haproxy/tls" })).toEqual([
      "crt-base /etc/haproxy/tls",
      "bind :444 ssl crt /etc/haproxy/tls/site.pem",
    ]);
  });

  test("around the configuration changes nothing", async () => {
    expect(await check({ haproxy: "lb" })).toBeNull();
  });
});

describe("a configuration that moves", () => {
  const relative = "defaults\n    errorfile 503 errors/503.http\n";

  test("takes paths along that start where it lies", async () => {
    const text = `global\n    default-path config\n${relative}`;
    expect(await check({ "haproxy/haproxy.cfg": "haproxy/conf/haproxy.cfg" }, text)).toEqual(["errorfile 503 ../errors/503.http"]);
  });

  test("says nothing of paths that start where HAProxy is started", async () => {
    expect(await check({ "haproxy/haproxy.cfg": "haproxy/conf/haproxy.cfg" }, relative)).toBeNull();
  });
});

describe("the protocol", () => {
  test("is offered to clients that ask before they rename, and to no others", async () => {
    const offered = async (editor: Editor) => (await start(editor)).answered.capabilities.workspace?.fileOperations;
    expect(await offered({ capabilities: renames })).toEqual({ willRename: { filters: [{ scheme: "file", pattern: { glob: "**/*" } }] } });
    expect(await offered({})).toBeUndefined();
  });

  test("names versions where the client takes them, of files that are not open too", async () => {
    const here = folder({ ...files, "other.cfg": "defaults\n    mode http\n    errorfile 503 haproxy/errors/503.http\n" });
    const capabilities = { workspace: { ...renames.workspace, workspaceEdit: { documentChanges: true } } };
    const client = await start({ rootUri: here.rootUri, capabilities });
    await client.open(here.uriOf("haproxy/haproxy.cfg"), config, "haproxy", 7);
    const renaming = { oldUri: here.uriOf("haproxy/errors/503.http"), newUri: here.uriOf("haproxy/errors/a.http") };
    const edit = await client.request<WorkspaceEdit>("workspace/willRenameFiles", { files: [renaming] });
    expect((edit.documentChanges as TextDocumentEdit[]).map(({ textDocument }) => textDocument)).toEqual([
      { uri: here.uriOf("haproxy/haproxy.cfg"), version: 7 },
      { uri: here.uriOf("other.cfg"), version: null },
    ]);
  });

  test("what is malformed is refused, what is elsewhere is nothing", async () => {
    const client = await start({ capabilities: renames });
    await expect(client.request("workspace/willRenameFiles", { files: [{ oldUri: 3 }] })).rejects.toThrow();
    const files = [{ oldUri: "untitled:a", newUri: "untitled:b" }];
    expect(await client.request("workspace/willRenameFiles", { files })).toBeNull();
  });
});
