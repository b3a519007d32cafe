/** Shapes of crash-patterns and collect.yaml: what crash output looks like, and what to collect beside it. */
import { z } from "zod";
import { incidentKinds, slug, worded } from "./basics.ts";

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
