/** Words that a statement still needs: those that the grammar has, names that are there, and values to fit. */
import * as l10n from "@vscode/l10n";
import { entryOf, enumFact } from "../../knowledge/grammar.ts";
import type { Node } from "../../knowledge/notation.ts";
import { valuesOf } from "../../knowledge/offers.ts";
import type { NameUse } from "../../model/interpretation/issue.ts";
import { namesOf } from "../../model/names.ts";
import { inLine } from "../textChange.ts";
import { type Draft, type FixContext, type FixMakers, interpretedAs, isSound } from "./fix.ts";

export const missingArguments: FixMakers = { "missing-argument": missing };

/** So many ways to go on are offered. */
const mostOffers = 3;
/** So many words in a row are added. */
const mostWords = 4;

function missing(context: FixContext): Draft[] {
  const { issue, interpretation, finding, file, line } = context;
  const last = interpretation?.statement.words.at(-1);
  // an empty word stands there on purpose, and a comment would take in what is added
  if (issue?.id !== "missing-argument" || last === undefined || issue.index !== (interpretation?.statement.words.length ?? 0) - 1)
    return [];
  if (last.value === "" || line.words.at(-1) !== last) return [];
  const drafts: Draft[] = [];
  for (const first of [...names(issue.expected, context), ...exemplary(context), ...candidates(issue.expected, context)]) {
    const text = completed(context, last.span.end, first);
    if (text === undefined || drafts.some(({ changes }) => changes[0]?.text === text)) continue;
    const isCertain = first.given && text === ` ${first.text}`;
    const title = isCertain ? l10n.t('Add "{0}"', text.trim()) : l10n.t('Add "{0}" (fit the value)', text.trim());
    drafts.push({ title, changes: [inLine(file.uri, finding.line, last.span.end, last.span.end, text)] });
    if (drafts.length === mostOffers) break;
  }
  return drafts.length === 1 ? drafts.map((draft) => ({ ...draft, preferred: true })) : drafts;
}

function names(expected: readonly Node[], { model }: FixContext): readonly Candidate[] {
  const kinds = expected.flatMap((node) => (node.kind === "type" && node.type === "ref" ? [node.parameter ?? ""] : []));
  return kinds.flatMap((kind) => [...(namesOf(model).sets.get(kind) ?? [])].map((text) => ({ text, given: true })));
}

const withParameters: ReadonlyMap<string, string> = new Map([
  ["bind", "bind"],
  ["server", "server"],
  ["default-server", "server"],
  ["server-template", "server"],
]);

/** How the example of the statement, or of the parameter that ends the line, goes on behind the same words. */
function exemplary({ interpretation, issue }: FixContext): readonly Candidate[] {
  const words = interpretation?.statement.words.map(({ value }) => value) ?? [];
  const head = interpretation?.head ?? 0;
  const last = words.at(-1) ?? "";
  const parameters = words.length > 2 ? withParameters.get(words[0] ?? "") : undefined;
  const rests =
    parameters === undefined
      ? [
          restOf(interpretation?.entry?.example, (example) =>
            words.every((word, i) => i >= head || word === example[i]) ? words.length : 0,
          ),
        ]
      : [restOf(entryOf(parameters, last)?.example, (example) => example.lastIndexOf(last) + 1)];
  const given = issue?.id === "missing-argument" ? issue.expected.flatMap((node) => (node.kind === "word" ? [node.text] : [])) : [];
  return rests.flatMap((text) => (text === "" ? [] : [{ text, given: given.includes(text) }]));
}

/** The words of an example from an index on, without its condition. */
function restOf(example: string | undefined, from: (words: readonly string[]) => number): string {
  const words = example?.split(" ") ?? [];
  const start = from(words);
  const condition = words.findIndex((word, i) => i > start && (word === "if" || word === "unless"));
  return start < 1 ? "" : words.slice(start, condition < 0 ? words.length : condition).join(" ");
}

interface Candidate {
  readonly text: string;
  /** A word of the grammar or a name that is there, not a value that we made up. */
  readonly given: boolean;
}

/** What makes a sound line of it, beginning with `first`; undefined where nothing of ours does. */
function completed(context: FixContext, at: number, first: Candidate): string | undefined {
  const { line, placed, branch } = context;
  let text = ` ${first.text}`;
  for (let words = 1; words <= mostWords; words++) {
    const raw = line.raw.slice(0, at) + text + line.raw.slice(at);
    const read = interpretedAs(raw, placed, branch);
    if (isSound(raw, placed, branch)) return read?.uses.every((use) => isThere(use, context)) === true ? text : undefined;
    const issue = read?.issues.find(({ id }) => id === "missing-argument");
    const next = issue?.id === "missing-argument" ? candidates(issue.expected, context)[0] : undefined;
    if (next === undefined) return undefined;
    text += ` ${next.text}`;
  }
  return undefined;
}

function isThere({ kind, name, declares }: NameUse, { model }: FixContext): boolean {
  return declares || name === "" || namesOf(model).sets.get(kind)?.has(name) !== false;
}

function candidates(expected: readonly Node[], context: FixContext): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const node of expected) {
    if (node.kind === "word") found.push({ text: node.text, given: true });
    else if (node.kind === "type") found.push(...ofType(node.type, node.parameter, context));
  }
  return found;
}

/** What an author may start from where only the form of a word is known; a type that is absent is not guessed at. */
const examples: Readonly<Record<string, string>> = {
  address: "127.0.0.1:8080",
  "address?": "127.0.0.1",
  bind: ":80",
  cidr: "192.0.2.0/24",
  port: "80",
  ports: "1024-65535",
  size: "64k",
  status: "403",
  method: "GET",
  header: "X-Name",
  var: "txn.name",
  expr: "src",
  int: "1",
  sint: "1",
  cint: "1",
  positive: "1",
  nonzero: "1",
  octal: "600",
  percent: "80%",
};

/** Times by the word in front. */
const times: Readonly<Record<string, string>> = { connect: "5s", queue: "5s", expire: "30m", "inspect-delay": "5s", inter: "2s" };

function ofType(type: string, parameter: string | undefined, { model, branch, interpretation }: FixContext): readonly Candidate[] {
  const before = interpretation?.statement.words.at(-1)?.value ?? "";
  if (type === "ref") return [...(namesOf(model).sets.get(parameter ?? "") ?? [])].map((text) => ({ text, given: true }));
  if (type === "time") return [{ text: times[before] ?? "30s", given: false }];
  if (type === "stored")
    return [{ text: enumFact("stick_data", "http_req_rate") === undefined ? "gpc0" : "http_req_rate(10s)", given: false }];
  const lowest = type === "int" ? /^\d+/.exec(parameter ?? "")?.[0] : undefined;
  const known = parameter === undefined || type === "int" ? undefined : valuesOf(parameter, branch)?.values;
  if (known !== undefined) return known.map(({ value }) => ({ text: value, given: false }));
  const text = lowest === undefined || lowest === "0" ? examples[type] : lowest;
  return text === undefined ? [] : [{ text, given: false }];
}
