/** Logs whose lines stand newest first, or were broken by a mail program or a terminal, say what they say in order. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";

const root = path.resolve(import.meta.dirname, "../fixtures/incidents");
const logs = readdirSync(root).map((name) => [name, readFileSync(path.join(root, name, "input.log"), "utf8").trimEnd()] as const);
const dump = readFileSync(path.join(root, "race-syslog", "input.log"), "utf8").trimEnd();

const said = (log: string) =>
  readIncidents(log)
    .map(({ kind, exitCode, thread, signature, release, frames, pid }) =>
      JSON.stringify([kind, exitCode, thread, signature, release?.text, frames.map(({ text }) => text), pid]),
    )
    .sort();
const reversed = (log: string) => log.split("\n").reverse().join("\n");

/** As a mail program breaks lines at blanks, before it quotes them. */
function broken(log: string, width: number, mark: string): string {
  const pieces = (line: string): string[] => {
    const indent = /^\s*/.exec(line)![0].length;
    const cut = line.lastIndexOf(" ", width);
    const at = cut > indent ? cut : line.indexOf(" ", Math.max(width, indent));
    return line.length <= width || at <= 0 ? [line] : [line.slice(0, at), ...pieces(line.slice(at + 1))];
  };
  return log
    .split("\n")
    .flatMap(pieces)
    .map((line) => mark + line)
    .join("\n");
}

/** As a terminal shows lines that are too long for it. */
const cut = (log: string, width: number) =>
  log
    .split("\n")
    .flatMap((line) => line.match(new RegExp(`.{1,${width}}`, "g")) ?? [""])
    .join("\n");

describe("newest line first", () => {
  // of the others nothing but two messages is left, which may stand either way
  const provable = logs.filter(([name]) => !name.startsWith("lua-memory"));

  test.each(provable)("%s reads the same", (_, log) => expect(said(reversed(log))).toEqual(said(log)));

  test("times prove it where the lines do not", () => {
    const line = (second: number, text: string) => `2024-06-11T10:00:0${second}.000Z lb1 haproxy[12]: ${text}`;
    const lines = [
      line(1, "[ALERT]    (12) : Lua function 'mem': out of memory error."),
      line(2, "[NOTICE]   (10) : haproxy version is 3.0.2-a45a8e6"),
      line(3, "[ALERT]    (10) : Current worker (12) exited with code 134 (Aborted)"),
    ];
    expect(said(lines.toReversed().join("\n"))).toEqual(said(lines.join("\n")));
  });

  // as 3.2 writes the bytes of a call
  test("a table without a moment that is read is proven by the call trace", () => {
    const lines = [
      'FATAL: bug condition "one > zero" matched at src/debug.c:944',
      "This was triggered on purpose from the CLI 'debug dev bug' command.",
      "  call trace(14):",
      "  | 0x55fb5e0ecc01 <28 00 20 e8 2f ff ff ff]: debug_parse_cli_bug+0x61/0x79 > ha_backtrace_to_stderr",
      "  | 0x55fb5e10a283 <40 48 8b 43 58 ff 50 18]: task_process_applet+0x303/0xa18",
    ].map((text) => `"Nov 23, 2026 @ 10:00:00.000","${text.replaceAll('"', '""')}"`);
    expect(said(lines.toReversed().join("\n"))).toEqual(said(lines.join("\n")));
  });

  test("records of several lines keep the order inside of them", () => {
    const record = (second: number, ...texts: string[]) => texts.map((text) => `2024-06-11T10:00:0${second}Z lb1 haproxy[12]: ${text}`);
    const panic = record(
      1,
      "Thread 2 is about to kill the process.",
      "*>Thread 2 : id=0x7f act=1",
      "      1/2    stuck=1 prof=0",
      "             cpu_ns: poll=1 now=3 diff=2",
    );
    const version = record(2, "[NOTICE]   (10) : haproxy version is 3.0.2-a45a8e6");
    const exit = record(3, "[ALERT]    (10) : Current worker (12) exited with code 134 (Aborted)");
    expect(said([...exit, ...version, ...panic].join("\n"))).toEqual(said([...panic, ...version, ...exit].join("\n")));
  });

  test("Loki's answers and lists of records are read by their times", () => {
    const lines = dump.split("\n");
    const loki = (order: readonly number[]) =>
      JSON.stringify({ data: { result: [{ values: order.map((i) => [`17181000000000${String(i).padStart(5, "0")}`, lines[i]]) }] } });
    const hits = (order: readonly number[]) =>
      JSON.stringify({
        hits: { hits: order.map((i) => ({ _source: { "@timestamp": `2024-06-11T10:00:${10 + i}Z`, message: lines[i] } })) },
      });
    const order = lines.map((_, i) => i);
    expect(said(loki(order.toReversed()))).toEqual(said(dump));
    expect(said(loki(order))).toEqual(said(dump));
    expect(said(hits(order.toReversed()))).toEqual(said(dump));
  });

  test("places are those of the log", () => {
    const log = reversed(dump);
    const [incident] = readIncidents(log);
    const lines = log.split("\n");
    for (const { text, at } of incident!.facts) expect(lines[at.line]!.slice(at.span.start, at.span.end)).toBe(text);
    expect(incident!.line).toBeLessThanOrEqual(incident!.headline.line);
    expect(incident!.headline.line).toBeLessThanOrEqual(incident!.endLine);
  });

  test("what nothing proves is left as it stands", () => {
    const lines = [
      "[ALERT]    (12) : Lua function 'mem': out of memory error.",
      "[ALERT]    (10) : Current worker (12) exited with code 134 (Aborted)",
    ];
    expect(readIncidents(lines.toReversed().join("\n")).map(({ kind }) => kind)).toEqual(["abort", "lua-out-of-memory"]);
  });
});

describe.each([
  ["a mail of 72 columns", (log: string) => broken(log, 72, "")],
  ["a quoted mail of 72 columns", (log: string) => broken(log, 72, "> ")],
  ["a mail of 78 columns, quoted twice", (log: string) => broken(log, 76, "> > ")],
  ["a terminal of 80 columns", (log: string) => cut(log, 80)],
])("%s", (_, form) => {
  test.each(logs)("%s reads the same, and is recognised", (_name, log) => {
    expect(said(form(log))).toEqual(said(log));
    expect(looksLikeCrashLog(form(log))).toBe(looksLikeCrashLog(log));
  });

  test("places lie in the log", () => {
    const lines = form(dump).split("\n");
    for (const { at } of readIncidents(form(dump))[0]!.facts) {
      expect(at.span.end).toBeLessThanOrEqual(lines[at.line]!.length);
      expect(at.span.start).toBeLessThanOrEqual(at.span.end);
    }
  });
});
