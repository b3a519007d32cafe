/**
 * Conditions on a configuration, as a tree: what an advisory of the catalogue asks of a configuration before it says "exposed".
 * Every leaf answers met, unmet or unknown, with the statements that made it so (server/src/diagnosis/leaves.ts).
 *
 * A pattern is a word as it must stand; a final "*" stands for any ending ("lua.*", "table_*").
 */
import { z } from "zod";
import { branch, slug, worded } from "./basics.ts";

const pattern = z.string().min(1);
const oneOrMore = z.union([pattern, z.array(pattern).min(1)]);

const leaves = [
  /** Sections of a kind exist: `{ section: resolvers }`; `min` of them (1). */
  z.strictObject({ section: pattern, min: z.number().int().min(1).optional() }),
  /**
   * A statement that starts with these words, "filter lua.*", and has all words of `with`, none of `without`, among the others.
   * Statements of a defaults section count where a proxy inherits them. `no …` never counts.
   */
  z.strictObject({
    statement: oneOrMore,
    with: z.array(pattern).min(1).optional(),
    without: z.array(pattern).min(1).optional(),
    /** Kinds of sections; any where absent. */
    in: z.array(z.string()).min(1).optional(),
  }),
  /** A statement of `global` in force, by its number (`min`, `max`) or word (`is`); `unset`: the answer where it is absent (unmet). */
  z.strictObject({
    global: oneOrMore,
    min: z.number().optional(),
    max: z.number().optional(),
    is: z.array(pattern).min(1).optional(),
    unset: z.enum(["met", "unmet", "unknown"]).optional(),
  }),
  /**
   * Something is set in any form, `no …` and `default …` included: `{ set: option abortonclose }`, in `global` or in a proxy and what
   * it inherits. Mostly asked with `not`: who leaves a default to HAProxy.
   */
  z.strictObject({ set: oneOrMore }),
  /**
   * One bind line: all `parameters`, none of `without`, an address that starts with one of `address`, one of `alpn` offered
   * (also by default: TLS binds offer h2 since 2.8, QUIC ones h3).
   */
  z.strictObject({
    bind: z.strictObject({
      parameters: z.array(pattern).optional(),
      without: z.array(pattern).optional(),
      address: z.array(z.string()).optional(),
      alpn: z.array(z.string()).optional(),
    }),
  }),
  /** One server (or server-template) line with what default-server gives it. `template: true`: server-template only; `min`: so many of them. */
  z.strictObject({
    server: z.strictObject({
      parameters: z.array(pattern).optional(),
      without: z.array(pattern).optional(),
      address: z.array(z.string()).optional(),
      alpn: z.array(z.string()).optional(),
      template: z.boolean().optional(),
      min: z.number().int().min(2).optional(),
    }),
  }),
  /** A sample fetch, or converter, is used in any expression: `{ converter: "table_*" }`. */
  z.strictObject({ fetch: oneOrMore }),
  z.strictObject({ converter: oneOrMore }),
  /** An action of a rule: `{ action: use-service, with: ["lua.*"], in: ["http-request"] }`; `in`: the rulesets' first words. */
  z.strictObject({ action: oneOrMore, with: z.array(pattern).min(1).optional(), in: z.array(z.string()).min(1).optional() }),
  /** One stick-table that has all of this. `length`: keys of at least so many bytes (`len`). `synced`: its peers section has a remote peer. `tracked`: a track-sc rule uses it. */
  z.strictObject({
    table: z.strictObject({
      parameters: z.array(pattern).optional(),
      type: z.array(z.string()).optional(),
      store: z.array(pattern).optional(),
      length: z.number().int().optional(),
      tracked: z.boolean().optional(),
      synced: z.boolean().optional(),
      /** Number of stick-tables of the configuration. */
      min: z.number().int().optional(),
    }),
  }),
  /** A peers section with at least so many remote peers, or bind lines. */
  z.strictObject({ peers: z.strictObject({ remote: z.number().int().optional(), binds: z.number().int().optional() }) }),
  /** A proxy that carries traffic in this mode (tcp where nothing is said). */
  z.strictObject({ mode: z.enum(["http", "tcp", "log", "spop"]) }),
  /** Connections to servers are kept and shared: `http-reuse` other than `never`, safe by default, in an HTTP backend with servers. */
  z.strictObject({ reuse: z.array(z.enum(["safe", "aggressive", "always"])).min(1) }),
  /** More than one thread (the default is one for each CPU). */
  z.strictObject({ threads: z.number().int().min(2) }),
  /** Lua scripts are loaded and one uses this of HAProxy's Lua API: `{ lua: core.httpclient }`; "*" alone: any script. Unknown where not read. */
  z.strictObject({ lua: oneOrMore }),
  /** Something done while HAProxy runs: a command on the CLI, a reload. A configuration never tells: unknown, at most "possible". */
  z.strictObject({ runtime: z.string() }),
  /** A trait of the machine or of the build: unknown, at most "possible". */
  z.strictObject({ machine: z.string() }),
] as const;

export type Condition =
  | string
  | z.infer<(typeof leaves)[number]>
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  /** One proxy, with what it inherits, for which all of it holds. */
  | { proxy: Condition };

/** A name of triggers.yaml, a leaf, or a tree of them. */
export const conditionTree: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    slug,
    ...leaves,
    z.strictObject({ all: z.array(conditionTree).min(1) }),
    z.strictObject({ any: z.array(conditionTree).min(1) }),
    z.strictObject({ not: conditionTree }),
    z.strictObject({ proxy: conditionTree }),
  ]),
);

/** One row of triggers.yaml: a condition that many advisories share, under a name and with words. */
const triggerSchema = z.strictObject({
  id: slug,
  /** Noun phrase for "because of …". */
  says: worded,
  when: conditionTree,
  /** Codes of bugs.jsonl that it stands for (scripts/import-bugs.ts). */
  codes: z.array(z.string()).default([]),
});

/** One row of behaviour.yaml: what a branch does in another way than the one before, without a word changing. */
const behaviourSchema = z.strictObject({
  id: slug,
  /** First branch with it. */
  branch,
  /** Configurations that notice. */
  when: conditionTree,
  /** A sentence or two. */
  says: worded,
  /** What brings the old behaviour back, half a sentence. */
  keep: worded.optional(),
  /** Commit of the change, 12 digits. */
  source: z.string().regex(/^[0-9a-f]{12}$/),
});
export const behaviourFileSchema = z.array(behaviourSchema);
export const triggerFileSchema = z.array(triggerSchema);
