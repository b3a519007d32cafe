/** Others than HAProxy tell of its end too, each in their own form: kernels, audit, shells, debuggers, sanitizers, tests. */
import { describe, expect, test } from "vitest";
import { readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";

function checkTold(log: string, expected: Readonly<Record<string, unknown>>): void {
  expect(looksLikeCrashLog(log)).toBe(true);
  const found = readIncidents(log);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject(expected);
}

const namesIn = (log: string) => readIncidents(log).map(({ frames }) => frames.map(({ function: name, file }) => [name, file]));

describe("one line says it all", () => {
  test.each([
    ["FreeBSD", "kernel: pid 8123 (haproxy), jid 0, uid 80: exited on signal 11 (core dumped)", "segfault", "SIGSEGV", 8123],
    ["pfSense", "Mar 18 13:54:08 fw kernel: pid 8123 (haproxy), uid 80: exited on signal 6", "abort", "SIGABRT", 8123],
    ["FreeBSD's SIGBUS", "kernel: pid 8123 (haproxy), jid 0, uid 80: exited on signal 10", "crash", "SIGBUS", 8123],
    ["abrt", "abrt-hook-ccpp: Process 8123 (haproxy) of user 99 killed by SIGABRT - dumping core", "abort", "SIGABRT", 8123],
    [
      "auditd",
      'type=ANOM_ABEND msg=audit(1742302448.123:812): auid=42 uid=99 gid=99 ses=42 pid=8123 comm="haproxy" exe="/usr/sbin/haproxy" sig=11 res=1',
      "segfault",
      "SIGSEGV",
      8123,
    ],
    [
      "a shell",
      "./start.sh: line 3:   812 Segmentation fault      (core dumped) /usr/sbin/haproxy -f /etc/haproxy/haproxy.cfg",
      "segfault",
      "SIGSEGV",
      812,
    ],
    ["compose", "edge-haproxy-1 exited with code 139", "segfault", "SIGSEGV", undefined],
    ["gdb at work", 'Thread 3 "haproxy" received signal SIGSEGV, Segmentation fault.', "segfault", "SIGSEGV", undefined],
  ])("%s", (_, log, kind, signal, pid) => checkTold(log, { kind, signal, pid }));

  test("FreeBSD out of memory", () => {
    checkTold("kernel: pid 8123 (haproxy), jid 0, uid 80, was killed: failed to reclaim memory", { kind: "out-of-memory", pid: 8123 });
  });

  test("compose completes what the process said", () => {
    checkTold('haproxy-1  | FATAL: bug condition "x" matched at src/a.c:1\nhaproxy-1 exited with code 132', {
      kind: "bug-condition",
      exitCode: 132,
    });
  });
});

describe("debuggers", () => {
  test("lldb's frames are read", () => {
    const log = [
      "* thread #1, name = 'haproxy', stop reason = signal SIGSEGV: invalid address (fault address: 0x0)",
      "  * frame #0: 0x000055d81505fe6e haproxy`stksess_kill(t=0x1, ts=0x2) at stick_table.c:131:5",
      "    frame #1: 0x000055d815060000 haproxy`process_stream(t=0x1) at stream.c:1800:3",
    ].join("\n");
    checkTold(log, { kind: "segfault", signal: "SIGSEGV" });
    expect(namesIn(log)).toEqual([
      [
        ["stksess_kill", "stick_table.c"],
        ["process_stream", "stream.c"],
      ],
    ]);
  });

  test("frames broken over lines keep their places", () => {
    const log = [
      "#0  0x0000555555a1 in sess_build_logline (sess=<optimized out>, s=s@entry=0x7f55,",
      "    maxsize=33792, list_format=list_format@entry=0x5586) at src/log.c:2040",
      "#1  0x0000555555a2 in http_req_get_intercept_rule (px=px@entry=0x5586)",
      "    at src/http_ana.c:2954",
    ].join("\n");
    checkTold(log, {});
    expect(namesIn(log)).toEqual([
      [
        ["sess_build_logline", "src/log.c"],
        ["http_req_get_intercept_rule", "src/http_ana.c"],
      ],
    ]);
  });

  test.each([
    ["gdb", "<signal handler called>"],
    ["coredumpctl", "__restore_rt"],
  ])("an abort by the watchdog is the watchdog's report: %s", (_, trampoline) => {
    const name = (one: string) => (trampoline.startsWith("<") ? `${one} () at src/wdt.c:1` : `${one} (haproxy)`);
    const log = [
      "Process 812 (haproxy) of user 99 dumped core.",
      "Stack trace of thread 812:",
      "#0  0x00007f4dba1d87ff raise (libc.so.6)",
      "#1  0x000055efe4f4a50c ha_panic (haproxy)",
      `#2  0x000055efe4fb7d57 ${trampoline.startsWith("<") ? "wdt_handler (haproxy)" : name("wdt_handler")}`,
      trampoline.startsWith("<") ? "#3  <signal handler called>" : "#3  0x00007f4dbb4a9b20 __restore_rt (libpthread.so.0)",
      "#4  0x000055efe4f8748c http_action_store_cache (haproxy)",
      "#5  0x000055efe4ed5dcd process_stream (haproxy)",
    ].join("\n");
    checkTold(log, { kind: "watchdog" });
    expect(namesIn(log)[0]?.map(([one]) => one)).toEqual(["http_action_store_cache", "process_stream"]);
  });
});

describe("sanitizers", () => {
  test("Valgrind without any folder", () => {
    const log = [
      "==812== Invalid read of size 8",
      "==812==    at 0x10A2B3: stksess_kill (stick_table.c:131)",
      "==812==    by 0x10A2C0: process_stream (stream.c:1800)",
    ].join("\n");
    checkTold(log, { kind: "sanitizer", pid: 812 });
  });

  test("undefined behaviour", () => {
    const log =
      "src/h1.c:123:5: runtime error: member access within null pointer of type 'struct h1m'\n    #0 0x55d in h1_parse src/h1.c:123:5";
    checkTold(log, { kind: "sanitizer" });
  });

  test("musl's own frames above HAProxy's", () => {
    const log = [
      "Program terminated with signal SIGSEGV, Segmentation fault.",
      "#0  a_crash () at ./arch/x86_64/atomic_arch.h:108",
      "#1  get_meta (p=0x7f) at src/malloc/mallocng/meta.h:141",
      "#2  0x000055 in pool_free (ptr=0x7f) at src/pool.c:812",
      "#3  0x000056 in h2s_destroy (h2s=0x7f) at src/mux_h2.c:1600",
    ].join("\n");
    checkTold(log, { kind: "segfault" });
  });
});

describe("a dump of threads without its headline", () => {
  const thread = (head: string, stuck: number) => [
    `${head} : id=0x7fb052829ec0 act=1 glob=1 wq=1 rq=0 tl=0 tlsz=-3 rqsz=0`,
    `             stuck=${stuck} prof=0 harmless=0 wantrdv=1`,
    "             call trace(1):",
    "             | 0x560a4bfbc517 [eb da 0f 1f 80 00 00 00]: process_chk+0x77/0x79",
  ];

  test("is the watchdog's where a stuck thread dumps itself", () => {
    const log = [...thread("  Thread 1 ", 0), ...thread("*>Thread 2 ", 1)].join("\n");
    checkTold(log, { kind: "watchdog" });
    expect(namesIn(log)[0]).toEqual([["process_chk", undefined]]);
  });

  test("is none where an operator asked for it", () => {
    const log = [...thread("  Thread 1 ", 0), ...thread("* Thread 2 ", 0)].join("\n");
    expect(looksLikeCrashLog(log)).toBe(false);
    expect(readIncidents(log)).toEqual([]);
  });

  test("of an operator takes no exit that comes later", () => {
    const log = [...thread("* Thread 2 ", 0), "[ALERT]    (1) : Current worker (8) exited with code 139 (Segmentation fault)"].join("\n");
    expect(readIncidents(log).map(({ kind }) => kind)).toEqual(["segfault"]);
  });
});

test("the kernel's word for the instruction with which an assertion ended the process is no second crash", () => {
  const log = [
    '02:42:24 haproxy  FATAL: bug condition "x" matched at src/a.c:1',
    "02:42:24 haproxy    call trace(2):",
    "02:42:24 haproxy    | 0x55d5a1d0723e [c6 04 25 01 00 00 00 00]: main-0x8b2",
    "02:42:24 haproxy    | 0x55d5a1e448c5 [85 c0 0f 84 59 02 00 00]: main+0x13cdd5",
    "02:42:24 kernel [530254.372588] haproxy[812]: segfault at 1 ip 000055d5a1d0723e sp 00007ffe22829100 error 6 in haproxy[55d5a1d02000+1c7000]",
  ].join("\n");
  checkTold(log, { kind: "bug-condition", pid: 812 });
  expect(readIncidents(log.replace("ip 000055d5a1d0723e", "ip 000055d5a1d07999"))).toHaveLength(2);
});
