/**
 * Tells a crash log from any other text by its content, fast.
 * The editor's client runs this on every plain text that opens, so it stands alone: no other module, no data.
 */

/** Texts without which there is no crash to read; searched as plain strings, which costs next to nothing. */
const markers = [
  "pool inconsistency",
  "Contents around first corrupted",
  'condition "',
  "ABORT at ",
  "is about to kill the process",
  "refuses to die",
  "exited with code 13",
  "segfault at",
  "general protection",
  "trap invalid opcode",
  "with signal",
  "received signal",
  "dumped core",
  "terminated abnormally",
  "Main process exited",
  "out of memory error",
  "Killed process",
  "Kill process",
  "oom-killer",
  "Sanitizer: ",
  "Invalid read of size",
  "Invalid write of size",
  "double free or corruption",
  "free(): ",
  "malloc(): ",
  "corrupted size",
  "munmap_chunk",
  "call trace(",
  "#0 ",
] as const;

/** Lines that HAProxy, or something that speaks of HAProxy, prints only when it crashed. */
const proofs: readonly RegExp[] = [
  /FATAL: pool inconsistency detected in thread \d+/,
  /^.*Contents around first corrupted address relative to pool item/m,
  /FATAL: (?:bug|warn|check) condition ".*" matched at [\w./-]+\.[ch]:\d+/,
  /ABORT at [\w./-]+\.[ch]:\d+/,
  /Thread \d+ is about to kill the process/,
  /A bogus (?:STREAM|APPCTX|APPLET|CONN) \[0x[0-9a-f]+\] is spinning/,
  /Current worker (?:#\d+ )?\(\d+\) exited with code 13[24-79]\b/,
  /haproxy[^[\s]*\[\d+\]:? (?:segfault at|general protection|trap invalid opcode)/,
  /Process \d+ \(haproxy[^)]*\) of user \d+ (?:dumped core|terminated abnormally)/,
  /Lua [a-z -]+'[^']*': (?:\[state-id \d+\] )?out of memory error/,
  /Kill(?:ed)? process \d+ \(haproxy/,
  /call trace\(\d+\):\s*\n[^\n]*\| +0x[0-9a-f]+ [[<]/,
];

/** A debugger's stack is HAProxy's when it names our functions in our source files. */
const debuggerFrame = /^\W*#\d+ +(?:0x[0-9a-f]+ in )?[\w.]+ \(.*\) at src\/[\w-]+\.c:\d+/m;
const debuggerSymbol = /^\W*#\d+ +0x[0-9a-f]+ \S+ \(haproxy(?:-[\w.]+)? \+ 0x[0-9a-f]+\)/m;
const ownSymbol = /\b(?:hlua_\w+|__?stksess_\w+|process_stream|run_poll_loop|process_runnable_tasks|run_tasks_from_lists)\b/;

/** False for every text without any of the markers; true promises nothing. */
export function mayHoldCrash(text: string): boolean {
  return markers.some((marker) => text.includes(marker));
}

/** True when the text holds a crash of HAProxy. */
export function looksLikeCrashLog(text: string): boolean {
  if (!mayHoldCrash(text)) return false;
  if (proofs.some((proof) => proof.test(text))) return true;
  return debuggerSymbol.test(text) || (text.includes("#0 ") && debuggerFrame.test(text) && ownSymbol.test(text));
}
