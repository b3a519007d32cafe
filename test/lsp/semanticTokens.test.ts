/** Semantic tokens through the protocol: whole files, deltas, ranges, and what the editor says it can do. */
import { expect, test } from "vitest";
import type { InitializeParams, SemanticTokens, SemanticTokensDelta } from "vscode-languageserver/node";
import { applied, decoded } from "../support/semanticTokens.ts";
import { bound, crash, serverFixture, uri } from "../support/serverFixture.ts";

const { start } = serverFixture();
const textDocument = { uri };
const text = "# haproxy: 3.2.0\nfrontend web\n    bind :80\n    default_backend api\n\nbackend api\n    server s1 192.0.2.1:80 check\n";

function able(requests: { range?: boolean; full?: boolean | { delta?: boolean } }, tokenTypes: string[]): InitializeParams["capabilities"] {
  return {
    textDocument: { semanticTokens: { requests, tokenTypes, tokenModifiers: ["declaration"], formats: ["relative"] } },
    workspace: { semanticTokens: { refreshSupport: true } },
  };
}

test("full, delta and range agree", async () => {
  const client = await start();
  const { open, change, request } = bound(client);
  const { legend } = client.answered.capabilities.semanticTokensProvider!;
  await open(uri, text);
  const first = await request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
  expect(decoded(first.data, text, legend)).toContain("class:api");
  expect(decoded(first.data, text, legend)).toContain("property.declaration:s1");
  const later = text.replace("api\n\n", "apis if TRUE # x\n\n\n");
  await change(uri, later, 2);
  const delta = await request<SemanticTokensDelta>("textDocument/semanticTokens/full/delta", {
    textDocument,
    previousResultId: first.resultId,
  });
  expect(delta.edits).toHaveLength(1);
  const data = applied(first.data, delta);
  const afresh = await request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
  expect(data).toEqual(afresh.data);
  // an answer that is not the last one cannot be continued
  const stale = await request<SemanticTokens>("textDocument/semanticTokens/full/delta", { textDocument, previousResultId: first.resultId });
  expect(stale.data).toEqual(afresh.data);
  const range = { start: { line: 1, character: 0 }, end: { line: 3, character: 0 } };
  const part = await request<SemanticTokens>("textDocument/semanticTokens/range", { textDocument, range });
  expect(decoded(part.data, later, legend)).toEqual(["keyword.declaration:frontend", "class.declaration:web", "keyword:bind", "number:80"]);
});

test("only what the editor announces", async () => {
  const client = await start({ capabilities: able({ full: true }, ["keyword", "string"]) });
  const provider = client.answered.capabilities.semanticTokensProvider;
  expect(provider).toEqual({ legend: { tokenTypes: ["string", "keyword"], tokenModifiers: ["declaration"] }, full: true });
  await client.open(uri, text);
  const { data } = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
  expect(new Set(decoded(data, text, { tokenTypes: ["string", "keyword"], tokenModifiers: ["declaration"] }))).toEqual(
    new Set(["keyword.declaration:frontend", "keyword:bind", "keyword:default_backend", "keyword.declaration:backend", "keyword:server"]),
  );
});

test("another release asks the editor to fetch them again", async () => {
  const client = await start({ capabilities: able({ full: { delta: true }, range: true }, ["keyword"]) });
  expect(client.answered.capabilities.semanticTokensProvider).toMatchObject({ full: { delta: true }, range: true });
  let asked = 0;
  client.connection.onRequest("workspace/semanticTokens/refresh", () => {
    asked++;
    return null;
  });
  const old = "# haproxy: 2.4.0\nglobal\n    nbproc 1\n";
  await client.open(uri, old);
  const before = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
  expect(before.data).toHaveLength(10);
  await client.change(uri, old.replace("2.4.0", "3.2.0"), 2);
  await client.push(uri, ({ version }) => version === 2);
  const after = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
  expect(after.data).toHaveLength(5);
  expect(asked).toBeGreaterThan(0);
});

test("a crash log has ranges and deltas too", async () => {
  const { open, request } = bound(await start());
  const log = { uri: "untitled:crash" };
  await open(log.uri, crash, "haproxy-crash");
  const full = await request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument: log });
  const range = { start: { line: 0, character: 0 }, end: { line: crash.split("\n").length, character: 0 } };
  expect((await request<SemanticTokens>("textDocument/semanticTokens/range", { textDocument: log, range })).data).toEqual(full.data);
  const again = { textDocument: log, previousResultId: full.resultId };
  expect((await request<SemanticTokensDelta>("textDocument/semanticTokens/full/delta", again)).edits).toEqual([]);
});

test("a document that is not open has none", async () => {
  const { request } = bound(await start());
  const nowhere = { textDocument: { uri: "untitled:nothing" } };
  expect((await request<SemanticTokens>("textDocument/semanticTokens/full", nowhere)).data).toEqual([]);
});
