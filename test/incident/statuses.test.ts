/** What tools and operating systems tell of a process that has ended: containers, units, macOS, apport, ABRT, and pictures of a log. */
import { describe, expect, test } from "vitest";
import { readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";

const read = (...lines: readonly string[]) => {
  const log = lines.join("\n");
  const incidents = readIncidents(log);
  // a text that holds a crash is known as such, and no other is
  expect(looksLikeCrashLog(log)).toBe(incidents.length > 0);
  return incidents;
};
const facts = (...lines: readonly string[]) =>
  read(...lines).map(({ kind, exitCode, signal, release }) =>
    [kind, exitCode, signal, release && `${release.release.branch}.${release.release.patch}`].join(" "),
  );

const described = (image: string, reason: string, code: number) => [
  "Name:             edge-7d9c5b-x2x",
  "Containers:",
  "  proxy:",
  `    Image:         ${image}`,
  "    State:          Waiting",
  "      Reason:       CrashLoopBackOff",
  "    Last State:     Terminated",
  `      Reason:       ${reason}`,
  `      Exit Code:    ${code}`,
  "    Restart Count:  14",
];

describe("a pod's description", () => {
  test("gives code, signal and the image's release", () => {
    expect(facts(...described("docker.io/library/haproxy:2.8.3-alpine", "Error", 139))).toEqual(["segfault 139 SIGSEGV 2.8.3"]);
    expect(facts(...described("haproxytech/haproxy-alpine:3.0.2", "Error", 134))).toEqual(["abort 134 SIGABRT 3.0.2"]);
  });

  test("tells a kill for memory from others", () => {
    expect(facts(...described("haproxy:3.0.2", "OOMKilled", 137))).toEqual(["out-of-memory 137 SIGKILL 3.0.2"]);
    expect(facts(...described("haproxy:3.0.2", "Error", 137))).toEqual(["worker-exit 137 SIGKILL 3.0.2"]);
  });

  test("of another container, or of an ordinary end, is no crash", () => {
    expect(facts(...described("nginx:1.27", "Error", 139))).toEqual([]);
    expect(facts(...described("haproxy:3.0.2", "Completed", 0))).toEqual([]);
    expect(facts(...described("haproxy:3.0.2", "Error", 143))).toEqual([]);
    expect(facts("      Exit Code:    139")).toEqual([]);
  });

  test("as YAML has the code before the reason", () => {
    const status = [
      "  - image: haproxy:3.2.5",
      "    lastState:",
      "      terminated:",
      "        exitCode: 137",
      "        reason: OOMKilled",
    ];
    expect(facts(...status)).toEqual(["out-of-memory 137 SIGKILL 3.2.5"]);
  });

  test("in a row", () => {
    expect(facts("edge-haproxy-6c9f7d5b8-wkq2t   0/1     OOMKilled   3 (20s ago)   5m")).toEqual(["out-of-memory 137 SIGKILL "]);
    expect(facts("edge-nginx-6c9f7d5b8-wkq2t   0/1     OOMKilled   3 (20s ago)   5m")).toEqual([]);
  });
});

describe("docker", () => {
  const inspected = (name: string, image: string) => [
    '        "State": {',
    '            "OOMKilled": false,',
    '            "ExitCode": 139,',
    "        },",
    '        "Image": "sha256:0d5f",',
    `        "Name": "/${name}",`,
    `            "Image": "${image}",`,
  ];

  test("says whose the container is after it said how it ended", () => {
    expect(facts(...inspected("lb", "haproxy:2.8.3"))).toEqual(["segfault 139 SIGSEGV 2.8.3"]);
    expect(facts(...inspected("db", "postgres:16.3"))).toEqual([]);
    expect(facts(...inspected("db", "postgres:16.3"), ...inspected("lb", "haproxy:2.8.3"))).toEqual(["segfault 139 SIGSEGV 2.8.3"]);
  });

  test("ps", () => {
    expect(facts('0d5f5b7c0c2b   haproxy:3.0.2    "docker-entrypoint.s"   2 hours ago    Exited (134) 3 minutes ago   lb')).toEqual([
      "abort 134 SIGABRT 3.0.2",
    ]);
    expect(facts('0d5f5b7c0c2b   nginx:1.27    "docker-entrypoint.s"   2 hours ago    Exited (139) 3 minutes ago   web')).toEqual([]);
  });
});

describe("systemctl status", () => {
  const shown = (end: string) => [
    "× haproxy.service - HAProxy Load Balancer",
    "     Active: failed (Result: x) since Tue 2025-03-18 13:54:08 CET; 3min ago",
    `    Process: 812 ExecStart=/usr/sbin/haproxy -Ws -f $CONFIG -p $PIDFILE $EXTRAOPTS (${end})`,
    `   Main PID: 812 (${end})`,
  ];

  test("names the signal, or the code of the worker", () => {
    expect(facts(...shown("code=dumped, signal=SEGV"))).toEqual(["segfault  SIGSEGV "]);
    expect(facts(...shown("code=exited, status=139"))).toEqual(["segfault 139 SIGSEGV "]);
    expect(read(...shown("code=killed, signal=ABRT"))[0]?.pid).toBe(812);
    expect(facts(...shown("code=exited, status=1/FAILURE"))).toEqual([]);
    expect(facts(...shown("code=dumped, signal=SEGV").map((line) => line.replace("sbin/haproxy", "sbin/nginx")))).toEqual([]);
  });

  test("of a unit that was killed for memory", () => {
    const status = shown("code=killed, signal=KILL").map((line) => line.replace("Result: x", "Result: oom-kill"));
    expect(facts(...status)).toEqual(["out-of-memory  SIGKILL "]);
  });

  test("gives way to the report that the log below it holds", () => {
    const fatal = 'Mar 18 13:54:08 lb haproxy[812]: FATAL: bug condition "a == b" matched at src/task.c:285';
    expect(facts(...shown("code=dumped, signal=ILL"), "", fatal)).toEqual(["bug-condition   "]);
    expect(facts(fatal, ...described("haproxy:3.0.2", "Error", 132))).toEqual(["bug-condition 132 SIGILL 3.0.2"]);
  });
});

test("what a tool shows takes nothing from the reports that follow", () => {
  const core = ["Core was generated by `/usr/sbin/haproxy -Ws'.", "Program terminated with signal SIGSEGV, Segmentation fault."];
  const stack = ["#0  0x1 in h1_release (h1c=0x0) at src/mux_h1.c:1022", "#1  0x2 in h1_io_cb (t=0x0) at src/mux_h1.c:3301"];
  for (const shown of [["      Exit Code:    139"], described("haproxy:3.0.2", "Error", 139)]) {
    const incidents = read(...shown, ...core, ...stack);
    expect(incidents.map(({ kind, frames }) => [kind, frames.length])).toEqual([["segfault", 2]]);
  }
  const trace = ["  call trace(1):", "  | 0x55d8151f9921 [0f 0b c5 c6 1d bc eb 95]: __pool_alloc+0x7cc/0xb9f"];
  expect(read(...described("haproxy:2.8.3", "Error", 132), ...trace).map(({ kind }) => kind)).toEqual(["pool-corruption"]);
});

describe("reports of operating systems", () => {
  const stacks = (log: readonly string[]) => read(...log).map(({ kind, frames }) => [kind, ...frames.map((one) => one.function)]);

  test("macOS, in text", () => {
    const [incident, ...more] = read(
      "Process:               haproxy [4821]",
      "Crashed Thread:        1",
      "Exception Type:        EXC_BAD_ACCESS (SIGSEGV)",
      "Thread 0:: Dispatch queue: com.apple.main-thread",
      "0   libsystem_kernel.dylib        \t       0x18a4e2cf4 kevent + 8",
      "1   haproxy                       \t       0x1025a7f10 _do_poll + 272",
      "Thread 1 Crashed:",
      "0   libsystem_platform.dylib      \t       0x18a4e2cf4 _platform_memmove + 8",
      "1   haproxy                       \t       0x1025b3a14 h1_release + 44 (mux_h1.c:1022)",
      "Thread 2:",
      "0   haproxy                       \t       0x1025b3a14 raw_sock_to_buf + 44",
    );
    expect(more).toEqual([]);
    expect(incident).toMatchObject({ kind: "segfault", pid: 4821, signal: "SIGSEGV" });
    expect(incident?.frames.map((one) => [one.function, one.library, one.file])).toEqual([
      ["_platform_memmove", "libsystem_platform", undefined],
      ["h1_release", undefined, "mux_h1.c"],
    ]);
    expect(stacks(["Process: Safari [4821]", "Exception Type:        EXC_BAD_ACCESS (SIGSEGV)"])).toEqual([]);
  });

  test("macOS, as .ips", () => {
    const threads =
      '[{"id":1,"frames":[{"symbol":"kevent"}]},{"triggered":true,"id":2,"frames":[{"symbol":"qc_send"},{"symbol":"qc_io_cb"}]}]';
    expect(
      stacks(['  "procName" : "haproxy",', '  "exception" : {"type":"EXC_CRASH","signal":"SIGABRT"},', `  "threads" : ${threads},`]),
    ).toEqual([["abort", "qc_send", "qc_io_cb"]]);
  });

  test("apport", () => {
    const [incident] = read(
      "Package: haproxy 2.4.18-0ubuntu1",
      "Signal: 11",
      "StacktraceTop:",
      " stream_free (s=0x5581b) at src/stream.c:700",
      " process_stream (t=0x5581) at src/stream.c:2470",
      "Title: haproxy crashed with SIGSEGV in stream_free()",
    );
    expect(incident).toMatchObject({ kind: "segfault", signal: "SIGSEGV", release: { text: "haproxy 2.4.18" } });
    expect(incident?.frames.map((one) => `${one.function} ${one.file}:${one.sourceLine}`)).toEqual([
      "stream_free src/stream.c:700",
      "process_stream src/stream.c:2470",
    ]);
    expect(stacks(["Title: haproxy crashed with SIGABRT in qc_send()"])).toEqual([["abort", "qc_send"]]);
    expect(stacks(["Title: nginx crashed with SIGSEGV in stream_free()"])).toEqual([]);
  });

  test("ABRT", () => {
    expect(stacks(["reason:         haproxy killed by SIGSEGV", "crash_function: si_cs_recv"])).toEqual([["segfault", "si_cs_recv"]]);
  });
});

describe("a table of Markdown's", () => {
  test("has the message in its last cell, with its own bars escaped", () => {
    const [incident] = read(
      "| time | host | message |",
      "|------|------|---------|",
      '| 13:54:08 | lb1 | FATAL: bug condition "a == b" matched at src/mux_h1.c:3312 |',
      "| 13:54:08 | lb1 |   call trace(1): |",
      "| 13:54:08 | lb1 |   \\| 0x55d8151f9921 [0f 0b 66 0f 1f 44 00 00]: h1_rcv_buf+0x3ff/0x560 |",
    );
    expect(incident?.frames.map(({ function: name, text }) => [name, text])).toEqual([["h1_rcv_buf", "h1_rcv_buf+0x3ff/0x560"]]);
  });
});

test("a row of a table as long as a log may have is read at once", () => {
  const started = performance.now();
  read(`| 13:54:08 | lb1 | FATAL: x${" ".repeat(500_000)}y |`);
  expect(performance.now() - started).toBeLessThan(2000);
});

test("a log read off a picture", () => {
  const [incident] = read(
    "FATAL : bug condition \u201c a->b < 0 \u201d matched at src / mux_h2.c : 3120",
    "| Ox55d8151f9921 [ Of Ob 66 Of 1f 44 00 00 ] : h2_snd_buf+Ox3ff/Ox560",
    "| 0x55d8151f9a21 [85 c0 66 0f 1f 44 00 00] : sc_conn_send+0x22f / 0x760",
    "| Ox55d8151OO921 [ Of Ob 66 Of 1f 44 00 00 ] : task_run_applet+Ox1OO/Ox2OO",
  );
  expect(incident?.bugCondition).toEqual({ expression: "a->b < 0", file: "src/mux_h2.c", line: 3120 });
  expect(incident?.frames.map(({ function: name }) => name)).toEqual(["h2_snd_buf", "sc_conn_send", "task_run_applet"]);
  expect(incident?.frames[2]).toMatchObject({ address: "0x55d815100921", offset: 0x100 });
});

test("valgrind's first stack is the crash's, and what it ran tells whose it is", () => {
  const [incident] = read(
    "==812== Command: ./haproxy -d -f t.cfg",
    "==812== Invalid read of size 8",
    "==812==    at 0x2A1B3C: sc_ep_test (stconn.h:120)",
    "==812==    by 0x2A1B3C: spoe_release_appctx (flt_spoe.c:1722)",
    "==812==  Address 0x5c2d2f0 is 48 bytes inside a block of size 128 free'd",
    "==812==    at 0x484B27F: free (in /usr/libexec/valgrind/vgpreload_memcheck-amd64-linux.so)",
  );
  expect(incident?.frames.map(({ function: name }) => name)).toEqual(["sc_ep_test", "spoe_release_appctx"]);
});
