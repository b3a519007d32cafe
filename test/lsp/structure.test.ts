/** Outlines, workspace symbols, folds and widening selections through the protocol. */
import { describe, expect, test } from "vitest";
import {
  type DocumentSymbol,
  type FoldingRange,
  type InitializeParams,
  type Range,
  type SelectionRange,
  type SymbolInformation,
  SymbolKind,
} from "vscode-languageserver/node";
import { bound, crash, serverFixture, uri } from "../support/serverFixture.ts";

const { start } = serverFixture();
const textDocument = { uri };
const text = `# haproxy: 3.2.0
frontend web
    bind :80
    http-request deny if FALSE
    http-request allow
    default_backend api

backend api
    server s1 192.0.2.1:80
`;

const hierarchical: InitializeParams["capabilities"] = {
  textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } },
};

function range(startLine: number, startCharacter: number, endLine: number, endCharacter: number): Range {
  return { start: { line: startLine, character: startCharacter }, end: { line: endLine, character: endCharacter } };
}

describe("document symbols", () => {
  test("as a tree for an editor that shows one", async () => {
    const { open, request } = bound(await start({ capabilities: hierarchical }));
    await open(uri, text);
    const symbols = await request<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument });
    expect(symbols.map(({ name, detail, kind, range: whole, selectionRange }) => [name, detail, kind, whole, selectionRange])).toEqual([
      ["frontend web", "mode tcp", SymbolKind.Class, range(1, 0, 5, 23), range(1, 0, 1, 12)],
      ["backend api", "mode tcp", SymbolKind.Class, range(7, 0, 8, 26), range(7, 0, 7, 11)],
    ]);
    const rules = symbols[0]!.children![1]!;
    expect([rules.name, rules.detail, rules.children!.map(({ name }) => name)]).toEqual(["http-request", "2 rules", ["deny", "allow"]]);
    expect(symbols[1]!.children).toMatchObject([{ name: "server s1", detail: "192.0.2.1:80", selectionRange: range(8, 11, 8, 13) }]);
  });

  test("as a list for others, each with what it stands in", async () => {
    const { open, request } = bound(await start());
    await open(uri, text);
    const symbols = await request<SymbolInformation[]>("textDocument/documentSymbol", { textDocument });
    expect(symbols.map(({ name, containerName }) => [name, containerName])).toEqual([
      ["frontend web", undefined],
      ["bind :80", "frontend web"],
      ["http-request", "frontend web"],
      ["deny", "http-request"],
      ["allow", "http-request"],
      ["default_backend api", "frontend web"],
      ["backend api", undefined],
      ["server s1", "backend api"],
    ]);
    expect(symbols[7]!.location).toEqual({ uri, range: range(8, 4, 8, 26) });
  });

  test("follow edits, and are none where nothing is", async () => {
    const { open, change, request } = bound(await start({ capabilities: hierarchical }));
    await open(uri, text);
    await change(uri, text.replace("\nbackend api\n", "\nbackend apis\n"), 2);
    expect((await request<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument }))[1]!.name).toBe("backend apis");
    await change(uri, "# nothing\n", 3);
    expect(await request("textDocument/documentSymbol", { textDocument })).toEqual([]);
    expect(await request("textDocument/documentSymbol", { textDocument: { uri: "untitled:none" } })).toEqual([]);
  });
});

test("workspace symbols come from all open configurations", async () => {
  const { open, request, notify } = bound(await start());
  await open(uri, text);
  await open("untitled:other.cfg", "backend web2\n    server s1 192.0.2.9:80\n");
  await open("untitled:crash", crash, "haproxy-crash");
  const find = async (query: string) => {
    const found = await request<SymbolInformation[]>("workspace/symbol", { query });
    return found.map(({ name, containerName, location }) => [name, containerName, location.uri]);
  };
  expect(await find("web")).toEqual([
    ["web", "frontend", uri],
    ["web2", "backend", "untitled:other.cfg"],
  ]);
  expect(await find("s1")).toEqual([
    ["s1", "backend api", uri],
    ["s1", "backend web2", "untitled:other.cfg"],
  ]);
  expect(await find("zzz")).toEqual([]);
  await notify("textDocument/didClose", { textDocument: { uri: "untitled:other.cfg" } });
  expect(await find("")).toEqual([
    ["web", "frontend", uri],
    ["api", "backend", uri],
  ]);
});

test("folds keep to what the editor says", async () => {
  const folded = "# a\n# b\n# region x\nfrontend web\n    bind :80\n# endregion\n";
  const all = bound(await start());
  await all.open(uri, folded);
  expect(await all.request<FoldingRange[]>("textDocument/foldingRange", { textDocument })).toEqual([
    { startLine: 0, endLine: 1, kind: "comment" },
    { startLine: 2, endLine: 5, kind: "region" },
    { startLine: 3, endLine: 4 },
  ]);
  expect(await all.request("textDocument/foldingRange", { textDocument: { uri: "untitled:none" } })).toEqual([]);
  const foldingRange = { rangeLimit: 2, lineFoldingOnly: true, foldingRangeKind: { valueSet: ["comment"] } };
  const few = bound(await start({ capabilities: { textDocument: { foldingRange } } }));
  await few.open(uri, folded);
  expect(await few.request<FoldingRange[]>("textDocument/foldingRange", { textDocument })).toEqual([
    { startLine: 2, endLine: 5 },
    { startLine: 3, endLine: 4 },
  ]);
});

test("selections widen from each position to the file", async () => {
  const { open, request } = bound(await start());
  await open(uri, text);
  const positions = [
    { line: 8, character: 12 },
    { line: 6, character: 0 },
    { line: 99, character: 7 },
  ];
  const found = await request<SelectionRange[]>("textDocument/selectionRange", { textDocument, positions });
  const steps = (selection: SelectionRange | undefined): Range[] =>
    selection === undefined ? [] : [selection.range, ...steps(selection.parent)];
  expect(found.map(steps)).toEqual([
    [
      range(8, 11, 8, 13),
      range(8, 11, 8, 26),
      range(8, 4, 8, 26),
      range(8, 0, 8, 26),
      range(7, 0, 8, 26),
      range(7, 0, 9, 0),
      range(0, 0, 9, 0),
    ],
    [range(6, 0, 6, 0), range(1, 0, 6, 0), range(0, 0, 9, 0)],
    [range(0, 0, 9, 0)],
  ]);
  await open("untitled:crash", crash, "haproxy-crash");
  expect(await request("textDocument/selectionRange", { textDocument: { uri: "untitled:crash" }, positions })).toBeNull();
});

test("selections end in front of the carriage return", async () => {
  const { open, request } = bound(await start());
  await open(uri, "frontend web\r\n    bind :80\r\n    maxconn 10\r\n");
  const positions = [{ line: 1, character: 13 }];
  const [found] = await request<SelectionRange[]>("textDocument/selectionRange", { textDocument, positions });
  const ends: Range["end"][] = [];
  for (let one = found; one !== undefined; one = one.parent as SelectionRange) ends.push(one.range.end);
  expect(ends).toContainEqual({ line: 1, character: 12 });
  expect(ends.filter(({ line, character }) => line === 1 && character > 12)).toEqual([]);
});
