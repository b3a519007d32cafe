/** Formatting through the protocol: whole documents, ranges, and while somebody types. */
import { expect, test } from "vitest";
import type { TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { bound, crash, serverFixture, uri } from "../support/serverFixture.ts";

const { start } = serverFixture();
const options = { tabSize: 2, insertSpaces: true };
const applied = (text: string, edits: TextEdit[]) => TextDocument.applyEdits(TextDocument.create(uri, "haproxy", 1, text), edits);

test("the server announces all three ways", async () => {
  const { answered } = await start();
  expect(answered.capabilities).toMatchObject({
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: { firstTriggerCharacter: "\n", moreTriggerCharacter: [" "] },
  });
});

test("a document, a range of it, and a line that has just begun", async () => {
  const { open, request } = bound(await start());
  const text = "global\n      daemon\nfrontend f\nbind  :80";
  await open(uri, text);
  const textDocument = { uri };
  const whole = await request<TextEdit[]>("textDocument/formatting", { textDocument, options });
  expect(applied(text, whole)).toBe("global\n  daemon\n\nfrontend f\n  bind :80\n");
  const range = { start: { line: 1, character: 3 }, end: { line: 2, character: 0 } };
  const part = await request<TextEdit[]>("textDocument/rangeFormatting", { textDocument, options, range });
  expect(applied(text, part)).toBe("global\n  daemon\nfrontend f\nbind  :80");
  const typing = "global\n  daemon\n  backend b\n\n";
  await open("untitled:2.cfg", typing);
  const params = { textDocument: { uri: "untitled:2.cfg" }, position: { line: 3, character: 0 }, ch: "\n", options };
  const edits = await request<TextEdit[]>("textDocument/onTypeFormatting", params);
  expect(applied(typing, edits)).toBe("global\n  daemon\nbackend b\n  \n");
});

test("columns are a setting; a crash log has no layout", async () => {
  const settings = () => ({ format: { alignColumns: true } });
  const { open, request } = bound(await start({ capabilities: { workspace: { configuration: true } }, settings }));
  const text = "backend b\n  server a :1 check\n  server bb :22 check\n";
  await open(uri, text);
  const edits = await request<TextEdit[]>("textDocument/formatting", { textDocument: { uri }, options });
  expect(applied(text, edits)).toBe("backend b\n  server a  :1  check\n  server bb :22 check\n");
  await open("untitled:crash", crash, "haproxy-crash");
  expect(await request("textDocument/formatting", { textDocument: { uri: "untitled:crash" }, options })).toBeNull();
});
