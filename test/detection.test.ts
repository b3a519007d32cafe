/** Documents get a language of ours once; what the user makes of it stays. The editor is played by a few objects. */
import { beforeEach, expect, test, vi } from "vitest";

interface Played {
  uri: { scheme: string; path: string; toString(): string };
  languageId: string;
  isClosed: boolean;
  getText(): string;
}

const heard = vi.hoisted(() => ({ open: [] as ((document: unknown) => void)[], close: [] as ((document: unknown) => void)[] }));

/** As VS Code does it: a change of language is told as an end and a beginning. */
function change(document: Played, languageId: string): void {
  for (const tell of heard.close) tell(document);
  document.languageId = languageId;
  for (const tell of heard.open) tell(document);
}

vi.mock("vscode", () => ({
  workspace: {
    textDocuments: [],
    fs: { isWritableFileSystem: () => true },
    getConfiguration: () => ({ get: (_: string, otherwise: unknown) => otherwise }),
    onDidOpenTextDocument: (tell: (document: unknown) => void) => heard.open.push(tell),
    onDidCloseTextDocument: (tell: (document: unknown) => void) => heard.close.push(tell),
    onDidChangeTextDocument: () => undefined,
  },
  languages: { setTextDocumentLanguage: async (document: Played, languageId: string) => change(document, languageId) },
  Disposable: class {},
}));

const { watchDocuments } = await import("../client/src/detection.ts");

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const crash = "Thread 3 is about to kill the process.\n*>Thread 3 : id=0x7f act=1 glob=0 wq=0 rq=0 tl=0 tlsz=0 rqsz=0\n";

function opened(path: string, languageId: string, text: string, scheme = "file"): Played {
  const document = { uri: { scheme, path, toString: () => `${scheme}:${path}` }, languageId, isClosed: false, getText: () => text };
  for (const tell of heard.open) tell(document);
  return document;
}

beforeEach(() => {
  heard.open.length = 0;
  heard.close.length = 0;
  watchDocuments();
});

test.each([
  ["/var/log/a.log", "plaintext", crash, "haproxy-crash", "plaintext"],
  [
    "/etc/lb.cfg",
    "properties",
    "global\n    maxconn 10\nfrontend fe\n    bind :80\n    default_backend be\nbackend be\n    server a 192.0.2.1:80\n",
    "haproxy",
    "properties",
  ],
])("%s is recognised, and what the user chooses then stays", async (path, before, text, ours, chosen) => {
  const document = opened(path, before, text);
  await settled();
  expect(document.languageId).toBe(ours);
  change(document, chosen);
  await settled();
  expect(document.languageId).toBe(chosen);
  // opened again, it is recognised again
  document.isClosed = true;
  for (const tell of heard.close) tell(document);
  const again = opened(path, before, text);
  await settled();
  expect(again.languageId).toBe(ours);
});

test("what VS Code guesses of an untitled text afterwards is put right", async () => {
  const document = opened("Untitled-1", "plaintext", crash, "untitled");
  await settled();
  expect(document.languageId).toBe("haproxy-crash");
  change(document, "perl");
  await settled();
  expect(document.languageId).toBe("haproxy-crash");
});
