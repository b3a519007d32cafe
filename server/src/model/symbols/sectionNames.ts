/** All names of a section with their exact columns, worked out once for each Section object. */

import { spanIn } from "../../syntax/columns.ts";
import type { Section } from "../../syntax/config.ts";
import type { Line, Word } from "../../syntax/line.ts";
import { type Interpretation, interpretationsOf, interpretStatement } from "../interpretation.ts";
import { perBranch } from "../perBranch.ts";
import { parentWord } from "../proxies.ts";
import type { NameInWord, Occurrence } from "./occurrence.ts";
import { namesInStatement } from "./statementNames.ts";

/** In the order of the lines; several in one line in the order of their columns. */
export const occurrencesIn = perBranch((section: Section, branch: string | undefined): readonly Occurrence[] => {
  const found: Occurrence[] = [];
  for (const reading of interpretationsOf(section, branch)) addStatement(found, readAgain(reading, section), section, branch);
  for (const [offset, line] of section.lines.entries()) addEnvironment(found, line, offset);
  return found.sort((a, b) => a.offset - b.offset || a.span.start - b.span.start);
});

/** The same by kind. */
export const occurrencesByKind = perBranch((section: Section, branch: string | undefined): ReadonlyMap<string, readonly Occurrence[]> => {
  const byKind = new Map<string, Occurrence[]>();
  for (const occurrence of occurrencesIn(section, branch)) {
    const same = byKind.get(occurrence.kind);
    if (same === undefined) byKind.set(occurrence.kind, [occurrence]);
    else same.push(occurrence);
  }
  return byKind;
});

/** Names stand also in what HAProxy does not read, and in words of other releases: those lines are read without a release. */
function readAgain(reading: Interpretation, section: Section): Interpretation {
  if (reading.roles.length > 0 || reading.issues.length === 0) return reading;
  return interpretStatement(reading.statement, section, undefined);
}

function addStatement(found: Occurrence[], reading: Interpretation, section: Section, branch: string | undefined): void {
  const { line, offset, words } = reading.statement;
  const collect = (index: number, name: NameInWord) => {
    const word = words[index];
    if (word !== undefined) found.push(occurrenceOf(name, line, word, offset));
  };
  if (offset > 0 || section.kind === "preamble") namesInStatement(reading, section.kind, branch, collect);
  else namesInHeader(section, words, collect);
  templateNames(reading, found);
}

function occurrenceOf({ start, end, ...name }: NameInWord, line: Line, word: Word, offset: number): Occurrence {
  return { ...name, offset, span: spanIn(line, word, start, end) };
}

/** Sections whose second word is no name. */
const nameless = new Set(["global", "traces"]);

function namesInHeader(section: Section, words: readonly Word[], collect: (index: number, name: NameInWord) => void): void {
  const name = nameOf(section);
  if (name !== undefined && !words[1]?.dynamic) collect(1, { kind: section.kind, name, start: 0, end: name.length, access: "declares" });
  const parent = parentWord(words);
  const from = words[parent];
  if (parent > 0 && from !== undefined && !from.dynamic)
    collect(parent, { kind: "defaults", name: from.value, start: 0, end: from.value.length, access: "uses" });
}

/** The name by which others refer to a section. */
export function nameOf({ kind, name }: Section): string | undefined {
  if (nameless.has(kind) || name === "" || (kind === "defaults" && name === "from")) return undefined;
  return name;
}

/** `server-template web 1-3`: the prefix stands, the names do not. */
function templateNames({ statement: { words, line, offset, prefix } }: Interpretation, found: Occurrence[]): void {
  const [first, word, count] = words;
  if (first?.value !== "server-template" || prefix !== undefined || word === undefined || word.dynamic || count === undefined) return;
  const range = /^(\d+)(?:-(\d+))?$/.exec(count.value);
  if (range === null) return;
  const [low = 0, high] = range.slice(1).map((number) => (number === undefined ? undefined : Number(number)));
  const numbers = high === undefined ? { first: 1, last: low } : { first: low, last: high };
  const name = word.value;
  found.push({
    kind: "server-template",
    name,
    numbers,
    offset,
    span: spanIn(line, word, 0, name.length),
    access: "declares",
  });
}

/** `"${NAME}"` anywhere, and `defined(NAME)` behind `.if`. */
function addEnvironment(found: Occurrence[], line: Line, offset: number): void {
  for (const word of line.words) {
    for (const { name, start } of word.variables ?? []) {
      const at = start + (word.value[start + 1] === "{" ? 2 : 1);
      if (!name.startsWith(".")) found.push({ kind: "env", name, offset, span: spanIn(line, word, at, at + name.length), access: "uses" });
    }
  }
  if (line.words[0]?.value.startsWith(".") !== true) return;
  for (const word of line.words.slice(1))
    for (const match of word.value.matchAll(/\bdefined\(\s*(\w+)/g)) {
      const name = match[1] as string;
      const at = match.index + match[0].length - name.length;
      found.push({ kind: "env", name, offset, span: spanIn(line, word, at, at + name.length), access: "uses" });
    }
}
