/** The same crash behind every envelope that we know gives the same verdict. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { unwrap } from "../../server/src/incident/envelope.ts";
import { readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";
import { envelopes } from "../support/envelopes.ts";
import { verdictsOf } from "../support/incidents.ts";

const fixture = (name: string) =>
  readFileSync(path.resolve(import.meta.dirname, "../fixtures/incidents", name, "input.log"), "utf8").trimEnd();

const crashes = ["race-four-lines", "race-whole-report", "hmac-gdb", "newthread-named-lua-frames", "lua-memory-then-134", "exit-139"];

describe.each(crashes)("%s", (name) => {
  const bare = fixture(name);
  const expected = verdictsOf(bare);

  test("has one incident bare", () => expect(expected).toHaveLength(1));

  test.each(Object.keys(envelopes))("behind %s", (envelope) => {
    const wrapped = envelopes[envelope]!(bare);
    expect(verdictsOf(wrapped)).toEqual(expected);
    expect(looksLikeCrashLog(wrapped)).toBe(true);
  });

  test.each(Object.keys(envelopes))("behind %s all places are in their lines", (envelope) => {
    const wrapped = envelopes[envelope]!(bare);
    const lines = wrapped.split("\n");
    for (const { facts, frames, forms } of readIncidents(wrapped)) {
      for (const { at } of [...facts, ...frames, ...forms]) {
        const { start, end } = at.span;
        expect([start >= 0, start <= end, end <= (lines[at.line]?.length ?? -1)]).toEqual([true, true, true]);
      }
    }
  });
});

test("a fence of Markdown moves the lines, and places still point at the text", () => {
  const wrapped = envelopes["syslog"]!(`\n\n${fixture("race-four-lines")}`);
  const [incident] = readIncidents(wrapped);
  const lines = wrapped.split("\n");
  expect(incident?.line).toBe(2);
  for (const { text, at } of incident!.facts) expect(lines[at.line]!.slice(at.span.start, at.span.end)).toBe(text);
});

test("stuck threads keep their mark where a relay has collapsed the indentation", () => {
  const log = [
    "Mar 21 08:46:52 edge03 haproxy[39]: Thread 4 is about to kill the process.",
    "Mar 21 08:46:52 edge03 haproxy[39]: Thread 1 : id=0x7f01 act=1 glob=0 wq=1 rq=0 tl=1 tlsz=2 rqsz=25",
    "Mar 21 08:46:52 edge03 haproxy[39]: | 0x55da802c7c23 [d2 3b e5 f4 e0 d9 62 e9]: process_table_expire+0x6a0/0x712",
    "Mar 21 08:46:52 edge03 haproxy[39]: >Thread 4 : id=0x7f02 act=1 glob=0 wq=1 rq=0 tl=1 tlsz=2 rqsz=25",
    "Mar 21 08:46:52 edge03 haproxy[39]: | 0x55da802c7c23 [d2 3b e5 f4 e0 d9 62 e9]: process_stream+0x6a0/0x712",
  ].join("\n");
  expect(readIncidents(log)[0]?.frames.map((frame) => frame.function)).toEqual(["process_stream"]);
});

test.each([
  ["kernel: [2857294.451602] haproxy[852]: segfault at 0", "haproxy[852]: segfault at 0", undefined],
  ["Mar 18 13:54:08 gw12 kernel: [  812.4] haproxy[1]: segfault at 0", "haproxy[1]: segfault at 0", undefined],
  ["  | 0x55d8 [0f 0b c5 c6 1d bc eb 95]: f+0x1/0x2", "  | 0x55d8 [0f 0b c5 c6 1d bc eb 95]: f+0x1/0x2", undefined],
  ["haproxy[812]: FATAL: x", "FATAL: x", 812],
  ["FATAL: bug condition", "FATAL: bug condition", undefined],
  ["*>Thread 1 : id=0x1", "*>Thread 1 : id=0x1", undefined],
  ["", "", undefined],
])("%s is unwrapped to %s", (raw, text, pid) => {
  expect(unwrap(raw)).toMatchObject([{ text, pid }]);
});

test("broken JSON is taken as text", () => expect(unwrap('{"log":"FATAL')).toMatchObject([{ text: '{"log":"FATAL', column: 0 }]));

describe("records that lie in one another", () => {
  const log = ['FATAL: bug condition "a > 4" matched at src/task.c:31', "  call trace(1):", "  | 0x55 [c6 04]: task_queue+0x8b/0x2d"];
  const read = (lines: readonly string[]) => readIncidents(lines.join("\n")).map((one) => [one.bugCondition?.line, one.frames.length]);
  const text = (value: unknown) => JSON.stringify(value);

  test("as texts, three deep", () =>
    expect(read(log.map((line) => text({ log: text({ message: text({ msg: line }) }) })))).toEqual([[31, 1]]));
  test("as texts under a relay's stamp", () =>
    expect(read(log.map((line) => `2024-05-06T01:02:03.4Z stderr F ${text({ payload: text({ log: text({ message: line }) }) })}`))).toEqual(
      [[31, 1]],
    ));
  test("as objects, four deep", () =>
    expect(read(log.map((line) => text({ _source: { fields: { record: { log: { message: line } } } } })))).toEqual([[31, 1]]));
  test("as texts in objects in texts", () =>
    expect(read(log.map((line) => text({ message: text({ content: { log: text({ MESSAGE: line }) } }) })))).toEqual([[31, 1]]));
  test("in CloudWatch's subscription", () =>
    expect(read([text({ logEvents: log.map((line) => ({ id: "1", message: text({ log: line }) })) })])).toEqual([[31, 1]]));
  test("in OpenTelemetry's file", () => {
    const logRecords = log.map((stringValue) => ({ body: { stringValue } }));
    expect(read([text({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })])).toEqual([[31, 1]]);
  });
});
