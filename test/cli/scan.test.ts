/** `scan`: an endless log in, crashes out as they complete; the same reading as that of the whole text, however it is cut. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { LogStream } from "../../server/src/host/logStream.ts";
import type { Incident } from "../../server/src/incident/incident.ts";
import { LogReader } from "../../server/src/incident/logReader.ts";
import { readAll } from "../../server/src/incident/read.ts";
import type { Reading } from "../../server/src/incident/readers/reader.ts";
import { bundle } from "../support/bundle.ts";
import { json } from "../support/cliFixture.ts";
import { runCli } from "../support/commandLine.ts";
import { ordinaryLog } from "../support/ordinaryLog.ts";

const root = path.resolve(import.meta.dirname, "../fixtures/incidents");
const logs = readdirSync(root).map((name) => readFileSync(path.join(root, name, "input.log"), "utf8").trimEnd());
const traffic = ordinaryLog(400_000);

/** Reads a text in pieces that end at these offsets. */
function streamed(text: string, ends: readonly number[]): Incident[] {
  const bytes = Buffer.from(text);
  const stream = new LogStream();
  const found: Incident[] = [];
  let from = 0;
  for (const end of [...ends.map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]) {
    if (end > from) found.push(...stream.read(bytes.subarray(from, end)));
    from = Math.max(from, end);
  }
  return [...found, ...stream.end()];
}

const facts = (incidents: readonly Incident[]) =>
  incidents.flatMap(({ occurrences, kind, signature, exitCode, frames }) =>
    occurrences.map(({ line }) => JSON.stringify([line, kind, signature, exitCode, frames.length])),
  );

describe("a stream", () => {
  test("gives what the whole text gives, whatever the pieces, in the order of the log", () => {
    fc.assert(
      fc.property(fc.constantFrom(...logs), fc.array(fc.nat(), { maxLength: 12 }), (log, ends) => {
        const text = `${traffic.slice(0, 3000)}\n${log}\n${traffic.slice(0, 200_000)}`;
        const found = streamed(text, ends);
        expect(facts(found).sort()).toEqual(facts(readAll(text)).sort());
        expect(found.map(({ line }) => line)).toEqual(found.map(({ line }) => line).sort((a, b) => a - b));
      }),
      { numRuns: 60 },
    );
  });

  test("gives every line of the log its number, also behind a line of megabytes", () => {
    const text = `${"x".repeat(3_000_000)}\n${traffic}Thread 3 is about to kill the process.\n`;
    const ends = Array.from({ length: 60 }, (_, i) => i * 61_003);
    expect(streamed(text, ends)).toMatchObject([{ kind: "watchdog", thread: 3, line: traffic.split("\n").length }]);
  });

  test("keeps but the last of the releases that are named while nothing happens", () => {
    const reader = new LogReader();
    const name = "[NOTICE]   (17) : haproxy version is 3.0.2-1ppa1~jammy";
    for (let i = 0; i < 100; i++) {
      reader.read(i, name);
      expect(reader.takeBefore(i - 400, i - 40)).toEqual([]);
    }
    expect((reader as unknown as { reading: Reading }).reading.releases.length).toBeLessThan(10);
    reader.read(100, "Thread 3 is about to kill the process.");
    expect(reader.finish()).toMatchObject([{ kind: "watchdog", release: { text: "haproxy version is 3.0.2-1ppa1~jammy", line: 99 } }]);
  });

  test("gives errors of Lua that do not end while they go on", () => {
    const stream = new LogStream();
    const errors = Buffer.from("[ALERT]    (17) : Lua function 'sign': out of memory error.\n".repeat(500));
    const found = Array.from({ length: 10 }, () => stream.read(errors)).flat();
    expect(found.map(({ kind }) => kind)).toContain("lua-out-of-memory");
    expect(Math.max(...found.map(({ luaOutOfMemory }) => luaOutOfMemory.length))).toBe(1000);
  });

  test("gives an incident before the log ends, and forgets it", () => {
    const stream = new LogStream();
    const crash = Buffer.from(`${logs.find((log) => log.includes("exited with code"))}\n`);
    for (let i = 0; i < 20; i++) {
      expect(stream.read(crash)).toEqual([]);
      expect(stream.read(Buffer.from(traffic)).length).toBeGreaterThan(0);
      expect(stream.waits).toBe(false);
    }
    expect(stream.end()).toEqual([]);
  });

  const dump = readFileSync(path.join(root, "race-syslog", "input.log"), "utf8").trimEnd();
  const said = (incidents: readonly Incident[]) =>
    incidents.map(({ kind, exitCode, signature, release, frames }) => [
      kind,
      exitCode,
      signature,
      release?.text,
      frames.map(({ text }) => text),
    ]);

  test("whose newest line stands first is read the other way round, with the lines of the log", () => {
    const backwards = dump.split("\n").reverse();
    const text = `${traffic}${backwards.join("\n")}\n${traffic}`;
    const found = streamed(text, [300_000, 350_001, 400_000]);
    expect(said(found)).toEqual(said(readAll(dump)));
    const before = traffic.split("\n").length - 1;
    const [incident] = found;
    expect(text.split("\n")[incident!.headline.line]).toBe(backwards[incident!.headline.line - before]);
  });

  test("that a mail program broke is put together, each crash by itself", () => {
    const broken = dump.replace(/(?=.{73})(.{1,72}) /g, "$1\n");
    const filler = Array.from({ length: 900 }, (_, i) => `> what somebody wrote of it, line ${i}`).join("\n");
    expect(said(streamed(`${broken}\n${filler}\n${broken}\n${filler}\n`, [9000]))).toEqual(
      [broken, broken].flatMap((one) => said(readAll(one))),
    );
    expect(said(readAll(broken))).toEqual(said(readAll(dump)));
  });

  test("that falls silent gives what is complete", () => {
    const stream = new LogStream();
    stream.read(Buffer.from('FATAL: bug condition "x" matched at src/a.c:1\n[ALERT] (1) : Current worker (2) exited with code 132 (x)\n'));
    expect(stream.idle(false)).toMatchObject([{ kind: "bug-condition", exitCode: 132 }]);
    stream.read(Buffer.from("Thread 3 is about to kill the process.\n"));
    expect(stream.idle(false)).toEqual([]);
    expect(stream.idle(true)).toMatchObject([{ kind: "watchdog" }]);
  });

  test("reads journald's bytes and coloured lines", () => {
    const bytes = JSON.stringify({ MESSAGE: [...Buffer.from("Thread 3 is about to kill the process.")] });
    expect(streamed(`${bytes}\n`, [])).toMatchObject([{ kind: "watchdog" }]);
    expect(streamed("Thread \u001b[1m3\u001b[0m is about to kill the process.\n", [])).toMatchObject([{ thread: 3 }]);
  });
});

describe("the command", () => {
  test("prints a line of JSON for each crash, and tells by its exit code", async () => {
    const { code, out, err } = await runCli(["scan", "--release", "3.0.2"], `${traffic}${logs.join("\n")}\n`);
    const lines = out.trimEnd().split("\n").map(json);
    expect([code, err]).toEqual([1, ""]);
    expect(lines.length).toBeGreaterThanOrEqual(logs.length);
    for (const line of lines)
      expect(line).toMatchObject({ file: "-", survived: false, release: "3.0.2", signature: expect.stringContaining("v1 | ") });
    expect(await runCli(["scan"], traffic)).toEqual({ code: 0, out: "", err: "" });
  });

  test("leaves out what HAProxy survives, unless asked", async () => {
    const log = "Lua function 'x': runtime error: /a.lua:1: attempt to index a nil value from [C].\n";
    expect(await runCli(["scan"], log)).toEqual({ code: 0, out: "", err: "" });
    expect(json((await runCli(["scan", "--survived"], log)).out)).toMatchObject({ kind: "lua-error", survived: true });
  });
});

describe("the process", () => {
  let cli = "";
  beforeAll(() => {
    cli = bundle("cli/main.ts");
  }, 60_000);
  afterAll(() => rmSync(path.dirname(cli), { recursive: true, force: true }));

  const start = () => spawn(process.execPath, [cli, "scan"]);
  const ended = (child: ChildProcessWithoutNullStreams) =>
    new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
      let out = "";
      let err = "";
      child.stdout.on("data", (chunk) => {
        out += chunk;
      });
      child.stderr.on("data", (chunk) => {
        err += chunk;
      });
      child.on("close", (code) => resolve({ code, out, err }));
    });

  test("asked to stop it prints what it knows", async () => {
    const child = start();
    const end = ended(child);
    // what it prints of a first crash shows that it is there to be stopped
    const first = new Promise((resolve) => child.stdout.once("data", resolve));
    child.stdin.write("[ALERT] (1) : Current worker (2) exited with code 139 (Segmentation fault)\n");
    await first;
    child.stdin.write("Thread 3 is about to kill the process.\n");
    await new Promise((resolve) => setTimeout(resolve, 500));
    child.kill("SIGTERM");
    const { code, out, err } = await end;
    const kinds = out
      .trim()
      .split("\n")
      .map((line) => json(line).kind);
    expect([code, err, kinds]).toEqual([1, "", ["segfault", "watchdog"]]);
  });

  test("prints while the log goes on, and ends quietly when its reader goes", async () => {
    const child = start();
    const end = ended(child);
    const first = new Promise<string>((resolve) => child.stdout.once("data", (chunk) => resolve(String(chunk))));
    child.stdin.write("[ALERT] (1) : Current worker (2) exited with code 139 (Segmentation fault)\n");
    expect(json((await first).trim()).kind).toBe("segfault");
    child.stdout.destroy();
    child.stdin.on("error", () => {});
    child.stdin.end("Thread 3 is about to kill the process.\n");
    expect((await end).err).toBe("");
  });
});
