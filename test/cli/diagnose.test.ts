/** `diagnose`: the JSON that scripts rely on, the words for people, and what circumstances change. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { fixture, folderFixture, json, raceConfig } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";
import { ordinaryLog } from "../support/ordinaryLog.ts";

const { file, folder } = folderFixture();

describe("diagnose --format json", () => {
  test("has the shape that scripts rely on", async () => {
    const { code, out, err } = await runCli(["diagnose", "--format", "json", fixture("race-whole-report")]);
    expect([code, err]).toEqual([1, ""]);
    const { incidents, ...rest } = json(out);
    expect(rest).toEqual({});
    expect(incidents).toHaveLength(1);
    const { frames, candidates, pool, process, releaseFrom, ...facts } = incidents[0];
    expect(facts).toMatchObject({
      file: fixture("race-whole-report"),
      line: 6,
      endLine: 35,
      kind: "pool-inconsistency",
      release: "3.0.2",
      thread: 14,
      pid: 4035,
      signal: "SIGILL",
      exitCode: 132,
      count: 1,
      occurrences: [6],
      survived: false,
      signature: "v1 | pool-inconsistency | tag mismatch on free(), __stksess_kill | __pool_free < __stksess_kill < stream_free",
      time: null,
      threads: [],
    });
    expect(process).toEqual({ master: 4028, host: null, executable: expect.stringContaining("haproxy") });
    expect(releaseFrom).toMatchObject({ line: expect.any(Number), text: expect.stringContaining("3.0.2") });
    expect(pool).toMatchObject({
      problem: "tag mismatch on free()",
      caller: "__stksess_kill",
      freedBy: "process_table_expire",
      pool: "http_txn",
      size: 216,
    });
    expect(frames[1]).toMatchObject({
      function: "__stksess_kill",
      text: "__stksess_kill+0xa8/0x136",
      address: "0x5576cfb31718",
      file: null,
      line: null,
    });
    expect(candidates).toEqual([
      {
        advisory: "stick-table-kill-race",
        title: expect.any(String),
        effect: "crash",
        workaround: null,
        aliases: expect.arrayContaining(["#2611", "9357873641c5"]),
        confidence: 0.97,
        fixedIn: expect.objectContaining({ "2.9": "2.9.10", "3.0": "3.0.3" }),
        evidence: [expect.stringContaining("__stksess_kill"), "3.0.2 has the defect; fixed in 3.0.3"],
        url: "https://github.com/haproxy/haproxy/issues/2611",
      },
    ]);
    expect(candidates[0].aliases[0]).toBe("#2611");
  });

  test("says null for what is not known, and names no candidate where nothing matches", async () => {
    const { out } = await runCli(["diagnose", "--format", "json", "--release", "3.0.3", fixture("race-four-lines")]);
    expect(json(out).incidents).toMatchObject([{ release: "3.0.3", pid: null, signal: null, exitCode: null, frames: [] }]);
  });

  test("is an empty list for an ordinary log", async () => {
    const log = file("traffic.log", ordinaryLog(50_000));
    expect(await runCli(["diagnose", "--format", "json", log])).toEqual({ code: 0, out: '{\n  "incidents": []\n}\n', err: "" });
  });

  test("puts several files in one list", async () => {
    const { out } = await runCli(["diagnose", "--format", "json", fixture("hmac-gdb"), fixture("two-incidents")]);
    expect(
      json(out).incidents.map((incident: { file: string; line: number }) => [path.basename(path.dirname(incident.file)), incident.line]),
    ).toEqual([
      ["hmac-gdb", 7],
      ["two-incidents", 1],
      ["two-incidents", 8],
    ]);
  });
});

describe("diagnose in words", () => {
  test("tells verdict, reasons, remedy and where to read on", async () => {
    const { code, out } = await runCli(["diagnose", fixture("race-syslog")]);
    expect(code).toBe(1);
    const lines = out.split("\n");
    expect(lines[0]).toMatch(/:1: memory pool inconsistent, HAProxy 3\.0\.2, thread 13, exit code 132$/);
    expect(lines[1]).toMatch(/^ {2}Known bug, confidence high \(0\.97\): .*\(#2611\)$/);
    expect(lines[2]).toMatch(/^ {4}\+ __stksess_kill freed/);
    expect(out).toContain("\n  What to do\n    upgrade to 3.0.3 or later, best to 3.0.26\n");
    expect(out).toContain("More: haproxy-sleuth explain stick-table-kill-race");
    expect(out).toContain("Frames: __pool_free < __stksess_kill < stream_free");
    expect(out).not.toContain("What to collect next");
  });

  test("shows the stack from where the thread was, not from who reported it", async () => {
    const frames = ["ha_dump_backtrace+0x96/0x3d4", "ha_thread_dump_fill+0x3a/0x4f0", "ha_panic+0x1e/0x2a1", "wdt_handler+0x1c0/0x1f5"];
    const own = ["main+0x1a2b60", "eb32_insert+0x3e/0x2d0", "process_table_expire+0x161/0x4ca"];
    const log = file(
      "stuck.log",
      [
        "Thread 2 is about to kill the process.",
        "*>Thread 2 : id=0x7f1c2a7fc700 act=1 glob=0 wq=1 rq=0 tl=1 tlsz=0 rqsz=1",
        "             stuck=1 prof=0 harmless=0 wantrdv=0",
        "             call trace(8):",
        ...frames.map((frame, i) => `             | 0x55d0c1a3b0${10 + i} [89 c4 48 85 c0 74 0c 48]: ${frame}`),
        "             | 0x7f1c2b412520 [48 c7 c0 0f 00 00 00 0f]: libc:+0x42520",
        ...own.map((frame, i) => `             | 0x55d0c1b4c0${10 + i} [89 c4 48 85 c0 74 0c 48]: ${frame}`),
        "",
      ].join("\n"),
    );
    const { out } = await runCli(["diagnose", log]);
    expect(out).toMatch(/^ {2}Frames: main\+0x1a2b60 < eb32_insert < process_table_expire$/m);
  });

  test("says what to collect where the log does not tell", async () => {
    const { code, out } = await runCli(["diagnose", fixture("exit-134")]);
    expect(code).toBe(1);
    expect(out).toContain("\n  A real crash, but the log alone does not tell its cause\n");
    expect(out).toMatch(/upgrade to 3\.0\.26: it has the fixes of \d{2,} known crashes, hangs and corruptions that 3\.0\.2 still has/);
    expect(out).toMatch(/Perhaps\n {4}.*\(#2745\) \(0\.15\)/);
    expect(out).toContain("set-dumpable");
    expect(out).toContain("      haproxy -vv\n");
    expect(out).toContain("--format report");
  });

  test("says that no known bug matches", async () => {
    const { out } = await runCli(["diagnose", fixture("watchdog-panic")]);
    expect(out).toContain("A real crash, but no known bug in our catalogue matches it");
    expect(out).toContain("show threads");
  });

  test("says what is no bug of HAProxy", async () => {
    const log = file("killed.log", "[ALERT]    (20132) : Current worker (20144) exited with code 137 (Killed)\n");
    const { out } = await runCli(["diagnose", log]);
    expect(out).toContain("\n  No bug of HAProxy, confidence medium (0.75): Ended by a signal from outside (killed-from-outside)\n");
    expect(json((await runCli(["diagnose", "--format", "json", log])).out).incidents).toMatchObject([
      { verdict: "not-haproxy", candidates: [{ advisory: "killed-from-outside", effect: "environment" }, { advisory: "oom-kill" }, {}] },
    ]);
  });

  test("tells why there is no crash: a refused start, a stop", async () => {
    const refused = file(
      "refused.log",
      "[ALERT]    (9) : config : parsing [/etc/haproxy/h.cfg:13] : unknown keyword 'foo'\n[WARNING]  (8) : Failed to load worker (9) exited with code 1 (Exit)\n",
    );
    const { code, out, err } = await runCli(["diagnose", refused]);
    expect([code, out]).toEqual([0, ""]);
    expect(err).toContain(":1: no crash: HAProxy refused to start: config : parsing [/etc/haproxy/h.cfg:13] : unknown keyword 'foo'\n");
    const { incidents, endings } = json((await runCli(["diagnose", "--format", "json", refused])).out);
    expect([incidents, endings]).toEqual([[], [expect.objectContaining({ line: 1, kind: "refused-to-start" })]]);
    const stopped = file("stopped.log", "[ALERT]    (8) : Current worker (9) exited with code 143 (Terminated)\n");
    expect((await runCli(["diagnose", stopped])).err).toContain("no crash: the process was asked to end (SIGTERM)");
  });

  test("as Markdown for a ticket, and as a report under the headings of the bug form", async () => {
    const markdown = (await runCli(["diagnose", "--format", "markdown", fixture("exit-134")])).out;
    expect(markdown).toMatch(/^# A real crash, but the log alone does not tell its cause\n/);
    expect(markdown).toContain("## What to collect next\n\n1. ");
    expect(markdown).toContain("   ```sh\n   haproxy -vv\n   ```");
    const report = (await runCli(["diagnose", "--format", "report", "--config", raceConfig, "--lang", "zh-cn", fixture("race-syslog")]))
      .out;
    expect([...report.matchAll(/^### (.*)$/gm)].map(([, title]) => title)).toEqual([
      "Detailed Description of the Problem",
      "Expected Behavior",
      "Steps to Reproduce the Behavior",
      "Do you have any idea what may have caused this?",
      "Do you have an idea how to solve the issue?",
      "What is your configuration?",
      "Output of `haproxy -vv`",
      "Last Outputs and Backtraces",
      "Additional Information",
    ]);
    expect(report).toContain("```haproxy\n");
  });

  test("speaks Chinese where asked, and English again afterwards", async () => {
    const chinese = await runCli(["diagnose", "--lang", "zh-cn", fixture("race-syslog")]);
    expect(chinese.out).toMatch(/[\u4e00-\u9fff]/);
    expect((await runCli(["diagnose", fixture("race-syslog")])).out).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("diagnose with circumstances", () => {
  /** Those that are named; weaker ones are only mentioned. */
  const candidates = async (...args: string[]) => {
    const { out } = await runCli(["diagnose", "--format", "json", ...args]);
    return json(out).incidents.flatMap((incident: { candidates: { advisory: string; confidence: number }[] }) =>
      incident.candidates.filter(({ confidence }) => confidence >= 0.5).map((one) => `${one.advisory} ${one.confidence}`),
    );
  };

  test.each([
    ["2.8.7", []],
    ["2.9.9", ["stick-table-kill-race 0.93"]],
    ["2.9", []],
    ["3.0.2", ["stick-table-kill-race 0.93"]],
    ["v3.0.2-alpine", ["stick-table-kill-race 0.93"]],
    ["3.0.3", []],
    ["3.0", []],
  ])("--release %s", async (release, expected) => {
    expect(await candidates("--release", release, fixture("race-four-lines"))).toEqual(expected);
  });

  test("an exposed configuration makes it surer, and its comment names the release", async () => {
    expect(await candidates("--config", raceConfig, fixture("race-four-lines"))).toEqual(["stick-table-kill-race 0.95"]);
  });

  test("a configuration that cannot run into it makes it less sure", async () => {
    const config = file("plain.cfg", "global\n    nbthread 1\ndefaults\n    mode http\n");
    expect(await candidates("--release", "3.0.2", "--config", config, fixture("race-four-lines"))).toEqual(["stick-table-kill-race 0.51"]);
  });

  test("standard input is read for -", async () => {
    const { code, out } = await runCli(["diagnose", "--format", "json", "-"], readFileSync(fixture("hmac-gdb"), "utf8"));
    expect([code, json(out).incidents[0].file, json(out).incidents[0].candidates[0].advisory]).toEqual([1, "-", "lua-null-error-pointer"]);
  });
});

describe("diagnose as SARIF", () => {
  test("has a result for each incident, where its headline is", async () => {
    const { code, out } = await runCli(["diagnose", "--format", "sarif", fixture("race-syslog"), fixture("two-incidents")]);
    const [{ results, tool }] = json(out).runs;
    expect([code, results.length, json(out).version]).toEqual([1, 3, "2.1.0"]);
    expect(results[0]).toMatchObject({ ruleId: "stick-table-kill-race", level: "error" });
    expect(results[0].locations[0].physicalLocation.region).toMatchObject({
      startLine: 1,
      snippet: { text: expect.stringContaining("FATAL") },
    });
    expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toContain("stick-table-kill-race");
  });
});

describe("packed logs and folders", () => {
  const log = readFileSync(fixture("race-four-lines"));
  const pack = (tool: string) => spawnSync(tool, ["-c"], { input: log }).stdout;
  const missing = (tool: string) => spawnSync(tool, ["--version"]).error !== undefined;

  test("gzip", async () => {
    const { code, out } = await runCli(["diagnose", "--format", "json", file("x.log.gz", gzipSync(log))]);
    expect([code, json(out).incidents[0].kind]).toEqual([1, "pool-inconsistency"]);
    expect((await runCli(["diagnose", "-"], gzipSync(log))).code).toBe(1);
  });

  test.each(["xz", "zstd"].filter((tool) => !missing(tool)))("%s", async (tool) => {
    const { code, out } = await runCli(["diagnose", "--format", "json", file(`x.log.${tool}`, pack(tool))]);
    expect([code, json(out).incidents[0].kind]).toEqual([1, "pool-inconsistency"]);
  });

  test.each([
    ["gzip", [0x1f, 0x8b]],
    ["xz", [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]],
    ["zstd", [0x28, 0xb5, 0x2f, 0xfd]],
  ])("damaged %s", async (name, magic) => {
    const place = file(`damaged.${name}`, Buffer.from([...magic, 1, 2, 3]));
    expect(await runCli(["diagnose", place])).toMatchObject({ code: 2, out: "", err: expect.stringContaining(`cannot unpack ${place}`) });
  });

  test("a folder stands for its files, without those that are no text", async () => {
    mkdirSync(path.join(folder(), "logs/old"), { recursive: true });
    file("logs/a.log", log);
    file("logs/old/b.log.gz", gzipSync(log));
    file("logs/core", Buffer.from("\x7fELF\x02\x01"));
    const { code, out, err } = await runCli(["diagnose", "--format", "json", path.join(folder(), "logs")]);
    expect([code, json(out).incidents.map((incident: { file: string }) => path.basename(incident.file))]).toEqual([
      1,
      ["a.log", "b.log.gz"],
    ]);
    expect(err).toContain("left out");
  });
});

test("what HAProxy survives is shown where asked for", async () => {
  const log = file("warn.log", 'WARNING: warn condition "one > zero" matched at src/debug.c:402 (please report to developers)\n');
  expect((await runCli(["diagnose", log])).code).toBe(0);
  const { out } = await runCli(["diagnose", "--survived", "--format", "json", log]);
  expect(json(out).incidents).toMatchObject([{ kind: "bug-condition", survived: true }]);
  expect((await runCli(["diagnose", "--survived", log])).out).not.toContain("A real crash");
});

test("the same crash again is counted", async () => {
  const log = file("again.log", readFileSync(fixture("race-whole-report"), "utf8").repeat(3));
  const { out } = await runCli(["diagnose", "--format", "json", log]);
  expect(json(out).incidents).toMatchObject([{ count: 3, occurrences: [6, expect.any(Number), expect.any(Number)] }]);
  expect((await runCli(["diagnose", log])).out).toContain(", 3 times\n");
});
