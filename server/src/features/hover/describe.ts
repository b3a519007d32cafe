/** What is told of a word of the language, from the grammar's data: for hovers, completions and signatures. */
import * as l10n from "@vscode/l10n";
import {
  aclFetch,
  aclMethod,
  argumentsOf,
  entryOf,
  isExperimental,
  lifetimeSegments,
  type SampleKind,
  type SampleSpec,
  sampleLifetime,
  samplesNamed,
} from "../../knowledge/grammar.ts";
import { defaultOf, type GrammarEntry, summaryOf } from "../../knowledge/grammarEntry.ts";
import { type Segment, segmentsOf } from "../../knowledge/lifetime.ts";
import { chapterLink, manualLink } from "../../knowledge/manual.ts";
import { meaningOf } from "../../knowledge/meanings.ts";
import { usuallyBuilt } from "../../knowledge/preprocessor.ts";
import { compareBranches } from "../../knowledge/release.ts";
import { sampleArguments } from "../notation/sampleArguments.ts";
import { writtenText } from "../notation/written.ts";
import { lifeInWords } from "./lifeInWords.ts";
import { modeOfOption, nameIn, samplePlacesInWords, sectionsOf, sidesOf } from "./places.ts";

export interface Description {
  /** As a person would write it: `timeout client <time>`. */
  readonly signature: string;
  /** One sentence; empty where there is none. */
  readonly summary: string;
  /** Markdown, the most urgent first: removed, deprecated, since; places; mode; default. */
  readonly facts: readonly string[];
  /** A line of a configuration. */
  readonly example: string | undefined;
  /** Address in the manual of the branch. */
  readonly manual: string;
}

/** Sections of the manual, by class of the grammar; statements of sections without an entry are in the list of all. */
const manualSections: Readonly<Record<string, readonly string[]>> = {
  global: ["3"],
  proxy: ["4"],
  option: ["4"],
  ruleset: ["4"],
  bind: ["5.1"],
  "crt-list": ["5.1"],
  server: ["5.2"],
  resolvers: ["5.3.2"],
  cache: ["6"],
  converter: ["7.3.1"],
  fetch: ["7.3.2", "7.3.3", "7.3.4", "7.3.5", "7.3.6", "7.3.7"],
  "fcgi-app": ["10"],
  "log-profile": ["8.3"],
};
const otherSections = ["3", "11", "12"];
/** Sections of a configuration to which the manual gives a chapter. */
const chapters: Readonly<Record<string, string>> = {
  global: "3",
  defaults: "4",
  frontend: "4",
  backend: "4",
  listen: "4",
  cache: "6",
  "fcgi-app": "10",
};

/**
 * A word of a class ("global", "proxy", "option", "bind", "http-request", "fetch" …) as entries name it ("timeout client"); undefined
 * where the grammar does not know it. Without a branch, as all branches together see it.
 */
export function describeWord(grammarClass: string, words: string, branch: string | undefined): Description | undefined {
  if (grammarClass === "fetch" || grammarClass === "converter") return describeSample(grammarClass, words, branch);
  const entry = entryOf(grammarClass, words);
  if (entry === undefined) return undefined;
  return {
    signature: signatureOf(grammarClass, entry, branch),
    summary: summaryOf(entry) ?? "",
    facts: [...lifeInWords(segmentsFor(grammarClass, entry), entry.replacedBy, branch), ...factsOf(grammarClass, entry, branch)],
    example: entry.example,
    manual: manualOf(grammarClass, words, branch),
  };
}

/** Markdown with everything, for a note that tells of nothing but the word. */
export function descriptionInMarkdown(description: Description): string {
  return [leadOf(description), ...detailsOf(description)].join("\n\n");
}

/** What stands first in a hover: the signature and what it is for. */
export function leadOf({ signature, summary }: Description): string {
  return summary === "" ? fenced(signature) : `${fenced(signature)}\n\n${summary}`;
}

/** What stands behind: facts, an example, the manual. */
export function detailsOf({ facts, example, manual }: Description): readonly string[] {
  const parts: string[] = [];
  if (facts.length > 0) parts.push(facts.map((fact) => `- ${fact}`).join("\n"));
  if (example !== undefined) parts.push(`${l10n.t("Example:")}\n\n${fenced(example)}`);
  return [...parts, manualInMarkdown(manual)];
}

export function manualInMarkdown(address: string): string {
  return `[${l10n.t("Manual")}](${address})`;
}

/** A block of configuration; no line of it can close the fence. */
export function fenced(text: string): string {
  return `\`\`\`haproxy\n${text.trimEnd().replaceAll("```", "'''")}\n\`\`\``;
}

const rulesetClass = /^(?:http|tcp)-|^quic-initial$/;

function signatureOf(grammarClass: string, entry: GrammarEntry, branch: string | undefined): string {
  const prefix = grammarClass === "option" || rulesetClass.test(grammarClass) ? `${grammarClass} ` : "";
  const inside = entry.inWord === undefined ? "" : `(${writtenText(entry.inWord, "")})`;
  const words = entry.words === "track-sc" ? "track-sc<n>" : entry.words === "lua." ? "lua.<name>" : entry.words;
  return `${prefix}${words}${inside} ${shortened(writtenText(argumentsOf(entry, branch)))}`.trimEnd();
}

/** A longer signature tells nobody anything. */
const longestSignature = 420;

function shortened(text: string): string {
  return text.length <= longestSignature ? text : `${text.slice(0, text.lastIndexOf(" ", longestSignature))} …`;
}

function segmentsFor(grammarClass: string, entry: GrammarEntry): readonly Segment[] {
  if (entry.lifetime !== undefined) return segmentsOf(entry.lifetime);
  const classes = {
    proxy: ["kw:listen", "kw:frontend", "kw:backend", "kw:defaults"],
    option: ["opt:listen", "opt:frontend", "opt:backend"],
  };
  const candidates =
    grammarClass === "proxy" || grammarClass === "option"
      ? classes[grammarClass]
      : [`kw:${grammarClass}`, grammarClass, `act:${grammarClass}:frontend`, `act:${grammarClass}:backend`];
  const lists = candidates.map((wordClass) => lifetimeSegments(wordClass, nameIn(wordClass, entry.words)));
  const found = lists.find((list) => list.some(({ state }) => state !== "misplaced")) ?? [];
  const usable = found.filter(({ state }) => state !== "misplaced");
  if (entry.from === undefined) return usable;
  const { from } = entry;
  return usable.length === 0 ? segmentsOf(`${from}-`) : usable.map((segment, i) => (i === 0 ? { ...segment, from } : segment));
}

function factsOf(grammarClass: string, entry: GrammarEntry, branch: string | undefined): string[] {
  const { words } = entry;
  const facts: string[] = [];
  if (entry.build !== undefined) facts.push(...buildInWords(entry.build, branch));
  if (isExperimental(entry, branch)) facts.push(l10n.t("On trial: `expose-experimental-directives` must stand in global"));
  const sections = rulesetClass.test(grammarClass) ? sidesOf(grammarClass, words, branch) : sectionsOf(grammarClass, words, branch);
  if (sections.length > 0) facts.push(l10n.t("Sections: {0}", sections.map((section) => `\`${section}\``).join(l10n.t(", "))));
  const mode = entry.mode ?? (grammarClass === "option" ? modeOfOption(words) : undefined);
  if (mode !== undefined) facts.push(l10n.t("Needs {0}", `\`mode ${mode}\``));
  const preset = defaultOf(entry);
  if (preset !== undefined) facts.push(l10n.t("Default: {0}", preset));
  if (endsRuleset(entry, branch)) facts.push(l10n.t("Final: where it applies, no later rule of its ruleset runs"));
  if (entry.notIn !== undefined) facts.push(l10n.t("Not on {0} lines", entry.notIn.map((name) => `\`${name}\``).join(l10n.t(", "))));
  const changed = Object.keys(entry.since ?? {}).filter((from) => branch === undefined || compareBranches(branch, from) < 0);
  if (changed.length > 0) facts.push(l10n.t("Takes other arguments from {0} on", changed.join(l10n.t(", "))));
  return facts;
}

/** What nearly every build has is not worth a word. */
function buildInWords(feature: string, branch: string | undefined): string[] {
  return usuallyBuilt(feature, branch) ? [] : [l10n.t("Needs {0}", l10n.t("a HAProxy built with {0}", `\`${feature}\``))];
}

function endsRuleset({ final, finalUntil }: GrammarEntry, branch: string | undefined): boolean {
  return final !== undefined && (finalUntil === undefined || (branch !== undefined && compareBranches(branch, finalUntil) <= 0));
}

function manualOf(grammarClass: string, words: string, branch: string | undefined): string {
  const [first = words, second] = words.split(" ");
  const shorter = second === undefined ? [first] : [`${first} ${second}`, first];
  if (grammarClass === "header")
    return words in chapters ? chapterLink(chapters[words] ?? "", branch) : manualLink([words], otherSections, branch);
  if (rulesetClass.test(grammarClass)) {
    const name = words === "track-sc" ? "track-sc0" : words;
    return manualLink([name, `${grammarClass} ${name}`, grammarClass], ["4.4", "4.3", "4.2"], branch);
  }
  const names = grammarClass === "option" ? [`option ${words}`] : [words, ...shorter];
  return manualLink(names, manualSections[grammarClass] ?? otherSections, branch);
}

function describeSample(kind: SampleKind, name: string, branch: string | undefined): Description | undefined {
  const entry = entryOf(kind, name);
  const spec = samplesNamed(kind, name, branch)[0] ?? samplesNamed(kind, name, undefined)[0];
  const criterion = kind === "fetch" ? aclFetch(name) : undefined;
  if (entry === undefined && spec === undefined) return undefined;
  const life = sampleLifetime(kind, name);
  const segments = life === undefined ? [] : segmentsOf(`${life.first}-${life.last ?? ""}`);
  const facts = [...lifeInWords(segments, entry?.replacedBy, branch)];
  const places = spec === undefined ? undefined : samplePlacesInWords(spec);
  if (places !== undefined) facts.push(l10n.t("Available in {0}", places));
  if (spec?.build !== undefined) facts.push(...buildInWords(spec.build, branch));
  if (entry?.layer === 6) facts.push(l10n.t("Reads raw bytes: of no use in {0}", "`mode http`"));
  if (spec === undefined && criterion !== undefined)
    facts.push(l10n.t("Known to ACLs only: {0}", `\`${criterion} -m ${aclMethod(name) ?? "str"}\``));
  if (spec !== undefined) facts.push(typesInWords(kind, spec));
  return {
    signature: sampleSignature(kind, name, spec, branch),
    summary: (entry && summaryOf(entry)) ?? "",
    facts,
    example: entry?.example,
    manual: manualLink(criterion === undefined ? [name] : [name, criterion, `req.${criterion}`], manualSections[kind] ?? [], branch),
  };
}

/** `field(<number>,<text>[,<number>]) : str → str` */
function sampleSignature(kind: SampleKind, name: string, spec: SampleSpec | undefined, branch: string | undefined): string {
  const args = writtenText(sampleArguments(kind, name, branch), ",");
  const call = args === "" ? name : `${name}(${args})`;
  if (spec === undefined) return call;
  return kind === "converter" ? `${call} : ${spec.in ?? "any"} → ${spec.out}` : `${call} : ${spec.out}`;
}

function typesInWords(kind: SampleKind, spec: SampleSpec): string {
  const named = (type: string) => meaningOf("smp_types", type) ?? `\`${type}\``;
  return kind === "converter"
    ? l10n.t("Takes {0}, gives {1}", named(spec.in ?? "any"), named(spec.out))
    : l10n.t("Gives {0}", named(spec.out));
}
