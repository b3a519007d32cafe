/** Columns as clients count them, with the real server: the same places in UTF-8, UTF-16 and UTF-32. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CodeAction, Diagnostic, Hover, Position, Range, SelectionRange, SemanticTokens } from "vscode-languageserver/node";
import { type Encoding, fromClient, toClient } from "../../server/src/lsp/connection/encoding.ts";
import { tokensWithColumns, withColumns } from "../../server/src/lsp/connection/positionWalk.ts";
import type { LanguageServer } from "../support/languageServer.ts";
import { crash, race, serverFixture, uri, withComment } from "../support/serverFixture.ts";
import { workspaceFolders } from "../support/workspaceFolder.ts";

const { start } = serverFixture();
const folder = workspaceFolders();

const encodings: readonly Encoding[] = ["utf-8", "utf-16", "utf-32"];
const counting = (...positionEncodings: string[]) => ({ capabilities: { general: { positionEncodings } } });

/** How many units of an encoding a text has. */
function lengthIn(encoding: Encoding, text: string): number {
  if (encoding === "utf-16") return text.length;
  return encoding === "utf-8" ? Buffer.byteLength(text) : [...text].length;
}

/** The part of a text that a range names, in the units of an encoding. */
function cut(text: string, { start: from, end }: Range, encoding: Encoding): string {
  const line = text.split("\n")[from.line]!;
  expect(end.line).toBe(from.line);
  if (encoding === "utf-16") return line.slice(from.character, end.character);
  if (encoding === "utf-32") return [...line].slice(from.character, end.character).join("");
  return Buffer.from(line).subarray(from.character, end.character).toString();
}

/** The words of semantic tokens. */
function wordsOfTokens(data: readonly number[], of: string, encoding: Encoding): string[] {
  const words: string[] = [];
  let [line, character] = [0, 0];
  for (let i = 0; i < data.length; i += 5) {
    character = data[i]! > 0 ? data[i + 1]! : character + data[i + 1]!;
    line += data[i]!;
    words.push(cut(of, { start: { line, character }, end: { line, character: character + data[i + 2]! } }, encoding));
  }
  return words;
}

/** Where words begin in a text. */
function placeOf(text: string, words: string, encoding: Encoding, within = 0): Position {
  const lines = text.split("\n");
  const line = lines.findIndex((one) => one.includes(words));
  return { line, character: lengthIn(encoding, lines[line]!.slice(0, lines[line]!.indexOf(words) + within)) };
}

describe("columns", () => {
  test.each([
    ["aé漢😀b", 0, 0, 0],
    ["aé漢😀b", 2, 3, 2],
    ["aé漢😀b", 3, 6, 3],
    ["aé漢😀b", 5, 10, 4],
    ["aé漢😀b", 6, 11, 5],
  ])("%s at %i is at byte %i and code point %i", (line, units, bytes, points) => {
    expect([toClient(line, units, "utf-8"), toClient(line, units, "utf-32")]).toEqual([bytes, points]);
    expect([fromClient(line, bytes, "utf-8"), fromClient(line, points, "utf-32")]).toEqual([units, units]);
  });

  test("inside of a character are its beginning, behind the end the end", () => {
    expect([1, 2, 3].map((byte) => fromClient("😀b", byte, "utf-8"))).toEqual([0, 0, 0]);
    expect(fromClient("漢", 99, "utf-8")).toBe(1);
    expect(fromClient("x", -1, "utf-8")).toBe(-1);
  });

  test("there and back are the same", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.nat(), (line, at) => {
        const characters = [...line];
        const column = characters.slice(0, at % (characters.length + 1)).join("").length;
        for (const encoding of encodings) expect(fromClient(line, toClient(line, column, encoding), encoding)).toBe(column);
      }),
    );
  });
});

describe("the walk", () => {
  /** A column is told with its document. */
  const seen = (value: unknown, of?: string) => {
    const places: string[] = [];
    const result = withColumns(value, of, (document, line, character) => {
      places.push(`${document} ${line}:${character}`);
      return character + 100;
    });
    return { places, result };
  };
  const at = (line: number, character: number) => ({ line, character });
  const range = { start: at(1, 2), end: at(1, 3) };

  test("knows the document of every place", () => {
    expect(seen({ uri: "other", range }, "own").places).toEqual(["other 1:2", "other 1:3"]);
    expect(seen([{ range, newText: "" }], "own").places).toEqual(["own 1:2", "own 1:3"]);
    expect(seen({ changes: { a: [{ range }], b: [{ range }] } }, "own").places).toEqual(["a 1:2", "a 1:3", "b 1:2", "b 1:3"]);
    expect(seen({ documentChanges: [{ textDocument: { uri: "a", version: 1 }, edits: [{ range }] }] }).places).toEqual(["a 1:2", "a 1:3"]);
    const link = { originSelectionRange: range, targetUri: "there", targetRange: range, targetSelectionRange: range };
    expect(new Set(seen([link], "own").places)).toEqual(new Set(["own 1:2", "own 1:3", "there 1:2", "there 1:3"]));
    expect(seen([{ from: { uri: "caller", range, selectionRange: range }, fromRanges: [range] }], "own").places).not.toContain("own 1:2");
    expect(seen([{ to: { uri: "callee", range }, fromRanges: [range] }], "own").places).toEqual([
      "callee 1:2",
      "callee 1:3",
      "own 1:2",
      "own 1:3",
    ]);
    expect(seen({ items: [{ range, relatedInformation: [{ location: { uri: "b", range } }] }] }, "own").places).toEqual([
      "own 1:2",
      "own 1:3",
      "b 1:2",
      "b 1:3",
    ]);
    expect(seen({ relatedDocuments: { b: { kind: "full", items: [{ range }] } } }, "own").places).toEqual(["b 1:2", "b 1:3"]);
    expect(seen([{ startLine: 4, startCharacter: 5, endLine: 6, endCharacter: 7 }], "own").places).toEqual(["own 4:5", "own 6:7"]);
    expect(seen({ item: { uri: "asked", range }, other: range }).places).toContain("asked 1:2");
  });

  test("leaves alone what nobody but the sender reads, and what has no document", () => {
    const value = { data: { position: at(1, 2) }, command: { arguments: [at(1, 2)] }, position: at(3, 4) };
    expect(seen(value).result).toBe(value);
    expect(seen({ data: at(1, 2) }, "own").places).toEqual([]);
  });

  test("takes tokens of several lines", () => {
    const doubled = (_: number, character: number) => character * 2;
    expect(tokensWithColumns([0, 2, 3, 1, 0, 0, 5, 1, 2, 0, 2, 1, 4, 3, 1], doubled)).toEqual([
      0, 4, 6, 1, 0, 0, 10, 2, 2, 0, 2, 2, 8, 3, 1,
    ]);
  });
});

describe("the encoding", () => {
  test.each([
    [["utf-8", "utf-16"], "utf-8"],
    [["utf-16", "utf-8"], "utf-16"],
    [["utf-32", "utf-8", "utf-16"], "utf-32"],
    [["utf-7", "utf-8"], "utf-8"],
    [["utf-7"], "utf-16"],
    [[], "utf-16"],
  ])("of %j is %s", async (offered, agreed) => {
    const client = await start(counting(...offered));
    expect(client.answered.capabilities.positionEncoding).toBe(agreed);
  });
});

/** Letters of one to four bytes stand before, within and behind what is found. */
const text = `# haproxy: 3.0.2 😀
frontend web
    bind :80 # é
    acl here path "/漢😀"
    http-request set-var(txn.a) str("é😀") if here nowhere-é😀
    default_backend "büro-😀-x" # 漢
`;

const wideLog = crash.replace(/^(?=.)/gm, "😀漢é ");

describe.each(encodings)("in %s", (encoding) => {
  const opened = async (client?: LanguageServer) => {
    const one = client ?? (await start(counting(encoding)));
    await one.open(uri, text);
    return one;
  };
  const spans = (of: string, diagnostics: readonly Diagnostic[]) => diagnostics.map(({ code, range }) => [code, cut(of, range, encoding)]);

  test("findings stand where they are", async () => {
    const found = spans(text, (await (await opened()).push(uri)).diagnostics);
    expect(found).toContainEqual(["undefined-backend", '"büro-😀-x"']);
    expect(found).toContainEqual(["undefined-acl", "nowhere-é😀"]);
  });

  test("changes are of the text as the one before left it", async () => {
    const client = await opened();
    const from = placeOf(text, "büro", encoding);
    const to = { line: from.line, character: from.character + lengthIn(encoding, "büro-😀-x") };
    const contentChanges = [
      { range: { start: from, end: to }, text: "漢😀漢" },
      {
        range: {
          start: { ...from, character: from.character + lengthIn(encoding, "漢😀") },
          end: { ...from, character: from.character + lengthIn(encoding, "漢😀漢") },
        },
        text: "é",
      },
      {
        range: {
          start: { line: 0, character: lengthIn(encoding, "# haproxy: 3.0.2 ") },
          end: { line: 0, character: lengthIn(encoding, "# haproxy: 3.0.2 😀") },
        },
        text: "",
      },
    ];
    await client.notify("textDocument/didChange", { textDocument: { uri, version: 2 }, contentChanges });
    const changed = text.replace("büro-😀-x", "漢😀é").replace("3.0.2 😀", "3.0.2 ");
    const found = spans(changed, (await client.push(uri, ({ version }) => version === 2)).diagnostics);
    expect(found).toContainEqual(["undefined-backend", '"漢😀é"']);
    expect(found).toContainEqual(["undefined-acl", "nowhere-é😀"]);
  });

  test("a place that is asked for is the one meant, and so is the range of the answer", async () => {
    const client = await start(counting(encoding));
    const rule = 'frontend x\n    bind :80\nbackend y\n    "stick-table" type ip size 1m\n';
    await client.open(uri, rule);
    const position = placeOf(rule, '"stick-table"', encoding, 3);
    const hover = await client.request<Hover>("textDocument/hover", { textDocument: { uri }, position });
    expect(cut(rule, hover.range!, encoding)).toBe('"stick-table"');
    await client.open("untitled:crash", wideLog, "haproxy-crash");
    const place = { textDocument: { uri: "untitled:crash" }, position: placeOf(wideLog, "spoe_appctx", encoding, 2) };
    const note = await client.request<Hover>("textDocument/hover", place);
    expect(cut(wideLog, note.range!, encoding)).toBe("spoe_appctx");
    const before = { ...place.position, character: place.position.character - 3 };
    const other = await client.request<Hover | null>("textDocument/hover", { ...place, position: before });
    expect(other?.range).not.toEqual(note.range);
  });

  test("findings that are sent back with a request for actions are known, and their edits stand right", async () => {
    const client = await opened();
    const { diagnostics } = await client.push(uri);
    const finding = diagnostics.find(({ code }) => code === "undefined-acl")!;
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: finding.range,
      context: { diagnostics: [finding] },
    });
    expect(actions.length).toBeGreaterThan(0);
    for (const one of actions.flatMap(({ diagnostics: of }) => of ?? [])) expect(diagnostics).toContainEqual(one);
  });

  test("tokens of a log have their places and lengths", async () => {
    const client = await start(counting(encoding));
    await client.open("untitled:crash", wideLog, "haproxy-crash");
    const { data } = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument: { uri: "untitled:crash" } });
    const words = wordsOfTokens(data, wideLog, encoding);
    expect(words).toEqual(expect.arrayContaining(["spoe_appctx", "Illegal instruction"]));
  });

  test("places in a file that is not open are counted in its text", async () => {
    const lines = withComment.replace("table per_client", 'table per_client if { path "/漢😀é" }').split(/^(?=backend per_client)/m);
    const [first, second] = [lines[0]!, lines[1]!];
    const here = folder({ "a.cfg": first, "b.cfg": second });
    const related = { textDocument: { publishDiagnostics: { relatedInformation: true } }, ...counting(encoding).capabilities };
    const configurations = [{ name: "x", files: ["a.cfg", "b.cfg"] }];
    const client = await start({ rootUri: here.rootUri, capabilities: related, initializationOptions: { configurations } });
    await client.open(here.uriOf("b.cfg"), second);
    const { diagnostics } = await client.push(here.uriOf("b.cfg"));
    const places = diagnostics.filter(({ code }) => code === race).flatMap(({ relatedInformation }) => relatedInformation ?? []);
    const elsewhere = places
      .filter(({ location }) => location.uri === here.uriOf("a.cfg"))
      .map(({ location }) => cut(first, location.range, encoding));
    expect(elsewhere).toContain('http-request track-sc0 src table per_client if { path "/漢😀é" }');
  });

  test("outlines, widening selections and tokens name the same words as in any other encoding", async () => {
    const wide = text
      .replace("frontend web", 'frontend web # "漢😀"')
      .replace("bind :80 # é", 'bind :80 name "é漢😀" ssl crt "/😀" alpn h2');
    const textDocument = { uri };
    const answers = async (counted: Encoding) => {
      const client = await start(counting(counted));
      await client.open(uri, wide);
      const { data } = await client.request<SemanticTokens>("textDocument/semanticTokens/full", { textDocument });
      const symbols = await client.request<{ name: string; location: { range: Range } }[]>("textDocument/documentSymbol", { textDocument });
      const positions = [placeOf(wide, "alpn", counted, 2)];
      const [selection] = await client.request<SelectionRange[]>("textDocument/selectionRange", { textDocument, positions });
      await client.stop();
      return {
        tokens: wordsOfTokens(data, wide, counted),
        symbols: symbols.map(({ name, location: { range } }) => [name, range.start.line, range.end.line]),
        selections: [selection!.range, selection!.parent!.range].map((range) => cut(wide, range, counted)),
      };
    };
    const here = await answers(encoding);
    expect(here).toEqual(await answers("utf-16"));
    expect(here.tokens).toEqual(expect.arrayContaining(["alpn", "h2"]));
    expect(here.selections[0]).toBe("alpn");
  });

  test("places outside of the text are answered", async () => {
    const client = await opened();
    const hoverAt = (line: number, character: number) =>
      client.request("textDocument/hover", { textDocument: { uri }, position: { line, character } });
    expect(await hoverAt(99, 3)).toBeNull();
    expect(await hoverAt(-1, -1)).toBeNull();
    // a column behind the end of its line means the end
    expect(await hoverAt(1, 9999)).toMatchObject({ range: { start: { line: 1 } } });
  });
});
