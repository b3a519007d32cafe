/** Several files as one configuration, in an editor: findings across files, dirty texts over those on disk. */
import { describe, expect, test } from "vitest";
import type {
  CodeLens,
  Diagnostic,
  FullDocumentDiagnosticReport,
  Hover,
  RelatedFullDocumentDiagnosticReport,
} from "vscode-languageserver/node";
import type { ReleaseState } from "../../server/src/lsp/protocol.ts";
import { type Editor, pulling } from "../support/languageServer.ts";
import { bound, codes, crash, ours, race, serverFixture, withComment } from "../support/serverFixture.ts";
import { type WorkspaceFolder, workspaceFolders } from "../support/workspaceFolder.ts";

const { start } = serverFixture();
const folder = workspaceFolders();

const base = "global\n    maxconn 10\ndefaults\n    mode http\n    timeout client 5s\n    timeout server 5s\n    timeout connect 5s\n";
const front = "frontend web\n    bind :80\n    default_backend app\n";
const back = "backend app\n    server a 192.0.2.1:80\n";
const other = "backend other\n    server a 192.0.2.1:80\n";
const files = { "main.cfg": base, "parts/front.cfg": front, "parts/back.cfg": back };
const edge = { name: "edge", files: ["main.cfg", "parts"] };

const editing = async ({ rootUri }: WorkspaceFolder, configurations: unknown = [edge], editor: Editor = {}) => {
  const settings = { ...((editor.initializationOptions ?? {}) as object), haproxySleuth: { configurations } };
  return await start({ rootUri, ...editor, initializationOptions: settings });
};
const undefinedBackend = "undefined-backend";
const has = (code: string) => (published: { diagnostics: readonly Diagnostic[] }) => codes(published.diagnostics).includes(code);
const hasNot = (code: string) => (published: { diagnostics: readonly Diagnostic[] }) => !codes(published.diagnostics).includes(code);

describe("findings", () => {
  test("know what other files declare, on disk", async () => {
    const here = folder(files);
    const { open, push } = bound(await editing(here));
    await open(here.uriOf("parts/front.cfg"), front);
    expect((await push(here.uriOf("parts/front.cfg"))).diagnostics).toEqual([]);
  });

  test("without a set are those of a file alone", async () => {
    const here = folder(files);
    const { open, push } = bound(await editing(here, []));
    await open(here.uriOf("parts/front.cfg"), front);
    expect(codes((await push(here.uriOf("parts/front.cfg"))).diagnostics)).toContain(undefinedBackend);
  });

  test("follow edits of another open file, and its text on disk when it closes", async () => {
    const here = folder(files);
    const client = await editing(here);
    const { open, change, push, notify } = bound(client);
    const [frontUri, backUri] = [here.uriOf("parts/front.cfg"), here.uriOf("parts/back.cfg")];
    await open(frontUri, front);
    await push(frontUri, hasNot(undefinedBackend));
    await open(backUri, back);
    await push(backUri);
    client.forget();
    await change(backUri, other, 2);
    expect(await push(frontUri, has(undefinedBackend))).toMatchObject({ version: 1, diagnostics: [{ range: { start: { line: 2 } } }] });
    client.forget();
    await notify("textDocument/didClose", { textDocument: { uri: backUri } });
    expect((await push(frontUri, hasNot(undefinedBackend))).version).toBe(1);
    expect((await push(backUri)).diagnostics).toEqual([]);
  });

  test("take a text that was dirty when it was opened over the one on disk", async () => {
    const here = folder(files);
    const { open, push } = bound(await editing(here));
    await open(here.uriOf("parts/front.cfg"), front);
    await push(here.uriOf("parts/front.cfg"), hasNot(undefinedBackend));
    await open(here.uriOf("parts/back.cfg"), other);
    await push(here.uriOf("parts/front.cfg"), has(undefinedBackend));
  });

  test("follow files that change, go and come on disk", async () => {
    const here = folder(files);
    const client = await editing(here);
    const { open, push, notify } = bound(client);
    const [frontUri, backUri] = [here.uriOf("parts/front.cfg"), here.uriOf("parts/back.cfg")];
    await open(frontUri, front);
    await push(frontUri, hasNot(undefinedBackend));
    const changed = async (uri: string, type: number) => {
      client.forget();
      await notify("workspace/didChangeWatchedFiles", { changes: [{ uri, type }] });
    };
    here.write("parts/back.cfg", `${other}# longer\n`);
    await changed(backUri, 2);
    await push(frontUri, has(undefinedBackend));
    here.write("parts/back.cfg", back);
    await changed(backUri, 2);
    await push(frontUri, hasNot(undefinedBackend));
    here.remove("parts/back.cfg");
    await changed(backUri, 3);
    await push(frontUri, has(undefinedBackend));
    here.write("parts/zz.cfg", back);
    await changed(here.uriOf("parts/zz.cfg"), 1);
    await push(frontUri, hasNot(undefinedBackend));
  });

  test("of two sets never mix, and a file that both name is of the first", async () => {
    const here = folder({ "a.cfg": base, "b.cfg": base, "front.cfg": front, "back.cfg": back });
    const sets = [
      { name: "first", files: ["a.cfg", "front.cfg"] },
      { name: "second", files: ["b.cfg", "back.cfg", "front.cfg"] },
    ];
    const client = await editing(here, sets);
    const { open, push, request } = bound(client);
    await open(here.uriOf("front.cfg"), front);
    expect(codes((await push(here.uriOf("front.cfg"))).diagnostics)).toContain(undefinedBackend);
    await open(here.uriOf("back.cfg"), back);
    expect((await push(here.uriOf("back.cfg"))).diagnostics).toEqual([]);
    const state = await request<ReleaseState>("haproxySleuth/releaseState", { uri: here.uriOf("front.cfg") });
    expect(state.configuration).toMatchObject({ name: "first", source: "setting", files: [here.uriOf("a.cfg"), here.uriOf("front.cfg")] });
    expect(client.logged.join("\n")).toContain('it is read as part of "first"');
  });

  test("follow a file of two sets in both", async () => {
    const here = folder({ "common.cfg": `${base}${back}`, "a.cfg": front, "b.cfg": front.replace("web", "other").replace("80", "81") });
    const sets = ["a", "b"].map((name) => ({ name, files: ["common.cfg", `${name}.cfg`] }));
    const client = await editing(here, sets);
    const { open, change, push } = bound(client);
    for (const name of ["common.cfg", "a.cfg", "b.cfg"]) {
      await open(here.uriOf(name), name === "common.cfg" ? `${base}${back}` : front);
      await push(here.uriOf(name), hasNot(undefinedBackend));
    }
    client.forget();
    await change(here.uriOf("common.cfg"), base, 2);
    await push(here.uriOf("a.cfg"), has(undefinedBackend));
    await push(here.uriOf("b.cfg"), has(undefinedBackend));
  });

  test("depend on the order: defaults are those of files before", async () => {
    const here = folder(files);
    const reversed = bound(await editing(here, [{ name: "edge", files: ["parts", "main.cfg"] }]));
    await reversed.open(here.uriOf("parts/front.cfg"), front);
    expect((await reversed.push(here.uriOf("parts/front.cfg"))).diagnostics.length).toBeGreaterThan(0);
    const named = folder({
      "a.cfg": "backend x from http\n    server a 192.0.2.1:80\n",
      "b.cfg": `${base.replace("defaults", "defaults http")}`,
    });
    const late = bound(await editing(named, [{ name: "edge", files: ["a.cfg", "b.cfg"] }]));
    await late.open(named.uriOf("a.cfg"), "backend x from http\n    server a 192.0.2.1:80\n");
    expect(codes((await late.push(named.uriOf("a.cfg"))).diagnostics)).toContain("undefined-defaults");
    const early = bound(await editing(named, [{ name: "edge", files: ["b.cfg", "a.cfg"] }]));
    await early.open(named.uriOf("a.cfg"), "backend x from http\n    server a 192.0.2.1:80\n");
    expect(codes((await early.push(named.uriOf("a.cfg"))).diagnostics)).not.toContain("undefined-defaults");
  });

  test("pulled follow as well: the client is asked to pull again", async () => {
    const here = folder(files);
    const client = await editing(here, [edge], { capabilities: pulling });
    const { open, change, pull } = bound(client);
    const refreshed = new Promise<void>((resolve) => {
      client.connection.onRequest("workspace/diagnostic/refresh", () => {
        resolve();
        return null;
      });
    });
    await open(here.uriOf("parts/front.cfg"), front);
    await open(here.uriOf("parts/back.cfg"), back);
    expect(await pull(here.uriOf("parts/front.cfg"))).toEqual([]);
    await pull(here.uriOf("parts/back.cfg"));
    await change(here.uriOf("parts/back.cfg"), other, 2);
    await refreshed;
    expect(codes(await pull(here.uriOf("parts/front.cfg")))).toContain(undefinedBackend);
  });

  test("of the other open files come with those pulled, to a client that takes them", async () => {
    const here = folder(files);
    const capabilities = { textDocument: { diagnostic: { relatedDocumentSupport: true } } };
    const { open, pull, request } = bound(await editing(here, [edge], { capabilities }));
    const [frontUri, backUri] = [here.uriOf("parts/front.cfg"), here.uriOf("parts/back.cfg")];
    await open(frontUri, front);
    await open(backUri, other);
    await pull(frontUri);
    const report = await request<RelatedFullDocumentDiagnosticReport>("textDocument/diagnostic", { textDocument: { uri: backUri } });
    const related = report.relatedDocuments![frontUri] as FullDocumentDiagnosticReport;
    expect(codes(related.items)).toContain(undefinedBackend);
    expect(Object.keys(report.relatedDocuments!)).toEqual([frontUri]);
  });

  test("are re-read where settings name other files", async () => {
    const here = folder(files);
    const client = await editing(here, []);
    const { open, push, notify } = bound(client);
    await open(here.uriOf("parts/front.cfg"), front);
    await push(here.uriOf("parts/front.cfg"), has(undefinedBackend));
    await notify("workspace/didChangeConfiguration", { settings: { haproxySleuth: { configurations: [edge] } } });
    await push(here.uriOf("parts/front.cfg"), hasNot(undefinedBackend));
  });
});

describe("a set of which no document is ours alone", () => {
  test("has one release: a comment in any of its files", async () => {
    const here = folder({ ...files, "main.cfg": `# haproxy: 3.0.2\n${base}` });
    const { open, request } = bound(await editing(here));
    await open(here.uriOf("parts/back.cfg"), back);
    expect(await request<ReleaseState>("haproxySleuth/releaseState", { uri: here.uriOf("parts/back.cfg") })).toMatchObject({
      release: "3.0.2",
      source: "comment",
      configuration: { name: "edge", files: ["main.cfg", "parts/back.cfg", "parts/front.cfg"].map(here.uriOf) },
    });
  });

  test("has its summary above its first file only, and its report tells of all files", async () => {
    const [head = "", ...sections] = withComment.split(/^(?=frontend |backend |listen )/m);
    const here = folder({ "main.cfg": head, "rest.cfg": sections.join("") });
    const { open, request } = bound(await editing(here, [{ name: "all", files: ["main.cfg", "rest.cfg"] }], ours));
    const summariesOf = async (name: string) => {
      const lenses = await request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri: here.uriOf(name) } });
      return lenses.filter(({ command }) => command?.title.startsWith("HAProxy 3.0.2"));
    };
    await open(here.uriOf("main.cfg"), head);
    await open(here.uriOf("rest.cfg"), sections.join(""));
    expect(await summariesOf("main.cfg")).toHaveLength(1);
    expect(await summariesOf("rest.cfg")).toEqual([]);
    const report = await request<{ markdown: string }>("haproxySleuth/exposureReport", { uri: here.uriOf("main.cfg") });
    expect(report.markdown).toContain("rest.cfg:");
    const exposed = { advisory: race, uri: here.uriOf("rest.cfg") };
    expect(await request<unknown[]>("haproxySleuth/exposedStatements", exposed)).not.toEqual([]);
    expect(await request("haproxySleuth/exposedStatements", { ...exposed, uri: here.uriOf("main.cfg") })).toEqual([]);
  });

  test("is one companion of a log", async () => {
    const [head = "", ...sections] = withComment.replace("3.0.2", "3.0.3").split(/^(?=frontend |backend |listen )/m);
    const here = folder({ "main.cfg": head, "rest.cfg": sections.join("") });
    const { open, push } = bound(await editing(here, [{ name: "all", files: ["main.cfg", "rest.cfg"] }]));
    await open(here.uriOf("rest.cfg"), sections.join(""));
    await open(here.uriOf("main.cfg"), head);
    await push(here.uriOf("main.cfg"));
    await push(here.uriOf("rest.cfg"));
    await open("untitled:crash.log", crash.split("\n").slice(0, 6).join("\n"), "haproxy-crash");
    expect(codes((await push("untitled:crash.log", hasNot(race))).diagnostics)).toEqual(["unmatched-crash"]);
  });

  test("is found where something in the workspace starts HAProxy with it", async () => {
    const unit = "[Service]\nExecStart=/usr/sbin/haproxy -f /etc/haproxy/main.cfg -f /etc/haproxy/parts\n";
    const here = folder({ ...files, "haproxy.service": unit });
    const { open, push, request } = bound(await editing(here, []));
    await open(here.uriOf("parts/front.cfg"), front);
    expect((await push(here.uriOf("parts/front.cfg"))).diagnostics).toEqual([]);
    const state = await request<ReleaseState>("haproxySleuth/releaseState", { uri: here.uriOf("parts/front.cfg") });
    expect(state.configuration).toMatchObject({ name: "haproxy.service", source: "unit", manifest: "haproxy.service" });
  });

  test("is looked for in folders that the client adds", async () => {
    const here = folder({ ...files, "haproxy.service": "[Service]\nExecStart=haproxy -f main.cfg -f parts\n" });
    const client = await start();
    const { open, push, notify } = bound(client);
    expect(client.answered.capabilities.workspace?.workspaceFolders).toEqual({ supported: true, changeNotifications: true });
    await open(here.uriOf("parts/front.cfg"), front);
    await push(here.uriOf("parts/front.cfg"), has(undefinedBackend));
    const event = { added: [{ uri: here.rootUri, name: "here" }], removed: [] };
    await notify("workspace/didChangeWorkspaceFolders", { event });
    await push(here.uriOf("parts/front.cfg"), hasNot(undefinedBackend));
    client.forget();
    await notify("workspace/didChangeWorkspaceFolders", { event: { added: [], removed: event.added } });
    await push(here.uriOf("parts/front.cfg"), has(undefinedBackend));
  });
});

test("progress is shown of many files, to a client that shows it, and only there", async () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`parts/${i}.cfg`, `backend b${i}\n    server a 192.0.2.1:80\n`]));
  const here = folder({ "main.cfg": base, ...many });
  const told: { method: string; params: { value?: { kind: string; title?: string } } }[] = [];
  for (const window of [{ workDoneProgress: true }, {}]) {
    told.length = 0;
    const client = await editing(here, [edge], { capabilities: { window } });
    client.connection.onRequest("window/workDoneProgress/create", (params) => {
      told.push({ method: "create", params });
      return null;
    });
    client.connection.onNotification("$/progress", (params) => void told.push({ method: "progress", params }));
    await client.open(here.uriOf("main.cfg"), base);
    await client.push(here.uriOf("main.cfg"));
    const kindsNow = () => told.map(({ method, params }) => params.value?.kind ?? method);
    if (window.workDoneProgress) await expect.poll(kindsNow, { timeout: 10_000 }).toContain("end");
    const kinds = kindsNow();
    if (window.workDoneProgress) {
      expect(kinds).toEqual(["create", "begin", ...kinds.slice(2, -1).map(() => "report"), "end"]);
      expect(told[1]!.params.value!.title).toBe("Reading the files of edge");
    } else expect(kinds).toEqual([]);
    await client.stop();
  }
});

test("a hover sees the whole configuration", async () => {
  const [head = "", ...sections] = withComment.split(/^(?=frontend |backend |listen )/m);
  const here = folder({ "main.cfg": head, "rest.cfg": sections.join("") });
  const { open, request } = bound(await editing(here, [{ name: "all", files: ["main.cfg", "rest.cfg"] }]));
  const rest = sections.join("");
  await open(here.uriOf("rest.cfg"), rest);
  const line = rest.split("\n").findIndex((one) => one.includes("stick-table type"));
  const params = { textDocument: { uri: here.uriOf("rest.cfg") }, position: { line, character: 6 } };
  expect((await request<Hover>("textDocument/hover", params)).contents).toMatchObject({ value: expect.stringContaining("3.0.2") });
});
