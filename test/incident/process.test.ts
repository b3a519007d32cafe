/** Which voices tell of the same death: the worker, the master, the kernel, systemd, a debugger. */
import { describe, expect, test } from "vitest";
import { readIncidents } from "../../server/src/incident/read.ts";
import { verdictsOf } from "../support/incidents.ts";

const exit = (pid: number, code: number) => `[ALERT]    (10) : Current worker (${pid}) exited with code ${code} (x)`;
const fatal = "FATAL: pool inconsistency detected in thread 3: tag mismatch on free().";
const segfault = (pid: number) => `haproxy[${pid}]: segfault at 0 ip 000055dce10e941d sp 00007f0c1a9424f0 error 6 in haproxy[55d+1]`;
const memory = (pid: number) => `[ALERT]    (${pid}) : Lua function 'mem': out of memory error.`;
const read = (...lines: string[]) => readIncidents(lines.join("\n")).map(({ kind, pid, exitCode }) => [kind, pid, exitCode]);

describe("an exit code", () => {
  test("ends the incident before it", () => expect(read(fatal, exit(12, 132))).toEqual([["pool-inconsistency", 12, 132]]));

  test("is an incident of its own where nothing came before", () => expect(read(exit(12, 134))).toEqual([["abort", 12, 134]]));

  test("of an older worker leaves the incident open", () => {
    expect(read(fatal, "[WARNING]  (10) : Former worker (9) exited with code 0 (Exit)", exit(12, 132))).toEqual([
      ["pool-inconsistency", 12, 132],
    ]);
  });

  test("of another process does not join what the kernel says", () => {
    expect(read(segfault(11), exit(12, 134))).toEqual([
      ["segfault", 11, undefined],
      ["abort", 12, 134],
    ]);
  });

  test("by another signal does not join", () => {
    expect(read("haproxy.service: Main process exited, code=dumped, status=11/SEGV", exit(12, 134)).map(([kind]) => kind)).toEqual([
      "segfault",
      "abort",
    ]);
  });

  test.each([0, 1, 3, 143])("%i is no crash", (code) => expect(read(exit(12, code))).toEqual([]));
});

describe("the kernel's kill for memory", () => {
  test("is one incident with both lines: who asked, and who was killed", () => {
    const killed = "kernel: Out of memory: Killed process 12 (haproxy) total-vm:18234120kB";
    const [incident, ...others] = readIncidents(`kernel: haproxy invoked oom-killer: gfp_mask=0xcc0\n${killed}\n${exit(12, 137)}`);
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ kind: "out-of-memory", pid: 12, exitCode: 137 });
    expect(incident?.facts.filter(({ role }) => role === "headline").map(({ at }) => at.line)).toEqual([0, 1]);
  });
});

test("who asked for memory is not who was killed", () => {
  const asked = "kernel: haproxy invoked oom-killer: gfp_mask=0xcc0";
  expect(readIncidents(`${asked}\nkernel: Out of memory: Killed process 900 (mysqld) total-vm:8123456kB`)).toEqual([]);
  const unit = "systemd[1]: haproxy.service: A process of this unit has been killed by the OOM killer.";
  expect(readIncidents(`${unit}\nkernel: Out of memory: Killed process 900 (mysqld) total-vm:8123456kB`)).toHaveLength(1);
});

describe("Lua out of memory", () => {
  test("is told by filters with a blank before the colon", () => {
    const line = "[ALERT]    (12) : Lua filter 'strip' : out of memory error.";
    expect(read(line, exit(12, 134))).toEqual([["abort", 12, 134]]);
    expect(readIncidents(`${line}\n${exit(12, 134)}`)[0]?.luaOutOfMemory).toHaveLength(1);
  });

  test("and code 134 of the same worker is the abort in hlua_ctx_renew", () => {
    expect(verdictsOf([memory(12), exit(12, 134)].join("\n"))).toEqual(["abort, lua-ctx-renew-abort 0.64, jemalloc-map-count 0.35"]);
  });

  test("leaves the exit to the watchdog's report that followed", () => {
    expect(read(memory(12), "Thread 2 is about to kill the process.", exit(12, 134))).toEqual([
      ["lua-out-of-memory", 12, undefined],
      ["watchdog", 12, 134],
    ]);
  });

  test("leaves the exit to the watchdog's report that followed", () => {
    expect(read(memory(12), "Thread 2 is about to kill the process.", exit(12, 134))).toEqual([
      ["lua-out-of-memory", 12, undefined],
      ["watchdog", 12, 134],
    ]);
  });

  test.each([
    ["a normal stop", exit(12, 143)],
    ["another worker's abort", exit(13, 134)],
    ["nothing", ""],
  ])("and %s names nothing", (_, line) => {
    const incidents = verdictsOf([memory(12), line].join("\n"));
    const confidences = incidents.flatMap((words) => [...words.matchAll(/ ([\d.]+)/g)].map((match) => Number(match[1])));
    expect(incidents.length).toBeGreaterThan(0);
    expect(Math.max(...confidences)).toBeLessThan(0.5);
  });
});

test("the kernel, systemd and the master tell of one death", () => {
  const log = [
    "Mar 18 13:54:08 gw kernel: [28.4] haproxy[12]: segfault at 0 ip 000055dce1 sp 00007f0c1a error 6 in haproxy[55d+1]",
    "Mar 18 13:54:08 gw systemd-coredump[99]: Process 12 (haproxy) of user 99 dumped core.",
    "Mar 18 13:54:08 gw haproxy[10]: [ALERT]    (10) : Current worker (12) exited with code 139 (Segmentation fault)",
    "Mar 18 13:54:09 gw systemd[1]: haproxy.service: Main process exited, code=exited, status=139/n/a",
  ];
  expect(read(...log)).toEqual([["segfault", 12, 139]]);
});

describe("a debugger's signal", () => {
  test("joins the kernel's word and takes its stack", () => {
    const [incident] = readIncidents(`${segfault(12)}\nProgram terminated with signal SIGSEGV, Segmentation fault.
#0  check_crypto_hmac (err=0x0) at src/ssl_sample.c:437`);
    expect(incident).toMatchObject({ kind: "segfault", pid: 12, frames: [{ function: "check_crypto_hmac", sourceLine: 437 }] });
  });

  test("as a bare number has its name", () => {
    const log = "Core was generated by `/usr/sbin/haproxy -Ws'.\nProgram terminated with signal 6, Aborted.";
    expect(readIncidents(log)).toMatchObject([{ kind: "abort", signal: "SIGABRT" }]);
  });

  test("for another program's core after HAProxy's is nothing", () => {
    const log = [
      "Core was generated by `/usr/sbin/haproxy -Ws'.",
      "Program terminated with signal SIGSEGV, Segmentation fault.",
      "#0  check_crypto_hmac (err=0x0) at src/ssl_sample.c:437",
      "Core was generated by `nginx: worker'.",
      "Program terminated with signal SIGSEGV, Segmentation fault.",
      "#0  ngx_http_process_request (r=0x1) at src/http/ngx_http_request.c:2063",
    ];
    expect(readIncidents(log.join("\n"))).toHaveLength(1);
  });
});

describe("the release", () => {
  const version = (release: string) => `[NOTICE]   (10) : haproxy version is ${release}`;

  test("is the one nearest to the incident", () => {
    const log = [version("2.8.1"), "", "", fatal, exit(12, 132), version("3.0.2"), "", "", "", exit(13, 139), version("3.0.3")];
    expect(readIncidents(log.join("\n")).map(({ release }) => release?.release.patch)).toEqual([2, 3]);
  });

  test("that is stated wins over one that is mentioned", () => {
    expect(readIncidents(["we run HAProxy 2.8.1", fatal, "", "", version("3.0.2-05d158f")].join("\n"))[0]?.release?.release).toMatchObject({
      branch: "3.0",
      patch: 2,
    });
  });

  test("of a packager is the upstream one", () => {
    expect(readIncidents([fatal, "HAProxy version 2.6.12-1+deb12u4 2026/01/01"].join("\n"))[0]?.release?.release).toMatchObject({
      branch: "2.6",
      patch: 12,
    });
  });
});

test("an integrity failure of 2.8 after an earlier crash is an incident of its own", () => {
  const trace = "  call trace(1):\n  | 0x55d8151f9921 [0f 0b c5 c6 1d bc eb 95]: __pool_alloc+0x7cc/0xb9f";
  expect(read(`${fatal}\n${trace}`, exit(12, 132), trace, exit(13, 132))).toEqual([
    ["pool-inconsistency", 12, 132],
    ["pool-corruption", 13, 132],
  ]);
});
