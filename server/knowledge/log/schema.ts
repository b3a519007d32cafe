/** Shapes of what authors write under server/knowledge/log: what the fields of a crash log mean. */
import { z } from "zod";
import { branch } from "../basics.ts";

/** [English, Simplified Chinese] */
const says = z.tuple([z.string(), z.string()]).transform(([en, zh]) => ({ en, "zh-cn": zh }));
/** How a value is read: a set of bits (`flags:` and its name in flags.json), a quantity with its unit, a code. */
const reading = z
  .string()
  .regex(
    /^(?:flags:[a-z0-9-]+|address|fault-address|ns|ms|bytes|kilobytes|count|truth|symbol|source|word|exit-code|systemd-status|page-fault|signal|sc-state|release)$/,
  );

const fieldSchema = z.strictObject({
  says,
  as: reading.optional(),
  /** Words for values that are known. */
  values: z.record(z.string(), says).optional(),
  /** The value is told beside the line, not only when asked for. Bits always are. */
  hint: z.boolean().optional(),
});

/**
 * A kind of line. `re` says where the fields begin; `groups` are its capturing groups in order, `pairs` the "name=value" fields behind
 * the start of the match. A line without any of `needs` is not tried.
 */
const lineSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9.-]+$/),
  needs: z.array(z.string().min(2)).min(1),
  re: z.string(),
  groups: z.array(fieldSchema.extend({ name: z.string() })).optional(),
  pairs: z.record(z.string(), fieldSchema).optional(),
  /** Lines, each with values that must be read from it. */
  specimens: z.array(z.strictObject({ line: z.string(), fields: z.record(z.string(), z.string()) })).min(1),
});
export const lineFileSchema = z.array(lineSchema);

/** Names of bits as HAProxy's headers have them in the first release of each branch (scripts/import-log-facts.ts). */
export const flagsSchema = z.record(
  z.string(),
  z.array(z.strictObject({ name: z.string(), value: z.number(), mask: z.number().optional(), from: branch, to: branch })),
);
/** Functions by source file, in one string with blanks between (scripts/import-log-facts.ts). */
export const functionsSchema = z.record(z.string(), z.string());
/** Names of fields > Chinese. */
export const namesSchema = z.record(z.string(), z.string());
export const wordsSchema = z.record(z.string(), says);
export const statesSchema = z.record(z.string(), wordsSchema);
