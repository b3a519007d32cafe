/** What the server says of crash logs, open ones and files. */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import type {
  CodeAction,
  CodeLens,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  InlayHint,
  SymbolInformation,
} from "vscode-languageserver/node";
import type { Requests } from "../../server/src/lsp/protocol.ts";
import { ordinaryLog } from "../support/ordinaryLog.ts";
import { bound, uri as configUri, crash, ours, race, serverFixture, withComment } from "../support/serverFixture.ts";

const { start, folder } = serverFixture();
const uri = "untitled:crash";
const textDocument = { uri };
const exit =
  "Mar 18 13:54:09 gw12 haproxy[2390478]: [ALERT]    (2390478) : Current worker (2390480) exited with code 132 (Illegal instruction)";
const nested = { textDocument: { documentSymbol: { hierarchicalDocumentSymbolSupport: true } } };
const literals = { codeActionLiteralSupport: { codeActionKind: { valueSet: ["quickfix"] } } };
const everything = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };

describe("an open log", () => {
  test("has symbols, as a tree where the client takes one", async () => {
    const { open, request } = bound(await start({ capabilities: nested }));
    await open(uri, crash, "haproxy-crash");
    const [incident] = await request<DocumentSymbol[]>("textDocument/documentSymbol", { textDocument });
    expect(incident).toMatchObject({ name: "memory pool inconsistent", range: { start: { line: 0, character: 0 } } });
    expect(incident!.children!.length).toBeGreaterThan(0);
    checkNesting(incident!);
    await open(configUri, withComment);
    expect(await request("textDocument/documentSymbol", { textDocument: { uri: configUri } })).toEqual(expect.any(Array));
  });

  test("has flat symbols for other clients", async () => {
    const { open, request } = bound(await start());
    await open(uri, crash, "haproxy-crash");
    const symbols = await request<SymbolInformation[]>("textDocument/documentSymbol", { textDocument });
    expect(symbols[0]).toMatchObject({ name: "memory pool inconsistent", location: { uri } });
    expect(symbols[1]).toMatchObject({ containerName: "memory pool inconsistent" });
    expect(symbols.every((one) => !("children" in one))).toBe(true);
  });

  test("folds, no more than the client takes", async () => {
    const { open, request } = bound(await start({ capabilities: { textDocument: { foldingRange: { rangeLimit: 1 } } } }));
    await open(uri, crash, "haproxy-crash");
    const folds = await request<FoldingRange[]>("textDocument/foldingRange", { textDocument });
    expect(folds).toHaveLength(1);
    expect(folds[0]!.startLine).toBe(0);
    expect(folds[0]!.endLine).toBeGreaterThan(5);
  });

  test("has hints in the range asked for, unless they are switched off", async () => {
    let logs = true;
    const settings = () => ({ inlayHints: { logs } });
    const client = await start({ settings, capabilities: { workspace: { configuration: true } } });
    const { open, request, notify } = bound(client);
    await open(uri, `${crash.trimEnd()}\n${exit}\n`, "haproxy-crash");
    const ask = (range = everything) => request<InlayHint[]>("textDocument/inlayHint", { textDocument, range });
    const hints = await ask();
    expect(hints.map(({ label }) => label)).toContain("= SIGILL");
    expect(hints[0]!.position.character).toBeGreaterThan(0);
    expect(await ask({ start: { line: 0, character: 0 }, end: { line: 1, character: 0 } })).toEqual([]);
    logs = false;
    await notify("workspace/didChangeConfiguration", { settings: null });
    expect(await ask()).toEqual([]);
  });

  test("offers on every line of a crash what its headline offers, and nothing elsewhere", async () => {
    const { open, request } = bound(await start({ ...ours, capabilities: { textDocument: { codeAction: literals } } }));
    const traffic =
      "Mar 18 13:50:00 gw12 haproxy[1]: 192.0.2.1:5 [18/Mar/2025:13:50:00.114] fe be/s 0/0/0/1/1 200 1 - - ---- 1/1/0/0/0 0/0";
    const text = `${traffic}\n${crash.trimEnd()}\n${traffic}\n`;
    await open(uri, text, "haproxy-crash");
    const titlesAt = async (line: number) => {
      const at = { line, character: 2 };
      const params = { textDocument, range: { start: at, end: at }, context: { diagnostics: [] } };
      return (await request<CodeAction[]>("textDocument/codeAction", params)).map(({ title }) => title);
    };
    const lines = text.split("\n");
    const headline = await titlesAt(1);
    expect(headline).toContain("Show the diagnosis of this log");
    const last = lines.findIndex((line) => line.includes("exited with code"));
    for (let number = 1; number <= last; number++) expect(await titlesAt(number), lines[number]).toEqual(headline);
    expect([await titlesAt(0), await titlesAt(lines.length - 2)]).toEqual([[], []]);
  });

  test("links to the source of its release", async () => {
    const { open, request } = bound(await start());
    const place = 'FATAL: bug condition "task->expire == 0" matched at src/task.c:279';
    await open(uri, `${place}\n[NOTICE]   (1) : haproxy version is 2.8.7\n`, "haproxy-crash");
    const start0 = place.indexOf("src/");
    expect(await request<DocumentLink[]>("textDocument/documentLink", { textDocument })).toEqual([
      {
        range: { start: { line: 0, character: start0 }, end: { line: 0, character: place.length } },
        target: "https://github.com/haproxy/haproxy/blob/v2.8.7/src/task.c#L279",
      },
    ]);
    await open("untitled:2", place, "haproxy-crash");
    expect(await request("textDocument/documentLink", { textDocument: { uri: "untitled:2" } })).toEqual([]);
  });

  test("has a lens for each crash, with a command only for our own client", async () => {
    const lenses = async (editor = {}) => {
      const client = await start(editor);
      await client.open(uri, `${crash.trimEnd()}\n`, "haproxy-crash");
      const found = await client.request<CodeLens[]>("textDocument/codeLens", { textDocument });
      await client.stop();
      return found;
    };
    const [foreign] = await lenses();
    expect(foreign!.command).toEqual({ title: expect.stringContaining("#2611"), command: "" });
    const [own] = await lenses(ours);
    expect(own!.command).toMatchObject({ command: "haproxySleuth.explain", arguments: [race, uri] });
  });

  test("has a diagnosis that follows its text, in the person's language", async () => {
    const { open, change, request } = bound(await start({ ...ours, locale: "zh-cn" }));
    await open(uri, crash, "haproxy-crash");
    const ask = () => request<Requests["haproxySleuth/diagnosis"]["result"]>("haproxySleuth/diagnosis", { uri });
    expect((await ask())!.markdown).toMatch(/^# .*#2611.*\n\n> \*\*已知缺陷/);
    await change(uri, "nothing here", 2);
    expect((await ask())!.markdown).toContain("没有发现崩溃");
    await change(uri, crash.split("\n").slice(0, 4).join("\n"), 3);
    expect((await ask())!.markdown).toContain("1");
    expect(await request("haproxySleuth/diagnosis", { uri: "untitled:nowhere" })).toBeNull();
  });

  test("has a text for a ticket without secrets", async () => {
    const { open, request } = bound(await start());
    await open(uri, crash, "haproxy-crash");
    const ticket = await request<string>("haproxySleuth/ticket", { uri });
    expect(ticket).toContain("#2611");
    expect(ticket).toContain("https://github.com/haproxy/haproxy/issues/2611");
    expect(ticket).not.toMatch(/[`*]|\]\(/);
    await open(uri, "nothing", "haproxy-crash", 2);
    expect(await request("haproxySleuth/ticket", { uri })).toBeNull();
  });

  test("tells its state: what crashed first, and how many", async () => {
    const { open, request } = bound(await start(ours));
    await open(uri, crash, "haproxy-crash");
    const state = () => request<Requests["haproxySleuth/releaseState"]["result"]>("haproxySleuth/releaseState", { uri });
    expect(await state()).toMatchObject({ crashes: 1, crash: expect.stringMatching(/^memory pool inconsistent: #2611, \d\d %$/) });
    await open("untitled:none", "nothing", "haproxy-crash");
    const none = await request<object>("haproxySleuth/releaseState", { uri: "untitled:none" });
    expect(none).toMatchObject({ crashes: 0 });
    expect(none).not.toHaveProperty("crash");
  });
});

test("statements that a crash concerns are those of the release that crashed", async () => {
  const { open, request } = bound(await start(ours));
  const harmless = "backend st_other\n    stick-table type ip size 1m expire 30s store conn_cur\n";
  const config = `${withComment.replace(/^# haproxy: .*\n/, "# haproxy: 3.0.26\n").trimEnd()}\n\n${harmless}`;
  await open(configUri, config);
  await open(uri, crash, "haproxy-crash");
  const ask = async (log: object) => {
    const found = await request<readonly { line: number }[]>("haproxySleuth/exposedStatements", { advisory: race, uri: configUri, ...log });
    return found.map(({ line }) => line);
  };
  const other = config.split("\n").findIndex((line) => line.includes("store conn_cur"));
  // of a release that has the fix nothing is exposed, and all that the conditions look at is shown
  expect(await ask({})).toContain(other);
  const crashed = await ask({ log: uri });
  expect(crashed.length).toBeGreaterThan(0);
  expect(crashed).not.toContain(other);
});

/** Children lie in their parents, and the name of each in its own range. */
function checkNesting({ range, selectionRange, children = [] }: DocumentSymbol): void {
  expect(inside(selectionRange, range)).toBe(true);
  for (const child of children) {
    expect(inside(child.range, range)).toBe(true);
    checkNesting(child);
  }
}

function inside(inner: DocumentSymbol["range"], outer: DocumentSymbol["range"]): boolean {
  const key = ({ line, character }: { line: number; character: number }) => line * 1e6 + character;
  return key(inner.start) >= key(outer.start) && key(inner.end) <= key(outer.end);
}

describe("a file that no editor holds", () => {
  type Analysis = Requests["haproxySleuth/analyseFile"]["result"];
  const write = (name: string, content: string | Buffer) => {
    const file = path.join(folder(), name);
    writeFileSync(file, content);
    return file;
  };
  const ordinary = ordinaryLog(500_000);
  const lineOfCrash = ordinary.split("\n").length;
  const log = `${ordinary}${crash.trimEnd()}\n${ordinary}`;

  test.each([
    ["plain", "a.log", (text: string) => Buffer.from(text)],
    ["gzip", "b.log.gz", (text: string) => gzipSync(text)],
    ["gzip, in two members", "c.log.gz", (text: string) => Buffer.concat([gzipSync(text.slice(0, 1000)), gzipSync(text.slice(1000))])],
    ["xz", "d.log.xz", (text: string) => execFileSync("xz", ["-c"], { input: text })],
    ["zstd", "e.log.zst", (text: string) => execFileSync("zstd", ["-cq"], { input: text })],
  ])("is read: %s", async (_, name, pack) => {
    const client = await start();
    let packed: Buffer;
    try {
      packed = pack(log);
    } catch {
      return console.warn(`skipped: no program for ${name}`);
    }
    const result = await client.request<Analysis>("haproxySleuth/analyseFile", { uri: pathToFileURL(write(name, packed)).href });
    expect(result).toMatchObject({
      crashes: 1,
      markdown: expect.stringContaining("#2611"),
      ticket: expect.stringContaining(`${name}:${lineOfCrash}`),
    });
  });

  test("tells its progress under the token given", async () => {
    const client = await start();
    const told: { kind: string; percentage?: number }[] = [];
    client.connection.onNotification("$/progress", ({ token, value }: { token: string; value: { kind: string; percentage?: number } }) => {
      if (token === "t1") told.push(value);
    });
    const file = write("large.log", log.repeat(40));
    const result = await client.request<Analysis>("haproxySleuth/analyseFile", { uri: pathToFileURL(file).href, workDoneToken: "t1" });
    expect(result).toMatchObject({ crashes: 1 });
    expect(told[0]).toMatchObject({ kind: "begin", cancellable: true });
    expect(told.at(-1)).toEqual({ kind: "end" });
    const percentages = told.flatMap(({ percentage }) => (percentage === undefined ? [] : [percentage]));
    expect(percentages).toEqual([...percentages].sort((a, b) => a - b));
    expect(percentages.length).toBeGreaterThan(2);
  });

  test("can be cancelled", async () => {
    const client = await start();
    const file = write("larger.log", ordinary.repeat(200));
    const { CancellationTokenSource } = await import("vscode-jsonrpc/node");
    const source = new CancellationTokenSource();
    const answer = client.connection.sendRequest(
      "haproxySleuth/analyseFile",
      { uri: pathToFileURL(file).href, workDoneToken: "t" },
      source.token,
    );
    client.connection.onNotification("$/progress", ({ value }: { value: { kind: string } }) => {
      if (value.kind === "report") source.cancel();
    });
    await expect(answer).rejects.toMatchObject({ code: -32800 });
    expect(await client.request("haproxySleuth/branches", null)).toEqual(expect.any(Array));
  });

  test("that cannot be read is told in words", async () => {
    const client = await start();
    const ask = (target: string) => client.request<Analysis>("haproxySleuth/analyseFile", { uri: target });
    const at = (name: string) => pathToFileURL(path.join(folder(), name)).href;
    mkdirSync(path.join(folder(), "logs"), { recursive: true });
    write("broken.gz", gzipSync(log).subarray(0, 500));
    expect(await ask(at("missing.log"))).toEqual({ problem: "missing.log cannot be read: no such file" });
    expect(await ask(at("logs"))).toEqual({ problem: "logs cannot be read: it is a folder" });
    expect(await ask(at("broken.gz"))).toEqual({ problem: "broken.gz cannot be unpacked: it is damaged" });
    expect(await ask("untitled:x")).toMatchObject({ problem: expect.stringContaining("untitled:x") });
    expect(client.logged).toEqual([]);
  });
});
