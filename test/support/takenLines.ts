/** Logs of the worst sort: every line is taken by a reader. */

/** Lines that are each taken by a reader, so that nothing but the readers' own work counts. */
export const takenLines = [
  "#0 a (",
  "> > #0 a (",
  "#0  0x000055d81505fe6e in __stksess_kill (t=0x1, ts=0x2) at src/stick_table.c:120",
  "  | 0x55d8151f9921 [0f 0b c5 c6 1d bc eb 95]: __pool_free+0x7cc/0xb9f",
  "*>Thread 1 : id=0x7f0192e08000 act=1 glob=0 wq=1 rq=0 tl=1 tlsz=1 rqsz=1",
  "             cpu_ns: poll=45099126937018 now=45101198736644 diff=2071799626",
  "[ALERT]    (10) : Current worker (12) exited with code 139 (Segmentation fault)",
  "FATAL: pool inconsistency detected in thread 1: tag mismatch on free().",
  'FATAL: bug condition "x" matched at src/a.c:1',
  "WARNING! thread 1 has stopped processing traffic for 3 milliseconds",
  '{"MESSAGE":"Thread 1 is about to kill the process.","_PID":"1"}',
  "call trace(1):",
  '"2025-03-18T13:54:08.123Z","gw12","  | 0x55d8151f9921 [0f 0b c5 c6 1d bc eb 95]: __pool_free+0x7cc/0xb9f"',
  "kernel: pid 8123 (haproxy), jid 0, uid 80: exited on signal 11 (core dumped)",
  "    maxsize=33792) at src/log.c:2040",
  "Lua function 'x': runtime error: /a.lua:1: x from [C]",
];

/** Behind the head of a report, so that there is one to add to. */
export function tenMegabytesOf(line: string): string {
  const head = "Thread 1 is about to kill the process.\n*>Thread 1 : id=0x1 act=1\n";
  return `${head}${`${line}\n`.repeat(Math.ceil((10 * 1024 * 1024) / (line.length + 1)))}`;
}
