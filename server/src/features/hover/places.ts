/** Where a word may stand: sections for statements, rulesets and logs for samples. */
import * as l10n from "@vscode/l10n";
import { entryOf, enumFact, lifetimeSegments, type SampleSpec, stateOf } from "../../knowledge/grammar.ts";

const proxySections = ["defaults", "frontend", "listen", "backend"];

/** Sections that take a statement or an option; empty where its class is the section's own. */
export function sectionsOf(grammarClass: string, words: string, branch: string | undefined): readonly string[] {
  const prefix = grammarClass === "option" ? "opt" : grammarClass === "proxy" ? "kw" : undefined;
  if (prefix === undefined) return [];
  return proxySections.filter((section) => isUsable(`${prefix}:${section}`, words, branch));
}

/** Sections whose rules may have an action; a listen is a frontend and a backend. */
export function sidesOf(ruleset: string, action: string, branch: string | undefined): readonly string[] {
  const [front, back] = ["frontend", "backend"].map((side) => isUsable(`act:${ruleset}:${side}`, action, branch));
  return [...(front ? ["frontend"] : []), ...(front || back ? ["listen"] : []), ...(back ? ["backend"] : [])];
}

function isUsable(wordClass: string, words: string, branch: string | undefined): boolean {
  const name = nameIn(wordClass, words);
  const state = stateOf(wordClass, name, branch);
  return state === "known" || state === "deprecated";
}

/** The tables hold some statements by all their words, most by the first one. */
export function nameIn(wordClass: string, words: string): string {
  return lifetimeSegments(wordClass, words).length > 0 ? words : (words.split(" ")[0] ?? words);
}

/** The mode that an option asks for in the tables of the binaries. */
export function modeOfOption(name: string): "http" | "tcp" | undefined {
  const said = entryOf("option", name)?.mode;
  if (said !== undefined) return said;
  return String(enumFact("bool_options", name) ?? "").includes("http") ? "http" : undefined;
}

/** Columns of `where` by what a person would call them. */
const groups: readonly { readonly columns: readonly number[]; name(): string }[] = [
  { columns: [0], name: () => "`tcp-request connection`" },
  { columns: [1], name: () => "`tcp-request session`" },
  { columns: [2], name: () => "`tcp-request content`" },
  { columns: [3, 4, 5], name: () => l10n.t("requests in frontends") },
  { columns: [6, 7, 8, 9, 10], name: () => l10n.t("requests in backends") },
  { columns: [11, 12, 13, 14, 15, 16, 17], name: () => l10n.t("responses") },
  { columns: [18], name: () => l10n.t("logs") },
  { columns: [19], name: () => l10n.t("health checks") },
  { columns: [20], name: () => l10n.t("the configuration's own reading") },
];

/** Columns from here on are outside of traffic: health checks, the configuration's own reading. */
const firstOutside = 19;
const inTraffic = groups.filter(({ columns }) => columns.every((column) => column < firstOutside));

/** Where a fetch has something to give; undefined where that is everywhere, or not known. */
export function samplePlacesInWords({ where }: SampleSpec): string | undefined {
  if (where === undefined) return undefined;
  const open = groups.filter(({ columns }) => columns.some((column) => where[column] === "Y"));
  if (inTraffic.every((group) => open.includes(group))) return undefined;
  return open.map(({ name }) => name()).join(l10n.t(", "));
}
