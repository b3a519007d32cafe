/** Shape of server/knowledge/recipes: what completion offers as a whole. */
import { z } from "zod";
import { branch, worded } from "./basics.ts";

export const recipeFileSchema = z.array(
  z.strictObject({
    /** What an editor lists and what is typed to get it. */
    label: z.string().regex(/^[a-z][a-z0-9 -]*$/),
    title: worded,
    /** Kinds of section that its lines belong into; without it the recipe is made of sections. */
    in: z.array(z.enum(["frontend", "backend", "listen"])).optional(),
    /** First and last branch that accept it. */
    from: branch.optional(),
    until: branch.optional(),
    /** In LSP's notation of snippets: `${1:default}`, `${2|one,other|}`; `\$` for a dollar. */
    body: z.string(),
    /** Sections that the tests put around it. */
    around: z.string().optional(),
    /** It names files, users or hosts that only the machine can have. */
    machine: z.literal(true).optional(),
  }),
);
