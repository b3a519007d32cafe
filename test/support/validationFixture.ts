/** A server with a saved configuration, and a haproxy that checks it. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, realpathSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Validation } from "../../server/src/lsp/protocol.ts";
import type { FakeHaproxy } from "./fakeHaproxy.ts";
import type { Editor, LanguageServer } from "./languageServer.ts";
import { serverFixture } from "./serverFixture.ts";

export const text = "defaults\n    mode http\n    timeout client 5s\nfrontend web\n    bind :8080\n    http-request deny\n";

export interface Given {
  readonly lints?: Record<string, string>;
  readonly haproxy?: Record<string, unknown>;
  readonly trusted?: boolean;
  readonly editor?: Editor;
}

/** Registers the hooks of a file of tests. */
export function validationFixture() {
  const { start, folder } = serverFixture();

  /** A server with a saved configuration in a folder of its own. */
  async function opened(fake: FakeHaproxy | undefined, { haproxy = {}, lints = {}, trusted = true, editor = {} }: Given = {}) {
    const place = realpathSync(mkdtempSync(path.join(folder(), "etc-")));
    const file = path.join(place, "haproxy.cfg");
    writeFileSync(file, text);
    const uri = pathToFileURL(file).href;
    const settings = { haproxy: { validate: "onCommand", ...(fake && { path: fake.file }), ...haproxy }, lints };
    const client = await start({ initializationOptions: { trusted, haproxySleuth: settings }, ...editor });
    const notes: string[] = [];
    client.connection.onNotification("window/showMessage", ({ message }: { message: string }) => void notes.push(message));
    await client.open(uri, text);
    await client.push(uri);
    client.forget();
    const ask = () => client.request<Validation>("haproxySleuth/validate", { uri });
    const save = () => client.notify("textDocument/didSave", { textDocument: { uri } });
    return { client, uri, file, place, ask, save, notes };
  }
  return { start, folder, opened };
}

export const said = (client: LanguageServer, uri: string) =>
  client.push(uri, ({ diagnostics }) => diagnostics.some(({ source }) => source === "haproxy"));
export const theirs = (diagnostics: readonly { source?: string; message: unknown; range: { start: { line: number } } }[]) =>
  diagnostics.filter(({ source }) => source === "haproxy").map(({ range, message }) => `${range.start.line + 1} ${String(message)}`);

/** A process that nobody has buried yet is dead too. */
export function isAlive(pid: number | undefined): boolean {
  const { stdout } = spawnSync("ps", ["-o", "stat=", "-p", String(pid)], { encoding: "utf8" });
  return /^[^Z\s]/.test(stdout);
}
