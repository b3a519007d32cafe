/** The bundled language server over stdio, spoken to as editors do. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { CodeAction, Hover, SemanticTokens } from "vscode-languageserver/node";
import type { BranchInfo, ExposedStatement, Explanation, ReleaseState } from "../../server/src/lsp/protocol.ts";
import { bundle } from "../support/bundle.ts";
import { type Editor, LanguageServer, pulling } from "../support/languageServer.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const withComment = readFileSync(path.join(repository, "examples/websocket/haproxy.cfg"), "utf8");
/** The same exposure, with nobody naming a release. */
const config = withComment.replace(/^# haproxy: .*\n/, "");
const crash = readFileSync(path.join(repository, "test/fixtures/incidents/race-syslog/input.log"), "utf8");
const luaConfig = "global\n    lua-load /etc/haproxy/a.lua\n";
const uri = "untitled:haproxy.cfg";
const race = "stick-table-kill-race";

let bundled = "";
let folder = "";
let server: LanguageServer | undefined;
beforeAll(() => {
  bundled = bundle("lsp/main.ts");
  folder = mkdtempSync(path.join(tmpdir(), "sleuth-lsp-"));
}, 60_000);
afterEach(() => {
  server?.child.kill();
  server = undefined;
});
afterAll(() => {
  rmSync(path.dirname(bundled), { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

async function start(editor: Editor = {}): Promise<LanguageServer> {
  server = await LanguageServer.start([bundled, "--stdio"], editor);
  return server;
}

const lineOf = (text: string, words: string) => text.split("\n").findIndex((line) => line.includes(words));
const codes = (diagnostics: readonly { code?: unknown }[]) => diagnostics.map(({ code }) => code);
const ours = { initializationOptions: { commands: true } };

describe("initialize", () => {
  test("offers to be pulled only to a client that pulls", async () => {
    const plain = await start();
    expect(plain.answered.capabilities.diagnosticProvider).toBeUndefined();
    expect(plain.answered).toMatchObject({ serverInfo: { name: "haproxy-sleuth" }, capabilities: { hoverProvider: true } });
    await plain.stop();
    const puller = await start({ capabilities: pulling });
    expect(puller.answered.capabilities.diagnosticProvider).toMatchObject({ identifier: "haproxy-sleuth" });
  });

  test("then shutdown and exit end the process with 0", async () => expect(await (await start()).stop()).toBe(0));

  test("exit without shutdown ends it with 1", async () => {
    const { connection, ended } = await start();
    await connection.sendNotification("exit");
    expect(await ended).toBe(1);
  });

  test("the command line starts the same server", async () => {
    const cli = bundle("cli/main.ts");
    server = await LanguageServer.start([cli, "lsp", "--stdio"]);
    expect(server.answered.serverInfo?.name).toBe("haproxy-sleuth");
    await server.open(uri, withComment);
    expect(codes((await server.push(uri)).diagnostics)).toContain(race);
    expect(await server.stop()).toBe(0);
    rmSync(path.dirname(cli), { recursive: true });
  });
});

describe("diagnostics", () => {
  test("are pushed with the version that they are of, and taken back on close", async () => {
    const { open, change, push, notify } = bound(await start());
    await open(uri, withComment);
    expect(codes((await push(uri, ({ version }) => version === 1)).diagnostics)).toContain(race);
    await change(uri, withComment.replace("3.0.2", "3.0.3"), 2);
    expect(codes((await push(uri, ({ version }) => version === 2)).diagnostics)).not.toContain(race);
    await notify("textDocument/didClose", { textDocument: { uri } });
    expect((await push(uri, ({ version }) => version === undefined)).diagnostics).toEqual([]);
  });

  test("carry code, source, issue and the other statements, and link upstream for a foreign editor", async () => {
    const { open, pull } = bound(await start({ capabilities: pulling }));
    await open(uri, withComment);
    const finding = (await pull(uri)).find(({ code }) => code === race)!;
    expect(finding).toMatchObject({
      source: "haproxy-sleuth",
      message: expect.stringContaining("#2611"),
      codeDescription: { href: "https://github.com/haproxy/haproxy/issues/2611" },
    });
    expect(finding.relatedInformation!.length).toBeGreaterThan(0);
    expect(finding.relatedInformation!.every(({ location }) => location.uri === uri)).toBe(true);
  });

  test("lead our own client to the explanation beside the text", async () => {
    const { open, pull } = bound(await start({ ...ours, capabilities: pulling }));
    await open(uri, withComment);
    expect((await pull(uri)).find(({ code }) => code === race)!.codeDescription?.href).toMatch(
      /^command:haproxySleuth\.explain\?%5B%22stick-table-kill-race/,
    );
  });

  test("of a log stand on the headline, and follow its edits", async () => {
    const log = "untitled:crash.log";
    const { open, push, notify } = bound(await start());
    await open(log, crash, "haproxy-crash");
    const [finding] = (await push(log)).diagnostics;
    expect(finding).toMatchObject({ code: race, severity: 1, range: { start: { line: 0 } } });
    expect(finding!.message).toContain("fixed in 3.0.3");
    await notify("textDocument/didChange", {
      textDocument: { uri: log, version: 2 },
      contentChanges: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: "one line\n" }],
    });
    expect((await push(log, ({ version }) => version === 2)).diagnostics).toMatchObject([{ code: race, range: { start: { line: 1 } } }]);
  });

  test("of a log follow the configuration beside it", async () => {
    const log = "untitled:crash.log";
    const unnamed = crash.split("\n").slice(0, 6).join("\n");
    const opened = bound(await start());
    await opened.open(log, unnamed, "haproxy-crash");
    expect(codes((await opened.push(log)).diagnostics)).toEqual([race]);
    await opened.open(uri, withComment.replace("3.0.2", "3.0.3"));
    expect(codes((await opened.push(log, ({ diagnostics }) => codes(diagnostics)[0] !== race)).diagnostics)).toEqual(["unmatched-crash"]);
  });

  test("leave a plain text alone unless it holds a crash", async () => {
    const { open, pull } = bound(await start({ capabilities: pulling }));
    await open("untitled:notes", "dear diary", "plaintext");
    await open("untitled:pasted", crash, "plaintext");
    expect(await pull("untitled:notes")).toEqual([]);
    expect(codes(await pull("untitled:pasted"))).toEqual([race]);
  });
});

describe("a document", () => {
  test("has hovers on keywords and on the headline of a crash", async () => {
    const { open, request } = bound(await start());
    await open(uri, withComment);
    const hoverAt = (textDocument: { uri: string }, line: number, character: number) =>
      request<Hover | null>("textDocument/hover", { textDocument, position: { line, character } });
    const note = await hoverAt({ uri }, lineOf(withComment, "stick-table type"), 6);
    expect(note!.contents).toMatchObject({ kind: "markdown", value: expect.stringContaining("#2611") });
    expect(await hoverAt({ uri }, 2, 0)).toBeNull();
    await open("untitled:crash", crash, "haproxy-crash");
    expect((await hoverAt({ uri: "untitled:crash" }, 0, 60))!.contents).toMatchObject({ value: expect.stringContaining("97 %") });
    expect(JSON.stringify(await hoverAt({ uri: "untitled:crash" }, 3, crash.split("\n")[3]!.indexOf("spoe")))).toContain("-dMno-merge");
  });

  test("has code actions, with commands only for a client that carries them out", async () => {
    const line = lineOf(withComment, "stick-table type");
    const ask = async (client: LanguageServer) => {
      await client.open(uri, withComment);
      const range = { start: { line, character: 0 }, end: { line, character: 0 } };
      return client.request<CodeAction[]>("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [] } });
    };
    const foreign = await ask(await start());
    expect(foreign.length).toBeGreaterThan(0);
    expect(foreign.every(({ command }) => command === undefined)).toBe(true);
    expect(foreign.find(({ edit }) => edit !== undefined)?.edit?.changes?.[uri]).toMatchObject([{ newText: expect.stringContaining(race) }]);
    await server!.stop();
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
      ["haproxySleuth.showExposedLines", [race]],
      ["haproxySleuth.openUrl", [expect.stringContaining("9357873641c5")]],
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
    expect(found).toEqual(expect.arrayContaining([["number", "13"], ["function", "__stksess_kill+0x67/0x118"], ["type", "spoe_appctx"], ["macro", "Illegal instruction"]]));
  });
});

describe("settings", () => {
  const release = (client: LanguageServer, of = uri) => client.request<ReleaseState>("haproxySleuth/releaseState", { uri: of });

  test("are asked for with workspace/configuration, and asked again when they change", async () => {
    let settings: unknown = { release: "3.0.2" };
    const client = await start({ capabilities: { workspace: { configuration: true } }, settings: () => settings });
    await client.open(uri, config);
    expect(codes((await client.push(uri)).diagnostics)).toContain(race);
    expect(await release(client)).toMatchObject({ release: "3.0.2", source: "setting" });
    settings = { release: "3.0.2", ignoredAdvisories: [race] };
    await client.notify("workspace/didChangeConfiguration", { settings: null });
    expect(codes((await client.push(uri, ({ diagnostics }) => !codes(diagnostics).includes(race))).diagnostics)).not.toContain(race);
  });

  test.each([
    ["as a section", { haproxySleuth: { release: "2.8.7" } }],
    ["bare", { release: "2.8.7" }],
    ["as a number", { release: 2.8 }],
  ])("are taken from initializationOptions %s", async (_, initializationOptions) => {
    const client = await start({ initializationOptions });
    await client.open(uri, config);
    expect((await release(client)).release).toMatch(/^2\.8\./);
    expect(codes((await client.push(uri)).diagnostics)).not.toContain(race);
  });

  test("are taken from didChangeConfiguration where the client cannot be asked", async () => {
    const client = await start();
    await client.open(uri, config);
    await client.push(uri);
    client.forget();
    await client.notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { release: "3.0.3" } } });
    expect(codes((await client.push(uri)).diagnostics)).not.toContain(race);
    expect(await release(client)).toMatchObject({ release: "3.0.3", source: "setting", text: "3.0.3" });
  });

  test("of the wrong type keep their defaults", async () => {
    const client = await start({ initializationOptions: { release: ["x"], ignoredAdvisories: "all", haproxy: 7 } });
    await client.open(uri, withComment);
    expect(codes((await client.push(uri)).diagnostics)).toContain(race);
  });

  test("lose against a comment and win over an image tag beside the file", async () => {
    const place = path.join(folder, "release");
    mkdirSync(place);
    writeFileSync(path.join(place, "Dockerfile"), "FROM haproxy:2.8.7-alpine\n");
    const file = pathToFileURL(path.join(place, "haproxy.cfg")).href;
    const client = await start({ rootUri: pathToFileURL(folder).href });
    await client.open(file, config);
    expect(await release(client, file)).toMatchObject({ release: "2.8.7", source: "image", text: "2.8.7-alpine", file: "Dockerfile" });
    await client.notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { release: "3.0.3" } } });
    expect(await release(client, file)).toMatchObject({ release: "3.0.3", source: "setting" });
    await client.change(file, withComment, 2);
    expect(await release(client, file)).toMatchObject({ release: "3.0.2", source: "comment" });
  });
});

describe("requests of our own", () => {
  test("explanation: a page in the light of the document; null for what is unknown", async () => {
    const { open, request } = bound(await start());
    await open(uri, withComment);
    const page = await request<Explanation | null>("haproxySleuth/explanation", { advisory: race, uri });
    expect(page).toMatchObject({ title: expect.stringContaining("#2611"), markdown: expect.stringContaining("**exposed** in 3.0.2") });
    expect(await request("haproxySleuth/explanation", { advisory: "nothing" })).toBeNull();
  });

  test("exposedStatements, report, branches", async () => {
    const { open, request } = bound(await start());
    await open(uri, withComment);
    await open("untitled:crash", crash.replaceAll("gw12", "gw12.example.com"), "haproxy-crash");
    const statements = await request<ExposedStatement[]>("haproxySleuth/exposedStatements", { advisory: race, uri });
    expect(statements.map(({ line }) => line)).toContain(lineOf(withComment, "stick-table type"));
    const report = await request<string>("haproxySleuth/report", { uri: "untitled:crash", configUri: uri });
    expect(report).toContain("- Resembles Stick-table entry freed twice");
    expect(report).toContain("stick-table type ipv6");
    expect(report).not.toContain("gw12");
    expect(report).not.toContain("192.0.2.11");
    expect(await request<BranchInfo[]>("haproxySleuth/branches", null)).toContainEqual({ branch: "3.0", newest: expect.stringMatching(/^3\.0\./) });
  });

  test("releaseChanged tells our own client", async () => {
    const client = await start(ours);
    const told = new Promise<ReleaseState>((resolve) => client.connection.onNotification("haproxySleuth/releaseChanged", resolve));
    await client.open(uri, withComment);
    expect(await told).toMatchObject({ uri, release: "3.0.2", source: "comment" });
  });
});

describe("a reader of Chinese", () => {
  test.each([
    ["by the editor's locale", { locale: "zh-cn" }],
    ["by our client's option", { initializationOptions: { locale: "zh-CN" } }],
  ])("is served %s", async (_, editor) => {
    const client = await start(editor);
    await client.open(uri, withComment);
    const { diagnostics } = await client.push(uri);
    expect(diagnostics.find(({ code }) => code === race)?.message).toMatch(/[\u4e00-\u9fff]/);
    const page = await client.request<Explanation>("haproxySleuth/explanation", { advisory: race });
    expect(page.markdown).toContain("## 发生了什么");
  });
});

describe("what an editor should not send", () => {
  test("requests for a document that is not open are answered with nothing", async () => {
    const { request, pull, notify } = bound(await start({ capabilities: pulling }));
    const textDocument = { uri: "file:///nowhere.cfg" };
    expect(await pull(textDocument.uri)).toEqual([]);
    expect(await request("textDocument/hover", { textDocument, position: { line: 9, character: 9 } })).toBeNull();
    expect(await request("textDocument/semanticTokens/full", { textDocument })).toEqual({ data: [] });
    expect(await request("haproxySleuth/report", textDocument)).toBeNull();
    expect(await request("haproxySleuth/releaseState", textDocument)).toEqual(textDocument);
    await notify("textDocument/didClose", { textDocument });
    await notify("textDocument/didChange", { textDocument: { ...textDocument, version: 2 }, contentChanges: [{ text: "x" }] });
    expect(await pull(textDocument.uri)).toEqual([]);
  });

  test("garbage does not bring the server down", async () => {
    const client = await start(ours);
    await client.open(uri, withComment);
    const garbage = [undefined, null, {}, { textDocument: null }, { textDocument: { uri: 7 } }, { uri: null, advisory: 3 }, [1]];
    const requests = ["textDocument/hover", "textDocument/codeAction", "textDocument/semanticTokens/full", "haproxySleuth/explanation"];
    for (const method of [...requests, "haproxySleuth/exposedStatements", "haproxySleuth/report", "haproxySleuth/releaseState", "no/such"]) {
      for (const params of garbage) await client.request(method, params).catch(() => undefined);
    }
    for (const method of ["textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "workspace/didChangeConfiguration"]) {
      for (const params of garbage) await client.notify(method, params);
    }
    await client.open("untitled:later", luaConfig);
    expect(await client.push("untitled:later")).toMatchObject({ version: 1 });
    expect(await client.stop()).toBe(0);
  });

  test("positions outside the text are answered", async () => {
    const { open, request } = bound(await start());
    await open(uri, withComment);
    const textDocument = { uri };
    for (const [line, character] of [[1e6, 0], [0, 1e6], [-1, -1]]) {
      expect(await request("textDocument/hover", { textDocument, position: { line, character } })).toBeNull();
    }
  });
});

/** The methods of a server, to be taken apart. */
function bound(client: LanguageServer) {
  return {
    open: client.open.bind(client),
    change: client.change.bind(client),
    push: client.push.bind(client),
    pull: client.pull.bind(client),
    notify: client.notify.bind(client),
    request: client.request.bind(client) as LanguageServer["request"],
  };
}

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
