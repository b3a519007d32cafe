/** Compiles server/knowledge/language into server/src/knowledge/generated/grammar.json, checking every entry on the way. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { branch } from "../server/knowledge/basics.ts";
import { parseNotation, strayIn } from "../server/src/knowledge/notation.ts";
import { type Anchors, addWordings, anchorsOf, chineseSummaries, meaningsOf, tablesOf } from "./compileWordings.ts";
import { countersSchema, enterpriseSchema, offersSchema, preprocessorSchema, text, usualSchema } from "./languageSchemas.ts";

const root = path.resolve(import.meta.dirname, "../server/knowledge/language");

const entrySchema = z.strictObject({
  words: text,
  class: z.union([z.string(), z.array(z.string())]),
  args: text.optional(),
  since: z.record(branch, text).optional(),
  inWord: text.optional(),
  /** What is joined to the word itself, as the number in track-sc1. */
  suffix: text.optional(),
  /** The arguments as one mostly writes them, for completion to put in where what must be there says too little; in the same notation. */
  usually: text.optional(),
  summary: text.optional(),
  default: text.optional(),
  mode: z.enum(["http", "tcp"]).optional(),
  replacedBy: text.optional(),
  from: branch.optional(),
  /** Branch from which HAProxy warns of the word, where the binaries that were asked did not say so yet. */
  deprecated: branch.optional(),
  /** `expose-deprecated-directives` in the global section silences HAProxy. */
  excusable: z.literal(true).optional(),
  /** Without that, HAProxy does not start. */
  refused: z.literal(true).optional(),
  notIn: z.array(z.string()).optional(),
  bareIn: z.array(z.string()).optional(),
  /** The rule ends its rule set wherever it applies; HAProxy itself warns of a rule right behind it, or does not. */
  final: z.enum(["warned", "silent"]).optional(),
  /** Last branch in which it does. */
  finalUntil: branch.optional(),
  /** HAProxy only warns of arguments that do not fit, and leaves the statement out of account; of those that are missing it may not. */
  faults: z.enum(["warned", "misfits-warned"]).optional(),
  /** HAProxy refuses a `no` or `default` in front of the option. */
  prefix: z.literal("none").optional(),
  /** What the statement sets: of several that set it HAProxy keeps the first and complains of the others. */
  once: text.optional(),
  twice: z.literal("refused").optional(),
  /** Sections in which HAProxy ignores the word with a warning, where the binaries did not say so when they were asked. */
  misplacedIn: z.array(z.string()).optional(),
  /** In the notation of lifetimes.json, in place of what stands there. */
  lifetime: text.optional(),
  /** Branches in which the word needs `expose-experimental-directives`. */
  experimental: z
    .string()
    .regex(/^\d\.\d+-(?:\d\.\d+)?$/)
    .optional(),
  /** 6 for fetches that read raw bytes. */
  layer: z.literal(6).optional(),
  /** Kind of things whose names a fetch gives. */
  names: z.enum(["frontend", "backend", "server", "group"]).optional(),
  /** What `...` stands for: parameters of a bind line, which we do not check here. */
  parameters: z.literal("bind").optional(),
  /** Feature of the build without which HAProxy does not know the word. */
  build: text.optional(),
  /** Of a fetch or a converter that no binary was asked for: as in samples.json. */
  signature: z.strictObject({ args: text, in: z.string().optional(), out: z.string(), where: z.string().optional() }).optional(),
});
type Entry = z.infer<typeof entrySchema>;
type Compiled = Omit<Entry, "class" | "signature">;

/** The whole grammar as JSON text, and its summaries in Chinese; throws with the file's name where an author erred. */
export function compileLanguage(): Readonly<Record<"grammar" | "chinese", string>> {
  const entries: Record<string, Record<string, Compiled>> = {};
  const samples = readJson("samples.json") as Samples;
  for (const file of readdirSync(path.join(root, "grammar"))
    .filter((name) => name.endsWith(".yaml"))
    .sort()) {
    for (const { signature, ...entry } of readFile(file)) {
      addEntry(file, entry, entries);
      const { from = "2.4", build } = entry;
      if (signature !== undefined) samples[entry.class as SampleClass][entry.words] = [{ from, ...signature, build }];
    }
  }
  addWordings(root, entries);
  const data = {
    lifetimes: { ...completed(readJson("lifetimes.json") as Lifetimes, entries), ...traceClasses(readOne("traces.yaml", tracesSchema)) },
    entries,
    samples,
    enums: readJson("enums.json"),
    preprocessor: readOne("preprocessor.yaml", preprocessorSchema),
    offers: readOne("offers.yaml", offersSchema),
    offersInChinese: readOne("offers.zh-cn.yaml", z.record(text, text)),
    usual: readOne("usual.yaml", usualSchema),
    enterprise: readOne("enterprise.yaml", enterpriseSchema),
    counters: readOne("counters.yaml", countersSchema),
    meanings: meaningsOf(root),
    tables: tablesOf(root),
    anchors: anchorsOf(readJson("anchors.json") as Anchors, entries),
  };
  return { grammar: `${JSON.stringify(data)}\n`, chinese: `${JSON.stringify(chineseSummaries(root, entries))}\n` };
}

type Lifetimes = Record<string, Record<string, string>>;
type SampleClass = "fetch" | "converter";
type Samples = Record<SampleClass, Record<string, readonly unknown[]>>;

/** The binaries were not asked every word of every section: what the grammar describes besides is known from its branch on. */
function completed(lifetimes: Lifetimes, entries: Readonly<Record<string, Readonly<Record<string, Compiled>>>>): Lifetimes {
  // the facts let 3.4 take any registered word in a userlist, which 3.4.7 does not: the two words of the grammar are all there are
  lifetimes["kw:userlist"] = {};
  const proxies = ["defaults", "frontend", "backend", "listen"].map((kind) => lifetimes[`kw:${kind}`] ?? {});
  const options = ["defaults", "frontend", "backend", "listen"].map((kind) => lifetimes[`opt:${kind}`] ?? {});
  for (const [grammarClass, group] of Object.entries(entries)) {
    const own = lifetimes[`kw:${grammarClass}`] ?? lifetimes[grammarClass];
    const sides = ["frontend", "backend"].map((side) => lifetimes[`act:${grammarClass}:${side}`] ?? {});
    const classes = grammarClass === "proxy" ? proxies : grammarClass === "option" ? options : own === undefined ? sides : [own];
    for (const entry of Object.values(group)) {
      const word = entry.words.split(" ")[0] as string;
      const { lifetime } = entry;
      if (lifetime !== undefined) for (const known of classes) known[entry.words] = lifetime;
      for (const known of classes) {
        if (entry.deprecated !== undefined) known[entry.words] = deprecatedFrom(entry.deprecated, known[entry.words] ?? "");
      }
      if (!classes.some((known) => word in known)) for (const known of classes) known[word] = `${entry.from ?? "2.4"}-`;
      for (const section of alone(entry) ? (entry.misplacedIn ?? []) : []) {
        const known = lifetimes[`${grammarClass === "option" ? "opt" : "kw"}:${section}`];
        if (known !== undefined) known[word] = (known[word] ?? `${entry.from ?? "2.4"}-`).replace(/-$/, "-:misplaced");
      }
    }
  }
  return lifetimes;
}

/** The others share their first word, for which a lifetime stands. */
function alone({ words }: Compiled): boolean {
  return !words.includes(" ");
}

/** "2.9-" becomes "2.9-3.2,3.3-:deprecated", and "2.9-3.2" deprecated in 3.1 "2.9-3.0,3.1-3.2:deprecated". */
function deprecatedFrom(branch: string, lifetime: string): string {
  return lifetime.replace(
    /(\d\.\d+)-(\d\.\d+)?$/,
    (_, first: string, last = "") => `${first}-${before(branch)},${branch}-${last}:deprecated`,
  );
}

/** The branch before: minor numbers run from 0 to 9, then the major one counts on. */
function before(branch: string): string {
  const [major = 0, minor = 0] = branch.split(".").map(Number);
  return minor === 0 ? `${major - 1}.9` : `${major}.${minor - 1}`;
}

/** Source of traces > what it knows: lifetime > words. */
const traceWords = z.record(z.string().regex(/^\d\.\d+-(?:\d\.\d+)?$/), z.array(text).min(1));
const tracesSchema = z.record(text, z.strictObject({ known: text, event: traceWords.optional(), verbosity: traceWords, lock: traceWords }));

/** As classes of words: the sources, and the events, verbosities and locks of each. */
function traceClasses(sources: z.infer<typeof tracesSchema>): Lifetimes {
  const classes: Lifetimes = { trace: {} };
  for (const [source, { known, ...lists }] of Object.entries(sources)) {
    (classes["trace"] as Record<string, string>)[source] = known;
    for (const [kind, lifetimes] of Object.entries(lists)) {
      const words = Object.entries(lifetimes ?? {}).flatMap(([lifetime, list]) => list.map((word) => [word, lifetime] as const));
      classes[`trace-${kind} ${source}`] = Object.fromEntries(words);
    }
  }
  return classes;
}

function readOne<T>(file: string, schema: z.ZodType<T>): T {
  const result = schema.safeParse(parse(readFileSync(path.join(root, file), "utf8")));
  if (result.success) return result.data;
  throw new Error(`${file}:\n${result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`).join("\n")}`);
}

function readFile(file: string): Entry[] {
  const result = z.array(entrySchema).safeParse(parse(readFileSync(path.join(root, "grammar", file), "utf8")));
  if (result.success) return result.data;
  const lines = result.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
  throw new Error(`grammar/${file}:\n${lines.slice(0, 20).join("\n")}`);
}

function addEntry(file: string, entry: Omit<Entry, "signature">, entries: Record<string, Record<string, Compiled>>): void {
  const { class: classes, ...rest } = entry;
  for (const notation of [entry.args, entry.inWord, entry.usually, ...Object.values(entry.since ?? {})]) {
    if (notation !== undefined) checkNotation(file, entry.words, notation);
  }
  for (const grammarClass of Array.isArray(classes) ? classes : [classes]) {
    const group = entries[grammarClass] ?? {};
    entries[grammarClass] = group;
    if (group[entry.words] !== undefined) throw new Error(`grammar/${file}: ${grammarClass} "${entry.words}" is there twice`);
    // each class has an object of its own: its example differs
    group[entry.words] = { ...rest };
  }
}

function checkNotation(file: string, words: string, notation: string): void {
  try {
    parseNotation(notation);
    const stray = strayIn(notation);
    if (stray !== "") throw new Error(`"${stray}" is no part of the notation`);
  } catch (error) {
    throw new Error(`grammar/${file}: ${words}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readJson(file: string): unknown {
  const full = path.join(root, file);
  if (!existsSync(full)) throw new Error(`${file}: missing`);
  return JSON.parse(readFileSync(full, "utf8")) as unknown;
}
