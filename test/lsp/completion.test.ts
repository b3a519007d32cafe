/** Completion and signature help over the wire: what each kind of client gets. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { type CompletionItem, CompletionItemKind, type CompletionList, type SignatureHelp } from "vscode-languageserver/node";
import { withCursor } from "../support/configText.ts";
import type { Editor, LanguageServer } from "../support/languageServer.ts";
import { ours, serverFixture, uri } from "../support/serverFixture.ts";

const { start, folder } = serverFixture();

const rich: Editor = {
  ...ours,
  capabilities: {
    textDocument: {
      completion: {
        completionItem: {
          snippetSupport: true,
          insertReplaceSupport: true,
          labelDetailsSupport: true,
          commitCharactersSupport: true,
          documentationFormat: ["markdown", "plaintext"],
          tagSupport: { valueSet: [1] },
        },
        completionList: { itemDefaults: ["editRange"] },
      },
      signatureHelp: {
        signatureInformation: {
          documentationFormat: ["markdown"],
          parameterInformation: { labelOffsetSupport: true },
          activeParameterSupport: true,
        },
      },
    },
  },
};

/** Opens the text and asks at its cursor mark. */
async function ask(server: LanguageServer, marked: string, context?: unknown): Promise<CompletionList | null> {
  const { text, line, column } = withCursor(marked);
  await server.open(uri, text);
  return server.request("textDocument/completion", {
    textDocument: { uri },
    position: { line, character: column },
    ...(context !== undefined && { context }),
  });
}

const named = (list: CompletionList | null, label: string) => list?.items.find((item) => item.label === label) as CompletionItem;
const text = "# haproxy: 3.2.0\nfrontend f\n    mode http\n    tim$0eout\nbackend be_web\n";

describe("completion", () => {
  test("is announced", async () => {
    const { capabilities } = (await start()).answered;
    expect(capabilities.completionProvider).toMatchObject({ resolveProvider: true, triggerCharacters: expect.arrayContaining([" ", "("]) });
    expect(capabilities.signatureHelpProvider).toMatchObject({ triggerCharacters: [" ", "(", ","] });
  });

  test("gives an able client shared ranges, places to fill in and label details", async () => {
    const list = await ask(await start(rich), text);
    expect(list?.itemDefaults?.editRange).toEqual({
      insert: { start: { line: 3, character: 4 }, end: { line: 3, character: 7 } },
      replace: { start: { line: 3, character: 4 }, end: { line: 3, character: 11 } },
    });
    const item = named(list, "timeout client");
    expect(item).toMatchObject({
      textEditText: `timeout client $${"{1:time}"}`,
      insertTextFormat: 2,
      labelDetails: { detail: " <time>" },
      command: { command: "editor.action.triggerSuggest" },
    });
    expect(item.textEdit).toBeUndefined();
    expect(item.documentation).toBeUndefined();
  });

  test("gives a plain client plain text with an edit of its own, and nothing that it has not asked for", async () => {
    const list = await ask(await start(), text);
    expect(list?.itemDefaults).toBeUndefined();
    for (const item of list?.items ?? []) {
      expect(item.insertTextFormat).toBeUndefined();
      expect(item).not.toHaveProperty("labelDetails");
      expect(item).not.toHaveProperty("tags");
      expect(item).not.toHaveProperty("commitCharacters");
      expect(item).not.toHaveProperty("command");
      expect(JSON.stringify(item.textEdit)).not.toContain("${");
    }
    expect(named(list, "timeout client").textEdit).toEqual({
      newText: "timeout client ",
      range: { start: { line: 3, character: 4 }, end: { line: 3, character: 11 } },
    });
    expect(list?.items.some(({ label }) => label === "frontend section")).toBe(false);
  });

  test("fills in documentation when asked, in the form that the client reads", async () => {
    const able = await start(rich);
    const item = named(await ask(able, text), "timeout client");
    expect(await able.request("completionItem/resolve", item)).toMatchObject({
      documentation: { kind: "markdown", value: expect.stringContaining("```haproxy") },
    });
    await able.stop();
    const plain = await start();
    const same = named(await ask(plain, text), "timeout client");
    const { documentation } = await plain.request<CompletionItem>("completionItem/resolve", same);
    expect(documentation).toEqual(expect.stringContaining("Longest time"));
    expect(documentation).not.toContain("```");
    expect(await plain.request("completionItem/resolve", { label: "foreign", data: 3 })).toEqual({ label: "foreign", data: 3 });
  });

  test("keeps to the kinds that a client has signs for", async () => {
    const marked = "global\n    setenv A b\nfrontend f\n    mode $0\n";
    const kindOf = async (kinds?: readonly number[]) => {
      const known = kinds && { textDocument: { completion: { completionItemKind: { valueSet: [...kinds] } } } };
      const server = await start({ ...(known !== undefined && { capabilities: known as NonNullable<Editor["capabilities"]> }) });
      return named(await ask(server, marked), "http");
    };
    expect((await kindOf()).kind).toBe(CompletionItemKind.Value);
    expect((await kindOf([CompletionItemKind.EnumMember])).kind).toBe(CompletionItemKind.EnumMember);
    expect((await kindOf([CompletionItemKind.Text])).kind).toBe(CompletionItemKind.Text);
  });

  test("strikes out what is deprecated", async () => {
    const list = await ask(await start(rich), "# haproxy: 3.4.0\nbackend b\n    $0\n");
    expect(named(list, "dispatch").tags).toEqual([1]);
  });

  test("answers null in comments, and to a blank at the start of a line", async () => {
    const server = await start();
    expect(await ask(server, "frontend f\n    # $0\n")).toBeNull();
    expect(await ask(server, "frontend f\n    $0\n", { triggerKind: 2, triggerCharacter: " " })).toBeNull();
    expect(await ask(server, "frontend f\n    $0\n", { triggerKind: 1 })).not.toBeNull();
    expect(await ask(server, "frontend f\n    timeout $0\n", { triggerKind: 2, triggerCharacter: " " })).not.toBeNull();
  });

  test("lists folders and files from where the configuration points to", async () => {
    const server = await start();
    const home = path.join(folder(), "site");
    mkdirSync(path.join(home, "certs/inner"), { recursive: true });
    writeFileSync(path.join(home, "certs/a b.pem"), "");
    writeFileSync(path.join(home, "certs/.hidden"), "");
    const at = pathToFileURL(path.join(home, "haproxy.cfg")).href;
    const askFor = async (marked: string) => {
      const { text: opened, line, column } = withCursor(marked);
      await server.open(at, opened);
      const list = await server.request<CompletionList | null>("textDocument/completion", {
        textDocument: { uri: at },
        position: { line, character: column },
      });
      return list?.items.map(({ label, textEdit, filterText }) => [label, textEdit?.newText, filterText]);
    };
    expect(await askFor("frontend f\n    bind :443 ssl crt certs/$0\n")).toEqual([
      ["a b.pem", "a\\ b.pem", "a\\ b.pem"],
      ["inner/", "inner/", undefined],
    ]);
    const based = await askFor("global\n    crt-base certs\nfrontend f\n    bind :443 ssl crt in$0\n");
    expect(based).toContainEqual(["inner/", "inner/", undefined]);
    expect(await askFor(`frontend f\n    errorfile 503 ${home}/nowhere/$0\n`)).toBeUndefined();
  });
});

describe("signature help", () => {
  const marked = withCursor("# haproxy: 3.2.0\nbackend b\n    server a $0\n");

  test("has offsets for a client that takes them, else words", async () => {
    const askWith = async (editor?: Editor) => {
      const server = await start(editor);
      await server.open(uri, marked.text);
      const help = await server.request<SignatureHelp | null>("textDocument/signatureHelp", {
        textDocument: { uri },
        position: { line: marked.line, character: marked.column },
      });
      await server.stop();
      return help;
    };
    const able = await askWith(rich);
    expect(able).toMatchObject({
      activeSignature: 0,
      activeParameter: 1,
      signatures: [{ label: "server <name> <address>[:<port>] [parameter…]", activeParameter: 1 }],
    });
    expect(able?.signatures[0]?.parameters?.[1]?.label).toEqual([14, 32]);
    const plain = await askWith();
    expect(plain?.signatures[0]?.parameters?.map(({ label }) => label)).toEqual(["<name>", "<address>[:<port>]", "[parameter…]"]);
    expect(plain?.signatures[0]).not.toHaveProperty("activeParameter");
  });

  test("answers null where nothing takes arguments", async () => {
    const server = await start();
    await server.open(uri, "frontend f\n    \n");
    expect(await server.request("textDocument/signatureHelp", { textDocument: { uri }, position: { line: 1, character: 4 } })).toBeNull();
    expect(
      await server.request("textDocument/signatureHelp", { textDocument: { uri: "untitled:none" }, position: { line: 1, character: 4 } }),
    ).toBeNull();
  });
});
