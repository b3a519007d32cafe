/** `check --haproxy`: what a binary says, beside our findings. */
import path from "node:path";
import { expect, test } from "vitest";
import { folderFixture, json } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";
import { fakeHaproxy } from "../support/fakeHaproxy.ts";

const { folder, file } = folderFixture();
const text = "defaults\n    mode http\n    timeout client 5s\nfrontend web\n    bind :8080\n    http-request deny\n";
const odd = 'say("[ALERT]    (7) : config : parsing [" + files.at(-1) + ":6] : \'http-request\' is not to our liking."); process.exit(1);';

test("its messages are findings, in every file of a set", async () => {
  const [first, second] = [file("one.cfg", "global\n"), file("two.cfg", text)];
  const { out, code } = await runCli([
    "check",
    "--format",
    "json",
    "--haproxy",
    fakeHaproxy(folder(), odd).file,
    "-f",
    first,
    "-f",
    second,
  ]);
  expect(code).toBe(1);
  expect(json(out).findings).toContainEqual(
    expect.objectContaining({
      file: second,
      line: 6,
      severity: "error",
      code: "haproxy-alert",
      message: "'http-request' is not to our liking.",
    }),
  );
});

test("standard input is checked as well, and codes can be chosen", async () => {
  const { file: binary } = fakeHaproxy(folder(), odd);
  const only = await runCli(["check", "--haproxy", path.relative(process.cwd(), binary), "--only", "haproxy-alert", "-"], text);
  expect(only.out).toContain("error[haproxy-alert]: 'http-request' is not to our liking.");
  const ignored = await runCli(["check", "--haproxy", binary, "--ignore", "haproxy-alert", "-"], text);
  expect(ignored.out).not.toContain("haproxy-alert");
});

test.each([
  ["/nowhere/haproxy", "", "no such program"],
  ["", "process.exit(99);", "ended with code 99 and said nothing"],
  ["", 'process.kill(process.pid, "SIGABRT"); setInterval(() => {}, 1000);', "ended by SIGABRT"],
])("a run that fails is wrong usage: %s%s", async (given, script, reason) => {
  const binary = given === "" ? fakeHaproxy(folder(), script).file : given;
  const { code, out, err } = await runCli(["check", "--haproxy", binary, file("three.cfg", text)]);
  expect([code, out]).toEqual([2, ""]);
  expect(err).toContain(reason);
});

test("why it did not run is said in the reader's language", async () => {
  const { err } = await runCli(["check", "--lang", "zh-cn", "--haproxy", "/nowhere/haproxy", file("three.cfg", text)]);
  expect(err).toContain("没有这个程序");
});
