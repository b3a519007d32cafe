/** Names of files on other hosts: to look for one on Windows is to call that host. */
import { describe, expect, test } from "vitest";
import { candidatesIn } from "../../server/src/host/files.ts";
import { NamedFiles } from "../../server/src/host/namedFiles.ts";
import { workspaceFolders } from "../support/workspaceFolder.ts";

const folder = workspaceFolders();

describe("a name in a configuration", () => {
  test("is looked for beside it, or where it says", () => {
    expect(candidatesIn(["/etc/haproxy", "/work"], "a.lua")).toEqual(["/etc/haproxy/a.lua", "/work/a.lua"]);
    expect(candidatesIn(["/etc/haproxy"], "/usr/share/a.lua")).toEqual(["/usr/share/a.lua"]);
  });

  test.each(["//host/share/a.lua", "\\\\host\\share\\a.lua", "\\/host/a.lua"])("is nowhere looked for on another host: %s", (name) => {
    expect(candidatesIn(["/etc/haproxy"], name)).toEqual([]);
  });

  test("with two slashes is not found even where the same with one is there", async () => {
    const here = folder({ "a.map": "x y\n" });
    expect(await new NamedFiles().find(`${here.root}/a.map`, { folder: here.root, root: undefined })).toBe(`${here.root}/a.map`);
    expect(await new NamedFiles().find(`/${here.root}/a.map`, { folder: here.root, root: undefined })).toBeUndefined();
  });
});
