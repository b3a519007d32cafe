/** Hover notes on the fields of crash logs. */
import { describe, expect, test } from "vitest";
import { logHoverAt } from "../../support/checkLog.ts";

describe("fields of a thread", () => {
  test("tell what they are and what their value says", () => {
    expect(logHoverAt("  Thread 1 : id=0x7f0192e08000 a$0ct=1 glob=0 wq=1 rq=0 tl=1 tlsz=1 rqsz=1")).toMatchInlineSnapshot(`
      "«act=1»
      **act** \`1\`: yes

      Whether the thread has work to do: a task or tasklet that is ready to run."
    `);
    expect(logHoverAt("      1/1    stuck=$01 prof=0 harmless=0 isolated=0")).toContain("**stuck** `1`: yes");
    expect(logHoverAt("             cpu_ns: poll=1157539 now=2005833338 di$0ff=2004675799")).toContain("`2004675799`: 2 s");
    expect(logHoverAt("             cpu_ns: poll=1$0157539 now=2005833338 diff=2004675799")).toContain(": 1.16 ms");
    expect(logHoverAt("             curr_task=0x7f0192462000 (ta$0sk) calls=4 last=0")).toMatch(/^«task»\n\*\*kind\*\*/);
    expect(logHoverAt("               fct=0x55d72c2ab425(process_s$0tream) ctx=0x7f0192462600")).toContain("`src/stream.c` (streams)");
  });

  test("of the same name differ by their line", () => {
    const flags = "flags=0x$0300";
    expect(logHoverAt(`               ${flags}, conn_retries=0, conn_exp=<NEVER>`, "3.0.2")).toContain("SF_REDISP");
    expect(logHoverAt(`                   ${flags} fd=14 fd.state=20 updt=0 fd.tmask=0x1`, "3.0.2")).toContain("CO_FL_CTRL_READY");
    expect(logHoverAt(`               txn=0x55ffad669fd0 ${flags} meth=1 status=-1`, "3.0.2")).toContain("TX_SCK_INSERTED");
    expect(logHoverAt(`               something=1 ${flags}`, "3.0.2")).toBe("nothing");
  });
});

describe("bits", () => {
  const line = (value: string) => `             scf=0x55c11d732e30,EST,0 scb=0x55c11d8bd930,EST,$0${value}`;

  test("have the names of the release that crashed", () => {
    expect(logHoverAt(line("4001"), "2.6.12")).toMatchInlineSnapshot(`
      "«4001»
      **scb flags** \`4001\`

      Its flags.

      - \`SC_FL_ISBACK\` (0x1): the server's side
      - \`0x4000\`: not known"
    `);
    expect(logHoverAt(line("4001"), "2.8.4")).toContain("`SC_FL_ABRT_WANTED` (0x4000)");
  });

  test("of an unknown release are told for each branch that reads them otherwise", () => {
    const note = logHoverAt(line("2"));
    expect(note).toContain("The log does not tell its release, and the bits differ between branches.");
    expect(note).toMatch(/In 2\.6.*:\n\n- `0x2`: not known/s);
    expect(note).toMatch(/- `SC_FL_EOI` \(0x2\)/);
    expect(logHoverAt(line("1"))).not.toContain("differ");
  });

  test("that share a place are one value", () => {
    const note = logHoverAt("               flags=0x$050000, conn_retries=0", "3.0.2");
    expect(note).toContain("`SF_FINST_L` (0x50000 / 0x70000)");
    expect(note).not.toContain("SF_FINST_R");
  });

  test("of releases before the first one known have no names", () => {
    expect(logHoverAt(line("1"), "2.2.4")).toContain("the bits are not known for HAProxy 2.2");
  });
});

describe("of the process", () => {
  test("exit codes are signals", () => {
    expect(logHoverAt("[ALERT]    (1) : Current worker (2) exited with code 1$034 (Aborted)")).toContain("134 = 128 + 6: ended by SIGABRT");
    expect(logHoverAt("[ALERT]    (1) : Current worker (2) exited with code $01 (Exit)")).toContain("refused to start");
    expect(logHoverAt("systemd[1]: haproxy.service: Main process exited, code=killed, status=1$01/SEGV")).toContain("SIGSEGV");
    expect(logHoverAt("systemd[1]: haproxy.service: Main process exited, code=exited, status=1$039/n/a")).toContain("128 + 11");
  });

  test("the kernel's fault is decoded", () => {
    const fault = (rest: string) => `haproxy[852996]: segfault at ${rest} in haproxy[55dce1000000+15b000]`;
    expect(logHoverAt(fault("8 ip 000055dce10e941d sp 00007f0c1a9424f0 error $04"))).toContain(
      "in the program, tried to read, an address with no memory behind it",
    );
    expect(logHoverAt(fault("$08 ip 000055dce10e941d sp 00007f0c1a9424f0 error 4"))).toContain("next to NULL");
    expect(logHoverAt(fault("$01 ip 000055dce10e941d sp 00007f0c1a9424f0 error 6"))).toContain("BUG_ON");
    expect(logHoverAt(fault("$01 ip 000055dce10e941d sp 00007f0c1a9424f0 error 4"))).not.toContain("BUG_ON");
    expect(logHoverAt(fault("8 i$0p 000055dce10e941d sp 00007f0c1a9424f0 error 4"))).toContain("in HAProxy's binary");
  });
});

describe("of a stack", () => {
  test("a function has its place and its file", () => {
    const kill = "  | 0x55d81505fe6e [0f 0b c5 c6 1d bc eb 95]: __stksess_$0kill+0xa8/0x136";
    expect(logHoverAt(kill, "3.0.26")).toContain("at byte 168 of 310; `src/stick_table.c` (stick-tables)");
    expect(logHoverAt("  | 0x7fa0572e1260 [4c 8b 6b 08 49 89 c6 4d]: liblu$0a5:+0x2e260")).toContain("in the library `liblua5`");
    expect(logHoverAt("  | 0x55ff8e661321 [83 65 18 bf 41 89 c6 e8]: ma$0in+0x907a1")).toContain("only the nearest name");
    expect(logHoverAt("  | 0x55fb5e0ecc01 <28 00 20 e8 2f ff ff ff]: a+0x61/0x79 > ha_pan$0ic")).toContain("**callee**");
  });

  test("a function has the known bugs that the release has there", () => {
    const kill = "  | 0x55d81505fe6e [0f 0b c5 c6 1d bc eb 95]: __stksess_$0kill+0xa8/0x136";
    expect(logHoverAt(kill, "3.0.2")).toMatch(/Known bugs .*\n\n- \[#2611\]\(page:stick-table-kill-race\) .*, fixed in 3\.0\.3/);
    expect(logHoverAt(kill, "3.0.26")).not.toContain("#2611");
    expect(logHoverAt(kill)).toContain("#2611");
    expect(logHoverAt("#5  0x1 in run_poll_$0loop () at src/haproxy.c:1")).toContain("the cause stands above it");
    expect(logHoverAt("#1  0x1 in ha_pan$0ic () at src/debug.c:1")).toContain("the cause stands below it");
  });

  test("a place in the source leads upstream where the release is known", () => {
    const line = "#0  check_crypto_hmac (args=0x7ffe0f61bd20, err=0x0) at src/ssl_sam$0ple.c:437";
    expect(logHoverAt(line, "3.0.2")).toContain("https://github.com/haproxy/haproxy/blob/v3.0.2/src/ssl_sample.c#L437");
    expect(logHoverAt(line)).not.toContain("https://");
  });
});

test("a release has what its branch's newest one fixes", () => {
  expect(logHoverAt("[NOTICE]   (1) : haproxy version is 3.$00.2-1+deb12u4")).toMatch(
    /upgrade to 3\.0\.\d+: it has the fixes of \d+ known/,
  );
});

test("behind an envelope the span is that of the raw line", () => {
  expect(logHoverAt("Mar 18 13:54:08 gw12 haproxy[812]:       1/1    stuck=$01 prof=0 harmless=0 isolated=0")).toMatch(/^«stuck=1»/);
  const json = JSON.stringify({ log: 'current_rule="lua.x" [/etc/h.cfg:14] (RUNNING)\n', stream: "stderr" });
  expect(logHoverAt(json.replace("h.cfg", "h.$0cfg"))).toMatch(/^«\/etc\/h\.cfg:14»\n\*\*place\*\*/);
  expect(logHoverAt(json.replace("RUNNING", "RUN$0NING"))).toMatch(/^«RUNNING»/);
});

test("the diagnosis stands on the headline and the functions, not on numbers", () => {
  const report = (cursor: string) =>
    [
      "FATAL: pool inconsistency detected in thread 13: tag mismatch on free().",
      "  caller: 0x55d81505fe6e (__stksess_kill+0x67/0x118)",
      "  item: 0x7f03da5d2df0",
      "  pool: 0x55d816004a00 ('spoe_appctx', size 200, real 208, users 2)",
      "Tag does not match (0x55d8152a3145). Tag does not match any other pool.",
      "Resolving the tag as a pool_free() location: process_table_expire+0x71c/0x91b",
    ]
      .join("\n")
      .replace(cursor, `${cursor.slice(0, 2)}$0${cursor.slice(2)}`);
  expect(logHoverAt(report("tag mismatch"))).toContain("#2611");
  expect(logHoverAt(report("__stksess_kill"))).toContain("#2611");
  expect(logHoverAt(report("users 2"))).toMatch(/^«users 2»\n/);
  expect(logHoverAt(report("any other"))).not.toContain("#2611");
  expect(logHoverAt(report("208"))).not.toContain("#2611");
  expect(logHoverAt(report("spoe_appctx"))).toContain("-dMno-merge");
});
