/** Causes that are no defect of HAProxy: what names them, what must not, and that a named defect comes first. */
import { describe, expect, test } from "vitest";
import { type Diagnosis, diagnose, named } from "../../server/src/diagnosis/diagnose.ts";
import { verdictOf } from "../../server/src/diagnosis/verdict.ts";
import { nextSteps } from "../../server/src/features/collect.ts";
import { newerFixes } from "../../server/src/features/newerFixes.ts";
import { readEndings } from "../../server/src/incident/endings.ts";
import { readIncidents } from "../../server/src/incident/read.ts";
import { releaseOf } from "../../server/src/knowledge/release.ts";
import { modelOf } from "../../server/src/model/model.ts";
import { readConfig } from "../../server/src/syntax/config.ts";
import { diagnosesOf } from "../support/incidents.ts";

interface Panic {
  /** Frames below the signal handler, innermost first. */
  readonly frames?: readonly string[];
  /** Levels of the Lua traceback, innermost first; "" for none shown. */
  readonly lua?: readonly string[];
  readonly note?: string;
  readonly stuck?: boolean;
  readonly before?: string;
}

const handlers = ["ha_thread_dump+0x91/0x93", "ha_panic+0x107/0x3d4", "libc:+0x3c050"];

/** A watchdog's panic as HAProxy prints it. */
function panic({ frames, lua, note = "", stuck = true, before = "" }: Panic): string {
  const stack = frames === undefined ? [] : [...handlers, ...frames];
  const lines = [
    "Thread 1 is about to kill the process.",
    `*${stuck ? ">" : " "}Thread 1 : id=0x7fa0572af280 act=1 glob=0 wq=1 rq=0 tl=0 tlsz=0 rqsz=0`,
    `      1/1    stuck=${stuck ? 1 : 0} prof=0 harmless=0 isolated=0`,
    "             cpu_ns: poll=1157539 now=2005833338 diff=2004675799",
    "             curr_task=0x55ffad409190 (task) calls=1 last=0",
    "               fct=0x55ff8e6ca070(process_stream) ctx=0x55ffad5b6a60",
    ...(lua === undefined
      ? []
      : [`             Current executing Lua from a stream analyser -- ${lua.length > 0 ? "stack traceback:" : ""}`]),
    ...(lua ?? []).map((level) => `                 ${level}`),
    ...(stack.length > 0 ? [`             call trace(${stack.length}):`] : []),
    ...stack.map((frame, i) => `             | 0x55ff8e79${1000 + i} [eb ba 66 66 2e 0f 1f 84]: ${frame}`),
  ];
  return `${before}${lines.join("\n")}\n${note}[NOTICE]   (31836) : haproxy version is 3.0.26\n[ALERT]    (31836) : Current worker (31841) exited with code 134 (Aborted)\n`;
}

const inLua = ["liblua5:+0x2c0f0", "liblua5:lua_resume+0x129/0x1f4", "main+0x907a1", "process_stream+0x1498/0x3690"];
const exit = (code: number, name: string) => `[ALERT]    (20132) : Current worker (20144) exited with code ${code} (${name})\n`;
const kernel = (pid: number, offset: string, module = "haproxy") =>
  `kernel: haproxy[${pid}]: segfault at 10 ip 000055d11e${offset} sp 00007f0a6bfd64f0 error 4 in ${module}[55d11e000000+2ff000]\n`;

function namedIn(log: string): string[] {
  return diagnosesOf(log).map(({ candidates }) => {
    const [best] = candidates;
    return best !== undefined && best.confidence >= named ? best.advisory.id : "";
  });
}

describe("named", () => {
  test.each<[string, string, string]>([
    ["a loop in a script", "lua-script-does-not-yield", panic({ lua: ["/a/b.lua:3: in function 'loop'"], frames: inLua })],
    ["without frames", "lua-script-does-not-yield", panic({ lua: ["b.lua:3: in upvalue 'f'", "b.lua:9: in function <b.lua:1>"] })],
    ["Lua built in", "lua-script-does-not-yield", panic({ lua: ["b.lua:3: in local 'f'"], frames: ["luaV_execute+0x11/0x2000"] })],
    ["no traceback", "lua-script-does-not-yield", panic({ lua: [], frames: inLua })],
    ["a pattern of Lua's", "lua-calls-c-for-long", panic({ lua: ["[C]: in method 'gsub'", "b.lua:3: in function 'f'"], frames: inLua })],
    ["string.find by its full name", "lua-calls-c-for-long", panic({ lua: ["[C]: in function 'string.find'", "b.lua:3: in main chunk"] })],
    [
      "a module of the script",
      "lua-calls-c-for-long",
      panic({ lua: ["[C]: in function 'xml.parse'"], frames: ["libexpat:+0x2c0f0", ...inLua] }),
    ],
    ["PCRE", "regex-runs-away", panic({ frames: ["libpcre2-8:+0x1b2c4", "regex_exec_match2+0x6d/0x12b", "process_stream+0x1/0x3690"] })],
    [
      "a long list",
      "regex-runs-away",
      panic({ frames: ["strncasecmp+0x10/0x40", "pat_match_dom+0x94/0x117", "process_stream+0x1/0x3690"] }),
    ],
    [
      "malloc_trim by its note",
      "malloc-trim-stall",
      panic({ note: "### Note: one thread was found stuck under malloc_trim(), which can run for a\n" }),
    ],
    ["malloc_trim by its frame", "malloc-trim-stall", panic({ frames: ["libc:malloc_trim+0x1b2/0x2a7", "pool_gc+0x1b/0x1f0"] })],
    [
      "a stalled machine",
      "host-pause",
      panic({ before: "kernel: watchdog: BUG: soft lockup - CPU#3 stuck for 26s! [haproxy:1]\n", frames: ["main+0x1"] }),
    ],
    ["a foreign library", "foreign-module", panic({ frames: ["libda:da_search+0x10/0x200", "sample_process+0x1/0x300"] })],
    ["the kernel's module", "foreign-module", kernel(7, "0e55cf", "libmodsecurity.so.3.0.9")],
    ["SIGKILL", "killed-from-outside", exit(137, "Killed")],
    [
      "systemd's patience",
      "killed-from-outside",
      `systemd[1]: haproxy.service: State 'stop-sigterm' timed out. Killing.\n${exit(137, "Killed")}`,
    ],
    [
      "SIGTERM on 2.2",
      "killed-from-outside",
      `${exit(143, "Terminated")}[ALERT] 178/162959 (1) : exit-on-failure: killing every processes with SIGTERM\n`,
    ],
    ["the OOM killer", "oom-kill", "kernel: Memory cgroup out of memory: Killed process 9 (haproxy) total-vm:1kB\n"],
    ["an orchestrator's word", "oom-kill", `      Reason:       OOMKilled\n${exit(137, "Killed")}`],
    ["systemd's word", "oom-kill", "systemd[1]: haproxy.service: A process of this unit has been killed by the OOM killer.\n"],
    [
      "a billion descriptors",
      "descriptor-limit",
      `Max open files            1073741816           1073741816           files\n${exit(137, "Killed")}`,
    ],
    [
      "a hardware error at its kill",
      "memory-hardware",
      `kernel: Memory failure: 0x3f2a1: Sending SIGBUS to haproxy:9 due to hardware memory corruption\n${exit(135, "Bus error")}`,
    ],
    [
      "three places and EDAC",
      "memory-hardware",
      `${kernel(7, "0e55cf")}${kernel(7, "0e66cf")}${kernel(7, "0f77cf")}kernel: EDAC MC0: 1 CE memory read error on x\n`,
    ],
    ["debug dev panic", "crashed-on-purpose", panic({ stuck: false, frames: ["main+0x1d61fe", "cli_io_handler+0x2e8/0xb34"] })],
  ])("%s: %s", (_, id, log) => {
    const [best, ...more] = namedIn(log);
    expect([best, more]).toEqual([id, []]);
    expect(verdictOf(diagnosesOf(log)[0] as Diagnosis)).toBe("not-haproxy");
  });
});

describe("not named", () => {
  const outside = (log: string) =>
    diagnosesOf(log).flatMap(({ candidates }) =>
      candidates.filter(({ advisory, confidence }) => advisory.effect === "environment" && confidence >= named),
    );

  test.each<[string, string]>([
    ["HAProxy's own code below Lua", panic({ lua: ["[C]: in method 'get_headers'"], frames: ["main+0x1b2c4", ...inLua] })],
    [
      "a named function of HAProxy's below Lua",
      panic({ lua: ["b.lua:3: in function 'f'"], frames: ["hlua_httpclient_send+0x1/0x20", ...inLua] }),
    ],
    ["a thread that waits for the lock of Lua", panic({ lua: ["b.lua:3: in function 'f'"], frames: ["hlua_ctx_resume+0x99/0x200"] })],
    ["the CLI stuck for real", panic({ stuck: true, frames: ["main+0x1d61fe", "cli_io_handler+0x2e8/0xb34"] })],
    ["a segmentation fault with nothing else", exit(139, "Segmentation fault")],
    ["an abort with nothing else", exit(134, "Aborted")],
    ["one place three times", `${kernel(7, "0e55cf")}${kernel(8, "0e55cf")}${kernel(9, "0e55cf")}`],
    ["an allocator's library", kernel(7, "0e55cf", "libjemalloc.so.2")],
    ["the C library", kernel(7, "0e55cf", "libc.so.6")],
    ["a library of OpenSSL's", kernel(7, "0e55cf", "libcrypto.so.3")],
    [
      "a panic with lines of another day's stop",
      `Max open files            1024                 524288               files\n${panic({ frames: ["main+0x1"] })}`,
    ],
  ])("%s", (_, log) => {
    expect(diagnosesOf(log).length).toBeGreaterThan(0);
    expect(outside(log)).toEqual([]);
  });

  test("an ordinary stop is no incident", () => {
    expect(diagnosesOf(`[WARNING]  (8) : Exiting Master process...\n${exit(143, "Terminated")}`)).toEqual([]);
    expect(diagnosesOf(exit(143, "Terminated"))).toEqual([]);
  });
});

describe("beside a defect of HAProxy's", () => {
  const race = `FATAL: pool inconsistency detected in thread 14: tag mismatch on free().
  caller: 0x5576cfb31718 (__stksess_kill+0xa8/0x136)
  item: 0x7f3cd80a9c10
  pool: 0x5576d16a1a80 ('http_txn', size 216, real 232, users 1)
Tag does not match (0x5576cfb2f4e0). Tag does not match any other pool.
Resolving the tag as a pool_free() location: process_table_expire+0xf2/0x11d
[NOTICE]   (4028) : haproxy version is 3.0.2
`;

  test("what lies outside comes behind", () => {
    const hardware = "kernel: mce: [Hardware Error]: Machine check events logged\n";
    const [diagnosis] = diagnosesOf(`${hardware}${race}`);
    expect(diagnosis?.candidates.map(({ advisory }) => advisory.id)).toEqual(["stick-table-kill-race", "memory-hardware"]);
    expect(verdictOf(diagnosis as Diagnosis)).toBe("known-bug");
  });

  test("a leak of that very release is an answer to a kill for memory", () => {
    const log = (release: string) =>
      `kernel: Out of memory: Killed process 1706502 (haproxy) total-vm:18234120kB\n[NOTICE]   (1706500) : haproxy version is ${release}\n[ALERT]    (1706500) : Current worker (1706502) exited with code 137 (Killed)\n`;
    expect(diagnosesOf(log("2.4.4"))[0]?.candidates[0]?.advisory.effect).toBe("leak");
    expect(namedIn(log("2.4.4"))).toEqual([""]);
    expect(namedIn(log("2.4.9"))).toEqual(["oom-kill"]);
  });
});

describe("a kill for memory, where the configuration is known", () => {
  const quic = "    bind quic4@:443 ssl crt site.pem alpn h3\n";
  const first = (release: string, bind: string) => {
    const log = `kernel: Out of memory: Killed process 7719 (haproxy) total-vm:6412884kB\n[NOTICE]   (7714) : haproxy version is ${release}\n[ALERT]    (7714) : Current worker (7719) exited with code 137 (Killed)\n`;
    const model = modelOf([readConfig("file:///haproxy.cfg", `frontend www\n    mode http\n${bind}`)]);
    return readIncidents(log).map((incident) => diagnose(incident, { language: "en", model }).candidates[0]?.advisory.id);
  };

  test("is laid to a leak of that release only if the configuration runs into it", () => {
    expect(first("2.6.1", quic)).toEqual(["quic-receive-buffers-leak-full"]);
    expect(first("2.6.1", "    bind :80\n")).toEqual(["oom-kill"]);
    expect(first("2.6.2", quic)).toEqual(["oom-kill"]);
  });
});

describe("what to collect", () => {
  const idsOf = (log: string) => nextSteps(diagnosesOf(log)[0] as Diagnosis).flatMap(({ commands }) => commands.join("\n"));

  test("depends on the kind", () => {
    expect(idsOf(exit(139, "Segmentation fault")).join("\n")).toContain("coredumpctl");
    expect(idsOf(panic({ frames: ["main+0x1"] })).join("\n")).toContain("set profiling tasks on");
    expect(idsOf(exit(139, "Segmentation fault")).join("\n")).not.toContain("set profiling tasks on");
  });

  test("leaves out what the log holds", () => {
    const build = "Feature list : +EPOLL -KQUEUE +LUA\n";
    const debuggers =
      "#0  stksess_kill (t=0x1, ts=0x2) at src/stick_table.c:131\n#1  0x000055d8150f2cc5 in process_stream (t=0x1) at src/stream.c:1902\n";
    const log = `${build}Program terminated with signal SIGSEGV, Segmentation fault.\n${debuggers}`;
    expect(idsOf(log)).not.toContain("haproxy -vv");
    expect(idsOf(log).join("\n")).not.toContain("coredumpctl");
    expect(idsOf(exit(139, "Segmentation fault"))).toContain("haproxy -vv");
  });
});

test("the newest release of a branch has more fixes the older the other one is", () => {
  const fixes = (release: string) => newerFixes(releaseOf(release))?.crashes ?? 0;
  expect(fixes("3.0.2")).toBeGreaterThan(fixes("3.0.20"));
  expect(fixes("3.0.20")).toBeGreaterThan(0);
  expect(newerFixes(newerFixes(releaseOf("3.0.2"))?.newest)).toBeUndefined();
  expect(newerFixes(undefined)).toBeUndefined();
});

describe("ends that are no crash", () => {
  test.each<[string, string, string | undefined, string]>([
    [
      "a keyword",
      "refused-to-start",
      "unknown keyword 'foo'",
      "[ALERT]    (9) : config : parsing [h.cfg:13] : unknown keyword 'foo'\n[ALERT]    (9) : config : Fatal errors found in configuration.\n",
    ],
    [
      "an address",
      "refused-to-start",
      "cannot bind socket",
      "[ALERT]    (9) : Binding [h.cfg:9] for frontend f: cannot bind socket (Address already in use) for [0.0.0.0:80].\n",
    ],
    [
      "behind syslog",
      "refused-to-start",
      "rlimit",
      "Mar  4 19:15:05 hap-04 haproxy[9]: [ALERT] 178/162959 (9) : rlimit\nMar  4 19:15:05 hap-04 haproxy[8]: [WARNING] 178/162959 (8) : Current worker #1 (9) exited with code 1 (Exit)\n",
    ],
    [
      "a library",
      "refused-to-start",
      "undefined symbol",
      "/usr/sbin/haproxy: symbol lookup error: /usr/sbin/haproxy: undefined symbol: SSL_x\n",
    ],
    ["a stop by somebody else", "terminated", undefined, exit(143, "Terminated")],
  ])("%s", (_, kind, words, log) => {
    const [ending, ...more] = readEndings(log);
    expect([ending?.kind, more]).toEqual([kind, []]);
    if (words !== undefined) expect(ending?.text).toContain(words);
  });

  test("a stop that was asked for, traffic, a reload", () => {
    for (const log of [
      `[WARNING]  (8) : Exiting Master process...\n${exit(143, "Terminated")}`,
      "Connect from 127.0.0.1:43314 to 127.0.0.1:26405 (fe1/HTTP)\n",
      "[WARNING]  (8) : Former worker (9) exited with code 0 (Exit)\n[ALERT] (9) : backend b has no server available!\n",
    ])
      expect(readEndings(log)).toEqual([]);
  });
});
