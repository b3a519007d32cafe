/** What V8 made of our bundles is kept, and no start depends on it. */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { bundles } from "../../scripts/bundles.mjs";
import { LanguageServer } from "../support/languageServer.ts";

const folder = mkdtempSync(path.join(tmpdir(), "sleuth-start-"));
const program = path.join(folder, "cli.cjs");

beforeAll(async () => {
  const names = ["cli", "commandLine", "server", "languageServer"];
  for (const bundle of bundles) {
    if (names.some((name) => name in (bundle.entryPoints ?? {}))) await build({ ...bundle, outdir: folder });
  }
  writeFileSync(path.join(folder, "package.json"), '{ "type": "commonjs" }\n');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the program says in a run that keeps its code in `cache`. */
function said(cache: string): string {
  const { stdout, stderr, status } = run(cache, ["lints"]);
  expect({ stderr, status }).toEqual({ stderr: "", status: 0 });
  expect(stdout).toContain("unknown-keyword");
  return stdout;
}

function run(cache: string, args: readonly string[]) {
  return spawnSync(process.execPath, [program, ...args], { env: { ...process.env, HAPROXY_SLEUTH_CACHE: cache }, encoding: "utf8" });
}

function newCache(): string {
  return path.join(mkdtempSync(path.join(folder, "cache-")), "ours");
}

/** The one file that is kept. */
function keptIn(cache: string): string {
  const names = readdirSync(cache);
  expect(names).toHaveLength(1);
  return path.join(cache, names[0] ?? "");
}

test("The first start keeps the code for us alone, the second takes it as it is", () => {
  const cache = newCache();
  const first = said(cache);
  const file = keptIn(cache);
  expect(statSync(cache).mode & 0o777).toBe(0o700);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const { ino, mtimeMs, size } = statSync(file);
  expect(size).toBeGreaterThan(100_000);
  expect(said(cache)).toBe(first);
  expect(statSync(keptIn(cache))).toMatchObject({ ino, mtimeMs, size });
});

test("What a further command compiles is kept beside what is there, once", () => {
  const cache = newCache();
  said(cache);
  const { size } = statSync(keptIn(cache));
  const config = path.join(folder, "haproxy.cfg");
  writeFileSync(config, "frontend f\n  bnd :80\n");
  const check = ["check", "--format", "json", "--release", "3.2", config];
  expect(run(cache, check).stdout).toContain("unknown-keyword");
  const both = statSync(keptIn(cache));
  expect(both.size).toBeGreaterThan(size * 1.1);
  run(cache, check);
  said(cache);
  expect(statSync(keptIn(cache)).ino).toBe(both.ino);
});

test("The command starts the language server, with kept code too", async () => {
  const cache = newCache();
  for (let i = 0; i < 2; i++) {
    process.env["HAPROXY_SLEUTH_CACHE"] = cache;
    const server = await LanguageServer.start([program, "lsp", "--stdio"]).finally(() => delete process.env["HAPROXY_SLEUTH_CACHE"]);
    expect(server.answered.capabilities.hoverProvider).toBeTruthy();
    await server.stop();
    expect(await server.ended).toBe(0);
    expect(readdirSync(cache).map((name) => name.split("-")[0])).toEqual(["commandLine", "languageServer"]);
  }
});

test("A damaged file is not run but replaced", () => {
  const cache = newCache();
  said(cache);
  const file = keptIn(cache);
  const whole = statSync(file);
  const damaged = readFileSync(file);
  for (let at = 1000; at < damaged.length; at += 1000) damaged[at] = (damaged[at] ?? 0) ^ 0x55;
  writeFileSync(file, damaged);
  said(cache);
  expect(readFileSync(file).equals(damaged)).toBe(false);
  expect(statSync(file).ino).not.toBe(whole.ino);
  writeFileSync(file, "");
  said(cache);
  expect(statSync(file).size).toBeGreaterThan(100_000);
});

test.skipIf(process.platform === "win32")("In a folder that others can write to, nothing is kept", () => {
  const cache = newCache();
  mkdirSync(cache);
  chmodSync(cache, 0o777);
  said(cache);
  expect(readdirSync(cache)).toEqual([]);
});

test.skipIf(process.platform === "win32")("Code that others could have written is not run", () => {
  const cache = newCache();
  said(cache);
  const { ino } = statSync(keptIn(cache));
  chmodSync(keptIn(cache), 0o666);
  said(cache);
  expect(statSync(keptIn(cache)).ino).not.toBe(ino);
});

test("What no version has used for long goes when another is kept", () => {
  const cache = newCache();
  said(cache);
  const old = path.join(cache, "languageServer-0123456789abcdef-x64-1.code");
  const notOurs = path.join(cache, "notes.code");
  for (const file of [old, notOurs]) writeFileSync(file, "old");
  rmSync(path.join(cache, readdirSync(cache).find((name) => name.startsWith("commandLine")) ?? ""));
  for (const file of [old, notOurs]) utimesSync(file, new Date("2020-01-01"), new Date("2020-01-01"));
  said(cache);
  rmSync(notOurs);
  expect(path.basename(keptIn(cache))).toMatch(/^commandLine-/);
});

test("Of many versions the newest are kept", () => {
  const cache = newCache();
  mkdirSync(cache, { mode: 0o700 });
  for (let i = 1; i <= 9; i++) {
    const file = path.join(cache, `commandLine-000000000000000${i}-x64-1.code`);
    writeFileSync(file, "old");
    utimesSync(file, Date.now() / 1000 - 60, Date.now() / 1000 - 60 * i);
  }
  said(cache);
  const names = readdirSync(cache);
  expect(names).toHaveLength(8);
  const old = names.flatMap((name) => /-0{15}(\d)-/.exec(name)?.[1] ?? []);
  expect(old).toEqual(["1", "2", "3", "4", "5", "6", "7"]);
});

test.each(["", "relative", path.join(program, "below-a-file")])("Nothing is kept in %j, and all works", (cache) => {
  const before = readdirSync(folder).length;
  said(cache);
  expect(readdirSync(folder)).toHaveLength(before);
});
