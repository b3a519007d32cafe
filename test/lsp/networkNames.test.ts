/** Names of files on other hosts: to look for one on Windows is to call that host. */
import { describe, expect, test } from "vitest";
import { statedSets } from "../../server/src/host/configurationSets.ts";
import { candidatesIn } from "../../server/src/host/files.ts";
import { NamedFiles } from "../../server/src/host/namedFiles.ts";
import { readScripts } from "../../server/src/host/scripts.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
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

  test("of the folder of modules is left out as well", async () => {
    const here = folder({ "a.lua": 'require("helper")\n', "lib/helper.lua": "return {}\n" });
    const read = (lib: string) => {
      const text = `global\n    lua-prepend-path ${lib}/?.lua\n    lua-load a.lua\n`;
      return readScripts(modelOf([readConfig("file:///h.cfg", text)]), `${here.root}/haproxy.cfg`, here.root);
    };
    expect((await read(`${here.root}/lib`)).texts.size).toBe(2);
    expect((await read(`/${here.root}/lib`)).texts.size).toBe(1);
  });

  test("in a setting is taken only where the workspace lies there too", async () => {
    const here = folder({ "a.cfg": "global\n" });
    const places = async (root: string, file: string) => (await statedSets(root, [{ name: "a", files: [file] }]))[0]?.files.length;
    expect(await places(here.root, `${here.root}/a.cfg`)).toBe(1);
    expect(await places(`${here.root}/elsewhere`, `/${here.root}/a.cfg`)).toBe(0);
  });

  test("with two slashes is not found even where the same with one is there", async () => {
    const here = folder({ "a.map": "x y\n" });
    expect(await new NamedFiles().find(`${here.root}/a.map`, { folder: here.root, root: undefined })).toBe(`${here.root}/a.map`);
    expect(await new NamedFiles().find(`/${here.root}/a.map`, { folder: here.root, root: undefined })).toBeUndefined();
  });
});
