/** Compiles what the fields of a crash log mean (server/knowledge/log); every specimen must be read as it says. */
import { flagsSchema, functionsSchema, lineFileSchema, namesSchema, statesSchema, wordsSchema } from "../server/knowledge/log/schema.ts";
import { fieldsIn } from "../server/src/incident/fields.ts";
import type { LineFacts } from "../server/src/knowledge/logFacts.ts";
import { filesUnder, load, refuseDuplicates } from "./source.ts";

/** JSON: lines, Chinese names of their fields, flags with their words, states, parts, functions. */
export function compileLog(): Readonly<Record<string, unknown>> {
  const words = load("log/flag-words.yaml", wordsSchema);
  const flags = load("log/flags.json", flagsSchema);
  const names = new Set(Object.values(flags).flatMap((set) => set.map(({ name }) => name)));
  for (const name of Object.keys(words)) if (!names.has(name)) throw new Error(`log/flag-words.yaml: no release has a bit ${name}`);
  const lines = filesUnder("log/lines", ".yaml").flatMap((file) => load(file, lineFileSchema).map((line) => lineOf(file, line, flags)));
  refuseDuplicates(
    "line of a log",
    lines.map(({ id }) => id),
  );
  const chinese = load("log/names.yaml", namesSchema);
  const named = new Set(lines.flatMap(({ groups = [] }) => groups.map(({ name }) => name)));
  for (const name of Object.keys(chinese)) if (!named.has(name)) throw new Error(`log/names.yaml: no field is called ${name}`);
  return {
    lines,
    names: chinese,
    flags,
    words,
    states: load("log/states.yaml", statesSchema),
    parts: load("log/parts.yaml", wordsSchema),
    functions: load("log/functions.json", functionsSchema),
  };
}

type Authored = ReturnType<typeof lineFileSchema.parse>[number];

function lineOf(file: string, { specimens, ...line }: Authored, flags: Readonly<Record<string, unknown>>): LineFacts {
  const facts: LineFacts = line;
  for (const field of [...(line.groups ?? []), ...Object.values(line.pairs ?? {})]) {
    const set = /^flags:(.*)$/.exec(field.as ?? "")?.[1];
    if (set !== undefined && flags[set] === undefined) throw new Error(`${file}: ${line.id}: no set of bits ${set}`);
  }
  for (const { line: text, fields } of specimens) {
    if (!line.needs.some((one) => text.includes(one))) throw new Error(`${file}: ${line.id} does not ask for anything in «${text}»`);
    const read = new Map(fieldsIn(facts, new RegExp(line.re, "dg"), text).map(({ name, value }) => [name, value]));
    for (const [name, value] of Object.entries(fields))
      if (read.get(name) !== value) throw new Error(`${file}: ${line.id}: ${name} of «${text}» is ${read.get(name)}, not ${value}`);
  }
  return facts;
}
