/** What a fetch or a converter takes, in the grammar's notation: as the grammar says, and by the types of HAProxy's registry. */
import { argumentsOf, entryOf, type SampleKind, samplesNamed } from "../../knowledge/grammar.ts";
import { longestOf, parseNotation } from "../../knowledge/notation.ts";

const open = /(?:^| )\.\.\.$/;

/** Where the grammar leaves the rest open the registry tells it; the newest branch stands in for one that has no such sample. */
export function sampleArguments(kind: SampleKind, name: string, branch: string | undefined): string {
  const entry = entryOf(kind, name);
  const asked = entry === undefined ? "..." : argumentsOf(entry, branch);
  if (!open.test(asked)) return asked;
  const told = asked.replace(open, "");
  const spec = samplesNamed(kind, name, branch).at(-1) ?? samplesNamed(kind, name, undefined).at(-1);
  return `${told} ${ofRegistry(spec?.args ?? "", longestOf(parseNotation(told)))}`.trim();
}

/** "string[,integer]" in the notation, without the first few. */
function ofRegistry(types: string, without: number): string {
  const [needed = "", optional = ""] = types.split("[");
  const must = typesIn(needed);
  const may = typesIn(optional).slice(Math.max(0, without - must.length));
  return [...must.slice(without), may.reduceRight((inner, type) => `[${`${type} ${inner}`.trim()}]`, "")].join(" ").trim();
}

function typesIn(list: string): readonly string[] {
  const names = list.split(",").map((type) => type.replace("]", "").trim());
  return names.filter((name) => name !== "").map((name) => `<${name.replace(/[^A-Za-z-]+/g, "-")}>`);
}
