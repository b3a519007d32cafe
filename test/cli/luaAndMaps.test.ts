/** `check` on the scripts that a configuration loads, and `diagnose` on lists of mappings. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { json } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";
import { config, script } from "../support/luaFixture.ts";
import { listOfMaps } from "../support/maps.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sleuth-lua-"));
  mkdirSync(path.join(folder, "lua"));
  writeFileSync(path.join(folder, "haproxy.cfg"), config);
  writeFileSync(path.join(folder, "lua/site.lua"), script);
  writeFileSync(path.join(folder, "maps"), listOfMaps({ threads: 2, holes: 30_000 }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("check", () => {
  test("tells of a script under the script's own name", async () => {
    const { out, code } = await runCli(["check", "--format", "json", path.join(folder, "haproxy.cfg")]);
    expect(json(out).findings).toMatchObject([{ code: "lua-blocking-call", line: 2 }]);
    expect(json(out).findings[0].file).toMatch(/lua\/site\.lua$/);
    expect(code).toBe(1);
  });

  test("shows its line", async () => {
    const { out } = await runCli(["check", path.join(folder, "haproxy.cfg")]);
    expect(out).toMatch(/2 \| {5}os\.execute\("true"\)\n/);
  });

  test("leaves it out when asked to", async () => {
    expect((await runCli(["check", "--ignore", "lua-blocking-call", path.join(folder, "haproxy.cfg")])).code).toBe(0);
  });
});

describe("diagnose", () => {
  test("sums up a list of mappings, for people and for scripts", async () => {
    const text = await runCli(["diagnose", path.join(folder, "maps")]);
    expect(text.out).toMatch(/maps:1: 60\d\d\d mappings, .* 92 % of the default vm\.max_map_count \(65530\); 30000 holes/);
    expect(text.err).not.toContain("no crash found");
    const { maps, incidents } = json((await runCli(["diagnose", "--format", "json", path.join(folder, "maps")])).out);
    expect(incidents).toEqual([]);
    expect(maps).toMatchObject([{ line: 1, holes: 30_000, defaultLimit: 65530, jemalloc: false }]);
  });
});
