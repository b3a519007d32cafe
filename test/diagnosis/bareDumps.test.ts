/** Dumps whose stacks name nothing: what the rest of them still tells. */
import { describe, expect, test } from "vitest";
import { diagnose, named } from "../../server/src/diagnosis/diagnose.ts";
import { readIncidents } from "../../server/src/incident/read.ts";

const dump = (...lines: readonly string[]) =>
  [
    "Thread 1 is about to kill the process.",
    "*>Thread 1 : id=0x7f03 act=1 glob=0 wq=1 rq=0 tl=1 tlsz=1 rqsz=2",
    "      1/1    stuck=1 prof=0 harmless=0 isolated=0",
    "             curr_task=0x7f04 (task) calls=6 last=0",
    "               fct=0x55d2f72c83fa(main+0x1b3211) ctx=0x7f0379680700",
    ...lines,
    "             call trace(2):",
    "             | 0x55d8151f9921 <-- -- -- -- -- -- -- --]: main+0x1b3211",
  ].join("\n");
const candidatesOf = (log: string) => diagnose(readIncidents(log)[0]!, { language: "en" }).candidates;
const first = (log: string) => candidatesOf(log)[0]?.advisory.subsystem;

describe("a stack without names", () => {
  test("a lock that the stuck thread holds tells the part of HAProxy", () => {
    expect(first(dump("             lock_hist: S:PROTO U:PROTO W:DNS locked: DNS(W)"))).toBe("resolvers");
    expect(first(dump("             lock_hist: S:DNS U:DNS"))).not.toBe("resolvers");
  });

  test("what it says that it executes tells it too", () => {
    const [thread] = readIncidents(dump().replace("curr_task", "exec_ctx: task 'process_resolvers'\n             curr_task"))[0]!.threads;
    expect(thread!.task!.handler).toBe("process_resolvers");
    const [peer] = readIncidents(dump().replace("curr_task", "exec_ctx: applet '<PEER>'\n             curr_task"))[0]!.threads;
    expect(peer!.task!.applet).toBe("<PEER>");
  });
});

describe("nothing but the loop over a stream", () => {
  const loop = dump().replace("main+0x1b3211) ctx", "process_stream) ctx");

  test("hangs that were reported with such dumps come first, none of them named", () => {
    const candidates = candidatesOf(loop);
    expect(candidates.length).toBeGreaterThan(0);
    expect(candidates.every(({ confidence }) => confidence < named / 2)).toBe(true);
    expect(candidates[0]!.advisory.effect).toBe("hang");
    expect(candidates.map(({ confidence }) => confidence)).toEqual(candidates.map(({ confidence }) => confidence).sort((a, b) => b - a));
  });

  test("of a panic that somebody asked for they are not said", () => {
    const asked = loop.replace("*>Thread", "* Thread").replace("stuck=1", "stuck=0");
    const says = candidatesOf(asked).flatMap(({ evidence }) => evidence.map((one) => one.says));
    expect(says.join()).not.toContain("this hang was reported");
    expect(
      candidatesOf(loop)
        .flatMap(({ evidence }) => evidence.map((one) => one.says))
        .join(),
    ).toContain("this hang was reported");
  });
});
