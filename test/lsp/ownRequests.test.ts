/** The requests of server/src/lsp/protocol.ts, in both languages. */
import { describe, expect, test } from "vitest";
import type { CodeLens } from "vscode-languageserver/node";
import type { BranchInfo, Explanation, ExposedStatement, ReleaseState } from "../../server/src/lsp/protocol.ts";
import { bound, crash, lineOf, ours, race, serverFixture, uri, withComment } from "../support/serverFixture.ts";

const { start } = serverFixture();

describe("requests of our own", () => {
  test("explanation: a page in the light of the document; null for what is unknown", async () => {
    const { open, request } = bound(await start());
    await open(uri, withComment);
    const page = await request<Explanation | null>("haproxySleuth/explanation", { advisory: race, uri });
    expect(page).toMatchObject({ title: expect.stringContaining("#2611"), markdown: expect.stringContaining("**exposed** in 3.0.2") });
    expect(await request("haproxySleuth/explanation", { advisory: "nothing" })).toBeNull();
    const lint = await request<Explanation | null>("haproxySleuth/explanation", { advisory: "undefined-backend", uri });
    expect(lint?.markdown).toMatch(/^# undefined-backend\n\n[\s\S]*```haproxy/);
  });

  test("explanation of crashes that nothing explains: what to collect", async () => {
    const { open, request } = bound(await start());
    await open("untitled:bare", "[ALERT]    (20132) : Current worker (20144) exited with code 139 (Segmentation fault)\n", "haproxy-crash");
    const page = await request<Explanation | null>("haproxySleuth/explanation", { advisory: "unmatched-crash", uri: "untitled:bare" });
    expect(page?.markdown).toMatch(/^# A real crash, but/);
    expect(page?.markdown).toContain("coredumpctl");
    expect(await request("haproxySleuth/explanation", { advisory: "unmatched-crash" })).toBeNull();
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
    expect(await request<BranchInfo[]>("haproxySleuth/branches", null)).toContainEqual({
      branch: "3.0",
      newest: expect.stringMatching(/^3\.0\./),
    });
  });

  test("the line above a configuration leads to the report", async () => {
    const { open, request } = bound(await start(ours));
    await open(uri, withComment);
    const [lens] = await request<CodeLens[]>("textDocument/codeLens", { textDocument: { uri } });
    expect(lens?.range.start).toEqual({ line: 0, character: 0 });
    expect(lens?.command).toMatchObject({
      title: expect.stringMatching(/^HAProxy 3\.0\.2: exposed to \d+ known bugs/),
      command: "haproxySleuth.showExposure",
      arguments: [uri],
    });
    const report = await request<Explanation | null>("haproxySleuth/exposureReport", { uri });
    expect(report?.markdown).toContain("#2611");
    expect(report?.markdown).toContain("## From 3.0.2 to 3.4.");
    const compared = await request<Explanation | null>("haproxySleuth/exposureReport", { uri, against: "3.2" });
    // what was asked for comes before the tables
    expect(compared?.markdown.match(/^## \S+/gm)?.slice(0, 2)).toEqual(["## From", "## Exposed"]);
    expect(compared?.markdown).toContain("## From 3.0.2 to 3.2.");
    expect(await request("haproxySleuth/exposureReport", { uri: "untitled:none" })).toBeNull();
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
