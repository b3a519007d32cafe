/** Shapes of everything an author writes under server/knowledge; zod checks them when the knowledge is built. */
import { z } from "zod";
import { conditionTree } from "./conditionSchema.ts";

/** A branch such as "3.0". */
const branch = z.string().regex(/^\d\.\d+$/);
/** A release of a branch, "3.0.2", or a development version, "3.1-dev2". */
const release = z.string().regex(/^\d\.\d+(\.\d+|-dev\d+)$/);
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/**
 * What is known of one branch.
 * - `fixed`: releases from `from` up to the one before `fixed` have the defect (`fromUnknown`: it may be younger than the first release of the branch).
 * - `never-fixed`: the branch ended, or stands, without the fix; all releases from `from` on have the defect.
 * - `development-only`: only -dev versions before `fixed` had it, no release.
 * - `fixed-from-start`: the fix is older than the first release of the branch.
 * - `probably-not-affected`: upstream asked for no backport this far; treated as not affected, and said to be probable.
 */
const lineSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("not-affected") }),
  z.strictObject({ state: z.literal("probably-not-affected") }),
  z.strictObject({ state: z.literal("fixed"), from: release.optional(), fixed: release }),
  z.strictObject({ state: z.literal("never-fixed"), from: release.optional() }),
  z.strictObject({ state: z.literal("development-only"), fixed: release }),
  z.strictObject({ state: z.literal("fixed-from-start") }),
  z.strictObject({ state: z.literal("unknown") }),
]);

/** One condition of an exposure; server/src/diagnosis/conditions.ts says how each is decided. */
const conditionSchema = z.discriminatedUnion("condition", [
  z.strictObject({ condition: z.literal("several-threads") }),
  z.strictObject({ condition: z.literal("expire-set") }),
  z.strictObject({ condition: z.literal("tracked") }),
  z.strictObject({ condition: z.literal("stream-outlives-expire") }),
  z.strictObject({ condition: z.literal("not-refreshed-at-end"), by: z.array(z.string()).min(1) }),
  z.strictObject({ condition: z.literal("lua-loaded") }),
  z.strictObject({ condition: z.literal("lua-allocation-can-fail") }),
  z.strictObject({ condition: z.literal("lua-calls-samples"), crashing: z.array(z.string()).min(1) }),
  z.strictObject({ condition: z.literal("host-memory-strict") }),
]);

/** Conditions written in code, asked once of each subject: a stick-table, or the Lua scripts of the configuration. */
const bespokeExposureSchema = z.strictObject({
  subject: z.enum(["stick-table", "lua"]),
  all: z.array(conditionSchema).min(1),
  /** `hover`: never a diagnostic, because the configuration alone cannot tell. */
  shown: z.enum(["diagnostic", "hover"]).default("diagnostic"),
});

/** Conditions as data, asked of the configuration as a whole. */
const catalogueExposureSchema = z.strictObject({
  when: conditionTree,
  /** The conditions are known to be wider than the defect: never more than "possible", never a diagnostic. */
  coarse: z.boolean().optional(),
  /** `hover`: in hovers and reports only. */
  shown: z.enum(["diagnostic", "hover"]).default("diagnostic"),
  /** Why it is right to call most configurations exposed, with its source; asked for where more than a fifth of real ones are. */
  because: z.string().optional(),
});

export const incidentKinds = [
  "pool-inconsistency",
  "pool-corruption",
  "bug-condition",
  "watchdog",
  "spinning",
  "segfault",
  "abort",
  "illegal-instruction",
  "lua-out-of-memory",
  "lua-error",
  "worker-exit",
  "heap-corruption",
  "sanitizer",
  "out-of-memory",
  "crash",
] as const;

/** One way in which a crash shows. Everything given must hold; the best clue that holds gives the base confidence. */
const clueSchema = z.strictObject({
  id: slug,
  kinds: z.array(z.enum(incidentKinds)).optional(),
  /** Reason in a pool report's header, such as "tag mismatch on free()". */
  problem: z.string().optional(),
  /** Function named as the caller of a pool report; "?" stands for one that was not resolved (main+0x…). */
  caller: z.array(z.string()).optional(),
  /** Function that the tag resolves to: who freed the item first. */
  freedBy: z.array(z.string()).optional(),
  /** Functions that must appear in this order from the innermost frame on, others in between allowed; alternatives separated by "|". */
  frames: z.array(z.string()).optional(),
  /** Functions of which none may appear. */
  withoutFrames: z.array(z.string()).optional(),
  /** Code with which the master saw the worker exit. */
  exitCodes: z.array(z.number().int()).optional(),
  signals: z.array(z.string()).optional(),
  /** A Lua "out of memory error" line belongs to the incident. */
  luaOutOfMemory: z.boolean().optional(),
  /** No frame, no message: the exit code is all there is. */
  bare: z.boolean().optional(),
  /** Facts of the machine that the text must state, all of them, such as "vm.overcommit_memory=2" or "hardware error" (server/src/incident/machine.ts). */
  machine: z.array(z.string()).optional(),
  /** Remarks of HAProxy's below its dump: "lua-shared", "lua-own", "malloc-trim". */
  notes: z.array(z.string()).optional(),
  /** The expression of a BUG_ON. */
  expression: z.string().optional(),
  /** The crashing thread was executing Lua: its innermost level, and the names of that level, where the log shows them. */
  lua: z
    .strictObject({
      innermost: z.enum(["script", "c", "not-shown"]).optional(),
      /** Last words of the innermost level, such as "find" of "in field 'find'". */
      functions: z.array(z.string()).optional(),
      /** It waits for the interpreter instead: innermost and functions are those of the thread that is inside. */
      waits: z.boolean().optional(),
    })
    .optional(),
  /**
   * Library of the innermost frame below signal handlers and the C library; a final "*" stands for any ending, "other" for what neither
   * HAProxy nor its usual libraries bring along.
   */
  library: z.array(z.string()).optional(),
  /** The log shows no frame. */
  stackless: z.boolean().optional(),
  /** The crashed thread was at work for one of these applets, as HAProxy names them: "<CLI>". */
  applets: z.array(z.string()).optional(),
  /** The watchdog marked a thread as stuck; false: it dumped all threads and marked none, so somebody asked for the panic. */
  stuck: z.boolean().optional(),
  /** 0 to 1; 0.5 and above means that we name the advisory. */
  confidence: z.number().min(0).max(1),
  /** Evidence in words, half a sentence. */
  says: z.string(),
});

const subsystems = [
  ...["stick-table", "peers", "lua", "system", "acme", "applets", "backend", "buffers", "build", "cache", "checks", "cli", "config"],
  ...["connection", "fcgi", "fd", "filters", "h1", "h2", "http", "httpclient", "lb", "listener", "map-acl", "mworker", "other", "pools"],
  ...["promex", "proxy", "queue", "quic", "resolvers", "ring-log", "rules-vars", "samples", "scheduler", "server", "spoe", "ssl"],
  ...["stats", "stream", "threads", "watchdog"],
] as const;

/** What crash output may show, for the ranking of candidates; all from upstream's patches, threads or runs of ours. */
const signatureSchema = z.strictObject({
  /** Functions, the innermost first where the order is known. */
  frames: z.array(z.string()).default([]),
  /** Lines or parts of lines, N and 0x.. standing for any number. */
  messages: z.array(z.string()).default([]),
  /** Expressions of BUG_ON and their files: { expression: "task->expire == 0", file: src/task.c }. */
  expressions: z.array(z.strictObject({ expression: z.string(), file: z.string().optional() })).default([]),
  /** Kinds of incident in which it shows; any where empty. */
  kinds: z.array(z.enum(incidentKinds)).default([]),
});

/**
 * Head of an advisory. Those of the catalogue were written by scripts/import-bugs.ts, which keeps `releases`, `severity` and the
 * aliases up to date and leaves everything else to authors.
 */
export const advisoryHeadSchema = z.strictObject({
  /** The file's name; never changes. */
  id: slug,
  title: z.string(),
  /** A sentence, two at most, for a hover or a list. */
  summary: z.string(),
  subsystem: z.enum(subsystems),
  effect: z.enum(["crash", "hang", "corruption", "leak", "security", "wrong-result", "environment"]),
  /** Upstream's level; absent where upstream has none, or no fix because it is no defect of HAProxy. */
  severity: z.enum(["minor", "medium", "major", "critical"]).optional(),
  /** CVE and GitHub issue first, then further issues, the commit (12 digits), the id in other catalogues; empty only for causes outside of HAProxy. */
  aliases: z.array(z.string()),
  /** Day of the fix on master. */
  date: z.iso.date().optional(),
  /** Upstream's page of the fix, and the one of the issue, where the aliases do not give them. */
  fixUrl: z.url().optional(),
  issueUrl: z.url().optional(),
  /** A row for every branch, or "any" for a condition that no release ends. */
  releases: z.union([z.literal("any"), z.record(branch, lineSchema)]),
  /** Keywords whose hover names this advisory (as in server/knowledge/keywords). */
  concerns: z.array(z.string()).default([]),
  /** Absent where no configuration tells: only a crash shows it. */
  exposure: z.union([bespokeExposureSchema, catalogueExposureSchema]).optional(),
  recognition: z.array(clueSchema).default([]),
  signature: signatureSchema.optional(),
  /** What helps until the upgrade; a sentence. Absent where nothing is known. */
  workaround: z.string().optional(),
  /** Of a full page without a log specimen: why no crash log can show the defect, and what shows instead; a sentence or two. */
  noCrashLog: z.string().optional(),
  /** What to collect when the log alone does not decide. */
  collect: z.array(z.string()).default([]),
  /**
   * What else a reader may want, each with its address; the fix and the issues of the aliases are added by themselves. A title that is a
   * name, such as "jemalloc #1324", is the same in both languages.
   */
  references: z
    .array(z.strictObject({ title: z.union([z.string(), z.strictObject({ en: z.string(), "zh-cn": z.string() })]), url: z.url() }))
    .default([]),
  /**
   * Where the facts come from. `releases`: the commits of the branches (git) or their changelogs. `exposure` and `frames`: reviewed
   * by reading code, thread or run; taken from the commit's text; or from no more than its title.
   */
  evidence: z
    .strictObject({
      releases: z.enum(["git", "changelog"]),
      exposure: z.enum(["reviewed", "commit", "title"]),
      frames: z.enum(["reviewed", "commit", "title"]),
    })
    .optional(),
  /** Facts that differ from the import on purpose, each with its source; the import leaves them alone. */
  corrected: z.partialRecord(z.enum(["releases", "severity"]), z.string()).default({}),
});

/** Head of the translation `<slug>.zh-cn.md`: only what has words. */
export const translationHeadSchema = z.strictObject({
  id: slug,
  title: z.string(),
  summary: z.string(),
  /** Clue id to its words. */
  clues: z.record(slug, z.string()).default({}),
  workaround: z.string().optional(),
  noCrashLog: z.string().optional(),
  collect: z.array(z.string()).default([]),
});

/** The headings of a full page, in this order. A short page is one paragraph without headings. */
export const headings = {
  en: ["What happens", "When it bites", "How to recognise it", "What to do now", "How to monitor", "Where sources disagree", "Specimen"],
  "zh-cn": ["发生了什么", "何时触发", "如何识别", "现在该做什么", "如何监控", "资料不一致之处", "样例"],
} as const;
/** Those that may be left out. */
export const optionalHeadings = new Set<string>(["How to monitor", "如何监控", "Where sources disagree", "资料不一致之处"]);

const worded = z.strictObject({ en: z.string(), "zh-cn": z.string() });

/** What to collect from a crash that the log alone does not explain. */
export const collectFileSchema = z.array(
  z.strictObject({
    id: slug,
    title: worded,
    /** Incidents that it helps with; any where absent. */
    kinds: z.array(z.enum(incidentKinds)).optional(),
    /** Only after HAProxy ended itself, where the line that says why is not in the log. */
    only: z.enum(["own-abort"]).optional(),
    /** Left out where the log already holds it: the build, frames with names, a debugger's stack. */
    unless: z.enum(["build", "stack", "debugger"]).optional(),
    /** Lines for a shell. */
    commands: z.array(z.string()),
  }),
);

/** Head of the page of a lint, `lints/<code>.md`; the page below it explains the finding and shows it in executed examples. */
export const lintHeadSchema = z.strictObject({
  id: slug,
  /** The gravest form of the finding; the page says when it is milder. */
  severity: z.enum(["error", "warning", "information", "hint"]),
  /** One sentence for a list. */
  summary: worded,
});

/** One keyword of the configuration language, as far as hover notes need it. */
const keywordSchema = z.strictObject({
  /** First word or words of the statement, such as "stick-table", "tune.lua.maxmem"; a final "*" stands for any ending ("track-sc*"). */
  name: z.string(),
  /** Where it stands: first words of the statement before it ("http-request" for an action), empty for a section keyword. */
  within: z.array(z.string()).default([]),
  /** Sections where it is valid. */
  sections: z.array(z.string()).min(1),
  syntax: z.string(),
  /** First branch that knows it, if later than 2.4. */
  introduced: branch.optional(),
  /** Anchor in upstream's manual. */
  manual: z.string(),
  summary: worded,
  /** Further paragraphs, Markdown. */
  details: worded.optional(),
});
export const keywordFileSchema = z.array(keywordSchema);

/** One shape of line that HAProxy, the kernel or a debugger prints. */
const crashPatternSchema = z.strictObject({
  id: z.string(),
  role: z.enum(["prefix", "crash", "diagnostic", "detail", "exit", "info", "oom", "hardware", "form"]),
  /** Releases that print it. */
  versions: z.string().optional(),
  /** Of a prefix: the characters that its first one may be, as in a regular expression's class; saves trying it on every line. */
  starts: z.string().optional(),
  /**
   * Of a form, which only some releases print: the branches, both included and open where nothing bounds them, such as "-2.7" or
   * "2.9.12-2.9,3.0.6-3.0,3.1-", where a patch is the first release of its branch that was given it.
   */
  releases: z
    .string()
    .regex(/^(?:\d\.\d+(?:\.\d+)?)?-(?:\d\.\d+)?(?:,\d\.\d+(?:\.\d+)?-(?:\d\.\d+)?)*$/)
    .optional(),
  /** Of a form: a line without any of these texts is not tried. */
  needs: z.array(z.string().min(4)).min(1).optional(),
  /** Of a form: what prints it. */
  source: z.string().optional(),
  re: z.string(),
  /** Lines that must match, each with the groups expected. */
  specimens: z.array(z.strictObject({ line: z.string(), groups: z.array(z.string().nullable()) })).min(1),
});
export const crashPatternFileSchema = z.array(crashPatternSchema);

/** What is known of a branch itself. */
const branchSchema = z.strictObject({
  branch,
  /** Newest release that this build knows of. */
  newest: release,
  /** Maintained for years (five or so) rather than one. */
  lts: z.boolean().default(false),
  /** Quarter in which upstream ends it, "2026-Q2". */
  endOfLife: z.string().regex(/^20\d\d-Q[1-4]$/),
});
export const releasesFileSchema = z.strictObject({
  /** Until when releases are known, for people. */
  knownUntil: z.string(),
  /** The month until which anything is known: branches that ended before are said to have ended. */
  asOf: z.string().regex(/^20\d\d-(?:0[1-9]|1[0-2])$/),
  branches: z.array(branchSchema).min(1),
});
