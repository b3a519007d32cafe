/** Shape of server/knowledge/lua: HAProxy's Lua API, in our own words; the facts are the registrations in src/hlua*.c of each branch's first release. */
import { z } from "zod";
import { branch } from "./basics.ts";

const context = z.enum(["body", "init", "task", "action", "fetch", "converter", "service", "cli", "filter", "event"]);

const memberSchema = z.strictObject({
  name: z.string().regex(/^\w+$/),
  /** What stands between the parentheses; absent for what is no function. */
  args: z.string().optional(),
  /** First and last branch that have it; absent: older than all that we know, and still there. */
  since: branch.optional(),
  until: branch.optional(),
  /** It came to older branches too, with a release that is not known. */
  backported: z.literal(true).optional(),
  /** What to use instead. */
  deprecated: z.string().optional(),
  /** Member of the same class that is the very same function, of the branch in which it got its other name. */
  renamed: z.string().regex(/^\w+$/).optional(),
  /** First branch that has the successor. */
  deprecatedSince: branch.optional(),
  /** Where alone it may be used; absent: as its class. */
  where: z.array(context).optional(),
  /** `always`: it may wait, and fails where that is forbidden; `gently`: it goes on at once there. */
  yields: z.enum(["always", "gently"]).optional(),
  /** Class of its value, or of what a call of it returns; `each`: a table whose elements are of that class. */
  gives: z.string().optional(),
  each: z.string().optional(),
  summary: z.string(),
});

export const luaFileSchema = z.array(
  z.strictObject({
    class: z.string(),
    summary: z.string(),
    /** The name of the class is a global variable. */
    global: z.literal(true).optional(),
    /** It has members of any name: those of the release's fetches or converters. */
    open: z.literal(true).optional(),
    since: branch.optional(),
    where: z.array(context).optional(),
    /** Names that people give to objects of this class. */
    called: z.array(z.string()).optional(),
    members: z.array(memberSchema),
  }),
);
