/** The bundled command line as a process of its own: what only a real process shows. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, rmSync, writeFileSync } from "node:fs";
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

const spawnCli = (args: readonly string[], input?: string | Buffer, environment: Readonly<Record<string, string>> = {}) => {
  const env = { ...process.env, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { input, env, encoding: "utf8", maxBuffer: 1e9 });
  return { status, stdout, stderr };
};

test.each([
  [0, ["diagnose", "/dev/null"]],
  [0, ["lsp", "--help"]],
  [0, ["lsp", "-h"]],
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
  writeFileSync(log, Array.from({ length: 5_000 }, (_, i) => `FATAL: bug condition "x == ${i}" matched at src/a.c:1\n`).join(""));
  const { stdout } = spawnCli(["diagnose", "--format", "json", log]);
  expect(JSON.parse(stdout).incidents).toHaveLength(5_000);
});

test("a reader that goes away early is no failure", async () => {
  const log = path.join(folder, "pipe.log");
  writeFileSync(log, Array.from({ length: 5_000 }, (_, i) => `FATAL: bug condition "x == ${i}" matched at src/a.c:1\n`).join(""));
  const child = spawn(process.execPath, [cli, "diagnose", "--format", "json", log]);
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  child.stdout.once("data", () => child.stdout.destroy());
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect([code === 0 || code === 1, stderr]).toEqual([true, ""]);
});

const faulty = "frontend f\n    bind :80\n    default_backend nowhere\n";

test("whoever stops reading does not hide what was found", () => {
  const closed = spawnSync("bash", ["-c", `'${process.execPath}' '${cli}' check - 2>/dev/null | true; echo \${PIPESTATUS[0]}`], {
    input: faulty,
    encoding: "utf8",
  });
  expect(closed.stdout).toBe("1\n");
});

test.skipIf(!existsSync("/dev/full"))("an answer that cannot be written is no success", () => {
  const full = spawnSync("bash", ["-c", `'${process.execPath}' '${cli}' format - >/dev/full`], { input: faulty, encoding: "utf8" });
  expect([full.status, full.stderr]).toEqual([2, "haproxy-sleuth: cannot write standard output: no space is left\n"]);
});

test("colours in a pipe only for those who force them", () => {
  const escape = "\u001b[";
  const shown = (env: Readonly<Record<string, string>>) => spawnCli(["check", "-"], faulty, env).stdout.includes(escape);
  expect([{}, { FORCE_COLOR: "1" }, { FORCE_COLOR: "0" }, { FORCE_COLOR: "1", NO_COLOR: "1" }].map(shown)).toEqual([
    false,
    true,
    false,
    true,
  ]);
});

test.each([
  ["zh_CN.UTF-8", [], "个问题"],
  ["zh_CN.UTF-8", ["--lang", "en"], "finding"],
  ["zh_CN.GBK", [], "finding"],
  ["de_DE.UTF-8", [], "finding"],
])("the locale %s with %j", (locale, options, words) => {
  expect(spawnCli(["check", "-", ...options], faulty, { LC_ALL: "", LC_MESSAGES: "", LANG: locale }).stderr).toContain(words);
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
