/** What is told of the words of the grammar beside their summaries: examples, Chinese, meanings of fixed words, places in the manual. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { branch, worded } from "../server/knowledge/basics.ts";
import { summaryKey, summaryKeys } from "../server/src/knowledge/summaryKeys.ts";

/** An entry of the grammar, as far as wordings are added to it. */
interface Entry {
  readonly words: string;
  readonly summary?: string | undefined;
  readonly args?: string | undefined;
  readonly default?: string | undefined;
  example?: string;
  defaultZh?: string;
  values?: Readonly<Record<string, Meaning>>;
}
type Entries = Readonly<Record<string, Readonly<Record<string, Entry>>>>;

type Meaning = z.infer<typeof worded>;
/** Class > words of an entry > text. */
const textsSchema = z.record(z.string(), z.record(z.string(), z.string()));
/** Class > words of an entry > fixed word among its arguments > what it means. */
const valuesSchema = z.record(z.string(), z.record(z.string(), z.record(z.string(), worded)));

/** Kind > value > what it means, and the first branch that knows it. */
const meaningsSchema = z.record(z.string(), z.record(z.string(), worded.extend({ from: branch.optional() })));

/** `meanings.yaml`: what values of enumerations mean. */
export function meaningsOf(root: string): z.infer<typeof meaningsSchema> {
  return read(root, "meanings.yaml", meaningsSchema);
}

const tablesSchema = z.strictObject({
  entry: z.record(branch, z.int()),
  keys: z.record(z.string(), z.strictObject({ bytes: z.int(), length: z.int().optional() })),
  data: z.record(z.string(), z.strictObject({ bytes: z.int(), peers: z.enum(["value", "local", "counter"]) })),
});

/** `tables.yaml`, which explains itself. */
export function tablesOf(root: string): z.infer<typeof tablesSchema> {
  return read(root, "tables.yaml", tablesSchema);
}

/** Adds examples.yaml, the Chinese of defaults, and values.yaml to the entries; throws where they name a word that the grammar lacks. */
export function addWordings(root: string, entries: Entries): void {
  each(root, "examples.yaml", textsSchema, entries, (entry, example) => {
    entry.example = example;
  });
  addDefaults(read(root, "defaults.zh-cn.yaml", z.record(z.string(), z.string())), entries);
  each(root, "values.yaml", valuesSchema, entries, (entry, values) => {
    for (const same of sameIn(entry, entries)) same.values = values;
  });
}

/** The Chinese of all summaries, as grammarEntry.ts reads them: without a word of what they belong to, "" where there is none. */
export function chineseSummaries(root: string, entries: Entries): readonly string[] {
  const told = new Map<string, string>();
  each(root, "summaries.zh-cn.yaml", textsSchema, entries, (entry, chinese) => {
    told.set(summaryKey(entry), chinese);
  });
  return summaryKeys(entries).map((key) => told.get(key) ?? "");
}

/** Where the default is a word that one could write, such as the `none` of "none | full", it stays. */
function addDefaults(chinese: Readonly<Record<string, string>>, entries: Entries): void {
  const told = Object.values(entries)
    .flatMap((group) => Object.values(group))
    .filter((entry) => entry.default !== undefined && !(entry.args ?? "").split(/[^\w.-]+/).includes(entry.default));
  for (const [english, text] of Object.entries(chinese)) {
    const found = told.filter((entry) => entry.default === english);
    if (found.length === 0) throw new Error(`defaults.zh-cn.yaml: nothing has the default "${english}"`);
    for (const entry of found) entry.defaultZh = text;
  }
}

/** The same word with the same summary, in whatever class: an action of several rulesets is told of once. */
function sameIn({ words, summary }: Entry, entries: Entries): readonly Entry[] {
  return Object.values(entries).flatMap((group) => {
    const other = group[words];
    return other !== undefined && other.summary === summary ? [other] : [];
  });
}

function each<T>(
  root: string,
  file: string,
  schema: z.ZodType<Record<string, Record<string, T>>>,
  entries: Entries,
  add: (entry: Entry, item: T) => void,
): void {
  const data = read(root, file, schema);
  for (const [classes, group] of Object.entries(data)) {
    for (const [words, item] of Object.entries(group)) {
      const found = classes.split(", ").flatMap((name) => entries[name]?.[words] ?? []);
      if (found.length === 0) throw new Error(`${file}: no ${classes} is called "${words}"`);
      for (const entry of found) add(entry, item);
    }
  }
}

function read<T>(root: string, file: string, schema: z.ZodType<T>): T {
  const full = path.join(root, file);
  if (!existsSync(full)) throw new Error(`${file}: missing`);
  const result = schema.safeParse(parse(readFileSync(full, "utf8")));
  if (result.success) return result.data;
  throw new Error(`${file}:\n${result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`).join("\n")}`);
}

/** Section of the manual > branches > words described there. */
export type Anchors = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

/** The anchors of words that the grammar knows; the manual's converter takes other lines for headings too. */
export function anchorsOf(anchors: Anchors, entries: Entries): Anchors {
  const known = new Set<string>();
  for (const [grammarClass, group] of Object.entries(entries)) {
    known.add(grammarClass);
    for (const words of Object.keys(group)) for (const name of [words, `${grammarClass} ${words}`]) known.add(name);
  }
  for (const name of [...known]) {
    const words = name.split(" ");
    for (let count = 1; count < words.length; count++) known.add(words.slice(0, count).join(" "));
  }
  const kept = Object.entries(anchors).map(([section, spans]) => {
    const words = Object.entries(spans).map(([span, names]) => [span, names.filter((name) => known.has(bare(name)))] as const);
    return [section, Object.fromEntries(words.filter(([, names]) => names.length > 0))] as const;
  });
  return Object.fromEntries(kept.filter(([section, spans]) => Object.keys(spans).length > 0 && !/^[12](?:\.|$)/.test(section)));
}

/** "track-sc0" stands under the grammar's "track-sc". */
function bare(name: string): string {
  return name.replace(/track-sc\d$/, "track-sc");
}
