/** What the tests of the language server share: one bundle for each file of tests, one server for each test, and the documents. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { bundle } from "./bundle.ts";
import { type Editor, LanguageServer } from "./languageServer.ts";

const repository = path.resolve(import.meta.dirname, "../..");

export const race = "stick-table-kill-race";
export const uri = "untitled:haproxy.cfg";
export const withComment = readFileSync(path.join(repository, "examples/websocket/haproxy.cfg"), "utf8");
/** The same exposure, with nobody naming a release. */
export const config = withComment.replace(/^# haproxy: .*\n/, "");
export const crash = readFileSync(path.join(repository, "test/fixtures/incidents/race-syslog/input.log"), "utf8");
/** An editor that carries out our commands. */
export const ours = { initializationOptions: { commands: true } };

export const lineOf = (text: string, words: string) => text.split("\n").findIndex((line) => line.includes(words));
export const codes = (diagnostics: readonly { code?: unknown }[]) => diagnostics.map(({ code }) => code);

/** Registers the hooks of a file of tests; `start` starts a server that ends with the test. */
export function serverFixture() {
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
  return {
    start: async (editor: Editor = {}, command: readonly string[] = [bundled, "--stdio"]) => {
      server = await LanguageServer.start(command, editor);
      return server;
    },
    /** The server with options of Node. */
    command: (...options: readonly string[]) => [...options, bundled, "--stdio"],
    /** A folder for files, gone after the tests. */
    folder: () => folder,
  };
}

/** The methods of a server, to be taken apart. */
export function bound(client: LanguageServer) {
  return {
    open: client.open.bind(client),
    change: client.change.bind(client),
    push: client.push.bind(client),
    pull: client.pull.bind(client),
    notify: client.notify.bind(client),
    request: client.request.bind(client) as LanguageServer["request"],
  };
}
