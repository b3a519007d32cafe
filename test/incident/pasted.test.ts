/** What pasting does to a dump: escapes of Markdown, ends of lines in HTML, marks of pipelines, and folds at a mail's width. */
import { describe, expect, test } from "vitest";
import { readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";

const log = [
  "PANIC! Thread 2 is about to kill the process (pid 812).",
  "",
  "HAProxy info:",
  "  version: 3.4.7-1",
  "",
  "  Thread 1 : id=0x7fb298ec1500 act=1 glob=0 wq=0 rq=0 tl=0 tlsz=0 rqsz=0",
  "      1/1    stuck=0 prof=0 harmless=0 isolated=0",
  "*>Thread 2 : id=0x7fb298ec1501 act=1 glob=0 wq=0 rq=0 tl=0 tlsz=0 rqsz=0",
  "      1/2    stuck=1 prof=0 harmless=0 isolated=0",
  "             curr_task=0x7fb297a6a500 (task) calls=2 last=0",
  "             Current executing a Lua task -- stack traceback:",
  "                 [C]: in field 'find'",
  "                 /etc/haproxy/task_a.lua:1: in function line 1",
  "             call trace(3):",
  "             | 0x55aeb4b8a3a1 <89 75 b8 e8 4f 28 ec ff]: wdt_handler+0x281/0x2f4 > ha_panic",
  "             | 0x7fb29901ad6a <48 89 ef e8 d6 fa ff ff]: liblua5:+0x31d6a > liblua5:+0x31840",
  "             | 0x55aeb48b30f2 <4c 89 e7 e8 7e 5f ff ff]: hlua_process_task+0x52/0x4d6",
];
const facts = (text: string) =>
  readIncidents(text).map(({ kind, release, thread, frames, luaTraceback, threads }) => ({
    kind,
    release: release?.text.trim(),
    thread,
    frames: frames.map((frame) => frame.function ?? frame.text),
    lua: luaTraceback.map((one) => one.text),
    threads: threads.map(({ number, stuck }) => [number, stuck]),
  }));
const plain = facts(log.join("\n"));

/** At blanks below a width, as mail programs do. */
function folded(line: string, width: number): readonly string[] {
  const at = line.length > width ? line.lastIndexOf(" ", width) : -1;
  return at < 30 ? [line] : [line.slice(0, at), ...folded(line.slice(at + 1), width)];
}

test("the dump itself", () => {
  expect(plain).toMatchObject([
    {
      kind: "watchdog",
      thread: 2,
      threads: [
        [1, false],
        [2, true],
      ],
    },
  ]);
  expect(plain[0]?.frames).toHaveLength(3);
});

describe("the same is read", () => {
  test.each<[string, (line: string) => string]>([
    ["where Markdown escaped it", (line) => line.replace(/[_*[\]<>#+]/g, "\\$&")],
    ["where its lines end in a backslash", (line) => `${line}\\`],
    ["where each line is code of Markdown's", (line) => `\`${line}\``],
    ["where HTML ends its lines", (line) => `${line.replaceAll("<", "&lt;").replaceAll(">", "&gt;")}<br/>`],
    ["where a pipeline marks it as an error", (line) => `2026-11-23T07:10:00.1234567Z ##[error]${line}`],
    ["behind sd-daemon's level", (line) => `<3>${line}`],
    ["in a patch", (line) => `+${line}`],
    ["in a list of Python's", (line) => `  '${line.replaceAll("'", "\\'")}\\n',`],
    ["in a numbered list", (line) => `   12  ${line}`],
    ["in a box", (line) => `| ${line} `],
  ])("%s", (_, changed) => {
    const text = log.map(changed).join("\n");
    expect(looksLikeCrashLog(text)).toBe(true);
    expect(facts(text)).toEqual(plain);
  });

  test.each([72, 76, 78])("folded at %i", (width) => expect(facts(log.flatMap((line) => folded(line, width)).join("\n"))).toEqual(plain));
});

test("the version of another program's file is not HAProxy's", () => {
  const [incident] = readIncidents(`Thread 1 is about to kill the process.\n${"x\n".repeat(20)}version: 2.4.0\n*>Thread 1 : id=0x1 act=1`);
  expect(incident?.release).toBeUndefined();
});

test("a mapping whose addresses were taken out still names its module", () => {
  const [incident] = readIncidents(
    "haproxy[1118423]: segfault at 1 ip 0000579e1089f918 sp 0000778ab1f353e0 error 6 in haproxy[XXXXXX+1e2000]",
  );
  expect(incident).toMatchObject({ ownAbort: true, fault: { module: "haproxy", offset: undefined } });
});
