/** Over outputs captured from real HAProxy runs: what is read, against a plain second look at the same lines. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Incident } from "../../server/src/incident/incident.ts";
import { readAll, readIncidents } from "../../server/src/incident/read.ts";
import { envelopes } from "../support/envelopes.ts";

const root = path.resolve(import.meta.dirname, "../../../shared/crash-samples/genuine");
const present = existsSync(root);
if (!present) console.warn(`SKIPPED: no genuine crash logs at ${root}`);

interface Run {
  readonly name: string;
  readonly log: string;
  readonly release: string;
  readonly exit: number | undefined;
}

const runs: readonly Run[] = !present
  ? []
  : readdirSync(root)
      .filter((name) => name.endsWith(".log"))
      .map((name) => {
        const facts = JSON.parse(readFileSync(path.join(root, name.replace(/log$/, "json")), "utf8")) as Record<string, unknown>;
        return {
          name,
          log: readFileSync(path.join(root, name), "utf8"),
          release: String(facts["version"]),
          exit: facts["exit_status"] as number | undefined,
        };
      });

const crashed = runs.filter(({ name, exit = 0 }) => (exit > 131 && exit < 140) || name.startsWith("gdb-"));
const silent = runs.filter(({ log }) => log.trim() === "");
const negative = runs.filter(({ name }) => name.includes("neg-"));
const byName = (list: readonly Run[]) => list.map((run) => [run.name, run] as const);

/** What was done to the process, by the name of the run. */
const kinds: readonly (readonly [RegExp, Incident["kind"]])[] = [
  [/-dev-bug/, "bug-condition"],
  [/-dev-(?:loop|panic)|-stuck-|-fetch-loop/, "watchdog"],
  [/-worker-sigabrt|newthread-abort|maxmem-exhausted/, "abort"],
  [/-worker-sigkill/, "worker-exit"],
  [/-worker-sigsegv|hmac|cli-diagnostics/, "segfault"],
  [/integrity-corruption/, "pool-corruption"],
  [/-seed/, "pool-inconsistency"],
];

/** The dump of a panic by a plain look: number, marks and symbols of each thread. */
function threadsOf(log: string) {
  const start = log.search(/Thread \d+ is about to kill/);
  const blocks =
    start < 0
      ? []
      : log
          .slice(start)
          .split(/^(?=[* ][> ]Thread \d)/m)
          .slice(1);
  return blocks.map((block) => ({
    number: Number(/Thread (\d+)/.exec(block)?.[1]),
    current: block.startsWith("*"),
    stuck: block[1] === ">",
    frames: symbolsOf(block),
    lua: [...block.matchAll(/^ {10,}(\[C\]|\S+\.lua:\d+): in /gm)].length,
    diff: /diff=(\d+)/.exec(block)?.[1],
    handler: /fct=0x[0-9a-f]+ ?\((\w+)(?:\+0)?\)/.exec(block)?.[1],
  }));
}

function symbolsOf(text: string): readonly string[] {
  return [...text.matchAll(/^ *\| 0x\w+ [[<][^\]]*\]: (\S+)/gm)].map((match) => match[1] as string);
}

/** Without the master's lines. */
function workerOnly(log: string): string {
  return log
    .slice(Math.max(0, log.search(/^.?(?:FATAL: |(?:PANIC! )?Thread \d+ is about)/m)))
    .replace(/\n\[(?:NOTICE|ALERT|WARNING)\][\s\S]*/, "\n");
}

describe.skipIf(!present)("genuine crashes", () => {
  test("there are enough", () => expect([crashed.length > 50, silent.length > 3, negative.length > 30]).toEqual([true, true, true]));

  test.each(byName(crashed))("%s: kind, release, exit code", (name, { log, release, exit }) => {
    const [incident, ...more] = readIncidents(log);
    expect(more).toEqual([]);
    expect(incident?.kind).toBe(kinds.find(([pattern]) => pattern.test(name))?.[1]);
    expect(incident?.count).toBe(1);
    if (log.includes(release)) expect(`${incident?.release?.release.branch}.${incident?.release?.release.patch}`).toBe(release);
    if (log.includes("exited with code")) expect(incident?.exitCode).toBe(exit);
    const worker = /Current worker (?:#\d+ )?\((\d+)\) exited/.exec(log)?.[1];
    if (worker !== undefined) expect(incident?.pid).toBe(Number(worker));
    if (worker !== undefined) expect(incident?.process.master).toBe(Number(/\((\d+)\) : Current worker/.exec(log)?.[1]));
  });

  test.each(byName(crashed))("%s: threads and frames", (_, { log }) => {
    const incident = readIncidents(log)[0] as Incident;
    const dump = threadsOf(log);
    const threads = incident.threads.filter(({ fields }) => fields["lwp"] === undefined);
    expect(
      threads.map(({ number, current, stuck, frames, luaTraceback, fields, task }) => ({
        number,
        current,
        stuck,
        frames: frames.map(({ text }) => text),
        lua: luaTraceback.length,
        diff: fields["diff"],
        handler: task?.handler,
      })),
    ).toEqual(dump);
    const panicked = /Thread (\d+) is about to kill/.exec(log)?.[1] ?? /detected in thread (\d+)/.exec(log)?.[1];
    expect(incident.thread).toBe(panicked === undefined ? undefined : Number(panicked));
    if (dump.length === 0 && log.includes("call trace(")) expect(incident.frames.map(({ text }) => text)).toEqual(symbolsOf(log));
    const own = dump.find(({ number }) => number === incident.thread);
    if (own !== undefined && own.frames.length > 0) expect(incident.frames.map(({ text }) => text)).toEqual(own.frames);
  });

  test.each(byName(crashed.filter(({ name }) => name.startsWith("gdb-"))))("%s: the debugger's stack", (_, { log }) => {
    const incident = readIncidents(log)[0] as Incident;
    const stack = /^#0[\s\S]*?(?=^ {2}Id)/m.exec(log)?.[0].trim().split("\n") ?? [];
    expect(incident.frames).toHaveLength(stack.length);
    for (const [i, line] of stack.entries()) {
      const frame = incident.frames[i];
      expect(line).toContain(frame?.text);
      const place = /at (\S+):(\d+)$/.exec(line);
      expect([frame?.number, frame?.file, frame?.sourceLine]).toEqual([i, place?.[1], place === null ? undefined : Number(place[2])]);
    }
  });

  test.each(byName(crashed))("%s: every fact is where it says", (_, { log }) => {
    const lines = log.split("\n");
    for (const { facts, threads } of readAll(log)) {
      for (const { text, at } of facts) expect(lines[at.line]?.slice(at.span.start, at.span.end)).toBe(text.trim());
      for (const { at } of threads) expect(lines[at.line]?.slice(at.span.start, at.span.end)).toMatch(/Thread \d/);
    }
  });

  const verdicts = (log: string, withNames = true) =>
    readIncidents(log).map(({ kind, thread, release, exitCode, threads, luaTraceback, frames, signature }) => [
      [kind, thread, release?.release, exitCode, threads.length, luaTraceback.length, frames.length],
      withNames ? [signature, frames.map(({ function: name, text }) => name ?? text)] : [],
    ]);

  test.each(Object.keys(envelopes))("behind %s they read the same", (envelope) => {
    for (const { name, log } of crashed) expect(verdicts(envelopes[envelope]?.(log) ?? ""), name).toEqual(verdicts(log));
  });

  test("cut at 80 columns they keep kind, thread, release, exit code and the number of frames", () => {
    const cut = (log: string) => log.replace(/^(.{80}).+/gm, "$1");
    for (const { name, log } of crashed) expect(verdicts(cut(log), false), name).toEqual(verdicts(log, false));
  });

  test("of two workers whose lines interleave they stay apart, with the processes of the envelope", () => {
    const lines = (log: string, pid: number) =>
      log
        .trimEnd()
        .split("\n")
        .map((line) => `Mar 18 13:54:08 gw12 haproxy[${pid}]: ${line}`);
    const reports = crashed.filter(({ log }) => /is about to kill|FATAL: /.test(log) && !log.includes("has stopped processing"));
    for (const [i, { name, log }] of reports.entries()) {
      const other = reports[(i * 7 + 3) % reports.length] as Run;
      const both = [lines(workerOnly(log), 71), lines(workerOnly(other.log), 72)];
      const mixed = Array.from({ length: Math.max(...both.map(({ length }) => length)) }, (_, n) => both.flatMap((one) => one[n] ?? []));
      const expected = [workerOnly(log), workerOnly(other.log)]
        .flatMap((one) => verdicts(one))
        .map(([facts, names]) => [(facts as unknown[]).toSpliced(2, 1), names]);
      const found = verdicts(mixed.flat().join("\n")).map(([facts, names]) => [(facts as unknown[]).toSpliced(2, 1), names]);
      if (new Set(expected.map(([, names]) => names?.[0])).size < 2) continue;
      expect(found.map((one) => JSON.stringify(one)).sort(), `${name} and ${other.name}`).toEqual(
        expected.map((one) => JSON.stringify(one)).sort(),
      );
    }
  });

  test("the same crash of several workers is one incident with a count", () => {
    for (const { name, log } of crashed) {
      const again = log
        .replace(/0x[0-9a-f]{6,}/g, (address) => `0x7${address.slice(3)}`)
        .replace(/(?<=\(|\(pid )\d{2,}(?=\))/g, (pid) => String(Number(pid) + 40_000));
      const incidents = readIncidents(`${log}\n${again}\n${log}`);
      expect(
        incidents.map(({ count, occurrences }) => [count, occurrences.length]),
        name,
      ).toEqual([[3, 3]]);
    }
  });

  test.each(byName([...negative, ...silent]))("%s: nothing", (_, { log }) => expect(readAll(log)).toEqual([]));

  test("the same crash of one release has one signature, two crashes have two", () => {
    const signatures = (pattern: RegExp) => [
      ...new Set(crashed.filter(({ name }) => pattern.test(name)).map(({ log }) => readIncidents(log)[0]?.signature)),
    ];
    expect(signatures(/seed2611|seed2626/)).toHaveLength(1);
    expect(signatures(/gdb-.*hmac/)).toHaveLength(1);
    expect(signatures(/gdb-.*newthread/)).toHaveLength(1);
    expect(signatures(/seed|gdb-/)).toHaveLength(3);
  });
});
