/** What stays of documents that were open: nothing. */
import { afterEach, describe, expect, test } from "vitest";
import type { Connection, InitializeParams, Message, MessageWriter } from "vscode-languageserver/node";
import type { TextDocument } from "vscode-languageserver-textdocument";
import { Boundary } from "../../server/src/lsp/connection/boundary.ts";
import { circumstancesOf } from "../../server/src/lsp/connection/circumstances.ts";
import { clientOf } from "../../server/src/lsp/connection/client.ts";
import { Publisher } from "../../server/src/lsp/documents/publisher.ts";
import { Session } from "../../server/src/lsp/documents/session.ts";
import { Texts } from "../../server/src/lsp/documents/texts.ts";
import { pulling } from "../support/languageServer.ts";
import { largeConfig } from "../support/largeConfig.ts";
import { serverFixture, withComment } from "../support/serverFixture.ts";
import { workspaceFolders } from "../support/workspaceFolder.ts";

const { start, command } = serverFixture();
const folder = workspaceFolders();
const sent: unknown[] = [];
afterEach(() => void sent.splice(0));

/** Keeps what is sent, answers nothing. */
const connection = {
  console: { warn: () => undefined, error: (text: string) => sent.push(text) },
  sendDiagnostics: async (params: unknown) => void sent.push(params),
  sendNotification: async () => undefined,
} as unknown as Connection;

/** Every map and set of ours below an object, with how much is in it. */
function held(value: object, path = "", seen = new Set<object>()): { readonly path: string; readonly size: number }[] {
  if (seen.has(value)) return [];
  seen.add(value);
  const found = value instanceof Map || value instanceof Set ? [{ path, size: value.size }] : [];
  for (const [key, field] of Object.entries(value)) {
    if (typeof field === "object" && field !== null && !(field instanceof Promise))
      found.push(...held(field as object, `${path}.${key}`, seen));
  }
  return found;
}

describe("after many documents were opened, edited and closed", () => {
  test("no map holds any of them, nor the texts of their sets", async () => {
    const parts = Object.fromEntries(
      Array.from({ length: 10 }, (_, i) => [`parts/${i}.cfg`, `backend b${i}\n    server a 192.0.2.1:80\n`]),
    );
    const here = folder({ "main.cfg": "global\ndefaults\n    mode http\n", "extra.lua": "-- nothing\n", ...parts });
    const configurations = [{ name: "x", files: ["main.cfg", "parts"] }];
    const params = { rootUri: here.rootUri, initializationOptions: { configurations } } as unknown as InitializeParams;
    const client = clientOf(params);
    const session = new Session(circumstancesOf(connection, client));
    const publisher = new Publisher(connection, session, client);
    const texts = new Texts(session);
    const update = (document: TextDocument | undefined, how: "opened" | "edited") => {
      session.update(document!);
      publisher.changed(document!.uri, how);
    };
    const names = [...Object.keys(parts), "main.cfg", ...Array.from({ length: 60 }, (_, i) => `other${i}.cfg`)];
    for (const name of names) {
      const uri = here.uriOf(name);
      update(texts.opened(uri, "haproxy", 1, `${withComment}\n# ${name}\n`), "opened");
      update(texts.changed(uri, 2, [{ text: `global\n    lua-load extra.lua\n# ${name}\n` }], new Boundary()), "edited");
      await publisher.settled(uri);
    }
    expect(session.documents.size).toBe(names.length);
    for (const name of names) {
      const uri = here.uriOf(name);
      const document = session.documents.get(uri);
      texts.closed(uri);
      session.close(uri);
      publisher.closed(uri, document);
    }
    await new Promise((resolve) => setTimeout(resolve, 600));
    // what the client announced stays as long as it does
    const full = held({ session, publisher, texts }).filter(({ path, size }) => size > 0 && !path.startsWith(".publisher.client."));
    // what was found of the workspace itself may stay
    expect(full.map(({ path, size }) => `${path} ${size}`)).toEqual([".session.sets.found 1"]);
    expect(sent.filter((one) => typeof one === "string")).toEqual([]);
    expect(sent.at(-1)).toMatchObject({ diagnostics: [] });
  });

  test("the boundary remembers no request that was answered", async () => {
    const boundary = new Boundary();
    boundary.encoding = "utf-8";
    const written: Message[] = [];
    const writer = boundary.around({ write: async (message: Message) => void written.push(message) } as unknown as MessageWriter);
    for (let id = 0; id < 50; id++) {
      boundary.incoming({ jsonrpc: "2.0", id, method: "textDocument/hover", params: { textDocument: { uri: "x" } } } as Message);
      expect(held(boundary)).toContainEqual({ path: ".asked", size: 1 });
      await writer.write({ jsonrpc: "2.0", id, result: null } as Message);
    }
    expect(held(boundary)).toEqual([{ path: ".asked", size: 0 }]);
    expect(written).toHaveLength(50);
  });
});

test("a large document is answered, whatever is asked of it at once", async () => {
  const client = await start();
  const text = largeConfig(10_000);
  await client.open("untitled:large.cfg", text);
  const requests = Array.from({ length: 20 }, (_, i) =>
    client.request("textDocument/hover", { textDocument: { uri: "untitled:large.cfg" }, position: { line: i * 300, character: 6 } }),
  );
  await Promise.all(requests);
  expect((await client.push("untitled:large.cfg")).version).toBe(1);
});

test("edits keep no earlier text of the document: with those of 600 the server would run out of memory", async () => {
  const client = await start({ capabilities: pulling }, command("--max-old-space-size=64"));
  const uri = "untitled:edited.cfg";
  const text = largeConfig(4_000);
  const lines = text.split("\n");
  expect(600 * text.length).toBeGreaterThan(64 * 1024 * 1024);
  await client.open(uri, text);
  for (let i = 0; i < 600; i++) {
    const at = { line: (i * 7) % lines.length, character: lines[(i * 7) % lines.length]?.length ?? 0 };
    const contentChanges = [{ range: { start: at, end: at }, text: ` # a comment of the edit number ${i}` }];
    await client.notify("textDocument/didChange", { textDocument: { uri, version: i + 2 }, contentChanges });
    if (i % 10 === 0) await client.request("textDocument/hover", { textDocument: { uri }, position: { line: 1, character: 5 } });
  }
  expect((await client.pull(uri)).length).toBeGreaterThan(0);
}, 60_000);
