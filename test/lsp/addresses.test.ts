/** Documents of any address are answered, and what is answered names them as the client did. */
import { describe, expect, test } from "vitest";
import type { Location } from "vscode-languageserver";
import { codes, serverFixture } from "../support/serverFixture.ts";

const { start } = serverFixture();
const text = "frontend f\n    bind :80\n    use_backend nowhere\n    default_backend b\nbackend b\n    server s1 192.0.2.1:80\n";

describe("a document at", () => {
  test.each([
    "file:///srv/a%20b/h%C3%A4proxy.cfg",
    "file:///srv/a b/haproxy.cfg",
    "file:///c%3A/Users/ops/haproxy.cfg",
    "file:///C:/Users/ops/haproxy.cfg",
    "file://server/share/haproxy.cfg",
    "file:///srv/%zz.cfg",
    "untitled:Untitled-1",
    "git:/srv/haproxy.cfg?ref=HEAD",
    "inmemory://model/1",
    "vscode-notebook-cell:/srv/x.ipynb#W0",
  ])("%s", async (uri) => {
    const client = await start();
    await client.open(uri, text);
    expect(codes((await client.push(uri)).diagnostics)).toContain("undefined-backend");
    const position = { line: 4, character: 8 };
    const found = await client.request<Location[]>("textDocument/references", {
      ...{ textDocument: { uri }, position },
      context: { includeDeclaration: true },
    });
    expect(found.map((one) => [one.uri, one.range.start.line])).toEqual([
      [uri, 3],
      [uri, 4],
    ]);
    const edit = await client.request<{ changes: object }>("textDocument/rename", { textDocument: { uri }, position, newName: "web" });
    expect(Object.keys(edit.changes)).toEqual([uri]);
    expect(client.logged).toEqual([]);
  });
});
