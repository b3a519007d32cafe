/** Exit codes, and clear words for everything that cannot be read. */
import { chmodSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { run } from "../../server/src/cli/run.ts";
import { fixture, folderFixture } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";

const { file, folder } = folderFixture();
const noCrash = { code: 0, out: "", err: "no crash found\n" };

describe("usage errors end with 2, say what would be right, and show no stack", () => {
  test.each([
    [[], "haproxy-sleuth diagnose"],
    [
      ["frobnicate"],
      '"frobnicate" is no command; give check, diagnose, scan, exposure, format, map, explain, lints or lsp (haproxy-sleuth --help)',
    ],
    [["chekc", "x"], '"chekc" is no command; did you mean "check"?'],
    [["explain", "smal-time"], '"smal-time" is no ID that is known here; did you mean "small-time"?\n'],
    [["check", "--FORMAT", "json", "x"], '"--FORMAT" is no option of this command; did you mean "--format"?'],
    [["check", "--foo", "x"], '"--foo" is no option of this command (haproxy-sleuth --help)'],
    [["check", "--only", "no-such-thing", "x"], '--only "no-such-thing" is no lint or advisory; "haproxy-sleuth lints" lists them'],
    [["check"], "check needs a file"],
    [["diagnose"], "diagnose needs a log"],
    [["explain"], "explain needs one id"],
    [["explain", "a", "b"], "explain needs one id"],
    [["explain", "#9"], '"#9" is no ID that is known here; an ID is '],
    [["diagnose", "--format", "xml", "x"], '--format "xml" is not known; give text, json, sarif, markdown or report'],
    [["scan", "x.log"], "scan reads standard input"],
    [["diagnose", "--release", "three", "x"], '--release "three" is no HAProxy release'],
    [["diagnose", "--lang", "fr", "x"], '--lang "fr" is not known'],
    [["exposure", "--against", "2", "x"], '--against "2" is no HAProxy release'],
    [["diagnose", "--frobnicate", "x"], "--frobnicate"],
    [["check", "--fix=yes", "x"], "--fix takes no value"],
    [["check", ""], 'cannot read "": no such file'],
    [["diagnose", "--release"], "--release"],
    [["check", "--config", "x", "y"], "--config"],
    [["diagnose", "/nonexistent/x.log"], "cannot read /nonexistent/x.log: no such file"],
    [["diagnose", "--config", "/nonexistent/h.cfg", "x"], "cannot read /nonexistent/h.cfg: no such file"],
    [["diagnose", "/etc/passwd/x"], "a part of the path is no folder"],
    [["diagnose", "--config", tmpdir(), "x"], "is a folder"],
    [["diagnose", `/${"x".repeat(300)}`], "the name is too long"],
  ])("%j", async (args, words) => {
    const { code, out, err } = await runCli(args);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test.each([
    [["diagnose", "/nonexistent/x.log", "--lang", "zh-cn"], "无法读取 /nonexistent/x.log：没有这个文件"],
    [["check", "--lang=zh-cn", "--relase", "3.2", "x"], "此命令没有选项“--relase”；是否想写“--release”？"],
    [["--lang", "zh-cn", "chek"], "没有命令“--lang”"],
    [["explain", "no-such", "--lang", "zh-cn"], "没有已知的 ID“no-such”"],
    [["check", "x", "--format", "xml", "--lang", "zh-cn"], "--format 不接受“xml”；请给出 text、json"],
  ])("in the language that was asked for: %j", async (args, words) => {
    expect(await runCli(args)).toMatchObject({ code: 2, err: expect.stringContaining(words) });
  });

  test.each([
    ["core", Buffer.from("\x7fELF\x02\x01"), "is an executable or core file"],
    ["a.zip", Buffer.from("PK\x03\x04rest"), "is a zip archive"],
    ["noise", Buffer.from(Array.from({ length: 3000 }, (_, i) => i % 7)), "is a binary file"],
  ])("%s", async (name, bytes, words) => {
    const place = file(name, bytes);
    expect(await runCli(["diagnose", place])).toEqual({ code: 2, out: "", err: expect.stringContaining(`${place} ${words}`) });
    expect(await runCli(["diagnose", "-"], bytes)).toEqual({ code: 2, out: "", err: expect.stringContaining(`standard input ${words}`) });
  });

  test("a log that begins with a block of NULs is text", async () => {
    const log = Buffer.concat([
      Buffer.alloc(5000),
      Buffer.from("[ALERT]    (1) : Current worker (2) exited with code 139 (Segmentation fault)\n"),
    ]);
    expect(await runCli(["diagnose", file("truncated.log", log)])).toMatchObject({ code: 1, err: "" });
    expect((await runCli(["diagnose", file("nothing.log", Buffer.alloc(5000))])).err).toContain("is a binary file");
  });

  test("a packed configuration", async () => {
    const place = file("haproxy.cfg.gz", gzipSync("global"));
    expect((await runCli(["check", place])).err).toContain(`${place} is compressed with gzip: give the text`);
  });

  test.skipIf(process.getuid?.() === 0)("a file without permission", async () => {
    const place = file("secret.log", "x");
    chmodSync(place, 0);
    expect((await runCli(["diagnose", place])).err).toContain("permission denied");
  });

  test("a link to itself", async () => {
    const place = path.join(folder(), "loop");
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
    mkdirSync(path.join(folder(), " x "));
    writeFileSync(path.join(folder(), " x ", "a b.log"), readFileSync(fixture("hmac-gdb")));
    expect((await runCli(["diagnose", path.join(folder(), " x ", "a b.log")])).code).toBe(1);
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

  test.each([
    ["--help", "--lang", "zh-cn"],
    ["check", "--lang=zh-cn", "-h"],
    ["help", "--lang", "zh-cn"],
  ])("%s %s %s shows it in Chinese", async (...args) => {
    const { code, out } = await runCli(args);
    expect([code, out]).toEqual([0, expect.stringContaining("退出码：0 ")]);
    expect(out).toContain("haproxy-sleuth check [options]");
  });

  test("--version", async () =>
    expect(await runCli(["--version"])).toMatchObject({ code: 0, out: expect.stringMatching(/^haproxy-sleuth \d/) }));
});

test("standard input that never ends is refused, not kept", async () => {
  const part = Buffer.alloc(50 * 1024 * 1024, "line\n");
  let given = 0;
  let err = "";
  const code = await run(["diagnose", "-"], {
    out: () => {},
    err: (text) => {
      err += text;
    },
    stdin: async function* () {
      for (; given < 100; given++) yield part;
    },
  });
  expect([code, err]).toEqual([2, expect.stringContaining("standard input does not end")]);
  expect(given).toBeLessThan(10);
});

test("a failure of our own ends with 3 and asks for a report", async () => {
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
