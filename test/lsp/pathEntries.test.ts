/** What completion of paths finds in folders: from which of them a path starts, and what it hides. */
import { describe, expect, test } from "vitest";
import { entriesFor } from "../../server/src/host/pathEntries.ts";
import { workspaceFolders } from "../support/workspaceFolder.ts";

const folder = workspaceFolders();
const files = { "conf/haproxy.cfg": "", "conf/certs/a.pem": "", "conf/certs/.key": "", "conf/maps/hosts.map": "", "store/b.pem": "" };

/** "certs/", "a.pem": folders end in a slash. */
async function found(typed: string, bases: readonly string[], home: string | undefined): Promise<readonly string[]> {
  const entries = await entriesFor(typed, bases, home);
  return entries.map((entry) => (entry.folder ? `${entry.name}/` : entry.name)).sort();
}

describe("a relative path", () => {
  test("starts from the folder of the configuration, whatever of the last name is typed", async () => {
    const { pathOf } = folder(files);
    expect(await found("", [], pathOf("conf"))).toEqual(["certs/", "haproxy.cfg", "maps/"]);
    expect(await found("certs/zzz", [], pathOf("conf"))).toEqual(["a.pem"]);
    expect(await found("../", [], pathOf("conf"))).toEqual(["conf/", "store/"]);
  });

  test("starts from the first base that has the folder", async () => {
    const { pathOf } = folder(files);
    expect(await found("", ["missing", pathOf("store"), "certs"], pathOf("conf"))).toEqual(["b.pem"]);
    expect(await found("", ["certs"], pathOf("conf"))).toEqual(["a.pem"]);
    expect(await found("maps/", ["certs"], pathOf("conf"))).toEqual(["hosts.map"]);
  });

  test("leads nowhere without a folder to start from", async () => {
    expect(await found("certs/", ["relative"], undefined)).toEqual([]);
  });
});

test("an absolute path asks no base", async () => {
  const { pathOf } = folder(files);
  expect(await found(`${pathOf("store")}/`, [pathOf("conf")], pathOf("conf"))).toEqual(["b.pem"]);
  expect(await found(`${pathOf("gone")}/`, [pathOf("conf")], pathOf("conf"))).toEqual([]);
});

test("what is hidden shows itself behind a dot", async () => {
  const { pathOf } = folder(files);
  expect(await found("certs/.", [], pathOf("conf"))).toEqual([".key", "a.pem"]);
});
