/** Shape of an advisory: its head in English, the head of its translation, the headings of its page. */
import { z } from "zod";
import { branch, incidentKinds, release, slug, worded } from "./basics.ts";
import { clueSchema } from "./clueSchema.ts";
import { conditionTree } from "./conditionSchema.ts";

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
  references: z.array(z.strictObject({ title: z.union([z.string(), worded]), url: z.url() })).default([]),
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
