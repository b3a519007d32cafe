/** What the tests of the command line share: fixtures, a folder for files, JSON. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll } from "vitest";

const repository = path.resolve(import.meta.dirname, "../..");

export const fixture = (name: string) => path.join(repository, "test/fixtures/incidents", name, "input.log");
export const raceConfig = path.join(repository, "examples/websocket/haproxy.cfg");

// biome-ignore lint/suspicious/noExplicitAny: the point is to look at whatever was printed
export const json = (text: string): any => JSON.parse(text);

/** Registers the hooks of a file of tests; `file` writes into a folder that is gone after them. */
export function folderFixture() {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "sleuth-cli-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return {
    folder: () => folder,
    file: (name: string, content: string | Uint8Array) => {
      const place = path.join(folder, name);
      writeFileSync(place, content);
      return place;
    },
  };
}
