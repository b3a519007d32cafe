/** Lua scripts of an open configuration: what is typed counts, and findings and hovers follow the configuration. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import type { CodeAction, CompletionList, Hover, MarkupContent, WorkspaceEdit } from "vscode-languageserver/node";
import { pulling } from "../support/languageServer.ts";
import { config as configText, script } from "../support/luaFixture.ts";
import { bound, codes, serverFixture } from "../support/serverFixture.ts";

const { start, folder } = serverFixture();

/** A workspace with a configuration that loads a script. */
function workspace(name: string, lua = script) {
  const root = path.join(folder(), name);
  mkdirSync(path.join(root, "lua"), { recursive: true });
  writeFileSync(path.join(root, "haproxy.cfg"), configText);
  writeFileSync(path.join(root, "lua/site.lua"), lua);
  const uriOf = (file: string) => pathToFileURL(path.join(root, file)).href;
  return { rootUri: pathToFileURL(root).href, config: uriOf("haproxy.cfg"), lua: uriOf("lua/site.lua"), other: uriOf("lua/other.lua") };
}

describe("a script that an open configuration loads", () => {
  test("has findings of its own, and none before the configuration is open", async () => {
    const { rootUri, config, lua } = workspace("own");
    const client = await start({ rootUri });
    const { open, push } = bound(client);
    await open(lua, script, "lua");
    expect((await push(lua)).diagnostics).toEqual([]);
    await open(config, configText);
    const { diagnostics } = await push(lua, (one) => one.diagnostics.length > 0);
    expect(diagnostics).toMatchObject([
      { code: "lua-blocking-call", source: "haproxy-sleuth", range: { start: { line: 1, character: 7 } } },
    ]);
  });

  test("counts as it is typed, and as it lies on the disk once it is closed", async () => {
    const { rootUri, config, lua } = workspace("typed");
    const client = await start({ rootUri });
    const { open, change, push, notify } = bound(client);
    await open(config, configText);
    expect(codes((await push(config)).diagnostics)).toEqual([]);
    await open(lua, script, "lua");
    await change(lua, script.replace('"tag"', '"label"'), 2);
    const wrong = await push(config, (one) => one.diagnostics.length > 0);
    expect(wrong.diagnostics).toMatchObject([{ code: "undefined-lua", severity: 1 }]);
    client.forget();
    await notify("textDocument/didClose", { textDocument: { uri: lua } });
    expect(codes((await push(config)).diagnostics)).toEqual([]);
  });

  test("has quick fixes, and the safe ones all at once", async () => {
    const marking = script.replace('os.execute("true")', "txn:set_mark(1)");
    const { rootUri, config, lua } = workspace("fixes", marking);
    const { open, push, request } = bound(await start({ rootUri }));
    await open(config, configText);
    await open(lua, marking, "lua");
    const [diagnostic] = (await push(lua, (one) => one.diagnostics.length > 0)).diagnostics;
    expect(diagnostic).toMatchObject({ code: "lua-deprecated" });
    const ask = (only?: readonly string[]) =>
      request<CodeAction[]>("textDocument/codeAction", {
        textDocument: { uri: lua },
        range: diagnostic?.range,
        context: { diagnostics: [diagnostic], ...(only !== undefined && { only }) },
      });
    const [first] = await ask();
    expect(first).toMatchObject({ title: "Use set_fc_mark", kind: "quickfix", isPreferred: true });
    expect(first?.edit?.changes?.[lua]).toEqual([
      { range: { start: { line: 1, character: 8 }, end: { line: 1, character: 16 } }, newText: "set_fc_mark" },
    ]);
    const all = await ask(["source.fixAll"]);
    expect(all).toMatchObject([{ kind: "source.fixAll.haproxySleuth", edit: first?.edit }]);
  });

  test("has hovers on the API, which other Lua files do not", async () => {
    const { rootUri, config, lua, other } = workspace("hover");
    const client = await start({ rootUri });
    const { open, push, request } = bound(client);
    await open(config, configText);
    await push(config);
    await open(lua, script, "lua");
    await open(other, script, "lua");
    const at = (uri: string) => request<Hover | null>("textDocument/hover", { textDocument: { uri }, position: { line: 0, character: 8 } });
    expect(JSON.stringify(await at(lua))).toContain("core.register_action(");
    expect(await at(other)).toBeNull();
  });

  test("is pulled by clients that pull", async () => {
    const { rootUri, config, lua } = workspace("pull");
    const client = await start({ rootUri, capabilities: pulling });
    const { open, pull } = bound(client);
    await open(config, configText);
    expect(await pull(config)).toEqual([]);
    await open(lua, script, "lua");
    expect(codes(await pull(lua))).toEqual(["lua-blocking-call"]);
    await open(lua.replace("site", "none"), script, "lua");
    expect(await pull(lua.replace("site", "none"))).toEqual([]);
  });

  test("is missed only where its folder is in the workspace", async () => {
    const { rootUri, config } = workspace("missing");
    const client = await start({ rootUri });
    const { open, push, change } = bound(client);
    const load = (name: string) => configText.replace("lua/site.lua", name).replace("    http-request lua.tag\n", "");
    await open(config, load("lua/sight.lua"));
    expect((await push(config)).diagnostics).toMatchObject([{ code: "missing-lua-file", severity: 3 }]);
    await change(config, load("/nowhere/at/all/site.lua"), 2);
    expect((await push(config, ({ version }) => version === 2)).diagnostics).toEqual([]);
  });
});

describe("modules", () => {
  test("are read from beside the script", async () => {
    const { rootUri, config, lua } = workspace("modules", 'local tags = require("tags")\n');
    writeFileSync(path.join(path.dirname(new URL(lua).pathname), "tags.lua"), script);
    const { open, push } = bound(await start({ rootUri }));
    await open(config, configText);
    expect((await push(config)).diagnostics).toEqual([]);
    await open(config.replace("haproxy.cfg", "b.cfg"), configText.replace("lua.tag", "lua.tags"));
    const other = await push(config.replace("haproxy.cfg", "b.cfg"));
    expect(other.diagnostics).toMatchObject([{ code: "undefined-lua", severity: 1, message: expect.stringContaining("lua.tag") }]);
  });
});

describe("names that a module registers", () => {
  const module = '--- Marks a request.\ncore.register_action("mark", { "http-req" }, function(txn) end)\nreturn {}\n';
  const usingIt = configText
    .replace("    lua-load", "    lua-prepend-path modules/?.lua\n    lua-load")
    .replace("http-request lua.tag", "http-request lua.mark");
  const lineOf = (text: string, words: string) => text.split("\n").findIndex((line) => line.includes(words));

  test("lead there, with its comment, and are known", async () => {
    const { rootUri, config } = workspace("module-names", 'local m = require("marks")\n');
    const folder = path.join(path.dirname(new URL(config).pathname), "modules");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "marks.lua"), module);
    const { open, push, request } = bound(await start({ rootUri }));
    await open(config, usingIt);
    expect((await push(config)).diagnostics).toEqual([]);
    const line = lineOf(usingIt, "lua.mark");
    const at = { textDocument: { uri: config }, position: { line, character: usingIt.split("\n")[line]!.indexOf("mark") + 1 } };
    const there = {
      uri: expect.stringMatching(/modules\/marks\.lua$/),
      range: { start: { line: 1, character: 22 }, end: { line: 1, character: 26 } },
    };
    expect(await request("textDocument/definition", at)).toEqual([there]);
    const references = await request<unknown[]>("textDocument/references", { ...at, context: { includeDeclaration: true } });
    expect(references).toEqual([there, { uri: config, range: expect.objectContaining({ start: expect.objectContaining({ line }) }) }]);
    expect(await request("textDocument/references", { ...at, context: { includeDeclaration: false } })).toHaveLength(1);
    const note = JSON.stringify(await request("textDocument/hover", at));
    expect(note).toContain("marks.lua:2");
    expect(note).toContain("Marks a request");
  });

  test("are looked for again when the path changes", async () => {
    const { rootUri, config } = workspace("module-path", 'local m = require("marks")\n');
    const folder = path.join(path.dirname(new URL(config).pathname), "modules");
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, "marks.lua"), module);
    const { open, push, change } = bound(await start({ rootUri }));
    await open(config, usingIt.replace("modules/", "elsewhere/"));
    expect(codes((await push(config)).diagnostics)).toEqual(["undefined-lua"]);
    await change(config, usingIt, 2);
    expect((await push(config, ({ version }) => version === 2)).diagnostics).toEqual([]);
  });
});

test("documents of other languages are asked for one by one, where the client can", async () => {
  const dynamic = { dynamicRegistration: true };
  const client = await start({ capabilities: { textDocument: { synchronization: dynamic, hover: dynamic, diagnostic: dynamic } } });
  const registered = await client.registrations();
  expect(registered.map(({ method }) => method)).toEqual(
    expect.arrayContaining([
      "textDocument/didOpen",
      "textDocument/didChange",
      "textDocument/didClose",
      "textDocument/hover",
      "textDocument/diagnostic",
    ]),
  );
  // a client that registers no code actions is not asked for them
  expect(registered.some(({ method }) => /semanticTokens|ormatting|Symbol|codeAction/.test(method))).toBe(false);
  expect(JSON.stringify(registered[0]?.registerOptions)).toContain('"language":"lua"');
});

describe("a variable of HAProxy", () => {
  const lua = 'core.register_action("a", { "http-req" }, function(txn)\n    txn:set_var("txn.user", txn:get_var("txn.raw"))\nend)\n';
  const config = [
    "global",
    "    lua-load lua/site.lua",
    "frontend f",
    "    mode http",
    "    http-request set-var(txn.raw) hdr(x)",
    "    http-request lua.a",
    "    http-request deny unless { var(txn.user) -m found }",
    "",
  ].join("\n");
  const at = (line: number, words: string) => ({ line, character: (config.split("\n")[line] ?? "").indexOf(words) + 1 });

  async function opened(name: string) {
    const places = workspace(name, lua);
    const client = await start({ rootUri: places.rootUri });
    const { open, push } = bound(client);
    await open(places.config, config);
    await push(places.config);
    const ask = <T>(method: string, position: object, more: object = {}) =>
      client.request<T>(`textDocument/${method}`, { textDocument: { uri: places.config }, position, ...more });
    return { ...places, ask };
  }

  test("is found in scripts that set and read it, and renamed there", async () => {
    const { lua: script, config: uri, ask } = await opened("variables");
    const inScript = (character: number, end: number) => ({
      uri: script,
      range: { start: { line: 1, character }, end: { line: 1, character: end } },
    });
    expect(await ask("definition", at(6, "txn.user"))).toEqual([inScript(17, 25)]);
    expect(await ask("references", at(6, "txn.user"), { context: { includeDeclaration: true } })).toEqual([
      inScript(17, 25),
      expect.objectContaining({ uri }),
    ]);
    const edit = await ask<WorkspaceEdit>("rename", at(4, "txn.raw"), { newName: "txn.given" });
    expect(edit.changes?.[script]).toEqual([{ range: inScript(41, 48).range, newText: "txn.given" }]);
    expect(edit.changes?.[uri]?.length).toBe(1);
  });

  test("is offered, and its hover shows where a script sets it", async () => {
    const { ask } = await opened("offered");
    const offered = await ask<CompletionList>("completion", at(6, "xn.user"));
    expect(offered.items.map(({ label }) => label)).toEqual(expect.arrayContaining(["txn.user", "txn.raw"]));
    const hover = await ask<Hover>("hover", at(6, "txn.user"));
    expect((hover.contents as MarkupContent).value).toContain('txn:set_var("txn.user", txn:get_var("txn.raw")) # site.lua, line 2');
  });
});
