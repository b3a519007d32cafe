/** What the shapes of authored knowledge are made of. */
import { z } from "zod";

/** A branch such as "3.0". */
export const branch = z.string().regex(/^\d\.\d+$/);
/** A release of a branch, "3.0.2", or a development version, "3.1-dev2". */
export const release = z.string().regex(/^\d\.\d+(\.\d+|-dev\d+)$/);
/** An id, "tag-mismatch-on-free". */
export const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/);

/** A text in both languages. */
export const worded = z.strictObject({ en: z.string(), "zh-cn": z.string() });

/** What happened, as a log tells. */
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
