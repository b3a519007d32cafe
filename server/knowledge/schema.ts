/** Shapes of everything an author writes under server/knowledge; zod checks them when the knowledge is built. */
import { z } from "zod";

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
 */
const lineSchema = z.discriminatedUnion("state", [
  z.strictObject({ state: z.literal("not-affected") }),
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

const exposureSchema = z.strictObject({
  /** What the conditions are asked of, once for each: a stick-table, or the Lua scripts of the configuration. */
  subject: z.enum(["stick-table", "lua"]),
  all: z.array(conditionSchema).min(1),
  /** `hover`: never a diagnostic, because the configuration alone cannot tell. */
  shown: z.enum(["diagnostic", "hover"]).default("diagnostic"),
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
  /** Facts of the machine that the text must state, such as "vm.overcommit_memory=2". */
  machine: z.array(z.string()).optional(),
  /** 0 to 1; 0.5 and above means that we name the advisory. */
  confidence: z.number().min(0).max(1),
  /** Evidence in words, half a sentence. */
  says: z.string(),
});

export const advisoryHeadSchema = z.strictObject({
  id: slug,
  title: z.string(),
  /** One sentence for a hover or a list. */
  summary: z.string(),
  subsystem: z.enum(["stick-table", "peers", "lua", "system"]),
  effect: z.enum(["crash", "hang", "corruption", "environment"]),
  /** Upstream's level; absent where upstream has no fix because it is no defect of HAProxy. */
  severity: z.enum(["minor", "medium", "major", "critical"]).optional(),
  /** GitHub issue first, then further issues, the commit (12 digits), the id in other catalogues. */
  aliases: z.array(z.string()).min(1),
  /** Upstream's page of the fix, and the one of the issue. */
  fixUrl: z.url().optional(),
  issueUrl: z.url(),
  /** A row for every branch, or "any" for a condition that no release ends. */
  releases: z.union([z.literal("any"), z.record(branch, lineSchema)]),
  /** Keywords whose hover names this advisory (as in server/knowledge/keywords). */
  concerns: z.array(z.string()),
  exposure: exposureSchema,
  recognition: z.array(clueSchema).min(1),
  /** What to collect when the log alone does not decide. */
  collect: z.array(z.string()).default([]),
  /** What else a reader may want, each with its address. */
  references: z.array(z.strictObject({ title: z.string(), url: z.url() })).min(1),
});

/** Head of the translation `<slug>.zh-cn.md`: only what has words. */
export const translationHeadSchema = z.strictObject({
  id: slug,
  title: z.string(),
  summary: z.string(),
  /** Clue id to its words. */
  clues: z.record(slug, z.string()),
  collect: z.array(z.string()).default([]),
});

/** The headings every page has, in this order. */
export const headings = {
  en: ["What happens", "When it bites", "How to recognise it", "What to do now", "How to monitor", "Where sources disagree", "Specimen"],
  "zh-cn": ["发生了什么", "何时触发", "如何识别", "现在该做什么", "如何监控", "资料不一致之处", "样例"],
} as const;
/** "Where sources disagree" may be left out. */
export const optionalHeadings = new Set<string>(["Where sources disagree", "资料不一致之处"]);

const worded = z.strictObject({ en: z.string(), "zh-cn": z.string() });

/** Head of the page of a lint, `lints/<code>.md`; the page below it explains the finding and shows it in executed examples. */
export const lintHeadSchema = z.strictObject({
  id: slug,
  /** The gravest form of the finding; the page says when it is milder. */
  severity: z.enum(["error", "warning", "information", "hint"]),
  /** One sentence for a list. */
  summary: worded,
});

/** One keyword of the configuration language, as far as hover notes need it. */
export const keywordSchema = z.strictObject({
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
export const crashPatternSchema = z.strictObject({
  id: z.string(),
  role: z.enum(["prefix", "crash", "diagnostic", "detail", "exit", "info", "oom", "hardware"]),
  /** Releases that print it. */
  versions: z.string().optional(),
  re: z.string(),
  /** Lines that must match, each with the groups expected. */
  specimens: z.array(z.strictObject({ line: z.string(), groups: z.array(z.string().nullable()) })).min(1),
});
export const crashPatternFileSchema = z.array(crashPatternSchema);

/** What is known of a branch itself. */
export const branchSchema = z.strictObject({
  branch,
  /** Newest release that this build knows of. */
  newest: release,
});
export const releasesFileSchema = z.strictObject({
  /** Until when releases are known, for people. */
  knownUntil: z.string(),
  branches: z.array(branchSchema).min(1),
});
