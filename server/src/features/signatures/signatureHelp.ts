/** Which arguments a statement, an action, a parameter, a fetch or a converter takes, and which of them the cursor is at. */
import { argumentsOf, entryOf, filterEntries, isKnown, samplesNamed } from "../../knowledge/grammar.ts";
import { type GrammarEntry, summaryOf } from "../../knowledge/grammarEntry.ts";
import { type Node, parseNotation } from "../../knowledge/notation.ts";
import type { Release } from "../../knowledge/release.ts";
import { expectedAt, matchParameter } from "../../model/interpretation/arguments.ts";
import { parameterName } from "../../model/interpretation/parameters.ts";
import { findPlacement, type Placement } from "../../model/interpretation/placement.ts";
import { contextOf } from "../../model/interpretation/statementMatch.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { ConfigFile } from "../../syntax/config.ts";
import type { Word } from "../../syntax/line.ts";
import type { Span } from "../../syntax/span.ts";
import { formatAt } from "../completion/formats.ts";
import { entryWithParentheses } from "../completion/parentheses.ts";
import { isHeader, type Place, placeAt, statementBefore } from "../completion/place.ts";
import { sampleAt } from "../completion/samples.ts";
import { sampleArguments } from "../notation/sampleArguments.ts";
import { type Layout, type WrittenNotation, written } from "../notation/written.ts";
import { criterionSignature } from "./criterion.ts";
import { macroSignature } from "./macros.ts";
import { storedSignature } from "./stored.ts";

export interface Signature {
  readonly label: string;
  /** Places of the parameters in the label. */
  readonly parameters: readonly Span[];
  readonly active: number;
  readonly documentation: string | undefined;
}

/** The innermost thing that takes arguments around a place; `column` counts UTF-16 units. */
export function signatureAt(file: ConfigFile, line: number, column: number, release: Release | undefined): Signature | undefined {
  const place = placeAt(file, line, column);
  if (place === undefined) return undefined;
  const branch = release?.branch;
  if (place.prefix.words[0]?.value.startsWith(".") === true) return macroSignature(place, branch);
  const inside = sampleSignature(place, branch) ?? formatSignature(place) ?? wordSignature(place, branch) ?? storedSignature(place, branch);
  return inside ?? criterionSignature(place) ?? statementSignature(place, branch);
}

/** `map(<file>,<default>)`: of the call whose parenthesis is open in the word being typed. */
function sampleSignature({ typed, words }: Place, branch: string | undefined): Signature | undefined {
  if (words.length === 0 || !typed.includes("(")) return undefined;
  const format = formatAt(typed);
  const at = sampleAt(format?.kind === "expression" ? typed.slice(format.at) : typed.replace(/^!+/, ""));
  if (at?.kind !== "argument") return undefined;
  const { call, index, sample } = at;
  const spec = samplesNamed(sample, call.name, branch).at(-1);
  if (spec === undefined) return undefined;
  const entry = entryOf(sample, call.name);
  const root = parseNotation(sampleArguments(sample, call.name, branch));
  const given = (call.args ?? []).slice(0, index).map(({ text }) => pseudoWord(text));
  const { text, parameters, indexOf } = labelOf(`${call.name}(`, root, ",");
  if (parameters.length === 0) return undefined;
  const { nodes } = expectedAt(root, given, 0, index, contextOf(branch));
  const active = activeOf(nodes, indexOf, call.args?.[index]?.text ?? "") ?? Math.min(index, parameters.length - 1);
  return { label: `${text})`, parameters, active, documentation: entry && summaryOf(entry) };
}

/** Of more words to choose from a signature shows only a few. */
const mostWords = 8;

/** The notation written out behind `lead`, such as the name of a statement. */
function labelOf(lead: string, root: Node, glue: Layout["glue"] = " "): WrittenNotation {
  const { text, parameters, indexOf } = written(root, { glue, mostWords });
  const moved = parameters.map(({ start, end }) => ({ start: start + lead.length, end: end + lead.length }));
  return { text: lead + text, parameters: moved, indexOf };
}

const flagsLabel = "%[{<flags>}](<alias> | [<sample>])";

/** `%{+Q}ci`: flags, then an alias or a sample. */
function formatSignature({ typed, words }: Place): Signature | undefined {
  const at = words.length === 0 ? undefined : formatAt(typed);
  if (at?.kind !== "flags") return undefined;
  const parameters = ["<flags>", "<alias>", "<sample>"].map((part) => ({
    start: flagsLabel.indexOf(part),
    end: flagsLabel.indexOf(part) + part.length,
  }));
  return { label: flagsLabel, parameters, active: 0, documentation: undefined };
}

/** `set-var(<variable>,…)`, `hdr(<name>)`: inside the parentheses of a word of the statement itself. */
function wordSignature({ typed, words, section }: Place, branch: string | undefined): Signature | undefined {
  const open = typed.indexOf("(");
  const names = [...words.map(({ value }) => value), typed.slice(0, open)];
  const entry = open < 0 ? undefined : entryWithParentheses(names, section.kind);
  if (entry?.inWord === undefined) return undefined;
  const units = typed.slice(open + 1).split(/(,)/);
  const root = parseNotation(entry.inWord);
  const { text, parameters, indexOf } = labelOf(`${typed.slice(0, open)}(`, root, "");
  const given = units.slice(0, -1).flatMap((unit) => (unit === "" ? [] : [pseudoWord(unit)]));
  const { nodes } = expectedAt(root, given, 0, given.length, contextOf(branch));
  const active = activeOf(nodes, indexOf, units.at(-1) ?? "");
  return active === undefined ? undefined : { label: `${text})`, parameters, active, documentation: summaryOf(entry) };
}

function pseudoWord(value: string): Word {
  return { span: { start: 0, end: 0 }, value, quoting: "none", dynamic: value.includes("$") };
}

function statementSignature(place: Place, branch: string | undefined): Signature | undefined {
  const { words, section, negation } = place;
  if (words.length === 0 || negation !== undefined) return undefined;
  if (isHeader(place)) return ofEntry(entryOf("header", section.kind), section.kind, 1, place, branch);
  if (section.kind === "preamble") return undefined;
  const placement = findPlacement(statementBefore(place), section, branch);
  const { entry, head, parameters } = placement;
  const name = words
    .slice(0, head)
    .map(({ value }) => value)
    .join(" ");
  if (parameters === undefined) return ofEntry(entry, name, head, place, branch);
  return ofParameter(parameters, place, branch) ?? ofLine(entry, name, head, parameters, place, branch);
}

/** `head`: index of the first word behind the name. */
function ofEntry(
  entry: GrammarEntry | undefined,
  name: string,
  head: number,
  { words, typed }: Place,
  branch: string | undefined,
): Signature | undefined {
  if (entry === undefined) return undefined;
  const root = parseNotation(notationOf(entry, branch));
  const { text, parameters, indexOf } = labelOf(`${name} `, root);
  if (parameters.length === 0) return undefined;
  const { nodes, condition } = expectedAt(root, words, head, words.length, contextOf(branch));
  const active = condition === undefined ? activeOf(nodes, indexOf, typed) : conditionIn(indexOf);
  return active === undefined ? undefined : { label: text, parameters, active, documentation: summaryOf(entry) };
}

/** Behind `filter` the names of the filters that HAProxy itself has. */
function notationOf(entry: GrammarEntry, branch: string | undefined): string {
  const own = argumentsOf(entry, branch);
  if (entry.words !== "filter") return own;
  const filters = filterEntries().filter(([, filter]) => branch === undefined || isKnown(filter, branch));
  return [...filters.map(([name]) => name), own].join(" | ");
}

function conditionIn(indexOf: ReadonlyMap<Node, number>): number | undefined {
  return [...indexOf].find(([{ kind }]) => kind === "condition")?.[1];
}

/** Of what could stand there the word that is typed, then a type, then what comes first. */
function activeOf(nodes: readonly Node[], indexOf: ReadonlyMap<Node, number>, typed: string): number | undefined {
  const worded = typed === "" ? undefined : nodes.find((node) => node.kind === "word" && node.text.startsWith(typed));
  const any = typed === "" ? undefined : nodes.find(({ kind }) => kind === "type" || kind === "condition");
  const indexes = nodes.map((node) => indexOf.get(node)).filter((index) => index !== undefined);
  const chosen = worded ?? any;
  return (chosen && indexOf.get(chosen)) ?? (indexes.length === 0 ? undefined : Math.min(...indexes));
}

type Parameters = NonNullable<Placement["parameters"]>;

/** `inter <time>`: where the cursor is at an argument of a parameter; words before it that do not fit are passed over. */
function ofParameter({ from, grammarClass }: Parameters, place: Place, branch: string | undefined): Signature | undefined {
  const { words } = place;
  let i = from;
  while (i < words.length) {
    const name = parameterName((words[i] as Word).value);
    const entry = entryOf(grammarClass, name);
    const match = entry && matchParameter(parseNotation(argumentsOf(entry, branch)), words, i + 1, contextOf(branch));
    const end = match === undefined ? i + 1 : "mismatch" in match ? match.mismatch.index : match.end;
    if (entry !== undefined && end >= words.length) return ofEntry(entry, name, i + 1, place, branch);
    i = Math.max(end, i + 1);
  }
  return undefined;
}

/** `server <name> <address> [parameter…]`. */
function ofLine(
  entry: GrammarEntry | undefined,
  name: string,
  head: number,
  { from }: Parameters,
  place: Place,
  branch: string | undefined,
): Signature | undefined {
  const first = place.words[0]?.value ?? "";
  const known = proxyKinds.has(place.section.kind) ? entryOf("proxy", first) : entry;
  const { text, parameters, indexOf } = labelOf(`${name} `, parseNotation(entry?.args ?? ""));
  const tail = "[parameter…]";
  const label = `${text.trimEnd()} ${tail}`;
  const all = [...parameters, { start: label.length - tail.length, end: label.length }];
  if (place.words.length >= from) return { label, parameters: all, active: all.length - 1, documentation: known && summaryOf(known) };
  const { nodes } = expectedAt(parseNotation(entry?.args ?? ""), place.words, head, place.words.length, contextOf(branch));
  const active = activeOf(nodes, indexOf, place.typed);
  return active === undefined ? undefined : { label, parameters: all, active, documentation: known && summaryOf(known) };
}
