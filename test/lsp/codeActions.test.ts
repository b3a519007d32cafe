/** Code actions through the protocol: kinds, edits, and what the client can take. */
import { describe, expect, test } from "vitest";
import type { CodeAction, CodeActionContext, InitializeParams, TextDocumentEdit, TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { LanguageServer } from "../support/languageServer.ts";
import { lineOf, serverFixture, uri } from "../support/serverFixture.ts";

const { start } = serverFixture();
const literals = { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix", "refactor", "source"] } } };
const resolving: InitializeParams["capabilities"] = {
  textDocument: { codeAction: { ...literals, dataSupport: true, resolveSupport: { properties: ["edit"] } } },
  workspace: { workspaceEdit: { documentChanges: true } },
};
const text = `# haproxy: 3.2.4
defaults
    mode http
    clitimeout 5s
    timeout server 5s
    timeout connect 5

frontend f
    bind :1
    http-request deny if { path_beg /api }
    http-request dney
`;
const applied = (edits: readonly TextEdit[]) => TextDocument.applyEdits(TextDocument.create(uri, "haproxy", 1, text), [...edits]);

async function ask(client: LanguageServer, words: string, context: Partial<CodeActionContext> = {}): Promise<CodeAction[]> {
  const line = lineOf(text, words);
  const character = text.split("\n")[line]!.indexOf(words);
  const range = { start: { line, character }, end: { line, character } };
  return client.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], ...context } });
}

async function opened(capabilities: InitializeParams["capabilities"], initializationOptions?: unknown): Promise<LanguageServer> {
  const client = await start({ capabilities, initializationOptions });
  await client.open(uri, text);
  return client;
}

describe("a client that takes actions", () => {
  test("gets fixes, the best one marked, with the diagnostic they answer", async () => {
    const client = await opened({ textDocument: { codeAction: literals } });
    const [fix] = await ask(client, "dney");
    expect(fix).toMatchObject({
      title: 'Change "dney" to "deny"',
      kind: "quickfix",
      isPreferred: true,
      diagnostics: [{ code: "unknown-action" }],
    });
    expect(applied(fix!.edit!.changes![uri]!)).toBe(text.replace("dney", "deny"));
  });

  test("and refactorings, but only the kinds it asks for", async () => {
    const client = await opened({ textDocument: { codeAction: literals } });
    const kinds = async (only?: string[]) => [...new Set((await ask(client, "path_beg", only && { only })).map(({ kind }) => kind))].sort();
    expect(await kinds()).toEqual(["refactor.extract"]);
    expect(await kinds(["refactor"])).toEqual(["refactor.extract"]);
    expect(await kinds(["refactor.inline"])).toEqual([]);
    expect(await kinds(["quickfix"])).toEqual([]);
    expect(await kinds(["source.fixAll"])).toEqual(["source.fixAll.haproxySleuth"]);
    expect(await kinds(["source.organizeImports"])).toEqual([]);
    const [all] = await ask(client, "path_beg", { only: ["source.fixAll.haproxySleuth"] });
    expect(applied(all!.edit!.changes![uri]!)).toBe(text.replace("clitimeout", "timeout client").replace("connect 5", "connect 5ms"));
  });

  test("gets fixes of the diagnostics it names only", async () => {
    const client = await opened({ textDocument: { codeAction: literals, publishDiagnostics: {} } });
    const { diagnostics } = await client.push(uri);
    const line = lineOf(text, "clitimeout");
    const own = diagnostics.filter(({ range }) => range.start.line === line);
    expect((await ask(client, "clitimeout", { diagnostics: own })).length).toBeGreaterThan(0);
    expect(await ask(client, "clitimeout", { diagnostics: own.map((one) => ({ ...one, code: "other" })) })).toEqual([]);
  });
});

test("edits that cost something wait until they are asked for, and have the version they are for", async () => {
  const client = await opened(resolving);
  expect(client.answered.capabilities.codeActionProvider).toMatchObject({ resolveProvider: true });
  const [all] = await ask(client, "path_beg", { only: ["source.fixAll"] });
  expect(all!.edit).toBeUndefined();
  const done = await client.request<CodeAction>("codeAction/resolve", all);
  const [change] = done.edit!.documentChanges as TextDocumentEdit[];
  expect(change!.textDocument).toEqual({ uri, version: 1 });
  expect(applied(change!.edits as TextEdit[])).toContain("timeout client 5s");
  await client.change(uri, `\n${text}`, 2);
  expect((await client.request<CodeAction>("codeAction/resolve", all)).edit).toBeUndefined();
});

test("a client that knows commands only gets nothing else", async () => {
  const capabilities = { textDocument: { codeAction: {} } };
  const foreign = await opened(capabilities);
  expect(await ask(foreign, "dney")).toEqual([]);
  await foreign.stop();
  const own = await ask(await opened(capabilities, { commands: true }), "dney");
  expect(own.map(({ command }) => command)).toEqual(["haproxySleuth.explain", "haproxySleuth.switchOff"]);
});
