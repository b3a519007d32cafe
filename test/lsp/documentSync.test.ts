/** Texts as clients change them, also while a request waits, and the findings that they push or pull. */
import { describe, expect, test } from "vitest";
import { hoverAt, plain, rawFixture, small, uri } from "../support/rawFixture.ts";
import { codes } from "../support/serverFixture.ts";

const raw = rawFixture();

describe("documents", () => {
  test("change by several changes, each in the text that the one before left", async () => {
    await raw.initialize();
    raw.open(small);
    const at = (line: number, start: number, end: number) => ({ start: { line, character: start }, end: { line, character: end } });
    const contentChanges = [
      { range: at(2, 20, 27), text: "x\nbackend y\n" },
      { range: at(3, 8, 9), text: "x" },
      { range: at(4, 0, 0), text: "    server a 192.0.2.1:80\n" },
    ];
    raw.client.notify("textDocument/didChange", { textDocument: { uri, version: 5 }, contentChanges });
    expect(codes((await raw.pushed(({ version }) => version === 5)).diagnostics)).not.toContain("undefined-backend");
  });

  test("change by a full text between others, and with a version that is missing", async () => {
    await raw.initialize();
    raw.open("x\n");
    const range = { start: { line: 2, character: 20 }, end: { line: 2, character: 27 } };
    raw.client.notify("textDocument/didChange", {
      textDocument: { uri, version: null },
      contentChanges: [{ text: small }, { range, text: "there" }],
    });
    const { diagnostics: found } = await raw.pushed(({ diagnostics }) => codes(diagnostics).includes("undefined-backend"));
    expect(found.find(({ code }) => code === "undefined-backend")!.range).toEqual({
      start: { line: 2, character: 20 },
      end: { line: 2, character: 25 },
    });
  });

  test("opened twice have the later text", async () => {
    await raw.initialize();
    raw.open(small, uri, 1);
    raw.open("backend b\n", uri, 7);
    expect(codes((await raw.pushed(({ version }) => version === 7)).diagnostics)).not.toContain("undefined-backend");
  });

  test("are pushed in order, for the latest version last, and never once they are closed", async () => {
    await raw.initialize();
    raw.open(small);
    for (let version = 2; version <= 40; version++)
      raw.client.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ text: `${small}# ${version}\n` }] });
    await raw.pushed(({ version }) => version === 40);
    raw.client.notify("textDocument/didClose", { textDocument: { uri } });
    await raw.client.request("last", "textDocument/hover", hoverAt(0, 0));
    const versions = raw.client.received
      .filter(({ method }) => method === "textDocument/publishDiagnostics")
      .map(({ params }) => (params as { version?: number }).version);
    expect(versions.at(-1)).toBeUndefined();
    const told = versions.slice(0, -1) as number[];
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(new Set(told).size).toBe(told.length);
  });
});

describe("a text that changes while a request waits", () => {
  const waiting = async (method: string, params: unknown) => {
    await raw.initialize({
      ...plain,
      capabilities: { workspace: { configuration: true }, textDocument: { diagnostic: {} } },
    });
    raw.open(small);
    const asked = await raw.client.answer(({ method: name }) => name === "workspace/configuration");
    raw.client.send({ jsonrpc: "2.0", id: 2, method, params });
    raw.client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ text: `# new\n${small}` }] });
    raw.client.send({ jsonrpc: "2.0", id: asked.id, result: [null] });
    return raw.client.answer(({ id, method: name }) => id === 2 && name === undefined);
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
    await raw.initialize({ ...plain, capabilities });
    raw.open(small);
    const pull = async (id: number, previousResultId?: string) =>
      (
        await raw.client.request(id, "textDocument/diagnostic", {
          textDocument: { uri },
          ...(previousResultId !== undefined && { previousResultId }),
        })
      ).result as { kind: string; resultId: string; items?: unknown[] };
    const first = await pull(1);
    expect(first).toMatchObject({ kind: "full", resultId: expect.stringMatching(/./) });
    expect(first.items!.length).toBeGreaterThan(0);
    expect(await pull(2, first.resultId)).toEqual({ kind: "unchanged", resultId: first.resultId });
    expect(await pull(3, "another")).toMatchObject({ kind: "full", resultId: first.resultId });
    raw.client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges: [{ text: `\n${small}` }] });
    const later = await pull(4, first.resultId);
    expect(later).toMatchObject({ kind: "full" });
    expect(later.resultId).not.toBe(first.resultId);
  });

  test("are not pushed as well", async () => {
    await raw.initialize({ ...plain, capabilities });
    raw.open(small);
    await raw.client.request(1, "textDocument/diagnostic", { textDocument: { uri } });
    raw.client.notify("textDocument/didClose", { textDocument: { uri } });
    await raw.client.request(2, "textDocument/hover", hoverAt(0, 0));
    expect(raw.client.received.some(({ method }) => method === "textDocument/publishDiagnostics")).toBe(false);
  });
});
