/** `exposure`: its formats, its options, and what it says where it cannot answer. */
import { describe, expect, test } from "vitest";
import { folderFixture, json, raceConfig } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";

const { file } = folderFixture();
const table =
  "backend t\n    stick-table type string size 1k expire 30s store gpc0\nfrontend f\n    bind :80\n    mode http\n    http-request track-sc0 url_param(key),url_dec table t\n";

describe("json", () => {
  test("has the shape that scripts rely on", async () => {
    const { code, out } = await runCli(["exposure", "--release", "3.0.2", "--format", "json", raceConfig]);
    expect(code).toBe(1);
    const report = json(out);
    expect(report).toMatchObject({ release: "3.0.2", upgrade: { branch: "3.0", release: expect.stringMatching(/^3\.0\.\d+$/) } });
    const race = report.exposures.find(({ advisory }: { advisory: string }) => advisory === "stick-table-kill-race");
    expect(race).toMatchObject({
      aliases: expect.arrayContaining(["#2611"]),
      effect: "crash",
      severity: "medium",
      state: "exposed",
      fixedIn: { "3.0": "3.0.3" },
      statements: expect.arrayContaining([{ file: raceConfig, line: expect.any(Number) }]),
    });
    for (const { state } of report.exposures) expect(["exposed", "possible"]).toContain(state);
  });

  test("against another release", async () => {
    const config = file("t.cfg", table);
    const { out } = await runCli(["exposure", "--release", "3.2.5", "--against", "3.2.26", "--format", "json", config]);
    const { against } = json(out);
    expect(against.release).toBe("3.2.26");
    expect(against.fixed).toContain("stick-table-string-key-embedded-nul-handled");
    expect(against.words).toEqual([]);
  });
});

test("all files are one configuration", async () => {
  const [a, b] = [file("a.cfg", table.slice(0, table.indexOf("frontend"))), file("b.cfg", table.slice(table.indexOf("frontend")))];
  const ids = async (...files: string[]) => {
    const { out } = await runCli(["exposure", "--release", "3.2.5", "--format", "json", ...files]);
    return json(out).exposures.map(({ advisory }: { advisory: string }) => advisory);
  };
  expect(await ids(a)).not.toContain("stick-table-string-key-embedded-nul-handled");
  expect(await ids(a, b)).toContain("stick-table-string-key-embedded-nul-handled");
});

test("text and markdown name what exposes, and what to do", async () => {
  const { out, err } = await runCli(["exposure", "--release", "2.9.4", "--against", "3.0", raceConfig]);
  expect(out).toMatch(/^HAProxy 2\.9\.4\nKnown bugs: \d+ for certain/);
  expect(out).toContain("#2611: Stick-table entry freed twice");
  expect(out).toContain("branch 2.9 ended in 2025-Q1");
  expect(out).toMatch(/From 2\.9\.4 to 3\.0\.\d+\n {2}Every word of this configuration stays valid\.\n[\s\S]*Ends \(\d+\)\n/);
  expect(err).toMatch(/from 2\.9\.4 to 3\.0\.\d+: \d+ known bugs ended, \d+ new/);
  const page = await runCli(["exposure", "--release", "2.9.4", "--format", "markdown", raceConfig]);
  expect(page.out).toMatch(/^# HAProxy 2\.9\.4: what this configuration is exposed to\n/);
  expect(page.out).toMatch(
    /^\| crash \| medium \| Stick-table entry freed twice[^|]* \(\[#2611\]\([^ ]+ "stick-table-kill-race"\)\) \| [^|]+ \| 2\.9\.10 \|$/m,
  );
});

test("sarif has a rule for every result", async () => {
  const { out } = await runCli(["exposure", "--release", "3.0.2", "--format", "sarif", raceConfig]);
  const [run] = json(out).runs;
  const rules = run.tool.driver.rules.map(({ id }: { id: string }) => id);
  expect(run.results.length).toBeGreaterThan(3);
  for (const { ruleId, level } of run.results) {
    expect(rules).toContain(ruleId);
    expect(["warning", "note"]).toContain(level);
  }
});

describe("wrong usage", () => {
  test.each([
    [["exposure"], "exposure needs a file"],
    [["exposure", "--release", "x", raceConfig], '--release "x"'],
    [["exposure", "--release", "3.0.2", "--format", "xml", raceConfig], '--format "xml"'],
    [["exposure", "--release", "3.0.2", "--against", "x", raceConfig], '"x"'],
    [["exposure", "--release", "3.0.2", "/no/such.cfg"], "no such file"],
  ])("%j", async (args, said) => {
    const { code, err } = await runCli(args);
    expect(code).toBe(2);
    expect(err).toContain(said);
  });

  test("no release is known", async () => {
    const { code, err } = await runCli(["exposure", file("plain.cfg", table)]);
    expect([code, err]).toEqual([2, expect.stringContaining("needs the release in use")]);
  });
});

test("nothing to say is exit code 0", async () => {
  const { code, out } = await runCli(["exposure", "--release", "3.4.7", "--format", "json", file("empty.cfg", "global\n")]);
  const certain = json(out).exposures.filter(({ state }: { state: string }) => state === "exposed");
  expect(certain).toEqual([]);
  expect(code).toBe(0);
});

test("what the other release refuses, warns of and does otherwise comes before the bugs", async () => {
  const old =
    "global\n    nbproc 2\ndefaults\n    option accept-invalid-http-request\nbackend be\n    server a 192.0.2.1:80\n    server b 192.0.2.2:80\n";
  const { out } = await runCli(["exposure", "--release", "2.4.20", "--against", "3.4", file("old.cfg", old)]);
  const parts = [
    "From 2.4.20",
    "old.cfg:2: refused: ",
    "old.cfg:4: warned of: ",
    "What behaves differently",
    "3.3: Without balance",
    "\nEnds (",
  ];
  const places = parts.map((part) => out.indexOf(part));
  expect(places).not.toContain(-1);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  const report = json(
    (await runCli(["exposure", "--release", "2.4.20", "--against", "3.4", "--format", "json", file("old.cfg", old)])).out,
  );
  expect(report.against.behaviour).toContainEqual({
    id: "balance-random",
    branch: "3.3",
    says: expect.stringContaining("random"),
    keep: "`balance roundrobin`",
    commit: expect.stringMatching(/^[0-9a-f]{12}$/),
    statements: [{ file: expect.stringMatching(/old\.cfg$/), line: 6 }],
  });
});

test("in Chinese", async () => {
  const { out } = await runCli(["exposure", "--release", "3.0.2", "--lang", "zh-cn", raceConfig]);
  expect(out).toContain("受影响");
});

describe("check", () => {
  const codes = async (...args: string[]) => {
    const { out } = await runCli(["check", "--format", "json", "--release", "2.9.4", ...args, file("synced.cfg", synced)]);
    return json(out).findings.map(({ code }: { code: string }) => code);
  };
  const synced = `peers p\n    peer a 192.0.2.1:1024\n    peer b 192.0.2.2:1024\n${table.replace("store gpc0", "store gpc0 peers p")}`;
  const id = "stick-table-peers-decrement-reference-count-entry";

  test("tells an advisory that is asked for alone, and leaves one out that is not wanted", async () => {
    expect(await codes("--only", id)).toEqual([id]);
    expect(await codes("--only", "HA-21447b1dd")).toEqual([id]);
    expect(await codes("--ignore", id)).not.toContain(id);
    expect(await codes("--only", "known-bugs")).toContain("known-bugs");
    expect(await codes("--ignore", "known-bugs")).not.toContain("known-bugs");
  });
});
