/** The grammar of crash logs: what HAProxy, its master process, the kernel, systemd and debuggers print when a process dies. */
import { bad, causes, ends, field, reason } from "./crashEvents.ts";
import { type Grammar, type Rule, use } from "./rule.ts";

/** Wrappers that loggers put before a line: at most one of docker compose, then up to three others. */
const tag = "(?:[\\w./-]+\\[\\d+\\]|kernel|haproxy|systemd[\\w-]*):(?! segfault at) ?";
const clock = "\\d\\d:\\d\\d:\\d\\d";
const wrappers = [
  `(?:<\\d{1,3}>)?[A-Z][a-z]{2} [ \\d]\\d ${clock}(?:\\.\\d+)? (?:(?:[\\w.:-]+ )?${tag})?`,
  `\\d{4}-\\d\\d-\\d\\dT${clock}(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d) ?(?:(?:stdout|stderr) [FP] ?|(?:[\\w.:-]+ )?${tag})?`,
  "\\[pod/[^\\]\\s]+\\] ?",
  "\\[ *\\d+\\.\\d+\\] ",
  `\\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \\d]\\d ${clock} \\d{4}\\] `,
  tag,
];
const envelope = `(?:[\\w.-]+ +\\| ?)?(?:${wrappers.join("|")}){0,3}`;

const hex = "0x[0-9A-Fa-f]+";
const bytes = "(?:[0-9a-f]{2} ){7}[0-9a-f]{2}";
const identifier = "[A-Za-z_][\\w.$@]*";

/** `[LEVEL] (pid) :`, with a date between them up to 2.3. */
const level = (names: string, scope: string): Rule => ({
  match: `\\G(\\[(?:${names})\\])\\s+(?:(\\d+/\\d+)\\s+)?\\((\\d+)\\) :`,
  captures: { 1: `keyword.other.level.${scope}`, 2: "comment.line.date", 3: "constant.numeric.pid" },
});

/** What the first words of a line say about it, severity above all. */
const heads: readonly Rule[] = [
  level("ALERT", `alert ${bad}`),
  level("WARNING", "warning token.warn-token"),
  level("NOTICE|INFO|DIAG", "notice token.info-token"),
  { match: "\\G\\s*(FATAL:|PANIC!|ABORT(?= at))", captures: { 1: `keyword.other.level.fatal ${bad}` } },
  { match: "\\G\\s*(WARNING[:!])", captures: { 1: "keyword.other.level.warning token.warn-token" } },
  {
    match: '\\G\\s*([*>]{0,2}) ?(Thread \\d+)(?= *:| \\(Thread| ")',
    captures: { 1: "keyword.operator.stuck-thread", 2: "entity.name.section.thread entity.name.type.thread" },
  },
  { match: "\\G\\s*(call trace)\\((\\d+)\\):", captures: { 1: "keyword.control.trace", 2: "constant.numeric" } },
  { match: "\\G\\s*(\\d+/\\d+)(?= +(?:loops|stuck)=)", captures: { 1: "constant.numeric.thread" } },
  { match: "\\G\\s*(cpu_ns|lock_hist|exec_ctx|current call|caller|item|pool)(:)", captures: { 1: field, 2: "punctuation.separator" } },
  { match: "\\G(\\((?:gdb|lldb)\\)) (.*)", captures: { 1: "comment.line.prompt", 2: "keyword.other.command" } },
  { match: "\\G\\s*(Hint:|### Note:|=> Trying)", captures: { 1: "keyword.other.hint token.info-token" } },
  { name: "keyword.control.trace", match: "\\G\\s*Stack trace of thread" },
];

/** Frames of a backtrace. */
const frames: readonly Rule[] = [
  {
    name: "meta.frame.own",
    begin: "\\G\\s*(\\|)(?=\\s*0x)",
    beginCaptures: { 1: "punctuation.definition.frame" },
    end: "$",
    patterns: [...use("bytes", "symbol", "hex"), { name: "entity.name.function", match: `(?<=[>:] )${identifier}` }],
  },
  {
    name: "meta.frame.debugger",
    begin: "\\G\\s*(#\\d+) +",
    beginCaptures: { 1: "keyword.control.frame" },
    end: "$",
    patterns: [
      { name: "keyword.control.signal-handler", match: "<signal handler called>" },
      { match: `\\(([\\w./-]+) ?\\+ ?(${hex})\\)`, captures: { 1: "entity.name.namespace.module", 2: "constant.numeric.offset" } },
      {
        match: `\\b(in) (?:(${identifier})|(\\?\\?))`,
        captures: { 1: "keyword.other.in", 2: "entity.name.function", 3: "constant.language.unknown" },
      },
      { name: "entity.name.function", match: `(?:\\G|(?<=[0-9a-f]{8} ))${identifier}(?= ?\\()` },
      ...use("location"),
      { match: "(?<![\\w.@])([A-Za-z_]\\w*)(=)(?:\\w+@entry=)?", captures: { 1: "variable.parameter", 2: "keyword.operator" } },
      ...use("text"),
    ],
  },
  { name: "entity.name.function", match: `\\G${identifier}(?= \\([A-Za-z_]\\w*=)` },
];

/** Pool reports with the dump of the memory around the item. */
const pools: readonly Rule[] = [
  {
    match: "(?<=FATAL: )(pool inconsistency detected) in thread (\\d+): (.*)",
    captures: { 1: "markup.bold.what", 2: "constant.numeric.thread", 3: reason },
  },
  {
    match: `\\G\\s*(tag)(:) (@${hex}) = (${hex}) \\(([^,()]+)`,
    captures: { 1: field, 2: "punctuation.separator", 3: "constant.numeric.hex", 4: "constant.numeric.hex", 5: "string.unquoted.pool" },
  },
  {
    name: "meta.memory",
    match: `\\G\\s*(${hex}) (\\[${bytes}\\]) (\\[.{8}\\])(?: \\[(?:pool:([^\\]]+)|([^\\]]+))\\])?`,
    captures: {
      1: "constant.numeric.hex",
      2: "constant.other.bytes",
      3: "string.unquoted.ascii",
      4: "string.unquoted.pool",
      5: use("symbol"),
    },
  },
  { name: reason, match: "\\G(?:Tag (?:does not match|not accessible)|Contents around first corrupted address)" },
  {
    name: "keyword.other.heading",
    match: "\\G(?:Resolving the tag as a pool_free\\(\\) location|Contents around address|Recorded caller if pool|Other possible callers)",
  },
];

/** Parts that any line may have. */
const text: readonly Rule[] = [
  {
    match: `(${hex}) ?\\((?:(task|tasklet)|([a-z_]\\w*)|(<\\w+>))\\)`,
    captures: { 1: "constant.numeric.hex", 2: "storage.type.task", 3: "entity.name.function", 4: "entity.name.type.applet" },
  },
  ...use("symbol", "hex"),
  { match: "\\b(stuck)(=)(1)\\b", captures: { 1: field, 2: "keyword.operator", 3: `constant.numeric ${bad}` } },
  { match: "\\b([URSW])(:)([A-Z_]{2,})", captures: { 1: "storage.modifier.lock", 2: "punctuation.separator", 3: "entity.name.type.lock" } },
  { match: "\\b([A-Z_]{2,})\\(([URSW])\\)", captures: { 1: "entity.name.type.lock", 2: "storage.modifier.lock" } },
  { match: "(?<![\\w.])([A-Za-z_.][\\w.]*)(=)", captures: { 1: field, 2: "keyword.operator" } },
  { name: "constant.language.null", match: "\\(nil\\)|<(?:NEVER|NONE|(?:value )?optimized out)>" },
  { name: "entity.name.type.applet", match: "<[A-Z_0-9]{2,20}>" },
  {
    match: "\\b(HA-?Proxy version|haproxy version is) (\\d[\\w.+~-]*)|\\G\\s+(version:) (\\d[\\w.+~-]*)",
    captures: { 1: "keyword.other.version", 2: "constant.numeric.version", 3: "keyword.other.version", 4: "constant.numeric.version" },
  },
  { name: "markup.underline.link", match: "\\bhttps?://[^\\s()\"']+" },
  { name: "string.quoted.single", match: "(?<!\\w)['`][^'`]{1,250}'(?!\\w)" },
  { name: "string.quoted.double", match: '"[^"]{1,250}"' },
  { name: "string.unquoted.path", match: "(?<![\\w./<-])/[\\w./+-]{2,250}\\w" },
  { name: "constant.numeric.address", match: "(?<![\\w.:/-])\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d+)?(?![\\w.])" },
  { name: "constant.numeric", match: "(?<![\\w.:/-])-?\\d+(?![\\w:/]|\\.\\d)" },
];

const repository: Readonly<Record<string, Rule>> = {
  line: {
    begin: `^(${envelope})(?=[^\\r\\n])`,
    beginCaptures: { 1: "comment.line.envelope" },
    end: "$",
    patterns: [...heads, ...frames, ...pools, ...ends, ...causes, ...use("location", "text")],
  },
  hex: { name: "constant.numeric.hex", match: `@?\\b${hex}` },
  bytes: { name: "constant.other.bytes", match: `[\\[<]${bytes}\\]` },
  /** `library:function+offset/size`; all but the offset may be missing. */
  symbol: {
    match: `(?<![\\w.:+$@-])(?:([A-Za-z][\\w.-]*)(:))?(${identifier})?([+-]${hex})(?:(/)(${hex}))?`,
    captures: {
      1: "entity.name.namespace.module",
      2: "punctuation.separator",
      3: "entity.name.function",
      4: "constant.numeric.offset",
      5: "punctuation.separator",
      6: "constant.numeric.size",
    },
  },
  /** A place in a source file. */
  location: {
    match: "(?<![\\w./-])([\\w./-]{1,250}\\.(?:c|h|S|cc|cpp|lua|cfg|conf))(:)(\\d+)",
    captures: { 1: "string.unquoted.file", 2: "punctuation.separator", 3: "constant.numeric.line" },
  },
  text: { patterns: text },
};

export const crash: Grammar = { title: "HAProxy crash log", scopeName: "text.haproxy-crash", patterns: use("line"), repository };
