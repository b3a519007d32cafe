/** Shapes of what tells crashes apart beside the advisories' own heads: crashes that users reported, and what the fixes changed. */
import { z } from "zod";
import { incidentKinds } from "./basics.ts";

const functionName = z.string().regex(/^[A-Za-z_][\w.]*$/);

/** One crash as a thread or a commit shows it; facts only. At least one of frames, expression, caller, applet and messages. */
const observationSchema = z
  .strictObject({
    /** HA- id or commit of the advisory. */
    advisory: z.string(),
    /** Issue ("#2373") or commit that shows it. */
    source: z.string().regex(/^(?:#\d+|[0-9a-f]{7,12})$/),
    /** That crashed, as stated there. */
    release: z.union([z.string(), z.number()]).transform(String).optional(),
    kind: z.enum(incidentKinds),
    /** Functions of the crashing thread, innermost first, without those that every crash has. */
    frames: z.array(functionName).default([]),
    /** Of BUG_ON and its like, as printed, and its file. */
    expression: z.string().optional(),
    file: z.string().optional(),
    /** Of a pool report: who handed the item back, and who had freed it. */
    caller: functionName.optional(),
    freedBy: functionName.optional(),
    /** Applet at work, such as PEER or SPOE. */
    applet: z.string().optional(),
    /** Fixed parts of other lines, N for numbers and 0x.. for addresses. */
    messages: z.array(z.string()).default([]),
  })
  .refine(
    ({ frames, expression, caller, applet, messages }) =>
      frames.length + messages.length > 0 || (expression ?? caller ?? applet) !== undefined,
    "nothing that tells this crash from others",
  );
export const observationFileSchema = z.array(observationSchema);

const sourceFile = z.string().regex(/^(?:src|include|addons)\/[\w./-]+\.[ch]$/);

/**
 * By HA- id: functions that the fix changed, that its author names besides (`told`), and those that call the changed ones, directly
 * (`callers`) or not (scripts/import-patches.ts).
 */
export const patchesFileSchema = z.record(
  z.string(),
  z.strictObject({
    functions: z.array(functionName),
    told: z.array(functionName),
    callers: z.array(functionName),
    far: z.array(functionName),
  }),
);

/** By range of branches, "2.4-2.5": functions and files that no first release of another branch has. */
export const lifetimesFileSchema = z.record(z.string().regex(/^\d\.\d+-\d\.\d+$/), z.array(z.union([functionName, sourceFile])));
