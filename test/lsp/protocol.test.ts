/** The letter of the protocol: what comes at the wrong time, malformed, twice, or from clients that can little. */
import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { bundle } from "../support/bundle.ts";
import { RawClient } from "../support/rawClient.ts";
import { codes, race, withComment } from "../support/serverFixture.ts";

const uri = "file:///nowhere/haproxy.cfg";
let bundled = "";
let client: RawClient;
beforeAll(() => {
  bundled = bundle("lsp/main.ts");
}, 60_000);
afterAll(() => rmSync(path.dirname(bundled), { recursive: true, force: true }));
afterEach(() => client.child.kill());

const started = () => {
  client = new RawClient([bundled, "--stdio"]);
  return client;
};
const initialized = async (params: unknown = { processId: null, rootUri: null, capabilities: {} }) => {
  const answer = await started().request("init", "initialize", params);
  client.notify("initialized", {});
  return answer;
};
const open = (text: string, of = uri, version: unknown = 1) =>
  client.notify("textDocument/didOpen", { textDocument: { uri: of, languageId: "haproxy", version, text } });
const pushed = (
  fits: (params: { uri: string; version?: number; diagnostics: { code: string; range: unknown }[] }) => boolean = () => true,
) =>
  client.answer(
    ({ method, params }) => method === "textDocument/publishDiagnostics" && fits(params as Parameters<typeof fits>[0]),
  ) as unknown as Promise<{ params: Parameters<typeof fits>[0] }>;
const hoverAt = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });
const small = "frontend f\n    bind :80\n    default_backend nowhere\n";

describe("stages", () => {
  test("before initialize requests are refused and notifications are dropped", async () => {
    started();
    open(small);
    expect((await client.request(1, "textDocument/hover", hoverAt(0, 0))).error).toMatchObject({ code: -32002 });
    expect((await client.request(2, "shutdown")).error).toMatchObject({ code: -32002 });
    expect((await client.request(3, "initialize", { processId: null, rootUri: null, capabilities: {} })).result).toBeDefined();
    expect((await client.request(4, "textDocument/hover", hoverAt(0, 0))).result).toBeNull();
    expect(client.received.some(({ method }) => method === "textDocument/publishDiagnostics")).toBe(false);
  });

  test("a second initialize is refused", async () => {
    await initialized();
    expect((await client.request(2, "initialize", { processId: null, rootUri: null, capabilities: {} })).error).toMatchObject({
      code: -32600,
    });
  });

  test("after shutdown requests are refused, and exit ends with 0", async () => {
    await initialized();
    expect(await client.request(2, "shutdown")).toMatchObject({ id: 2, result: null });
    expect((await client.request(3, "textDocument/hover", hoverAt(0, 0))).error).toMatchObject({ code: -32600 });
    expect((await client.request(4, "shutdown")).error).toMatchObject({ code: -32600 });
    client.notify("exit");
    expect(await client.ended).toBe(0);
  });

  test("exit before initialize ends with 1", async () => {
    started().notify("exit");
    expect(await client.ended).toBe(1);
  });

  test("the end of the input ends the server", async () => {
    await initialized();
    client.child.stdin!.end();
    expect(await client.ended).toBe(1);
  });

  test("the end of the client's process ends the server", async () => {
    const parent = new RawClient(["-e", "setInterval(() => {}, 1000)"]);
    await initialized({ processId: parent.child.pid, rootUri: null, capabilities: {} });
    parent.child.kill();
    expect(await client.ended).toBe(1);
  });

  test("unknown requests are refused, unknown notifications are not", async () => {
    await initialized();
    client.notify("$/setTrace", { value: "verbose" });
    client.notify("$/unknown", {});
    client.notify("no/such", {});
    client.notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: [] } });
    expect((await client.request(2, "no/such", {})).error).toMatchObject({ code: -32601 });
    expect((await client.request(3, "$/unknown", {})).error).toMatchObject({ code: -32601 });
    expect((await client.request(4, "textDocument/hover", hoverAt(0, 0))).result).toBeNull();
  });
});

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
  ])("%s of %j is refused, and the server goes on", async (method, params, wrong) => {
    await initialized();
    open(small);
    client.notify("textDocument/didChange", { textDocument: { uri, version: 2 } });
    client.notify("textDocument/didChange", null);
    client.notify("textDocument/didOpen", { textDocument: { uri } });
    client.notify("workspace/didChangeWatchedFiles", {});
    expect((await client.request(2, method, params)).error).toMatchObject({ code: -32602, message: expect.stringContaining(wrong) });
    expect((await client.request(3, "textDocument/hover", hoverAt(0, 2))).result).not.toBeNull();
    expect(client.received.filter((one) => one.method === "window/logMessage")).toEqual([]);
  });

  test("what a client may leave out has its usual meaning", async () => {
    await initialized();
    open("frontend f\n  bind :80\n  default_backend b\nbackend b\n");
    const at = { textDocument: { uri }, position: { line: 3, character: 8 } };
    const range = { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } };
    expect((await client.request(2, "textDocument/references", at)).result).toHaveLength(2);
    expect((await client.request(3, "textDocument/formatting", { textDocument: { uri } })).result).toContainEqual({
      range: { start: { line: 1, character: 0 }, end: { line: 1, character: 2 } },
      newText: "    ",
    });
    expect((await client.request(4, "textDocument/codeAction", { textDocument: { uri }, range })).error).toBeUndefined();
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
    await initialized();
    client.notify("textDocument/didOpen", {
      textDocument: { uri: place, languageId, version: 1, text: `global\n    maxconn 9\n${small}` },
    });
    const { result } = await client.request(2, "textDocument/hover", { textDocument: { uri: place }, position: { line: 1, character: 6 } });
    expect(result !== null).toBe(known);
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
    const answer = await initialized(params);
    expect(answer.result).toMatchObject({ capabilities: { hoverProvider: true, positionEncoding: "utf-16" } });
    open(withComment);
    expect(codes((await pushed()).params.diagnostics)).toContain(race);
  });

  test("without a client that can be asked sends no request", async () => {
    await initialized();
    open(withComment);
    await pushed();
    expect(client.received.filter(({ id, method }) => id !== undefined && method !== undefined)).toEqual([]);
  });
});

describe("documents", () => {
  test("change by several changes, each in the text that the one before left", async () => {
    await initialized();
    open(small);
    const at = (line: number, start: number, end: number) => ({ start: { line, character: start }, end: { line, character: end } });
    const contentChanges = [
      { range: at(2, 20, 27), text: "x\nbackend y\n" },
      { range: at(3, 8, 9), text: "x" },
      { range: at(4, 0, 0), text: "    server a 192.0.2.1:80\n" },
    ];
    client.notify("textDocument/didChange", { textDocument: { uri, version: 5 }, contentChanges });
    expect(codes((await pushed(({ version }) => version === 5)).params.diagnostics)).not.toContain("undefined-backend");
  });

  test("change by a full text between others, and with a version that is missing", async () => {
    await initialized();
    open("x\n");
    const range = { start: { line: 2, character: 20 }, end: { line: 2, character: 27 } };
    client.notify("textDocument/didChange", {
      textDocument: { uri, version: null },
      contentChanges: [{ text: small }, { range, text: "there" }],
    });
    const { params } = await pushed(({ diagnostics }) => codes(diagnostics).includes("undefined-backend"));
    expect(params.diagnostics.find(({ code }) => code === "undefined-backend")!.range).toEqual({
      start: { line: 2, character: 20 },
      end: { line: 2, character: 25 },
    });
  });

  test("opened twice have the later text", async () => {
    await initialized();
    open(small, uri, 1);
    open("backend b\n", uri, 7);
    expect(codes((await pushed(({ version }) => version === 7)).params.diagnostics)).not.toContain("undefined-backend");
  });

  test("are pushed in order, for the latest version last, and never once they are closed", async () => {
    await initialized();
    open(small);
    for (let version = 2; version <= 40; version++)
      client.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text: `${small}# ${version}\n` }] });
    await pushed(({ version }) => version === 40);
    client.notify("textDocument/didClose", { textDocument: { uri } });
    await client.request("last", "textDocument/hover", hoverAt(0, 0));
    const versions = client.received
      .filter(({ method }) => method === "textDocument/publishDiagnostics")
      .map(({ params }) => (params as { version?: number }).version);
    expect(versions.at(-1)).toBeUndefined();
    const told = versions.slice(0, -1) as number[];
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(new Set(told).size).toBe(told.length);
  });
});

describe("what is no message", () => {
  test.each([
    ["no JSON", "{ nothing", -32700],
    ["a list", "[]", -32600],
    ["null", "null", -32600],
    ["a number", "7", -32600],
  ])("%s is refused, and the next one is read", async (_, body, code) => {
    await initialized();
    client.send(body);
    expect((await client.answer(({ id, error }) => id === null && error !== undefined)).error).toMatchObject({ code });
    expect((await client.request(2, "textDocument/hover", hoverAt(0, 0))).result).toBeNull();
  });

  test.each([
    ["an object without method", { jsonrpc: "2.0", id: 9 }],
    ["a response that nobody waits for", { jsonrpc: "2.0", id: 99, result: 1 }],
    ["a cancellation without id", { jsonrpc: "2.0", method: "$/cancelRequest" }],
    ["a cancellation of null", { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: null } }],
    ["a cancellation of nothing", { jsonrpc: "2.0", method: "$/cancelRequest", params: { id: 1234 } }],
    ["setTrace without a value", { jsonrpc: "2.0", method: "$/setTrace" }],
  ])("%s does not matter", async (_, message) => {
    await initialized();
    client.send(message);
    expect((await client.request(2, "textDocument/hover", hoverAt(0, 0))).result).toBeNull();
  });

  test("bytes in pieces are put together", async () => {
    await initialized();
    const body = JSON.stringify({ jsonrpc: "2.0", id: 2, method: "textDocument/hover", params: { ...hoverAt(0, 0), note: "Grüße 😀" } });
    const whole = Buffer.from(
      `Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
    for (const at of [0, 20, 70, whole.length - 5]) {
      const ends = [20, 70, whole.length - 5, whole.length];
      client.bytes(
        whole.subarray(
          at,
          ends.find((end) => end > at),
        ),
      );
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect((await client.answer(({ id }) => id === 2)).result).toBeNull();
  });

  test.each(["Nothing: here", "no colon", "Content-Length: many"])("a header that says %j is passed over", async (header) => {
    await initialized();
    const body = JSON.stringify({ jsonrpc: "2.0", id: 2, method: "textDocument/hover", params: hoverAt(0, 0) });
    client.bytes(`${header}\r\n\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    expect((await client.answer(({ id }) => id === 2)).result).toBeNull();
  });
});

describe("cancellation", () => {
  test("of a request that waits gives its error", async () => {
    await initialized({ processId: null, rootUri: null, capabilities: { workspace: { configuration: true } } });
    open(withComment);
    client.send({ jsonrpc: "2.0", id: 2, method: "textDocument/hover", params: hoverAt(0, 0) });
    const asked = await client.answer(({ method }) => method === "workspace/configuration");
    client.notify("$/cancelRequest", { id: 2 });
    client.send({ jsonrpc: "2.0", id: asked.id, result: [null] });
    expect((await client.answer(({ id, method }) => id === 2 && method === undefined)).error).toMatchObject({ code: -32800 });
  });
});

describe("a text that changes while a request waits", () => {
  const waiting = async (method: string, params: unknown) => {
    await initialized({
      processId: null,
      rootUri: null,
      capabilities: { workspace: { configuration: true }, textDocument: { diagnostic: {} } },
    });
    open(small);
    const asked = await client.answer(({ method: name }) => name === "workspace/configuration");
    client.send({ jsonrpc: "2.0", id: 2, method, params });
    client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ text: `# new\n${small}` }] });
    client.send({ jsonrpc: "2.0", id: asked.id, result: [null] });
    const again = await client.answer(({ id, method: name }) => name === "workspace/configuration" && id !== asked.id);
    client.send({ jsonrpc: "2.0", id: again.id, result: [null] });
    return client.answer(({ id, method: name }) => id === 2 && name === undefined);
  };

  test("refuses what was asked of a place", async () => {
    expect((await waiting("textDocument/hover", hoverAt(0, 0))).error).toMatchObject({ code: -32801 });
  });

  test("gives findings of the text as it is now", async () => {
    const { items } = (await waiting("textDocument/diagnostic", { textDocument: { uri } })).result as {
      items: { code: string; range: unknown }[];
    };
    expect(items.find(({ code }) => code === "undefined-backend")!.range).toMatchObject({ start: { line: 3 } });
  });
});

describe("pulled findings", () => {
  const capabilities = { textDocument: { diagnostic: { relatedDocumentSupport: true } } };

  test("have an id, and are unchanged while they are the same", async () => {
    await initialized({ processId: null, rootUri: null, capabilities });
    open(small);
    const pull = async (id: number, previousResultId?: string) =>
      (
        await client.request(id, "textDocument/diagnostic", {
          textDocument: { uri },
          ...(previousResultId !== undefined && { previousResultId }),
        })
      ).result as { kind: string; resultId: string; items?: unknown[] };
    const first = await pull(1);
    expect(first).toMatchObject({ kind: "full", resultId: expect.stringMatching(/./) });
    expect(first.items!.length).toBeGreaterThan(0);
    expect(await pull(2, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    expect(await pull(3, "another")).toMatchObject({ kind: "full", resultId: first.resultId });
    client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ text: `\n${small}` }] });
    const later = await pull(4, first.resultId);
    expect(later).toMatchObject({ kind: "full" });
    expect(later.resultId).not.toBe(first.resultId);
  });

  test("are not pushed as well", async () => {
    await initialized({ processId: null, rootUri: null, capabilities });
    open(small);
    await client.request(1, "textDocument/diagnostic", { textDocument: { uri } });
    client.notify("textDocument/didClose", { textDocument: { uri } });
    await client.request(2, "textDocument/hover", hoverAt(0, 0));
    expect(client.received.some(({ method }) => method === "textDocument/publishDiagnostics")).toBe(false);
  });
});

test("settings are in force for a request that follows them at once", async () => {
  await initialized({ processId: null, rootUri: null, capabilities: {} });
  open(small);
  for (const release of ["2.8.7", "3.0.3", "3.2.1"]) {
    client.notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { release } } });
    expect((await client.request(release, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release, source: "setting" });
  }
});

test("settings are asked for again where the client says null, and its refusal is no harm", async () => {
  await initialized({ processId: null, rootUri: null, capabilities: { workspace: { configuration: true } } });
  open(small);
  const asked = await client.answer(({ method }) => method === "workspace/configuration");
  client.send({ jsonrpc: "2.0", id: asked.id, error: { code: -32601, message: "not I" } });
  expect(codes((await pushed()).params.diagnostics)).toContain("undefined-backend");
  client.notify("workspace/didChangeConfiguration", { settings: null });
  const again = await client.answer(({ id, method }) => method === "workspace/configuration" && id !== asked.id);
  client.send({ jsonrpc: "2.0", id: again.id, result: [{ release: "3.0.2" }] });
  expect((await client.request(5, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "3.0.2" });
});

test("what to watch is registered with a client that wants it, and with no other", async () => {
  await initialized({
    processId: null,
    rootUri: null,
    capabilities: {
      workspace: { didChangeWatchedFiles: { dynamicRegistration: true }, didChangeConfiguration: { dynamicRegistration: true } },
    },
  });
  const registered = async (method: string) =>
    client.answer(
      (one) =>
        one.method === "client/registerCapability" &&
        (one.params as { registrations: { method: string }[] }).registrations.some((registration) => registration.method === method),
    );
  expect(await registered("workspace/didChangeWatchedFiles")).toMatchObject({
    params: { registrations: [{ registerOptions: { watchers: [{ globPattern: expect.stringContaining("*.cfg") }] } }] },
  });
  await registered("workspace/didChangeConfiguration");
});

test("a client that never answers what it is asked gets its findings all the same, and its settings when they come", async () => {
  await initialized({
    processId: null,
    rootUri: null,
    capabilities: { workspace: { configuration: true }, window: { workDoneProgress: true } },
    initializationOptions: { haproxySleuth: { release: "2.8.7" } },
  });
  open(small);
  const asked = await client.answer(({ method }) => method === "workspace/configuration");
  expect(codes((await pushed()).params.diagnostics)).toContain("undefined-backend");
  expect((await client.request(2, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "2.8.7" });
  client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ text: `# ${small}` }] });
  await pushed(({ version }) => version === 2);
  client.send({ jsonrpc: "2.0", id: asked.id, result: [{ release: "3.0.2" }] });
  const again = await client.answer(({ id, method }) => method === "workspace/configuration" && id !== asked.id);
  client.send({ jsonrpc: "2.0", id: again.id, result: [{ release: "3.0.2" }] });
  expect((await client.request(3, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "3.0.2" });
});

test("settings that were pushed stand where the client answers null for them", async () => {
  await initialized({
    processId: null,
    rootUri: null,
    capabilities: { workspace: { configuration: true } },
    initializationOptions: { release: "2.8.7" },
  });
  open(small);
  const asked = await client.answer(({ method }) => method === "workspace/configuration");
  client.send({ jsonrpc: "2.0", id: asked.id, result: [null] });
  expect((await client.request(2, "haproxySleuth/releaseState", { uri })).result).toMatchObject({ release: "2.8.7" });
});
