/** The command line: JSON shapes, exit codes, and clear words for everything that cannot be read. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runCli } from "../support/commandLine.ts";
import { ordinaryLog } from "../support/ordinaryLog.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const fixture = (name: string) => path.join(repository, "test/fixtures/incidents", name, "input.log");
const raceConfig = path.join(repository, "examples/websocket/haproxy.cfg");
const noCrash = { code: 0, out: "", err: "no crash found\n" };

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "sleuth-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, content: string | Uint8Array): string {
  const place = path.join(folder, name);
  writeFileSync(place, content);
  return place;
}

// biome-ignore lint/suspicious/noExplicitAny: the point is to look at whatever was printed
const json = (text: string): any => JSON.parse(text);

describe("diagnose --format json", () => {
  test("has the shape that scripts rely on", async () => {
    const { code, out, err } = await runCli(["diagnose", "--format", "json", fixture("race-whole-report")]);
    expect([code, err]).toEqual([1, ""]);
    const { incidents, ...rest } = json(out);
    expect(rest).toEqual({});
    expect(incidents).toHaveLength(1);
    const { frames, candidates, pool, ...facts } = incidents[0];
    expect(facts).toEqual({
      file: fixture("race-whole-report"),
      line: 6,
      endLine: 35,
      kind: "pool-inconsistency",
      release: "3.0.2",
      thread: 14,
      pid: 4035,
      signal: "SIGILL",
      exitCode: 132,
    });
    expect(pool).toEqual({
      problem: "tag mismatch on free()",
      caller: "__stksess_kill",
      freedBy: "process_table_expire",
      pool: "http_txn",
      size: 216,
    });
    expect(frames[1]).toEqual({
      function: "__stksess_kill",
      text: "__stksess_kill+0xa8/0x136",
      address: "0x5576cfb31718",
      file: null,
      line: null,
    });
    expect(candidates).toEqual([
      {
        advisory: "stick-table-kill-race",
        aliases: expect.arrayContaining(["#2611", "9357873641c5"]),
        confidence: 0.97,
        fixedIn: expect.objectContaining({ "2.9": "2.9.10", "3.0": "3.0.3" }),
        evidence: [expect.stringContaining("__stksess_kill"), "3.0.2 has the defect; fixed in 3.0.3"],
        url: "https://github.com/haproxy/haproxy/issues/2611",
      },
    ]);
    expect(candidates[0].aliases[0]).toBe("#2611");
  });

  test("says null for what is not known, and lists no candidate where nothing matches", async () => {
    const { out } = await runCli(["diagnose", "--format", "json", "--release", "3.0.3", fixture("race-four-lines")]);
    expect(json(out).incidents).toMatchObject([{ release: "3.0.3", pid: null, signal: null, exitCode: null, frames: [], candidates: [] }]);
  });

  test("is an empty list for an ordinary log", async () => {
    const log = file("traffic.log", ordinaryLog(50_000));
    expect(await runCli(["diagnose", "--format", "json", log])).toEqual({ code: 0, out: '{\n  "incidents": []\n}\n', err: "" });
  });

  test("puts several files in one list", async () => {
    const { out } = await runCli(["diagnose", "--format", "json", fixture("hmac-gdb"), fixture("two-incidents")]);
    expect(json(out).incidents.map((incident: { file: string; line: number }) => [path.basename(path.dirname(incident.file)), incident.line])).toEqual(
      [
        ["hmac-gdb", 7],
        ["two-incidents", 1],
        ["two-incidents", 8],
      ],
    );
  });
});

describe("diagnose in words", () => {
  test("tells verdict, reasons, remedy and where to read on", async () => {
    const { code, out } = await runCli(["diagnose", fixture("race-syslog")]);
    expect(code).toBe(1);
    expect(out).toMatch(/:1: pool-inconsistency of HAProxy 3\.0\.2, thread 13\n {2}.*\(#2611\): confidence high \(0\.97\)\n/);
    expect(out).toContain("what to do: upgrade to 3.0.3 or later");
    expect(out).toContain("more: haproxy-sleuth explain stick-table-kill-race");
    expect(out).toContain("frames: __pool_free < __stksess_kill < stream_free");
  });

  test("says what to collect where the log does not tell", async () => {
    const { code, out } = await runCli(["diagnose", fixture("exit-134")]);
    expect(code).toBe(1);
    expect(out).toContain("the cause is not certain; what to collect next:");
    expect(out).toContain("set-dumpable");
    expect(out).toMatch(/possible: .*\(#2745\) \(0\.15\)/);
  });

  test("says that no known bug matches", async () => {
    expect((await runCli(["diagnose", fixture("watchdog-panic")])).out).toContain("no known bug in our catalogue matches");
  });

  test("speaks Chinese where asked, and English again afterwards", async () => {
    const chinese = await runCli(["diagnose", "--lang", "zh-cn", fixture("race-syslog")]);
    expect(chinese.out).toMatch(/[\u4e00-\u9fff]/);
    expect((await runCli(["diagnose", fixture("race-syslog")])).out).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

describe("diagnose with circumstances", () => {
  const candidates = async (...args: string[]) => {
    const { out } = await runCli(["diagnose", "--format", "json", ...args]);
    return json(out).incidents.flatMap((incident: { candidates: { advisory: string; confidence: number }[] }) =>
      incident.candidates.map((one) => `${one.advisory} ${one.confidence}`),
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

describe("check --format json", () => {
  test("has the shape that scripts rely on, from 1", async () => {
    const { code, out } = await runCli(["check", "--format", "json", raceConfig]);
    expect(code).toBe(1);
    const { findings } = json(out);
    const [race] = findings.filter((finding: { code: string }) => finding.code === "stick-table-kill-race");
    expect(Object.keys(race)).toEqual([
      "file",
      "line",
      "column",
      "endLine",
      "endColumn",
      "severity",
      "code",
      "message",
      "source",
      "url",
    ]);
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
    expect(await runCli(["check", "--format", "json", "--release", "3.0.2", config])).toMatchObject({ code: 0, out: '{\n  "findings": []\n}\n' });
  });
});

describe("explain", () => {
  test.each([
    "stick-table-kill-race",
    "#2611",
    "2611",
    "9357873641c5",
    "9357873",
    "STICK-TABLE-KILL-RACE",
  ])("%s gives the page of the race", async (id) => {
    const { code, out } = await runCli(["explain", id]);
    expect(code).toBe(0);
    expect(out).toMatch(/^# Stick-table entry freed twice/);
    expect(out).toContain("2.9.10");
  });

  test("--release tells the state of that release", async () => {
    expect((await runCli(["explain", "#2611", "--release", "3.0.2"])).out).toContain("fixed in 3.0.3");
    expect((await runCli(["explain", "#2611", "--release", "2.8.7"])).out).toContain("**not affected**");
  });

  test("--lang zh-cn gives the Chinese page", async () => {
    expect((await runCli(["explain", "#2611", "--lang", "zh-cn"])).out).toContain("## 发生了什么");
  });
});

describe("usage errors end with 2, say what would be right, and show no stack", () => {
  test.each([
    [[], "haproxy-sleuth diagnose"],
    [["frobnicate"], '"frobnicate" is no command'],
    [["check"], "check needs a file"],
    [["diagnose"], "diagnose needs a log"],
    [["explain"], "explain needs one id"],
    [["explain", "a", "b"], "explain needs one id"],
    [["explain", "#9"], '"#9" is no advisory; known: '],
    [["diagnose", "--format", "xml", "x"], '--format "xml" is not known; give text or json'],
    [["diagnose", "--release", "three", "x"], '--release "three" is no HAProxy release'],
    [["diagnose", "--lang", "fr", "x"], '--lang "fr" is not known'],
    [["diagnose", "--frobnicate", "x"], "--frobnicate"],
    [["diagnose", "--release"], "--release"],
    [["check", "--config", "x", "y"], "--config"],
    [["diagnose", "/nonexistent/x.log"], "cannot read /nonexistent/x.log: no such file"],
    [["diagnose", "--config", "/nonexistent/h.cfg", "x"], "cannot read /nonexistent/h.cfg: no such file"],
    [["diagnose", "/etc/passwd/x"], "a part of the path is no folder"],
    [["diagnose", tmpdir()], "is a folder"],
    [["diagnose", `/${"x".repeat(300)}`], "the name is too long"],
  ])("%j", async (args, words) => {
    const { code, out, err } = await runCli(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test.each([
    ["crash.log.gz", gzipSync("FATAL"), "is compressed with gzip: give the text"],
    ["core", Buffer.from("\x7fELF\x02\x01"), "is an executable or core file"],
    ["a.zip", Buffer.from("PK\x03\x04rest"), "is a zip archive"],
    ["noise", Buffer.from(Array.from({ length: 3000 }, (_, i) => i % 7)), "is a binary file"],
  ])("%s", async (name, bytes, words) => {
    const place = file(name, bytes);
    expect(await runCli(["diagnose", place])).toEqual({ code: 2, out: "", err: expect.stringContaining(`${place} ${words}`) });
    expect(await runCli(["diagnose", "-"], bytes)).toEqual({ code: 2, out: "", err: expect.stringContaining(`standard input ${words}`) });
  });

  test.skipIf(process.getuid?.() === 0)("a file without permission", async () => {
    const place = file("secret.log", "x");
    chmodSync(place, 0);
    expect((await runCli(["diagnose", place])).err).toContain("permission denied");
  });

  test("a link to itself", async () => {
    const place = path.join(folder, "loop");
    symlinkSync(place, place);
    expect(await runCli(["diagnose", place])).toMatchObject({ code: 2, err: expect.stringContaining("too many symbolic links") });
  });

  test("one unreadable file among good ones prints no half result", async () => {
    expect(await runCli(["diagnose", "--format", "json", fixture("hmac-gdb"), "/nonexistent"])).toMatchObject({ code: 2, out: "" });
  });
});

describe("odd but readable", () => {
  test("an empty file and an empty folder name of blanks", async () => {
    expect(await runCli(["diagnose", file("empty.log", "")])).toEqual(noCrash);
    mkdirSync(path.join(folder, " x "));
    writeFileSync(path.join(folder, " x ", "a b.log"), readFileSync(fixture("hmac-gdb")));
    expect((await runCli(["diagnose", path.join(folder, " x ", "a b.log")])).code).toBe(1);
  });

  test.each([
    ["UTF-16, as PowerShell redirects", (text: string) => Buffer.from(`\ufeff${text}`, "utf16le")],
    ["a byte order mark", (text: string) => Buffer.from(`\ufeff${text}`)],
    ["bytes that are not UTF-8", (text: string) => Buffer.concat([Buffer.from([0xe9, 0xff, 0x0a]), Buffer.from(text)])],
    ["a block of NULs behind the start", (text: string) => Buffer.from(`${"line\n".repeat(300)}${"\0".repeat(500)}\n${text}`)],
  ])("%s", async (_, encode) => {
    const place = file("encoded.log", encode(readFileSync(fixture("race-four-lines"), "utf8")));
    expect((await runCli(["diagnose", "--format", "json", place])).out).toContain('"advisory": "stick-table-kill-race"');
  });

  test.each([["--help"], ["-h"], ["help"], ["diagnose", "--help"]])("%s shows the help", async (...args) => {
    const { code, out } = await runCli(args);
    expect([code, out]).toEqual([0, expect.stringContaining("Exit codes: 0 nothing found, 1 findings or incidents, 2")]);
  });

  test("--version", async () => expect(await runCli(["--version"])).toMatchObject({ code: 0, out: expect.stringMatching(/^haproxy-sleuth \d/) }));
});

test("a failure of our own ends with 3 and asks for a report", async () => {
  const { run } = await import("../../server/src/cli/run.ts");
  let err = "";
  const code = await run(["diagnose", fixture("hmac-gdb")], {
    out: () => {
      throw new Error("the disk is full");
    },
    err: (text) => {
      err += text;
    },
    stdin: async function* () {},
  });
  expect([code, err]).toEqual([3, expect.stringContaining("failed: the disk is full\nThis is a defect of haproxy-sleuth")]);
});
