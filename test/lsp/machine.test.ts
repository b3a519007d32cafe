/** Documents on the machine below HAProxy: told of where a HAProxy is in the workspace, with fixes and hovers. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { CodeAction, Hover } from "vscode-languageserver/node";
import { listOfMaps } from "../support/maps.ts";
import { bound, codes, ours, serverFixture, withComment } from "../support/serverFixture.ts";

const { start, folder } = serverFixture();
const strict = "vm.overcommit_memory = 2\nvm.max_map_count = 65530\n";

function fileIn(name: string, file: string): { uri: string; root: string } {
  const root = path.join(folder(), name);
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  return { uri: pathToFileURL(path.join(root, file)).href, root };
}

describe("sysctl.conf", () => {
  test("is told of once a configuration is open", async () => {
    const { uri } = fileIn("alone", "sysctl.conf");
    const { open, push } = bound(await start());
    await open(uri, strict, "properties");
    expect((await push(uri)).diagnostics).toEqual([]);
    await open("untitled:haproxy.cfg", withComment);
    const { diagnostics } = await push(uri, (one) => one.diagnostics.length > 0);
    expect(codes(diagnostics)).toEqual(["jemalloc-map-count", "jemalloc-map-count"]);
  });

  test("is told of where a configuration lies beside it, with an edit that ends the finding and a hover", async () => {
    const { uri, root } = fileIn("beside", "sysctl.d/90-lb.conf");
    writeFileSync(path.join(root, "haproxy.cfg"), "global\n");
    const { open, push, request } = bound(await start({ ...ours, rootUri: pathToFileURL(root).href }));
    await open(uri, strict, "ini");
    expect((await push(uri)).diagnostics).toHaveLength(2);
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 0 } };
    const actions = await request<CodeAction[]>("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [] } });
    expect(actions[0]).toMatchObject({
      kind: "quickfix",
      edit: { changes: { [uri]: [{ newText: "262144", range: { start: { line: 1, character: 19 }, end: { line: 1, character: 24 } } }] } },
    });
    expect(actions[1]?.command?.command).toBe("haproxySleuth.explain");
    const note = await request<Hover>("textDocument/hover", { textDocument: { uri }, position: { line: 1, character: 3 } });
    expect(JSON.stringify(note)).toContain("32765 holes");
  });
});

test("output of sysctl in an untitled document is told of once a configuration is open", async () => {
  const { open, push, request } = bound(await start());
  const uri = "untitled:Untitled-7";
  await open(uri, `root@lb1:~# sysctl -a\n${strict}`, "properties");
  expect((await push(uri)).diagnostics).toEqual([]);
  await open("untitled:haproxy.cfg", withComment);
  const { diagnostics } = await push(uri, (one) => one.diagnostics.length > 0);
  expect(diagnostics.map(({ code, range }) => [code, range.start.line])).toEqual([
    ["jemalloc-map-count", 1],
    ["jemalloc-map-count", 2],
  ]);
  const note = await request<Hover>("textDocument/hover", { textDocument: { uri }, position: { line: 2, character: 3 } });
  expect(JSON.stringify(note)).toContain("vm.max_map_count");
});

test("a compose file without HAProxy is none of ours", async () => {
  const { uri } = fileIn("compose", "docker-compose.yml");
  const { open, push, request } = bound(await start());
  await open(uri, "services:\n  lb:\n    image: haproxy:3.0.2\n", "yaml");
  expect(codes((await push(uri)).diagnostics)).toEqual(["known-bugs"]);
  const other = uri.replace("docker-compose", "other");
  await open(other, "services:\n  web:\n    image: nginx:1\n", "yaml");
  expect(await request("textDocument/hover", { textDocument: { uri: other }, position: { line: 2, character: 5 } })).toBeNull();
});

test("a pasted list of mappings is summed up", async () => {
  const { open, push, request } = bound(await start());
  await open("untitled:maps", listOfMaps({ threads: 2, holes: 30_000 }), "plaintext");
  expect((await push("untitled:maps")).diagnostics).toMatchObject([
    { code: "jemalloc-map-count", severity: 2, range: { start: { line: 0 } } },
  ]);
  const note = await request<Hover>("textDocument/hover", { textDocument: { uri: "untitled:maps" }, position: { line: 0, character: 3 } });
  expect(JSON.stringify(note)).toContain("| holes | 30000 |");
});
