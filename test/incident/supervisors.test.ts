/** How HAProxy ended, in the words of what ran it, and the kernel's in the forms of other processors and of collectors. */
import { describe, expect, test } from "vitest";
import { readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";

function checkTold(log: string, expected: Readonly<Record<string, unknown>>): void {
  expect(looksLikeCrashLog(log)).toBe(true);
  expect(readIncidents(log)).toMatchObject([expected]);
}

describe("what ran it says", () => {
  test.each([
    ["OpenRC", "Mar 18 13:54:08 gw supervise-daemon[800]: /usr/sbin/haproxy, pid 812, terminated by signal 6", "abort", "SIGABRT", 812],
    ["OpenRC, a code", "supervise-daemon[800]: /usr/sbin/haproxy, pid 812, exited with return code 139", "segfault", "SIGSEGV", undefined],
    ["Upstart", "Mar 18 13:54:08 gw kernel: [ 812.1] init: haproxy main process (812) killed by SEGV signal", "segfault", "SIGSEGV", 812],
    ["Upstart, a code", "init: haproxy (edge) main process (812) terminated with status 134", "abort", "SIGABRT", undefined],
    ["supervisord", "2024-05-06 01:02:03,123 INFO exited: haproxy (terminated by SIGABRT; not expected)", "abort", "SIGABRT", undefined],
    ["fish", "fish: Job 1, './haproxy -d -f e.cfg' terminated by signal SIGBUS (Misaligned address error)", "crash", "SIGBUS", undefined],
    ["s6-overlay", "[13:54:08] INFO: Service haproxy exited with code 256 (by signal 11)", "segfault", "SIGSEGV", undefined],
    [
      "launchd",
      "com.apple.xpc.launchd[1] (homebrew.mxcl.haproxy[812]): Service exited due to signal: Abort trap: 6",
      "abort",
      "SIGABRT",
      812,
    ],
    ["Python", "Command '['haproxy', '-f', 'a.cfg']' died with <Signals.SIGILL: 4>.", "illegal-instruction", "SIGILL", undefined],
    ["zsh", "zsh: abort (core dumped)  ./haproxy -f e.cfg", "abort", "SIGABRT", undefined],
    ["bash", "[1]+  Segmentation fault      (core dumped) sudo /usr/sbin/haproxy -f e.cfg", "segfault", "SIGSEGV", undefined],
    [
      "docker events",
      "2025-03-18T13:54:08.1Z container die 0d5f5b7c0c2b (execDuration=1, exitCode=134, image=haproxytech/haproxy-alpine:3.0, name=lb)",
      "abort",
      "SIGABRT",
      undefined,
    ],
    [
      "the master, of a breakpoint",
      "[ALERT]    (10) : Current worker (812) exited with code 133 (Trace/breakpoint trap)",
      "crash",
      "SIGTRAP",
      812,
    ],
    ["the master, of a filter", "[ALERT]    (10) : Current worker (812) exited with code 159 (Bad system call)", "crash", "SIGSYS", 812],
  ])("%s", (_, log, kind, signal, pid) => checkTold(log, { kind, signal, pid }));

  test("and completes what the process said", () => {
    const fatal = 'FATAL: bug condition "x" matched at src/a.c:1';
    for (const end of ["init: haproxy main process (10) terminated with status 132", "/usr/sbin/haproxy, pid 10, terminated by signal 4"])
      checkTold(`${fatal}\n${end}`, { kind: "bug-condition", signal: "SIGILL" });
  });

  test.each([
    ["an ordinary stop", "init: haproxy main process (812) killed by TERM signal"],
    ["a kill", "supervise-daemon[800]: /usr/sbin/haproxy, pid 812, terminated by signal 9"],
    ["a refused configuration", "/usr/sbin/haproxy, pid 812, exited with return code 1"],
    ["another job", "init: nginx main process (812) killed by SEGV signal"],
    ["another program", "/usr/sbin/nginx, pid 812, terminated by signal 11"],
    ["another container", "container die 0d5f5b7c0c2b (execDuration=1, exitCode=139, image=nginx:1.27, name=web)"],
    ["another service", "[13:54:08] INFO: Service nginx exited with code 256 (by signal 11)"],
    ["prose", "Aborted haproxy upgrade; Segmentation fault haproxy was not seen"],
    ["an exporter", "2024-05-06 01:02:03,123 INFO exited: haproxy (exit status 1; not expected)"],
  ])("not: %s", (_, log) => {
    expect(looksLikeCrashLog(log)).toBe(false);
    expect(readIncidents(log)).toEqual([]);
  });
});

describe("the kernel of arm64", () => {
  const registers = [
    "CPU: 3 PID: 812 Comm: haproxy Not tainted 6.1.0-18-arm64 #1",
    "pstate: 60001000 (nZCv daif)",
    "pc : 0000aaaab1c4f0a4",
  ];
  const log = (words: string) => [`haproxy[812]: unhandled exception: ${words} in haproxy[aaaab1c00000+2a1000]`, ...registers].join("\n");

  test("says where, behind the fault", () => {
    checkTold(log("DABT (lower EL), ESR 0x0000000092000006, level 2 translation fault"), {
      kind: "segfault",
      pid: 812,
      fault: { module: "haproxy", offset: "4f0a4", instruction: "0000aaaab1c4f0a4" },
    });
  });

  test("a breakpoint is no access to memory", () => {
    checkTold(log("BRK (AArch64), ESR 0x00000000f20003e8, User debug trap"), { kind: "crash", signal: "SIGTRAP" });
  });

  test("an undefined instruction is HAProxy's own end", () => {
    checkTold(log("Unknown/Uncategorized, ESR 0x0000000002000000, undefined instruction"), { kind: "illegal-instruction", ownAbort: true });
  });
});

test("the kernel of s390x names the process behind the fault", () => {
  const log = [
    "User process fault: interruption code 0010 ilc:3 in haproxy[2aa1ca00000+3f0000]",
    "Failing address: 0000000000000000 TEID: 0000000000000800",
    "CPU: 1 PID: 812 Comm: haproxy Not tainted 5.14.0 #1",
    "User PSW : 0705200180000000 000002aa1caf1e2c",
  ].join("\n");
  checkTold(log, {
    kind: "segfault",
    signal: "SIGSEGV",
    pid: 812,
    fault: { address: "0000000000000000", offset: "f1e2c", module: "haproxy" },
  });
  expect(looksLikeCrashLog(log.replaceAll("haproxy", "nginx"))).toBe(false);
});

describe("a kernel's line that a collector folded", () => {
  const words =
    "haproxy[7213]: segfault at 4ffbc ip 0000616886f50969 sp 00007fffde7fdae0 error 4 in haproxy[24d969,616886d81000+2fa000] likely on CPU 1";
  const fault = { address: "4ffbc", instruction: "0000616886f50969", error: "4", module: "haproxy", offset: "1cf969" };
  const prefix = "Mar 18 13:54:08 gw kernel: [2857294.451602] ";

  test.each([40, 56, 63, 73, 80, 84, 88, 92, 99])("at column %i", (at) => {
    for (const head of [prefix, ""])
      checkTold(`${prefix}${words.slice(0, at)}\n${head}${words.slice(at)}`, { kind: "segfault", pid: 7213, fault });
  });

  test("or cut, is still a fault", () => checkTold(`${prefix}${words.slice(0, 50)}\nMar 18 13:54:09 gw cron[1]: x`, { pid: 7213 }));

  test("two faults stay two", () => {
    const other = words.replace("7213", "7214");
    expect(readIncidents(`${prefix}${words.slice(0, 60)}\n${prefix}${other}`)).toMatchObject([
      { pid: 7213, fault: undefined },
      { pid: 7214, fault },
    ]);
  });
});
