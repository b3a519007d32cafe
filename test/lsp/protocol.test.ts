/** The letter of the protocol: what comes at the wrong time, malformed, or from clients that can little. */
import { describe, expect, test } from "vitest";
import { RawClient } from "../support/rawClient.ts";
import { hoverAt, plain, rawFixture, small } from "../support/rawFixture.ts";
import { codes, race, withComment } from "../support/serverFixture.ts";

const raw = rawFixture();

describe("stages", () => {
  test("before initialize requests are refused and notifications are dropped", async () => {
    raw.start();
    raw.open(small);
    expect((await raw.client.request(1, "textDocument/hover", hoverAt(0, 0))).error).toMatchObject({ code: -32002 });
    expect((await raw.client.request(2, "shutdown")).error).toMatchObject({ code: -32002 });
    expect((await raw.client.request(3, "initialize", plain)).result).toBeDefined();
    expect((await raw.client.request(4, "textDocument/hover", hoverAt(0, 0))).result).toBeNull();
    expect(raw.client.received.some(({ method }) => method === "textDocument/publishDiagnostics")).toBe(false);
  });

  test("a second initialize is refused", async () => {
    await raw.initialize();
    expect((await raw.client.request(2, "initialize", plain)).error).toMatchObject({
      code: -32600,
    });
  });

  test("after shutdown requests are refused, and exit ends with 0", async () => {
    await raw.initialize();
    expect(await raw.client.request(2, "shutdown")).toMatchObject({ id: 2, result: null });
    expect((await raw.client.request(3, "textDocument/hover", hoverAt(0, 0))).error).toMatchObject({ code: -32600 });
    expect((await raw.client.request(4, "shutdown")).error).toMatchObject({ code: -32600 });
    raw.client.notify("exit");
    expect(await raw.client.ended).toBe(0);
  });

  test("exit before initialize ends with 1", async () => {
    raw.start().notify("exit");
    expect(await raw.client.ended).toBe(1);
  });

  test("the end of the input ends the server", async () => {
    await raw.initialize();
    raw.client.child.stdin!.end();
    expect(await raw.client.ended).toBe(1);
  });

  test("the end of the client's process ends the server", async () => {
    const parent = new RawClient(["-e", "setInterval(() => {}, 1000)"]);
    await raw.initialize({ processId: parent.child.pid, rootUri: null, capabilities: {} });
    parent.child.kill();
    expect(await raw.client.ended).toBe(1);
  });

  test("unknown requests are refused, unknown notifications are not", async () => {
    await raw.initialize();
    raw.client.notify("$/setTrace", { value: "verbose" });
    raw.client.notify("$/unknown", {});
    raw.client.notify("no/such", {});
    raw.client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [] } });
    expect((await raw.client.request(2, "no/such", {})).error).toMatchObject({ code: -32601 });
    expect((await raw.client.request(3, "$/unknown", {})).error).toMatchObject({ code: -32601 });
    expect((await raw.client.request(4, "textDocument/hover", hoverAt(0, 0))).result).toBeNull();
  });
});

describe("initialize", () => {
  test.each([
    ["without capabilities", { processId: null, rootUri: null }],
    ["with nothing", {}],
    [
      "with null in every place",
      { processId: null, rootUri: null, rootPath: null, workspaceFolders: null, capabilities: null, trace: "off" },
    ],
    ["with null capabilities", { processId: null, capabilities: { textDocument: null, workspace: null, window: null, general: null } }],
    [
      "with capabilities that say null",
      { capabilities: { textDocument: { diagnostic: null, hover: null }, general: { positionEncodings: null } } },
    ],
    [
      "with capabilities without what they should hold",
      {
        capabilities: {
          textDocument: { semanticTokens: {}, foldingRange: { foldingRangeKind: {} }, completion: {}, hover: {} },
          workspace: [],
        },
      },
    ],
    [
      "with capabilities of other types",
      {
        capabilities: {
          textDocument: { semanticTokens: true, foldingRange: 7, documentSymbol: "x", codeAction: [] },
          workspace: { symbol: 1 },
        },
      },
    ],
    ["with a text as options", { capabilities: {}, initializationOptions: "all" }],
    ["with a list as options", { capabilities: {}, initializationOptions: [1, null] }],
    ["with a number as locale", { capabilities: {}, locale: 7, initializationOptions: { locale: {} } }],
    ["with folders that are none", { capabilities: {}, workspaceFolders: [null, { uri: 7 }, "x"], rootUri: 8 }],
    ["with trace", { capabilities: {}, trace: "verbose" }],
  ])("%s", async (_, params) => {
    const answer = await raw.initialize(params);
    expect(answer.result).toMatchObject({ capabilities: { hoverProvider: true, positionEncoding: "utf-16" } });
    raw.open(withComment);
    expect(codes((await raw.pushed()).diagnostics)).toContain(race);
  });

  test("without a client that can be asked sends no request", async () => {
    await raw.initialize();
    raw.open(withComment);
    await raw.pushed();
    expect(raw.client.received.filter(({ id, method }) => id !== undefined && method !== undefined)).toEqual([]);
  });
});

describe("what is no message", () => {
  test.each([
    ["no JSON", "{ nothing", -32700],
    ["a list", "[]", -32600],
    ["null", "null", -32600],
    ["a number", "7", -32600],
  ])("%s is refused, and the next one is read", async (_, body, code) => {
    await raw.initialize();
    raw.client.send(body);
    expect((await raw.client.answer(({ id, error }) => id === null && error !== undefined)).error).toMatchObject({ code });
    expect((await raw.client.request(2, "textDocument/hover", hoverAt(0, 0))).result).toBeNull();
  });

  test.each([
    ["an object without method", { jsonrpc: "2.0", id: 9 }],
    ["a response that nobody waits for", { jsonrpc: "2.0", id: 99, result: 1 }],
    ["a cancellation without id", { jsonrpc: "2.0", method: "$/cancelRequest" }],
    ["a cancellation of null", { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: null } }],
    ["a cancellation of nothing", { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: 1234 } }],
    ["setTrace without a value", { jsonrpc: "2.0", method: "$/setTrace" }],
  ])("%s does not matter", async (_, message) => {
    await raw.initialize();
    raw.client.send(message);
    expect((await raw.client.request(2, "textDocument/hover", hoverAt(0, 0))).result).toBeNull();
  });

  test("bytes in pieces are put together", async () => {
    await raw.initialize();
    const body = JSON.stringify({ jsonrpc: "2.0", id: 2, method: "textDocument/hover", params: { ...hoverAt(0, 0), note: "Grüße 😀" } });
    const whole = Buffer.from(
      `Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    for (const at of [0, 20, 70, whole.length - 5]) {
      const ends = [20, 70, whole.length - 5, whole.length];
      raw.client.bytes(
        whole.subarray(
          at,
          ends.find((end) => end > at),
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await raw.client.answer(({ id }) => id === 2)).result).toBeNull();
  });

  test.each(["Nothing: here", "no colon", "Content-Length: many"])("a header that says %j is passed over", async (header) => {
    await raw.initialize();
    const body = JSON.stringify({ jsonrpc: "2.0", id: 2, method: "textDocument/hover", params: hoverAt(0, 0) });
    raw.client.bytes(`${header}\r\n\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    expect((await raw.client.answer(({ id }) => id === 2)).result).toBeNull();
  });
});

describe("cancellation", () => {
  test("of a request that waits gives its error", async () => {
    await raw.initialize({ ...plain, capabilities: { workspace: { configuration: true } } });
    raw.open(withComment);
    raw.client.send({ jsonrpc: "2.0", id: 2, method: "textDocument/hover", params: hoverAt(0, 0) });
    const asked = await raw.client.answer(({ method }) => method === "workspace/configuration");
    raw.client.notify("$/cancelRequest", { id: 2 });
    raw.client.send({ jsonrpc: "2.0", id: asked.id, result: [null] });
    expect((await raw.client.answer(({ id, method }) => id === 2 && method === undefined)).error).toMatchObject({ code: -32800 });
  });
});
