/** Shapes of the files of server/knowledge/language beside the grammar, each of which explains itself. */
import { z } from "zod";
import { branch } from "../server/knowledge/basics.ts";

/** Words that YAML reads as numbers or booleans are meant as text. */
export const text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

/** `preprocessor.yaml`, which explains itself. */
export const preprocessorSchema = z.strictObject({
  predicates: z.record(z.string(), z.strictObject({ args: z.array(text).min(1), from: branch })),
  features: z.array(
    z.strictObject({
      from: branch,
      until: branch.optional(),
      always: z.boolean().optional(),
      common: z.boolean().optional(),
      rare: z.boolean().optional(),
      names: z.array(text).min(1),
    }),
  ),
  library: z.strictObject({ common: z.string(), others: z.array(z.string()) }),
  settings: z.array(z.string()),
  variables: z.record(z.string(), branch),
  since: z.record(z.enum(["operators", "wordsCounted", "emptyWordsWarned", "emptyWordsRefused", "trailingBlank"]), branch),
  limits: z.strictObject({ words: z.int(), levels: z.int() }),
});

/** `offers.yaml`: kind > what parts several values in one word, and each value with its meaning. */
export const offersSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9-]*$/),
  z.strictObject({
    by: z.enum([",", ":"]).optional(),
    values: z.record(
      z.string(),
      z.union([z.string(), z.strictObject({ says: z.string(), from: branch.optional(), until: branch.optional() })]),
    ),
  }),
);

/** `usual.yaml`, which explains itself. */
export const usualSchema = z.strictObject({
  often: z.record(z.string(), z.array(z.string())),
  repeated: z.record(z.string(), z.array(z.string())),
});

/** `enterprise.yaml`, which explains itself. */
export const enterpriseSchema = z.record(z.string(), z.record(z.string(), z.strictObject({ en: text, "zh-cn": text })));

/** Stored data types, each alone or as an element of an array: "gpc0", "gpc[0]", "gpc[]". */
export const countersSchema = z.record(z.string(), z.array(z.string().regex(/^[a-z][a-z0-9_]*(?:\[\d*\])?$/)));
