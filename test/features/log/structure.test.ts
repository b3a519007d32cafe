/** Symbols, folding, hints, links and lenses of crash logs. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { diagnose } from "../../../server/src/diagnosis/diagnose.ts";
import { logLenses } from "../../../server/src/features/log/lenses.ts";
import { logLinks } from "../../../server/src/features/log/links.ts";
import { LogText } from "../../../server/src/incident/logText.ts";
import { releaseOf } from "../../../server/src/knowledge/release.ts";
import { foldsOf, outlineOf, withHints } from "../../support/checkLog.ts";
import { envelopes } from "../../support/envelopes.ts";

const fixture = (name: string) => readFileSync(path.resolve(import.meta.dirname, "../../fixtures/incidents", name, "input.log"), "utf8");

const dump = [
  "Thread 1 is about to kill the process.",
  "*>Thread 1 : id=0x7fa0572af280 act=1 glob=0 wq=1 rq=0 tl=0 tlsz=0 rqsz=0",
  "      1/1    stuck=1 prof=0 harmless=0 isolated=0",
  "             cpu_ns: poll=1157539 now=2005833338 diff=2004675799",
  "             curr_task=0x55ffad409190 (task) calls=1 last=0",
  "               fct=0x55ff8e6ca070(process_stream) ctx=0x55ffad5b6a60",
  "             stream=0x55ffad5b6a60: [22/Nov/2026:00:51:15.421123] id=0 proto=tcpv4 source=192.0.2.1:38440",
  "               flags=0xc00, conn_retries=0, conn_exp=<NEVER> conn_et=0x000 srv_conn=(nil), pend_pos=(nil) waiting=0 epoch=0",
  "               frontend=fe1 (id=2 mode=http), listener=? (id=1) addr=192.0.2.2:80",
  "             call trace(2):",
  "             | 0x55ff8e79ad77 [64 48 8b 73 08 64 48 8b]: ha_panic+0x107/0x3d4",
  "             | 0x55ff8e6cb508 [85 c0 0f 85 c2 fc ff ff]: process_stream+0x1498/0x3690",
  "  Thread 2 : id=0x7fa056aa36c0 act=0 glob=0 wq=0 rq=0 tl=0 tlsz=0 rqsz=0",
  "      1/2    stuck=0 prof=0 harmless=1 isolated=0",
  "             cpu_ns: poll=305935 now=359812 diff=53877",
  "             curr_task=0",
  "[NOTICE]   (31836) : haproxy version is 3.0.2",
  "[ALERT]    (31836) : Current worker (31841) exited with code 134 (Aborted)",
  "",
].join("\n");

describe("a dump of threads", () => {
  const outline = `incident watchdog: a thread was stuck; 3.0.2, thread 1, exit code 134 [1-18]
  thread Thread 1 (stuck); process_stream, fe1 [2-12]
    frame ha_panic [11-11]
    frame process_stream [12-12]
  thread Thread 2 [13-16]`;

  test("has its incident, threads and frames as symbols", () => {
    expect(outlineOf(dump)).toBe(outline);
  });

  test("folds by incident, thread, stream and stack", () => {
    expect(foldsOf(dump)).toBe("1-18 2-12 7-9 10-12 13-16");
  });

  const lines = (text: string) => text.split("\n").length;
  /** Line by line; a message that is an array of bytes has no columns of its own. */
  const byLine = Object.entries(envelopes).filter(
    ([name, wrap]) => lines(wrap(dump.trimEnd())) === lines(dump.trimEnd()) && !name.includes("as bytes"),
  );

  test.each(byLine)("has the same structure behind %s", (_, wrap) => {
    const wrapped = wrap(dump.trimEnd());
    expect(outlineOf(wrapped)).toBe(outline);
  });

  test("shows decoded values", () => {
    const shown = withHints(dump, "3.0.2");
    expect(shown).toContain("diff=2004675799«= 2 s»");
    expect(shown).toContain("flags=0xc00«= HTX | REDIRECTABLE», conn_retries=0");
    expect(shown).toContain("exited with code 134«= SIGABRT» (Aborted)");
    expect(shown.match(/«/g)).toHaveLength(4);
  });

  test("shows no names of bits that differ where the release is not known", () => {
    expect(withHints("  scf=0x1,EST,2 scb=0x2,EST,1")).toBe("  scf=0x1,EST,2 scb=0x2,EST,1«= ISBACK»");
  });
});

test("memory dumps fold", () => {
  const memory = Array.from({ length: 8 }, (_, i) => `  0x7f03da5d2e${i}8 [00 00 00 00 00 00 00 00] [........]`);
  const head = ["FATAL: pool inconsistency detected in thread 1: tag mismatch on free().", "  item: 0x7f03da5d2df0"];
  expect(foldsOf([...head, ...memory].join("\n"))).toBe("1-10 3-10");
});

test("two incidents, one of which is there twice, are three symbols", () => {
  const text = fixture("exit-139");
  const names = outlineOf(`${text}\n${fixture("race-whole-report")}\n${text}`).split("\n");
  expect(names.filter((line) => line.startsWith("incident "))).toHaveLength(3);
});

test("an ordinary log has no symbols, folds or hints", () => {
  const text =
    'Nov 22 10:00:00 lb haproxy[7]: 192.0.2.1:1 [22/Nov/2026:10:00:00.000] fe be/s1 0/0/0/1/1 200 12 - - ---- 1/1/0/0/0 0/0 "GET /a=b HTTP/1.1"\n';
  expect(outlineOf(text.repeat(20))).toBe("");
  expect(foldsOf(text.repeat(20))).toBe("");
  expect(withHints(text.repeat(20))).toBe(text.repeat(20));
});

describe("links", () => {
  const linksOf = (text: string, release?: string) =>
    logLinks(new LogText(text), () => (release === undefined ? undefined : releaseOf(release))).map(
      ({ line, span, target }) => `${text.split("\n")[line]?.slice(span.start, span.end)} ${target}`,
    );
  const upstream = "https://github.com/haproxy/haproxy";

  test.each([
    ['FATAL: bug condition "task->expire == 0" matched at src/task.c:279', `src/task.c:279 ${upstream}/blob/v3.0.2/src/task.c#L279`],
    [
      "#1  0x1 in pool_free (p=0x2) at include/haproxy/pool.h:12",
      `include/haproxy/pool.h:12 ${upstream}/blob/v3.0.2/include/haproxy/pool.h#L12`,
    ],
    ["#1 0x1 in x /build/haproxy-3.0.2/src/hlua.c:99:3", `/build/haproxy-3.0.2/src/hlua.c:99 ${upstream}/blob/v3.0.2/src/hlua.c#L99`],
    ["it looks like issue #2611, does it not", `#2611 ${upstream}/issues/2611`],
    ["the race (#2611)", `#2611 ${upstream}/issues/2611`],
  ])("%s", (text, expected) => {
    expect(linksOf(text, "3.0.2")).toEqual([expected]);
  });

  test.each([
    "#12  0x00007ffff7e9f7be in ?? () from /lib/liblua5.4.so.0",
    "Linux 5.15.0-101-generic #111-Ubuntu SMP Tue Mar 5 20:16:58 UTC 2024",
    "#3 luaV_execute at src/lvm.c:1234",
    "see src/other.txt:12",
  ])("none in: %s", (text) => {
    expect(linksOf(text, "3.0.2")).toEqual([]);
  });

  test("of sources need a release", () => {
    expect(linksOf("ABORT at src/stream.c:12")).toEqual([]);
  });
});

describe("lenses", () => {
  const lensesOf = (text: string) =>
    logLenses(new LogText(text).incidents.map((incident) => diagnose(incident, { language: "en" }))).map(
      ({ line, title, advisory }) => `${line + 1} ${title}; ${advisory ?? "diagnosis"}`,
    );

  test("name the bug, where it is fixed, and how sure that is", () => {
    expect(lensesOf(fixture("race-whole-report"))).toEqual([
      expect.stringMatching(/^\d+ .+ #2611, fixed in 3\.\d\.\d+, \d\d %; stick-table-kill-race$/),
    ]);
  });

  test("say what to do where nothing is known", () => {
    expect(lensesOf("[ALERT]    (1) : Current worker (2) exited with code 136 (Floating point exception)")).toEqual([
      expect.stringMatching(/what to collect next; diagnosis$/),
    ]);
  });

  test("are at each time of the same crash", () => {
    const text = fixture("race-whole-report");
    const found = lensesOf(`${text}\n${text}`);
    expect(found).toHaveLength(2);
    expect(found[1]).toContain("(2 of 2)");
  });
});
