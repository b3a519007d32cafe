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

  test("where an applet was at work, nothing that runs only with a server", () => {
    const applet = dump().replace("main+0x1b3211) ctx=0x7f0379680700", "task_run_applet+0) ctx=0x7f0379680700(<PEER>)");
    expect(candidatesOf(loop).map(({ advisory }) => advisory.subsystem)).toContain("lb");
    expect(candidatesOf(applet).map(({ advisory }) => advisory.subsystem)).not.toContain("lb");
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

describe("one interpreter for all threads", () => {
  const inside = (thread: number, harmless: number, ...levels: readonly string[]) =>
    [
      `  Thread ${thread} : id=0x7f05 act=1 glob=0 wq=1 rq=0 tl=0 tlsz=0 rqsz=0`,
      `             stuck=0 prof=0 harmless=${harmless} wantrdv=0`,
      "             Current executing Lua from a stream analyser -- stack traceback:",
      ...levels.map((level) => `                 ${level}`),
    ].join("\n");
  const waiting = [
    "Thread 2 is about to kill the process.",
    "*>Thread 2 : id=0x7f03 act=1 glob=0 wq=1 rq=0 tl=0 tlsz=0 rqsz=0",
    "             stuck=1 prof=0 harmless=0 wantrdv=0",
    "             curr_task=0x7f04 (task) calls=1 last=0",
    "               fct=0x55d2(process_stream) ctx=0x7f03",
    "             call trace(3):",
    "             | 0x7f76 [85 c0 75 2a 48 8b 84 24]: wdt_handler+0x1ab/0x1b0",
    "             | 0x7f77 [eb d0 0f 1f 84 00 00 00]: hlua_ctx_init+0x126/0x24b",
    "             | 0x7f78 [85 c0 0f 85 71 f3 ff ff]: process_stream+0x1d48/0x441b",
  ].join("\n");
  const named = (...threads: readonly string[]) => candidatesOf([waiting, ...threads].join("\n"))[0]?.advisory.id;

  test("the thread that waits for it tells of the one inside", () => {
    expect(named(inside(3, 0, "[C]: in field 'find'", "/a.lua:2: in function line 2"))).toBe("lua-calls-c-for-long");
    expect(named(inside(3, 0, "/a.lua:2: in function line 2"))).toBe("lua-script-does-not-yield");
  });

  test("a thread that waits for nobody is not inside", () => {
    expect(named(inside(3, 1, "/a.lua:2: in function line 2"))).not.toBe("lua-script-does-not-yield");
    expect(named()).not.toBe("lua-script-does-not-yield");
  });

  test("who is in Lua's library executes Lua, though its line was not printed", () => {
    const log = waiting.replace("hlua_ctx_init+0x126/0x24b", "liblua5:lua_getstack+0x23/0x53");
    expect(candidatesOf(log)[0]).toMatchObject({ advisory: { id: "lua-script-does-not-yield" }, confidence: 0.6 });
  });

  // of the real binaries: a service in string.find, whose traceback is empty, and what gdb shows of a converter in string.gsub
  test("a place of Lua's library that is on the stack again and again is a C function", () => {
    const frame = "             | 0x7f7df351e59a [48 85 c0 0f 85 4f fd ff]: liblua5:+0x2e59a";
    const log = waiting.replace(/ {13}\| 0x7f77.*/, Array(6).fill(frame).join("\n"));
    expect(candidatesOf(log)[0]).toMatchObject({ advisory: { id: "lua-calls-c-for-long" }, confidence: 0.7 });
  });

  test("so it is in a debugger's stack", () => {
    const lua = (n: number, offset: string) => `#${n}  0x00007ffa9b5eb${offset} in ?? () from /lib/x86_64-linux-gnu/liblua5.4.so.0`;
    const log = (...offsets: readonly string[]) =>
      [
        "Core was generated by `/usr/sbin/haproxy -f /etc/haproxy/haproxy.cfg -db'.",
        "Program terminated with signal SIGABRT, Aborted.",
        "#0  0x00007ffa9ae4a582 in raise () from /lib/x86_64-linux-gnu/libc.so.6",
        "#1  0x00005645ce0c4c09 in ha_panic ()",
        "#2  0x00005645ce2023a1 in wdt_handler ()",
        "#3  <signal handler called>",
        ...offsets.map((offset, i) => lua(i + 4, offset)),
        "#12 0x00005645ce04d943 in sample_process ()",
      ].join("\n");
    expect(candidatesOf(log("867", "d6a", "d6a", "d6a", "469"))[0]?.advisory.id).toBe("lua-calls-c-for-long");
    expect(candidatesOf(log("867", "d6a", "469"))[0]?.advisory.id).toBe("lua-script-does-not-yield");
  });
});

describe("a stream for which no server was looked for yet", () => {
  const loop = (state: string) =>
    dump(
      "             strm=0x7f03 src=198.51.100.104 fe=web be=app dst=unknown",
      `             rqf=80dcc2 rqa=30 rpf=80000000 rpa=0 sif=EST,200028 sib=${state},30`,
    ).replace("main+0x1b3211) ctx", "process_stream) ctx");

  test("does not hang in what only runs with one", () => {
    expect(readIncidents(loop("INI"))[0]!.threads[0]!.stream!.backState).toBe("INI");
    const ids = (state: string) => candidatesOf(loop(state)).map(({ advisory }) => advisory.id);
    expect(ids("QUE")).toContain("queue-dequeuing-not-retried");
    expect(ids("INI")).not.toContain("queue-dequeuing-not-retried");
    expect(ids("INI").length).toBeGreaterThan(0);
  });
});

describe("a build whose own functions for reports have no names", () => {
  const traced = (...frames: readonly string[]) =>
    ["             call trace(9):", ...frames.map((frame, i) => `             | 0x55b1d384${i} [e9 21 ff ff ff 0f 1f 80]: ${frame}`)].join(
      "\n",
    );
  const head = (star: string, stuck: number, handler: string) =>
    [
      "Thread 2 is about to kill the process.",
      `${star}Thread 2 : id=0x7f03 act=1 glob=0 wq=1 rq=0 tl=0 tlsz=0 rqsz=0`,
      `      1/2    stuck=${stuck} prof=0 harmless=0 isolated=0`,
      "             curr_task=0x7f04 (task) calls=1 last=0",
      `               fct=0x55d2(${handler}) ctx=0x7f03`,
    ].join("\n");

  test("shows the interpreter below them", () => {
    const lua = "             Current executing Lua from a stream analyser -- stack traceback:\n                 [C]: in field 'find'";
    const frames = ["main+0x24ae34", "wdt_handler+0x19f/0x265", "libc:+0x45810", "liblua5:+0x2dddd", "process_stream+0x10a2/0x4a34"];
    const log = (list: readonly string[]) => [head("*>", 1, "process_stream"), lua, traced(...list)].join("\n");
    expect(candidatesOf(log(frames))[0]).toMatchObject({ advisory: { id: "lua-calls-c-for-long" }, confidence: 0.86 });
    // who is reported on may call what a handler calls as well
    const own = ["http_process_req_common+0xd8/0x1d09", "raise+0x1/0x20", "liblua5:+0x2dddd"];
    expect(candidatesOf(log(own))[0]?.confidence ?? 0).toBeLessThan(0.86);
  });

  test("a panic of an applet without a stuck thread was asked for", () => {
    const log = [head("* ", 0, "task_process_applet"), traced("main+0x24ae34", "main+0x1dd9a3", "task_process_applet+0x10c/0xa33")].join(
      "\n",
    );
    expect(candidatesOf(log)[0]).toMatchObject({ advisory: { id: "crashed-on-purpose" }, confidence: 0.6 });
    expect(candidatesOf(log.replace("* Thread", "*>Thread"))[0]?.advisory.id).not.toBe("crashed-on-purpose");
  });
});

describe("what is known of more than one defect", () => {
  const crash = (...functions: readonly string[]) =>
    [
      "Program terminated with signal SIGSEGV, Segmentation fault.",
      ...functions.map((name, i) => `#${i}  0x1 in ${name} () at src/log.c:1`),
    ].join("\n");
  const confidenceOf = (id: string, log: string) => candidatesOf(log).find(({ advisory }) => advisory.id === id)?.confidence ?? 0;

  test("a function that was reported as the innermost one tells less where it stands further out", () => {
    const id = "ring-log-several-forward-sections-crash-start";
    const near = confidenceOf(id, crash("process_send_log", "main"));
    const far = confidenceOf(id, crash("ring_vwrite", "sink_forward_oc", "sink_announce", "process_send_log", "main"));
    expect(near).toBeGreaterThan(far);
  });

  test("a condition that several defects break tells less of each", () => {
    const own = confidenceOf(
      "fd-poller-pipes-closed-without-releasing",
      'FATAL: bug condition "fdtab[fd].owner != ((void *)0)" matched at include/haproxy/fd.h:334',
    );
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThan(0.7);
  });
});

describe("a spinning stream", () => {
  const spinning = (connections: string, filters: string) =>
    `[ALERT]    (20362) : A bogus STREAM [0x5577] is spinning at 373517 calls per second and refuses to die, aborting now! Please report this error to developers [strm=0x5577 src=198.51.100.7 fe=web be=app dst=s1 rqf=6884e868 rqa=0 rpf=8000a868 rpa=20000000 sif=EST,298002 sib=EST,280112 af=(nil),0 csf=0x5578,0 ab=(nil),0 csb=0x5579,800 ${connections} filters={${filters}}]`;
  const [h1, h2] = ["H1", "H2"].map((mux) => `cof=0x557a,80003300:${mux}(0x557b)/RAW((nil))/tcpv4(16)`) as [string, string];
  const confidenceOf = (subsystem: string, log: string) =>
    Math.max(0, ...candidatesOf(log).map(({ advisory, confidence }) => (advisory.subsystem === subsystem ? confidence : 0)));

  test("is told by what its connections speak, and by its filters", () => {
    expect(confidenceOf("h2", spinning(h2, ""))).toBeGreaterThan(confidenceOf("h2", spinning(h1, "")));
    expect(confidenceOf("cache", spinning(h1, '0x557c="cache store filter"'))).toBeGreaterThan(confidenceOf("cache", spinning(h1, "")));
  });

  test("tells nothing by the function that reports it", () => {
    const stack =
      "\n  call trace(2):\n  | 0x5567 [c7 04 25 01 00 00 00 00]: stream_dump_and_crash+0x18e/0x2e5\n  | 0x5568 [e9 91 da ff ff f0 48 83]: process_stream+0x2719/0x3f43";
    expect(candidatesOf(spinning(h1, "") + stack).every(({ confidence }) => confidence < named)).toBe(true);
  });
});
