/** The command that lays configurations out. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { folderFixture } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";

const { file } = folderFixture();
const before = "global\n daemon\nbackend b\n  server s   192.0.2.1:80";
const after = "global\n    daemon\n\nbackend b\n    server s 192.0.2.1:80\n";

describe("format", () => {
  test("prints what it makes of files and of standard input", async () => {
    expect(await runCli(["format", file("a.cfg", before)])).toEqual({ code: 0, out: after, err: "" });
    expect(await runCli(["format", "--indent", "tab", "-"], before)).toMatchObject({ code: 0, out: after.replaceAll("    ", "\t") });
    expect(await runCli(["format", "-"], after)).toMatchObject({ code: 0, out: after });
  });

  test("--check names the files that would change", async () => {
    const [one, two] = [file("one.cfg", before), file("two.cfg", after)];
    expect(await runCli(["format", "--check", one, two])).toEqual({
      code: 1,
      out: `${one}\n`,
      err: "1 file would change; --write changes it\n",
    });
    expect(await runCli(["format", "--check", two])).toEqual({ code: 0, out: "", err: "all is laid out\n" });
    expect(readFileSync(one, "utf8")).toBe(before);
  });

  test("--write changes them", async () => {
    const place = file("write.cfg", before);
    expect(await runCli(["format", "--write", place])).toEqual({ code: 0, out: `${place}\n`, err: "1 file laid out\n" });
    expect(readFileSync(place, "utf8")).toBe(after);
    expect(await runCli(["format", "--write", place])).toEqual({ code: 0, out: "", err: "nothing to lay out\n" });
  });

  test("columns", async () => {
    const text = "backend b\n    server a 192.0.2.1:80\n    server bb 192.0.2.1:80\n";
    expect((await runCli(["format", "--align-columns", "-"], text)).out).toContain("    server a  192.0.2.1:80\n");
  });

  test("bytes that are not UTF-8 are never lost", async () => {
    const bytes = Buffer.from([...Buffer.from("global\n#"), 0xe9, 0x0a]);
    const place = file("latin.cfg", bytes);
    expect(await runCli(["format", "--write", place])).toMatchObject({ code: 2, err: expect.stringContaining("it is not UTF-8") });
    expect(readFileSync(place)).toEqual(bytes);
  });

  test.each([
    [["format"], "needs a file"],
    [["format", "--check", "--write", "x"], "give one of them"],
    [["format", "--write", "-"], "standard input"],
    [["format", "--indent", "99", "-"], "--indent"],
    [["format", "/nonexistent.cfg"], "no such file"],
  ])("%s is refused", async (args, words) => {
    expect(await runCli(args)).toMatchObject({ code: 2, err: expect.stringContaining(words) });
  });
});
