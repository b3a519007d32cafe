/** People put a line of a log into a mail or a forum's post, in any language: that line is read. Texts about crashes are not. */
import { expect, test } from "vitest";
import { readIncidents } from "../../server/src/incident/read.ts";
import { looksLikeCrashLog } from "../../server/src/incident/recognise.ts";

const reports: readonly (readonly [string, string])[] = [
  [
    'Hallo,\nseit gestern stirbt der Proxy jede Nacht. Im Log steht nur „FATAL: bug condition "c_empty(ic)" matched at src/stconn.c:1479“.\nIdeen?',
    "bug-condition",
  ],
  ["Bonjour, il s'arrête : [ALERT]    (1) : Current worker (8) exited with code 139 (Segmentation fault). Que faire ?", "segfault"],
  ["升级之后进程崩溃：FATAL: pool inconsistency detected in thread 3: tag mismatch on free(). 请问是什么原因？", "pool-inconsistency"],
  ["Typographic quotes: FATAL: bug condition “c_empty(ic)” matched at src/stconn.c:1479 — ideas?", "bug-condition"],
  [
    "dmesg zeigt: haproxy[8419]: segfault at 18 ip 0000000000541b99 sp 00007ffeb31b5398 error 4 in haproxy[400000+1a5000], sonst nichts.",
    "segfault",
  ],
  [
    "内核日志：haproxy[8419]: segfault at 18 ip 0000000000541b99 sp 00007ffeb31b5398 error 4 in haproxy[400000+1a5000]，没有别的。",
    "segfault",
  ],
  [
    "Le noyau dit « traps: haproxy[3097] general protection fault ip:55df850f8384 sp:7f064e448000 error:0 in haproxy[55df85000000+1d0000] ».",
    "segfault",
  ],
  ['HAProxy 2.8.5 meldet "Thread 4 is about to kill the process." und beendet sich.', "watchdog"],
  ['Toutes les heures : "A bogus STREAM [0x7f408c06c530] is spinning at 146369 calls per second and refuses to die"', "spinning"],
  ["systemd 输出：haproxy.service: Main process exited, code=killed, status=11/SEGV", "segfault"],
  ["Guten Tag\n\n> Process 812 (haproxy) of user 99 dumped core.\n\nGruß", "crash"],
  [
    "gdb sagt:\n\n#0  0x00000000004c2e5f in h2s_close (h2s=0x7f0) at src/mux_h2.c:1554\n#1  0x00000000004c2e5f in h2s_destroy (h2s=0x7f0) at src/mux_h2.c:1600\n\nWas heißt das?",
    "crash",
  ],
  ['Chez nous : "Out of memory: Killed process 1706502 (haproxy) total-vm:18234120kB" — normal ?', "out-of-memory"],
  ["OPNsense: pid 8123 (haproxy), jid 0, uid 80: exited on signal 11 (core dumped), seit gestern", "segfault"],
];

test.each(reports)("%s", (text, kind) => {
  expect(looksLikeCrashLog(text)).toBe(true);
  expect(readIncidents(text).map((incident) => incident.kind)).toEqual([kind]);
});

const about: readonly string[] = [
  "HAProxy may crash with a segmentation fault when the backend is removed.",
  "If a worker exits with code 139, it received SIGSEGV. Code 134 means SIGABRT and 137 means SIGKILL.",
  "- BUG/MEDIUM: tables: fix a crash when killing a session\n- BUG/MAJOR: mux: don't segfault on closed streams",
  'The watchdog ends it if a thread is stuck for two seconds and prints "is about to kill the process".',
  "Beim Absturz erzeugt der Kernel einen Core Dump (siehe set-dumpable).",
  'Wenn HAProxy abstürzt, steht im Log eine Zeile mit "bug condition" und der Stelle im Quelltext.',
  "进程崩溃时，日志中会出现 “FATAL: bug condition” 字样，以及源文件和行号。",
  "Le noyau écrit « Out of memory: Killed process » quand il tue un processus.",
  'Use gdb: open the core, then type "bt full". Frame #0 is the innermost one, #1 its caller.',
  "#0 is where it crashed; look at #1 in src/stream.c as well.",
  'It prints "call trace(N):" and then lines such as "| 0x55.. [..]: function+0x10/0x20".',
  "exited with code 139 (Segmentation fault) is how the master reports a crash of its worker.",
  "Segmentation fault (core dumped)",
  "nginx[812]: segfault at 18 ip 0000000000541b99 sp 00007ffeb31b5398 error 4 in nginx[400000+1a5000] behind haproxy",
  "haproxy.service: Main process exited, code=exited, status=1/FAILURE",
  "SIGSEGV, SIGABRT and SIGBUS are signals that end a process.",
  "pid 812 (nginx), jid 0, uid 80: exited on signal 11",
  "pid 812 (haproxy), jid 0, uid 80: exited on signal 15",
  'type=ANOM_ABEND msg=audit(1:2): pid=8123 comm="nginx" exe="/usr/sbin/nginx" sig=11 res=1 and later comm="haproxy"',
  "./build.sh: line 3: 812 Segmentation fault (core dumped) ./nginx -c haproxy.conf",
  "haproxy-1 exited with code 1 after a typo, haproxy-1 exited with code 0 on stop.",
  "lib/x.c:12:3: runtime error: signed integer overflow",
  "src/main.c:12:3: runtime error: signed integer overflow in haproxy-exporter",
  'Thread 1 "nginx" received signal SIGSEGV, Segmentation fault.',
  "* thread #1, name = 'nginx', stop reason = signal SIGSEGV",
  "haproxy was killed: it used too much memory",
  'The line "*>Thread 1 : id=…" marks the thread that panicked.',
];

test.each(about)("no crash: %s", (text) => {
  expect(looksLikeCrashLog(text)).toBe(false);
  expect(readIncidents(text)).toEqual([]);
});
