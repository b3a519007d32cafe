/** Hovers, code actions and semantic tokens of open documents. */
import { describe, expect, test } from "vitest";
import type { CodeAction, Hover, SemanticTokens } from "vscode-languageserver/node";
import type { LanguageServer } from "../support/languageServer.ts";
import { bound, crash, lineOf, ours, race, serverFixture, uri, withComment } from "../support/serverFixture.ts";

const { start } = serverFixture();

describe("a document", () => {
  test("has hovers on keywords and on the headline of a crash", async () => {
    const { open, request } = bound(
      await start({ capabilities: { textDocument: { hover: { contentFormat: ["markdown", "plaintext"] } } } }),
    );
    await open(uri, withComment);
    const hoverAt = (textDocument: { uri: string }, line: number, character: number) =>
      request<Hover | null>("textDocument/hover", { textDocument, position: { line, character } });
    const note = await hoverAt({ uri }, lineOf(withComment, "stick-table type"), 6);
    expect(note!.contents).toMatchObject({ kind: "markdown", value: expect.stringContaining("#2611") });
    expect(await hoverAt({ uri }, 2, 0)).toBeNull();
    await open("untitled:crash", crash, "haproxy-crash");
    expect((await hoverAt({ uri: "untitled:crash" }, 0, 60))!.contents).toMatchObject({ value: expect.stringContaining("98 %") });
    expect(JSON.stringify(await hoverAt({ uri: "untitled:crash" }, 3, crash.split("\n")[3]!.indexOf("spoe")))).toContain("-dMno-merge");
  });

  test.each([
    [["plaintext"] as const, false],
    [["plaintext", "markdown"] as const, false],
    [["markdown"] as const, true],
    [undefined, false],
  ])("hovers come in the form that the client prefers: %j", async (contentFormat, markdown) => {
    const hover = contentFormat === undefined ? {} : { contentFormat: [...contentFormat] };
    const { open, request } = bound(await start({ capabilities: { textDocument: { hover } } }));
    await open(uri, "frontend f\n    timeout client 30s\n");
    const note = await request<Hover>("textDocument/hover", { textDocument: { uri }, position: { line: 1, character: 6 } });
    const { kind, value } = note.contents as { kind: string; value: string };
    expect(kind).toBe(markdown ? "markdown" : "plaintext");
    expect(value).toContain("timeout client <time>");
    expect(value.includes("```")).toBe(markdown);
    expect(value).toContain(markdown ? "[Manual](https:" : "Manual: https:");
    expect(note.range).toEqual({ start: { line: 1, character: 4 }, end: { line: 1, character: 18 } });
  });

  test("has code actions, with commands only for a client that carries them out", async () => {
    const line = lineOf(withComment, "stick-table type");
    const ask = async (editor: LanguageServer) => {
      await editor.open(uri, withComment);
      const range = { start: { line, character: 0 }, end: { line, character: 0 } };
      return editor.request<CodeAction[]>("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [] } });
    };
    const client = await start();
    const foreign = await ask(client);
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.every(({ command }) => command === undefined)).toBe(true);
    expect(foreign.find(({ edit }) => edit !== undefined)?.edit?.changes?.[uri]).toMatchObject([
      { newText: expect.stringContaining(race) },
    ]);
    await client.stop();
    const own = await ask(await start(ours));
    expect(own.map(({ command }) => command?.command)).toEqual(
      expect.arrayContaining(["haproxySleuth.explain", "haproxySleuth.openUrl", "haproxySleuth.ignoreInWorkspace"]),
    );
  });

  test("that is a crash log has the actions of one", async () => {
    const { open, request } = bound(await start(ours));
    await open("untitled:crash", crash, "haproxy-crash");
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    const textDocument = { uri: "untitled:crash" };
    const actions = await request<CodeAction[]>("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } });
    expect(actions.map(({ command }) => [command?.command, command?.arguments])).toEqual([
      ["haproxySleuth.explain", [race, "untitled:crash"]],
      ["haproxySleuth.showExposedLines", [race, "untitled:crash"]],
      ["haproxySleuth.openUrl", [expect.stringContaining("9357873641c5")]],
      ["haproxySleuth.showDiagnosis", ["untitled:crash"]],
      ["haproxySleuth.copyTicket", ["untitled:crash"]],
      ["haproxySleuth.copyReport", ["untitled:crash"]],
    ]);
    expect(actions[0]).toMatchObject({ isPreferred: true, diagnostics: [{ code: race }] });
  });

  test("that is a crash log has semantic tokens in place", async () => {
    const client = await start();
    await client.open("untitled:crash", crash, "haproxy-crash");
    const { data } = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument: { uri: "untitled:crash" } });
    const { tokenTypes } = client.answered.capabilities.semanticTokensProvider!.legend;
    const found = decode(data, crash, tokenTypes);
    expect(found).toEqual(
      expect.arrayContaining([
        ["number", "13"],
        ["function", "__stksess_kill+0x67/0x118"],
        ["type", "spoe_appctx"],
        ["macro", "Illegal instruction"],
      ]),
    );
  });
});

/** Semantic tokens as type and text. */
function decode(data: readonly number[], text: string, types: readonly string[]): [string, string][] {
  const lines = text.split("\n");
  const found: [string, string][] = [];
  let line = 0;
  let start = 0;
  for (let i = 0; i < data.length; i += 5) {
    const [lineStep = 0, startStep = 0, length = 0, type = 0] = data.slice(i, i + 5);
    start = lineStep > 0 ? startStep : start + startStep;
    line += lineStep;
    found.push([types[type]!, lines[line]!.slice(start, start + length)]);
  }
  return found;
}
