/** The bundled command line as a process of its own: what only a real process shows. */
import { spawn, spawnSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundle } from "../support/bundle.ts";
import { ordinaryLog } from "../support/ordinaryLog.ts";

const repository = path.resolve(import.meta.dirname, "../..");
const fixture = (name: string) => path.join(repository, "test/fixtures/incidents", name, "input.log");
let folder = "";
let cli = "";

beforeAll(() => {
  cli = bundle("cli/main.ts");
  folder = path.dirname(cli);
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const spawnCli = (args: readonly string[], input?: string | Buffer) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { input, encoding: "utf8", maxBuffer: 1e9 });
  return { status, stdout, stderr };
};

test.each([
  [0, ["diagnose", "/dev/null"]],
  [1, ["diagnose", fixture("race-syslog")]],
  [2, ["diagnose", "/nonexistent"]],
  [2, []],
])("the process ends with %i for %j", (code, args) => {
  const { status, stderr } = spawnCli(args);
  expect(status).toBe(code);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test("standard input through a pipe", () => {
  const { status, stdout } = spawnCli(["diagnose", "-"], "Thread 3 is about to kill the process.\n");
  expect([status, stdout]).toEqual([1, expect.stringMatching(/^-:1: watchdog: a thread was stuck, release not stated.*, thread 3\n/)]);
});

test("a process substitution, which has no size", () => {
  const { status, stdout } = spawnSync("bash", ["-c", `'${process.execPath}' '${cli}' diagnose <(cat '${fixture("hmac-gdb")}')`], {
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([1, expect.stringContaining("segmentation fault, HAProxy 2.9.4")]);
});

test("a long answer is written to the end", () => {
  const log = path.join(folder, "many.log");
  writeFileSync(log, Array.from({ length: 20_000 }, (_, i) => `FATAL: bug condition "x == ${i}" matched at src/a.c:1\n`).join(""));
  const { stdout } = spawnCli(["diagnose", "--format", "json", log]);
  expect(JSON.parse(stdout).incidents).toHaveLength(20_000);
});

test("a reader that goes away early is no failure", async () => {
  const log = path.join(folder, "pipe.log");
  writeFileSync(log, Array.from({ length: 20_000 }, (_, i) => `FATAL: bug condition "x == ${i}" matched at src/a.c:1\n`).join(""));
  const child = spawn(process.execPath, [cli, "diagnose", "--format", "json", log]);
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect([code === 0 || code === 1, stderr]).toEqual([true, ""]);
});

test("100 MB of ordinary traffic: an answer within bounds of time and memory", () => {
  const log = path.join(folder, "large.log");
  const part = ordinaryLog(10_000_000);
  writeFileSync(log, part.repeat(10));
  const started = performance.now();
  const { status, stderr } = spawnCli(["diagnose", log]);
  rmSync(log);
  expect([status, stderr]).toEqual([0, "no crash found\n"]);
  expect(performance.now() - started).toBeLessThan(15_000);
}, 60_000);
