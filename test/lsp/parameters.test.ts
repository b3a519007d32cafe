/** Parameters that lack what they need, or what clients leave out, and languages as other editors call them. */
import { describe, expect, test } from "vitest";
import { hoverAt, rawFixture, small, uri } from "../support/rawFixture.ts";

const raw = rawFixture();

describe("parameters", () => {
  test.each<[method: string, params: unknown, wrong: string]>([
    ["textDocument/hover", undefined, "textDocument.uri"],
    ["textDocument/hover", null, "textDocument.uri"],
    ["textDocument/hover", [1], "textDocument.uri"],
    ["textDocument/hover", { textDocument: { uri } }, "position"],
    ["textDocument/completion", { textDocument: { uri }, position: { line: "1", character: 0 } }, "position"],
    ["textDocument/rename", hoverAt(0, 0), "newName"],
    ["textDocument/codeAction", { textDocument: { uri }, range: { start: { line: 0, character: 0 } } }, "range"],
    ["textDocument/selectionRange", { textDocument: { uri } }, "positions"],
    ["callHierarchy/incomingCalls", { item: {} }, "item"],
    ["callHierarchy/outgoingCalls", {}, "item"],
    ["workspace/symbol", { query: 5 }, "query"],
    ["haproxySleuth/explanation", undefined, "advisory"],
    ["haproxySleuth/exposedStatements", { advisory: "x" }, "uri"],
    ["haproxySleuth/releaseState", null, "uri"],
    ["haproxySleuth/analyseFile", { uri: 5 }, "uri"],
  ])("%s of %j is refused, and the server goes on", async (method, params, wrong) => {
    await raw.initialize();
    raw.open(small);
    raw.client.notify("textDocument/didChange", { textDocument: { uri, version: 2 } });
    raw.client.notify("textDocument/didChange", null);
    raw.client.notify("textDocument/didOpen", { textDocument: { uri } });
    raw.client.notify("workspace/didChangeWatchedFiles", {});
    expect((await raw.client.request(2, method, params)).error).toMatchObject({ code: -32602, message: expect.stringContaining(wrong) });
    expect((await raw.client.request(3, "textDocument/hover", hoverAt(0, 2))).result).not.toBeNull();
    expect(raw.client.received.filter((one) => one.method === "window/logMessage")).toEqual([]);
  });

  test("a change whose range is null is one of the whole text; one whose range is none changes nothing", async () => {
    await raw.initialize();
    raw.open("global\n    nothing 9\n");
    const change = (version: number, ...contentChanges: readonly unknown[]) =>
      raw.client.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    const start = { line: 0, character: 0 };
    change(2, { range: null, rangeLength: null, text: "global\n    maxconn 9\n" });
    change(3, { range: { start, end: start }, text: "x" }, { range: { start }, text: "y" });
    expect((await raw.client.request(2, "textDocument/hover", hoverAt(1, 6))).result).not.toBeNull();
    expect((await raw.client.request(3, "textDocument/hover", hoverAt(0, 2))).result).not.toBeNull();
    expect(raw.client.received.filter((one) => one.method === "window/logMessage")).toEqual([]);
  });

  test("what a client may leave out has its usual meaning", async () => {
    await raw.initialize();
    raw.open("frontend f\n  bind :80\n  default_backend b\nbackend b\n");
    const at = { textDocument: { uri }, position: { line: 3, character: 8 } };
    const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
    expect((await raw.client.request(2, "textDocument/references", at)).result).toHaveLength(2);
    expect((await raw.client.request(3, "textDocument/formatting", { textDocument: { uri } })).result).toContainEqual({
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } },
      newText: "    ",
    });
    expect((await raw.client.request(4, "textDocument/codeAction", { textDocument: { uri }, range })).error).toBeUndefined();
    expect((await raw.client.request(5, "workspace/symbol")).result).toHaveLength(2);
    expect((await raw.client.request(6, "haproxySleuth/branches")).result).toContainEqual({ branch: "3.2", newest: expect.any(String) });
  });
});

describe("languages", () => {
  test.each([
    ["haproxy-config", "untitled:a", true],
    ["haproxy-3.2", "untitled:a", true],
    ["HAProxy", "untitled:a", true],
    ["conf", "file:///etc/haproxy/site.conf", true],
    ["", "file:///etc/haproxy/site", true],
    ["", "file:///etc/haproxy/site.cfg", true],
    ["python", "file:///etc/haproxy/site", false],
    ["plaintext", "untitled:a", false],
  ])("%j at %s", async (languageId, place, known) => {
    await raw.initialize();
    raw.client.notify("textDocument/didOpen", {
      textDocument: { uri: place, languageId, version: 1, text: `global\n    maxconn 9\n${small}` },
    });
    const { result } = await raw.client.request(2, "textDocument/hover", {
      textDocument: { uri: place },
      position: { line: 1, character: 6 },
    });
    expect(result !== null).toBe(known);
  });
});
