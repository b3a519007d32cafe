/** `check` and `explain`: the JSON that scripts rely on, and the names by which a page is found. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folderFixture, json, raceConfig } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";

const { file } = folderFixture();

describe("check --format json", () => {
  test("has the shape that scripts rely on, from 1", async () => {
    const { code, out } = await runCli(["check", "--format", "json", raceConfig]);
    expect(code).toBe(1);
    const { findings } = json(out);
    const [race] = findings.filter((finding: { code: string }) => finding.code === "stick-table-kill-race");
    expect(Object.keys(race)).toEqual(["file", "line", "column", "endLine", "endColumn", "severity", "code", "message", "source", "url"]);
    const text = readFileSync(raceConfig, "utf8").split("\n")[race.line - 1]!;
    expect(text.slice(race.column - 1, race.endColumn - 1)).toMatch(/^(?:stick-table|http-request track-sc0)/);
    expect(race).toMatchObject({
      file: raceConfig,
      source: "haproxy-sleuth",
      severity: expect.stringMatching(/^(?:error|warning)$/),
      message: expect.stringContaining("#2611"),
      url: "https://github.com/haproxy/haproxy/issues/2611",
    });
  });

  test.each(["2.8.7", "3.0.3"])("finds no race with --release %s", async (release) => {
    const { out } = await runCli(["check", "--format", "json", "--release", release, raceConfig]);
    expect(json(out).findings.map((finding: { code: string }) => finding.code)).not.toContain("stick-table-kill-race");
  });

  test("is clean for a configuration without findings", async () => {
    const config = file("clean.cfg", "defaults\n    mode http\n    timeout client 5s\n    timeout server 5s\n    timeout connect 5s\n");
    expect(await runCli(["check", "--format", "json", "--release", "3.0.2", config])).toMatchObject({
      code: 0,
      out: '{\n  "findings": []\n}\n',
    });
  });
});

describe("explain", () => {
  test.each(["stick-table-kill-race", "#2611", "2611", "9357873641c5", "9357873", "STICK-TABLE-KILL-RACE"])(
    "%s gives the page of the race",
    async (id) => {
      const { code, out } = await runCli(["explain", id]);
      expect(code).toBe(0);
      expect(out).toMatch(/^# Stick-table entry freed twice/);
      expect(out).toContain("2.9.10");
    },
  );

  test("--release tells the state of that release", async () => {
    expect((await runCli(["explain", "#2611", "--release", "3.0.2"])).out).toContain("fixed in 3.0.3");
    expect((await runCli(["explain", "#2611", "--release", "2.8.7"])).out).toContain("**not affected**");
  });

  test("--lang zh-cn gives the Chinese page", async () => {
    expect((await runCli(["explain", "#2611", "--lang", "zh-cn"])).out).toContain("## 发生了什么");
  });
});
