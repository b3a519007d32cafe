/** Files that a configuration names: where they are, and what maps say of backends. */
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { DocumentLink, Location, LocationLink, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import { NamedFiles } from "../../server/src/host/namedFiles.ts";
import type { Editor } from "../support/languageServer.ts";
import { serverFixture } from "../support/serverFixture.ts";
import { workspaceFolders } from "../support/workspaceFolder.ts";

const { start } = serverFixture();
const folder = workspaceFolders();

const config = `global
    maxconn 9
frontend web
    bind :443 ssl crt /etc/haproxy/certs/site.pem
    errorfile 503 errors/503.http
    acl blocked src -f /nowhere/blocked.lst
    use_backend be_%[req.hdr(host),map_dom(/etc/haproxy/maps/hosts.map)]
    use_backend %[path,map_beg(/etc/haproxy/maps/paths.map,be_shop)]
    http-request set-var(txn.a) path,map(/etc/haproxy/maps/other.map)
    default_backend be_shop
backend be_shop
    server s 192.0.2.1:80
`;
const files = {
  "haproxy/haproxy.cfg": config,
  "haproxy/certs/site.pem": "x",
  "haproxy/errors/503.http": "x",
  "haproxy/maps/hosts.map": "# names\n shop.example   shop\r\nwww.example shops\n",
  "haproxy/maps/paths.map": "/a be_shop\n/b be_other\n/c\tbe_shop",
  "haproxy/maps/other.map": "/a be_shop\n",
};

async function opened(editor: Editor = {}) {
  const here = folder(files);
  const client = await start({ rootUri: here.rootUri, ...editor });
  const uri = here.uriOf("haproxy/haproxy.cfg");
  await client.open(uri, config);
  const lines = config.split("\n");
  /** Of the words in the first line that has them. */
  const at = (words: string) => {
    const line = lines.findIndex((one) => one.includes(words));
    return { textDocument: { uri }, position: { line, character: lines[line]!.indexOf(words) + 1 } };
  };
  return { client, uri, here, at };
}

describe("files", () => {
  test("of another machine are linked to their copies in the workspace, else as they are written", async () => {
    const { client, uri, here } = await opened();
    const links = await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument: { uri } });
    expect(links.map(({ range, target }) => [range.start.line, target])).toEqual([
      [3, here.uriOf("haproxy/certs/site.pem")],
      [4, here.uriOf("haproxy/errors/503.http")],
      [5, "file:///nowhere/blocked.lst"],
      [6, here.uriOf("haproxy/maps/hosts.map")],
      [7, here.uriOf("haproxy/maps/paths.map")],
      [8, here.uriOf("haproxy/maps/other.map")],
    ]);
  });

  test("are gone to by definition, where they are", async () => {
    const { client, here, at } = await opened();
    const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    expect(await client.request<Location>("textDocument/definition", at("/etc/haproxy/maps/hosts"))).toEqual({
      uri: here.uriOf("haproxy/maps/hosts.map"),
      range: top,
    });
    expect(await client.request("textDocument/definition", at("/nowhere"))).toBeNull();
    expect(await client.request("textDocument/typeDefinition", at("errors/503"))).toBeNull();
    await client.stop();
    const linking = await opened({ capabilities: { textDocument: { definition: { linkSupport: true } } } });
    expect(await linking.client.request<LocationLink[]>("textDocument/definition", linking.at("errors/503.http"))).toEqual([
      {
        originSelectionRange: { start: { line: 4, character: 18 }, end: { line: 4, character: 33 } },
        targetUri: linking.here.uriOf("haproxy/errors/503.http"),
        targetRange: top,
        targetSelectionRange: top,
      },
    ]);
  });
});

describe("maps that give the name of a backend", () => {
  test("are among its references, by the value that makes it", async () => {
    const { client, uri, here, at } = await opened();
    const found = await client.request<Location[]>("textDocument/references", {
      ...at("be_shop\n".trim()),
      context: { includeDeclaration: false },
    });
    const places = found.map(({ uri: where, range }) => [where, range.start.line, range.start.character, range.end.character]);
    expect(places.filter(([where]) => where === uri).length).toBe(2);
    expect(places.filter(([where]) => where !== uri)).toEqual([
      [here.uriOf("haproxy/maps/hosts.map"), 1, 16, 20],
      [here.uriOf("haproxy/maps/paths.map"), 0, 3, 10],
      [here.uriOf("haproxy/maps/paths.map"), 2, 3, 10],
    ]);
    const server = await client.request<Location[]>("textDocument/references", { ...at("s 192.0"), context: { includeDeclaration: true } });
    expect(server.every(({ uri: where }) => where === uri)).toBe(true);
  });

  const workspaceEdit = { documentChanges: true, changeAnnotationSupport: {} };
  const told = ({ documentChanges = [] }: WorkspaceEdit) =>
    documentChanges.flatMap((one) =>
      "textDocument" in one
        ? one.edits.map((edit) => [path.basename(one.textDocument.uri), edit.range.start.line, (edit as TextEdit).newText])
        : [],
    );

  test("change with it, once a person has looked at it", async () => {
    const { client, at } = await opened({ capabilities: { workspace: { workspaceEdit } } });
    const edit = await client.request<WorkspaceEdit>("textDocument/rename", { ...at("be_shop"), newName: "be_store" });
    expect(told(edit).filter(([file]) => String(file).endsWith(".map"))).toEqual([
      ["hosts.map", 1, "store"],
      ["paths.map", 0, "be_store"],
      ["paths.map", 2, "be_store"],
    ]);
    const annotated = edit.documentChanges?.every((one) => "textDocument" in one && one.edits.every((each) => "annotationId" in each));
    expect([annotated, Object.values(edit.changeAnnotations ?? {})[0]?.needsConfirmation]).toEqual([true, true]);
    expect(Object.values(edit.changeAnnotations ?? {})[0]?.description).not.toMatch(/It stands in/);
  });

  test("are told of where no value leads to the new name", async () => {
    const { client, at } = await opened({ capabilities: { workspace: { workspaceEdit } } });
    const edit = await client.request<WorkspaceEdit>("textDocument/rename", { ...at("be_shop"), newName: "store" });
    expect(told(edit).filter(([file]) => String(file).endsWith(".map"))).toEqual([
      ["paths.map", 0, "store"],
      ["paths.map", 2, "store"],
    ]);
    expect(Object.values(edit.changeAnnotations ?? {})[0]?.description).toMatch(/It stands in line 2 of hosts\.map$/);
  });
});

describe("what was looked for", () => {
  test("is remembered for a short time, or until somebody says that files changed", async () => {
    const { root } = folder({ "a.map": "x" });
    let now = 0;
    const named = new NamedFiles(() => now);
    const find = (name: string) => named.find(name, { folder: root, root: undefined });
    const [there, absent] = [path.join(root, "a.map"), path.join(root, "b.map")];
    expect([await find("a.map"), await find("b.map")]).toEqual([there, undefined]);
    rmSync(there);
    writeFileSync(absent, "x");
    now = 4_000;
    expect([await find("a.map"), await find("b.map")]).toEqual([there, undefined]);
    now = 6_000;
    expect([await find("a.map"), await find("b.map")]).toEqual([undefined, absent]);
    writeFileSync(there, "x");
    named.forget();
    expect(await find("a.map")).toBe(there);
  });

  test("is looked for again once the client tells of a file that came", async () => {
    const { client, uri, here } = await opened();
    const target = async () =>
      (await client.request<DocumentLink[]>("textDocument/documentLink", { textDocument: { uri } })).find(
        ({ range }) => range.start.line === 5,
      )?.target;
    expect(await target()).toBe("file:///nowhere/blocked.lst");
    here.write("haproxy/blocked.lst", "192.0.2.1\n");
    await client.connection.sendNotification("workspace/didChangeWatchedFiles", {
      changes: [{ uri: here.uriOf("haproxy/blocked.lst"), type: 1 }],
    });
    expect(await target()).toBe(here.uriOf("haproxy/blocked.lst"));
  });
});
