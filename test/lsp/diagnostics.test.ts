/** Findings on their way to an editor: pushed or pulled, with their version, their links and their company. */
import { describe, expect, test } from "vitest";
import { pulling } from "../support/languageServer.ts";
import { bound, codes, crash, ours, race, serverFixture, uri, withComment } from "../support/serverFixture.ts";

const { start } = serverFixture();

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
    await open("file:///lint.cfg", "frontend web\n    bind :80\n    default_backend nowhere\n");
    expect((await pull("file:///lint.cfg")).find(({ code }) => code === "undefined-backend")!.codeDescription?.href).toMatch(
      /^command:haproxySleuth\.explain\?%5B%22undefined-backend/,
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

  test("fade what has no effect, for clients that can", async () => {
    const text = "frontend f\n    bind :80\n    acl old path /old\n";
    for (const valueSet of [[1, 2], [2]] as const) {
      const diagnostic = { ...pulling?.textDocument?.diagnostic, tagSupport: { valueSet: [...valueSet] } };
      const { open, pull } = bound(await start({ capabilities: { ...pulling, textDocument: { ...pulling?.textDocument, diagnostic } } }));
      await open(uri, text);
      const found = (await pull(uri)).find(({ code }) => code === "unused-acl");
      expect(found).toMatchObject({ severity: 4, range: { start: { line: 2, character: 4 }, end: { line: 2, character: 21 } } });
      expect(found?.tags).toEqual(valueSet.length === 2 ? [1] : undefined);
    }
  });

  test("leave a plain text alone unless it holds a crash", async () => {
    const { open, pull } = bound(await start({ capabilities: pulling }));
    await open("untitled:notes", "dear diary", "plaintext");
    await open("untitled:pasted", crash, "plaintext");
    expect(await pull("untitled:notes")).toEqual([]);
    expect(codes(await pull("untitled:pasted"))).toEqual([race]);
  });
});
