/** The bundled language server over stdio: how it starts and ends, and what it survives. */
import { rmSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { bundle } from "../support/bundle.ts";
import { pulling } from "../support/languageServer.ts";
import { bound, codes, ours, race, serverFixture, uri, withComment } from "../support/serverFixture.ts";

const { start } = serverFixture();

describe("initialize", () => {
  test("offers to be pulled only to a client that pulls", async () => {
    const plain = await start();
    expect(plain.answered.capabilities.diagnosticProvider).toBeUndefined();
    expect(plain.answered).toMatchObject({ serverInfo: { name: "haproxy-sleuth" }, capabilities: { hoverProvider: true } });
    await plain.stop();
    const puller = await start({ capabilities: pulling });
    expect(puller.answered.capabilities.diagnosticProvider).toMatchObject({ identifier: "haproxy-sleuth" });
  });

  test("then shutdown and exit end the process with 0", async () => expect(await (await start()).stop()).toBe(0));

  test("exit without shutdown ends it with 1", async () => {
    const { connection, ended } = await start();
    await connection.sendNotification("exit");
    expect(await ended).toBe(1);
  });

  test("the command line starts the same server", async () => {
    const cli = bundle("cli/main.ts");
    const server = await start({}, [cli, "lsp", "--stdio"]);
    expect(server.answered.serverInfo?.name).toBe("haproxy-sleuth");
    await server.open(uri, withComment);
    expect(codes((await server.push(uri)).diagnostics)).toContain(race);
    expect(await server.stop()).toBe(0);
    rmSync(path.dirname(cli), { recursive: true });
  });
});

describe("what an editor should not send", () => {
  test("requests for a document that is not open are answered with nothing", async () => {
    const { request, pull, notify } = bound(await start({ capabilities: pulling }));
    const textDocument = { uri: "file:///nowhere.cfg" };
    expect(await pull(textDocument.uri)).toEqual([]);
    expect(await request("textDocument/hover", { textDocument, position: { line: 9, character: 9 } })).toBeNull();
    expect(await request("textDocument/semanticTokens/full", { textDocument })).toMatchObject({ data: [] });
    expect(await request("haproxySleuth/report", textDocument)).toBeNull();
    expect(await request("haproxySleuth/releaseState", textDocument)).toEqual(textDocument);
    await notify("textDocument/didClose", { textDocument });
    await notify("textDocument/didChange", { textDocument: { ...textDocument, version: 2 }, contentChanges: [{ text: "x" }] });
    expect(await pull(textDocument.uri)).toEqual([]);
  });

  test("garbage does not bring the server down", async () => {
    const client = await start(ours);
    await client.open(uri, withComment);
    const garbage = [undefined, null, {}, { textDocument: null }, { textDocument: { uri: 7 } }, { uri: null, advisory: 3 }, [1]];
    const requests = ["textDocument/hover", "textDocument/codeAction", "textDocument/semanticTokens/full", "haproxySleuth/explanation"];
    for (const method of [
      ...requests,
      "haproxySleuth/exposedStatements",
      "haproxySleuth/report",
      "haproxySleuth/releaseState",
      "no/such",
    ]) {
      for (const params of garbage) await client.request(method, params).catch(() => undefined);
    }
    for (const method of ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "workspace/didChangeConfiguration"]) {
      for (const params of garbage) await client.notify(method, params);
    }
    await client.open("untitled:later", "global\n    lua-load /etc/haproxy/a.lua\n");
    expect(await client.push("untitled:later")).toMatchObject({ version: 1 });
    expect(await client.stop()).toBe(0);
  });

  test("positions outside the text are answered", async () => {
    const { open, request } = bound(await start());
    await open(uri, withComment);
    const textDocument = { uri };
    const hoverAt = (line: number, character: number) => request("textDocument/hover", { textDocument, position: { line, character } });
    expect(await hoverAt(1e6, 0)).toBeNull();
    expect(await hoverAt(-1, -1)).toBeNull();
    // behind the end of a line counts as its end
    const [comment = ""] = withComment.split("\n");
    expect(await hoverAt(0, 1e6)).toMatchObject({ range: { end: { line: 0, character: comment.length } } });
  });
});
