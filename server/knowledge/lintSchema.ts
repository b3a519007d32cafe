/** Shape of server/knowledge/lints. */
import { z } from "zod";
import { slug, worded } from "./basics.ts";

/** Head of the page of a lint, `lints/<code>.md`; the page below it explains the finding and shows it in executed examples. */
export const lintHeadSchema = z.strictObject({
  id: slug,
  /** The gravest form of the finding; the page says when it is milder. */
  severity: z.enum(["error", "warning", "information", "hint"]),
  /** One sentence for a list. */
  summary: worded,
});
