/** The language server in a browser: the bundle that is shipped, where there is no Node, no disk and no program. */
import { beforeAll, describe, expect, test } from "vitest";
import type { CompletionList, Diagnostic, Hover, Location, TextEdit } from "vscode-languageserver";
import manifest from "../../package.json" with { type: "json" };
import { crash, race } from "../support/serverFixture.ts";
import { resources, ServerInWorker, shippedFiles } from "../support/serverInWorker.ts";
import { linesOf, smallConfig } from "../support/smallConfig.ts";

const uri = "vscode-vfs://github/example/infra/haproxy.cfg";
const script = "global\n    lua-load sign.lua\n";
const text = script + smallConfig;
const textDocument = { uri };
const at = (line: number, character: number) => ({ textDocument, position: { line, character } });
/** A place of the small configuration, which stands behind the two lines of the script. */
const below = (line: number, character: number) => at(line + 2, character);

describe("in a worker", () => {
  let server: ServerInWorker;
  beforeAll(async () => {
    server = new ServerInWorker(await shippedFiles());
    // the worker may need a turn before it listens, as in a browser
    await new Promise((resolve) => setTimeout(resolve, 50));
    const capabilities = { textDocument: { completion: {}, hover: { contentFormat: ["markdown"] } } };
    const initializationOptions = { commands: true, trusted: true, resources, locale: "en" };
    await server.request("initialize", { processId: null, rootUri: null, capabilities, initializationOptions });
    server.notify("initialized", {});
    server.notify("textDocument/didOpen", { textDocument: { ...textDocument, languageId: "haproxy", version: 1, text } });
  }, 20_000);

  test("findings come", async () => {
    const { params } = await server.until(({ method }) => method === "textDocument/publishDiagnostics");
    const codes = (params as { readonly diagnostics: readonly Diagnostic[] }).diagnostics.map(({ code }) => code);
    expect(codes).toContain("undefined-backend");
    // nobody can know whether a script is there
    expect(codes).not.toContain("missing-lua-file");
  });

  test("hovers", async () => {
    const hover = (await server.request("textDocument/hover", below(linesOf.timeout, 14))) as Hover;
    expect(JSON.stringify(hover.contents)).toContain("connect");
  });

  test("completion, also of paths, of which there are none", async () => {
    const list = (await server.request("textDocument/completion", below(linesOf.unfinished, 19))) as CompletionList;
    expect(list.items.map(({ label }) => label)).toContain("deny");
    await expect(server.request("textDocument/completion", at(1, 16))).resolves.not.toThrow();
  });

  test("definitions", async () => {
    const found = await server.request("textDocument/definition", below(linesOf.use, 22));
    expect([found].flat() as Location[]).toEqual([expect.objectContaining({ uri })]);
  });

  test("formatting", async () => {
    const edits = await server.request("textDocument/formatting", { textDocument, options: { tabSize: 4, insertSpaces: true } });
    expect((edits as TextEdit[]).map(({ newText }) => newText)).toContain("    ");
  });

  test("pages of advisories, from files of their own", async () => {
    const page = (await server.request("haproxySleuth/explanation", { advisory: "stick-table-kill-race", uri })) as { markdown: string };
    expect(page.markdown.length).toBeGreaterThan(1000);
  });

  test("crash logs, with what only they need", async () => {
    const log = "untitled:crash.log";
    server.notify("textDocument/didOpen", { textDocument: { uri: log, languageId: "haproxy-crash", version: 1, text: crash } });
    const { params } = await server.until(
      ({ method, params: told }) => method === "textDocument/publishDiagnostics" && (told as { readonly uri: string }).uri === log,
    );
    expect((params as { readonly diagnostics: readonly Diagnostic[] }).diagnostics.map(({ code }) => code)).toEqual([race]);
  });

  test("a file of this machine is refused in words", async () => {
    expect(await server.request("haproxySleuth/analyseFile", { uri: "file:///var/log/haproxy.log" })).toEqual({
      problem: expect.stringContaining("haproxy.log"),
    });
  });

  test("nothing went wrong on the way", () => {
    const said = server.received.filter(({ method }) => method === "window/logMessage").map(({ params }) => params);
    expect(said).toEqual([]);
  });

  test("it ends when it is told to, for nobody else ends a worker", async () => {
    await server.request("shutdown", null);
    expect(server.isClosed).toBe(false);
    server.notify("exit", null);
    await expect.poll(() => server.isClosed).toBe(true);
  });
});

test("the manifest starts it where VS Code has no Node, and the workspace's machine where it has", () => {
  expect(manifest.browser).toBe("./dist/extension.js");
  expect(manifest.main).toBe("./dist/extension.cjs");
  expect(manifest.extensionKind).toEqual(["workspace"]);
});
