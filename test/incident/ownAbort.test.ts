/** HAProxy's own end after a failed check looks to the kernel like a stray crash. */
import { describe, expect, test } from "vitest";
import { jsonIncident } from "../../server/src/cli/format/incidents.ts";
import { diagnose } from "../../server/src/diagnosis/diagnose.ts";
import { summaryOf } from "../../server/src/features/diagnosisSummary.ts";
import { diagnosisLines } from "../../server/src/features/pages/diagnosisText.ts";
import { readAll, readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";

const segfault = (address: string, error: number, module = "haproxy") =>
  `kernel: haproxy[812]: segfault at ${address} ip 000000000053faad sp 00007fbb02fdac10 error ${error} in ${module}[400000+226000]`;
const trap = "kernel: traps: haproxy[812] trap invalid opcode ip:53faad sp:7fbb02fdac10 error:0 in haproxy[400000+226000]";
const exit132 = "[ALERT]    (1) : Current worker (812) exited with code 132 (Illegal instruction)";
const version = (release: string) => `[NOTICE]   (1) : haproxy version is ${release}`;
const condition = 'FATAL: bug condition "task->expire == 0" matched at src/task.c:285';
const own = (...lines: string[]) => readIncidents(lines.join("\n")).map(({ ownAbort }) => ownAbort);

describe("HAProxy ended itself", () => {
  test("by a write to address 1", () => expect(own(segfault("1", 6))).toEqual([true]));
  test("by an invalid opcode", () => expect(own(trap)).toEqual([true]));
  test("by the master's word, from 2.8 on", () => expect(own(version("2.8.3"), exit132)).toEqual([true]));
  test("in a debugger's stack", () => {
    const stack = ["#0  ha_crash_now () at include/haproxy/bug.h:52", "#1  task_queue (task=0x0) at src/task.c:310"];
    expect(own("Program terminated with signal SIGSEGV, Segmentation fault.", ...stack)).toEqual([true]);
  });

  test("is said, with where its reason stands", () => {
    const [incident] = readIncidents(segfault("1", 6));
    const { what, headline, steps } = summaryOf(diagnose(incident!, { language: "en" }));
    expect(what).toMatch(/^HAProxy aborted on purpose/);
    expect(headline).toMatch(/^HAProxy ended itself/);
    expect(steps[0]?.commands[0]).toContain("FATAL");
  });
  test("and scripts are told", () => {
    const told = (log: string) =>
      readIncidents(log).map((one) => jsonIncident({ file: "-", diagnosis: diagnose(one, { language: "en" }) }).ownAbort);
    expect([told(segfault("1", 6)), told(segfault("1", 4))]).toEqual([[true], [false]]);
  });
});

describe("it did not, or the log says why", () => {
  test("a read of address 1", () => expect(own(segfault("1", 4))).toEqual([false]));
  test("another address", () => expect(own(segfault("18", 6))).toEqual([false]));
  test("a library's crash", () => expect(own(segfault("1", 6, "libcrypto.so.3"))).toEqual([false]));
  test("an opcode that the processor lacks", () => expect(own(version("2.6.12"), exit132)).toEqual([false]));
  test("an exit code alone", () => expect(own(exit132)).toEqual([false]));
  test("the condition is in the log", () => expect(own(condition, exit132)).toEqual([false]));
});

describe("a dump without its start", () => {
  const block = (head: string) =>
    [
      `${head}>Thread 4 : id=0x7f34bd7fd700 act=1 glob=1 wq=1 rq=0 tl=0 tlsz=0 rqsz=0`,
      `${head}   stuck=1 prof=0 harmless=0 wantrdv=0`,
    ].join("\n");

  test("is the watchdog's where it stands in a log", () => {
    const log = block("Nov  3 08:32:23 www haproxy[7884]:  ");
    expect(looksLikeCrashLog(log)).toBe(true);
    expect(readIncidents(log)).toMatchObject([{ kind: "watchdog", threads: [{ number: 4, stuck: true }] }]);
  });

  test('may be an answer to "show threads" elsewhere', () => expect(readIncidents(block(" "))).toEqual([]));

  const trace = [
    "call trace(2):",
    " | 0x555ac8de19f6 [48 8b 05 d3 ad 1b 00 48]: debug_handler+0x66/0x10b",
    " | 0x7f7068 [48 c7 c0 0f]: libc:+0x3c050",
  ];
  const rest = [...trace, "  Thread 3 : id=0x7f34 act=0 glob=0 wq=1 rq=0 tl=0 tlsz=0 rqsz=0", block(" "), ...trace].join("\n");

  test("is the watchdog's with the stuck thread's stack, and the rest of another one's before it", () => {
    expect(looksLikeCrashLog(rest)).toBe(true);
    expect(readIncidents(rest)).toMatchObject([{ kind: "watchdog", threads: [{ number: 3 }, { number: 4, stuck: true }] }]);
  });

  test("is the watchdog's with what the stuck thread did", () => {
    const log = `${block(" ")}\n  curr_task=0x7fa9a40d0290 (task) calls=4 last=0`;
    expect(looksLikeCrashLog(log)).toBe(true);
    expect(readIncidents(log)).toMatchObject([{ kind: "watchdog", threads: [{ number: 4, task: { calls: 4 } }] }]);
  });

  test('is none with the thread that asked by "show threads"', () => {
    const asked = `* Thread 1 : id=0x7f33 act=1 glob=0 wq=1 rq=0 tl=0 tlsz=0 rqsz=0\n  stuck=0 prof=0\n${rest}`;
    expect(looksLikeCrashLog(asked)).toBe(false);
    expect(readIncidents(asked)).toEqual([]);
  });

  test.each(["Nov  3 08:32:23 www haproxy[7884]:  ", '{"log":"  '])("%s: a log has the other threads only of a panic", (head) => {
    const line = "Thread 11: id=0x7f87 act=1 glob=1 wq=1 rq=1 tl=1 tlsz=-6335 rqsz=11";
    const log = head.startsWith("{") ? `${head}${line}\\n","stream":"stderr","time":"2023-04-03T22:33:57.64Z"}` : head + line;
    expect(looksLikeCrashLog(log)).toBe(true);
    expect(readIncidents(log)).toMatchObject([{ kind: "watchdog", threads: [{ number: 11 }] }]);
    expect(readIncidents(log.replace("Thread 11: ", "* Thread 11: "))).toEqual([]);
    expect(readIncidents(`${log.replace("Thread 11: ", "* Thread 1 : ")}\n${log}`)).toEqual([]);
  });
});

test("a panic in a signal's handler is the watchdog's", () => {
  const stack = [
    "#0  0x00007f18e2730968 in abort () from /lib64/libc.so.6",
    "#1  0x000000000058b7b7 in ha_panic () at src/debug.c:366",
    "#2  <signal handler called>",
    "#3  0x0000000000461791 in lua_take_global_lock () at src/hlua.c:157",
  ];
  expect(readIncidents(`(gdb) bt\n${stack.join("\n")}`).map(({ kind }) => kind)).toEqual(["watchdog"]);
  const asked = stack.filter((line) => !line.includes("<signal"));
  expect(readIncidents(`(gdb) bt\n${asked.join("\n")}`).map(({ kind }) => kind)).not.toContain("watchdog");
});

test("what a sanitizer found never freed is no crash", () => {
  const log = ["==18==ERROR: LeakSanitizer: detected memory leaks", "    #0 0x65fae2 in my_realloc2 include/haproxy/tools.h:1037"].join(
    "\n",
  );
  expect(readIncidents(log)).toEqual([]);
  expect(readAll(log)).toMatchObject([{ kind: "sanitizer", survived: true }]);
  expect(readIncidents(log.replace("LeakSanitizer: detected memory leaks", "AddressSanitizer: heap-use-after-free on"))).toHaveLength(1);
});

test("the watchdog's warning without its headline is no crash", () => {
  const dump = (who: string) =>
    [
      "May 31 12:05:52 haproxy[324]: * Thread 1 : id=0x7c48839bfe00 act=1 glob=1 wq=1 rq=1 tl=1 tlsz=2 rqsz=9",
      "May 31 12:05:52 haproxy[324]:              call trace(14):",
      `May 31 12:05:52 haproxy[324]:              | 0x5e409ab20c7f <00 00 00 e8 31 f3 ff ff]: ${who}+0xcf/0x15b > ha_thread_dump_one`,
      "May 31 12:05:52 haproxy[324]:              | 0x5e409ac0c38b <c0 75 05 e8 25 48 f1 ff]: wdt_handler+0x13b/0x1d2",
    ].join("\n");
  expect(readIncidents(dump("ha_stuck_warning"))).toEqual([]);
  expect(readAll(dump("ha_stuck_warning"))).toMatchObject([{ kind: "watchdog", survived: true }]);
  expect(readIncidents(dump("ha_panic"))).toMatchObject([{ kind: "watchdog" }]);
});

test("months of other languages are taken for stamps", () => {
  const stack = [
    "Program terminated with signal SIGSEGV, Segmentation fault.",
    "#0  0x000055dce10e941d in process_stream (t=0x0) at src/stream.c:10",
  ];
  for (const stamp of ["m\u00e4rz 18 13:54:08", "nov. 24 10:00:01", "11\u6708 24 10:00:01", "18. Dez 2025 10:00:01"]) {
    const log = stack.map((line) => `${stamp} lb1 haproxy[812]: ${line}`).join("\n");
    const [incident] = readIncidents(log);
    expect(incident?.frames.map((frame) => frame.function)).toEqual(["process_stream"]);
    expect(incident?.time?.text).toBe(stamp);
  }
});

test("the condition that failed is said, with its place", () => {
  const [incident] = readIncidents(condition);
  expect(diagnosisLines({ place: "x:1", diagnosis: diagnose(incident!, { language: "en" }) })[1]).toBe(
    "  Condition: task->expire == 0, src/task.c:285",
  );
});

test("a stack without its innermost frames is the watchdog's", () => {
  const log = [
    "#3  0x0000563a95c6b7c7 in wdt_handler (sig=<optimized out>, si=<optimized out>, arg=<optimized out>) at src/wdt.c:119",
    "#4  <signal handler called>",
    "#5  0x0000563a95c31a0d in pendconn_queue_lock (p=0x7fe6bb55c3e0, p=0x7fe6bb55c3e0) at src/queue.c:161",
    "#6  pendconn_dequeue () at src/queue.c:547",
  ];
  expect(looksLikeCrashLog(log.join("\n"))).toBe(true);
  const [incident] = readIncidents(log.join("\n"));
  expect(incident?.kind).toBe("watchdog");
  expect(incident?.frames.map((frame) => frame.function)).toEqual(["pendconn_queue_lock", "pendconn_dequeue"]);
  expect(readIncidents(log.slice(2).join("\n"))).toEqual([]);
  const other = ["#1  <signal handler called>", "#2  0x0000563a95c31a0d in ngx_process_events () at src/event/ngx_event.c:252"].join("\n");
  expect(looksLikeCrashLog(other)).toBe(false);
  expect(readIncidents(other)).toEqual([]);
});

test("pfSense's table of the log, copied, has no blanks between its cells", () => {
  const log = "Jul 28 08:01:05kernelpid 90994 (haproxy), jid 0, uid 80: exited on signal 11";
  expect(looksLikeCrashLog(log)).toBe(true);
  expect(readIncidents(log)).toMatchObject([{ kind: "segfault", pid: 90994 }]);
});
