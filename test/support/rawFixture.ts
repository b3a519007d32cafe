/** One server for each test, and a client that may send it anything; what most of its tests say first. */
import { rmSync } from "node:fs";
import path from "node:path";
import { afterAll, afterEach, beforeAll } from "vitest";
import { bundle } from "./bundle.ts";
import { type Answer, RawClient } from "./rawClient.ts";

export const uri = "file:///nowhere/haproxy.cfg";
export const small = "frontend f\n    bind :80\n    default_backend nowhere\n";
export const hoverAt = (line: number, character: number) => ({ textDocument: { uri }, position: { line, character } });

/** Parameters of initialize that say as little as may be. */
export const plain = { processId: null, rootUri: null, capabilities: {} };

interface Pushed {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly { readonly code: string; readonly range: unknown }[];
}

/** Registers the hooks of a file of tests. */
export function rawFixture() {
  let bundled = "";
  let client: RawClient;
  beforeAll(() => {
    bundled = bundle("lsp/main.ts");
  }, 60_000);
  afterAll(() => rmSync(path.dirname(bundled), { recursive: true, force: true }));
  afterEach(() => client.child.kill());
  const fixture = {
    /** Of the test that runs. */
    get client() {
      return client;
    },
    start: () => {
      client = new RawClient([bundled, "--stdio"]);
      return client;
    },
    /** Starts a server and initializes it. */
    initialize: async (params: unknown = plain): Promise<Answer> => {
      const answer = await fixture.start().request("init", "initialize", params);
      client.notify("initialized", {});
      return answer;
    },
    open: (text: string, of = uri, version: unknown = 1) =>
      client.notify("textDocument/didOpen", { textDocument: { uri: of, languageId: "haproxy", version, text } }),
    pushed: async (fits: (params: Pushed) => boolean = () => true): Promise<Pushed> => {
      const { params } = await client.answer((one) => one.method === "textDocument/publishDiagnostics" && fits(one.params as Pushed));
      return params as Pushed;
    },
  };
  return fixture;
}
