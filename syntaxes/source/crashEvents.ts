/** What the lines of a crash log tell: how a process ended, and why. */
import { any, type Rule } from "./rule.ts";

/** Themes show it as they show errors in logs. */
export const bad = "token.error-token";
export const reason = "markup.bold.reason";
export const field = "variable.other.field";

/** Ends of processes, as the master, the kernel and systemd tell them. */
export const ends: readonly Rule[] = [
  {
    match: "(exited with code|All workers exited\\. Exiting\\.\\.\\.) \\(?(?:(0)|(\\d+))\\b(?: \\(([^)]+)\\))?",
    captures: {
      1: "keyword.other.exit",
      2: "constant.numeric.exit-code",
      3: `constant.numeric.exit-code ${bad}`,
      4: "constant.language.signal",
    },
  },
  {
    match: "(?:(?<!\\S)([\\w./-]{1,64})\\[(\\d+)\\]: )?(segfault) at ([0-9a-f]+) ip ([0-9a-f]+) sp ([0-9a-f]+) error ([0-9a-f]+)",
    captures: {
      1: "entity.name.namespace.module",
      2: "constant.numeric.pid",
      3: `keyword.other.signal ${bad}`,
      4: "constant.numeric.hex",
      5: "constant.numeric.hex",
      6: "constant.numeric.hex",
      7: "constant.numeric.error",
    },
  },
  {
    match: "(traps:) ([\\w./-]{1,64})\\[(\\d+)\\] ([a-z0-9 ]{1,64})(?= ip:)",
    captures: { 1: "keyword.other.kernel", 2: "entity.name.namespace.module", 3: "constant.numeric.pid", 4: `keyword.other.signal ${bad}` },
  },
  { match: "\\b(ip|sp|error)(:)([0-9a-f]+)", captures: { 1: field, 2: "punctuation.separator", 3: "constant.numeric.hex" } },
  {
    match: "(?<= in )([\\w./-]+)\\[([0-9a-f]+)\\+([0-9a-f]+)\\]",
    captures: { 1: "entity.name.namespace.module", 2: "constant.numeric.hex", 3: "constant.numeric.offset" },
  },
  {
    match: "\\b(?:(SIG(?:SEGV|ABRT|ILL|BUS|FPE))|SIG[A-Z]{2,8})\\b(?:, ([A-Z][\\w ]*))?",
    captures: { 0: "constant.language.signal", 1: bad, 2: reason },
  },
  {
    match: "(?<=code=)(exited|killed|dumped), (status)(=)(\\d+)(?:/([\\w/]+))?",
    captures: {
      1: "constant.language.ending",
      2: field,
      3: "keyword.operator",
      4: `constant.numeric.exit-code ${bad}`,
      5: "constant.language.signal",
    },
  },
  {
    name: reason,
    match: any([
      "is about to kill the process",
      "has stopped processing traffic",
      "is spinning at",
      "refuses to die",
      "dumped core",
      "terminated abnormally",
      "A worker process unexpectedly died",
      "double free or corruption",
      "free\\(\\): [a-z][\\w ]*",
      "malloc\\(\\): [a-z][\\w ]*",
      "corrupted size vs\\. prev_size",
      "corrupted double-linked list",
      "munmap_chunk\\(\\): invalid pointer",
      "(?:stack smashing|buffer overflow) detected",
      "(?:Address|Leak|Undefined|Thread|Memory)Sanitizer: [\\w-]+",
      "Invalid (?:read|write) of size \\d+",
      "(?:Out of memory|Memory cgroup out of memory)",
      "invoked oom-killer",
      "\\[Hardware Error\\]",
      "Machine check events logged",
      "EDAC MC\\d+: \\d+ [CU]E",
    ]),
  },
];

/** Assertions and Lua. */
export const causes: readonly Rule[] = [
  {
    match: '\\b((?:bug|warn|check) condition) (".{0,500}")(?= matched at )',
    captures: { 1: "keyword.other.condition", 2: "string.quoted.double.condition" },
  },
  {
    match: "\\b(Lua (?:function|sample-fetch|converter|task|cli|applet http|applet tcp|filter|init))(?: ('[^']{0,250}'))?(?= ?:)",
    captures: { 1: "keyword.other.lua", 2: "string.quoted.single" },
  },
  {
    name: reason,
    match: any([
      "(?:Lua )?runtime error",
      "execution timeout",
      "burst timeout",
      "out of memory error",
      "not enough memory",
      "yield not allowed",
      "syntax error",
      "critical error",
      "error in Lua file",
      "unprotected error in call to Lua API",
    ]),
  },
  {
    name: "keyword.control.trace",
    match: "\\b(?:stack traceback:|Current executing (?:Lua from a stream analyser|a Lua task|a Lua TCP service|a Lua HTTP service))",
  },
  { name: "entity.name.namespace.native", match: "\\[C\\]" },
  {
    match:
      "(?<=: )(in) (?:(function|field|method|local|upvalue|global|metamethod)(?: (?:'([^']+)'|(<[^>]+>|line \\d+)))?|(main chunk|\\?))",
    captures: {
      1: "keyword.other.in",
      2: "storage.type.lua",
      3: "entity.name.function",
      4: "entity.name.function",
      5: "entity.name.function",
    },
  },
];
