/** Shape of server/knowledge/keywords: what hover notes tell of keywords around the advisories. */
import { z } from "zod";
import { branch, worded } from "./basics.ts";

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
