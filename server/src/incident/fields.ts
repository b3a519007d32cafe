/** The fields of one line of a crash log by a description of its kind: pure reading, whatever the fields mean. */

import type { FieldFacts, LineFacts } from "../knowledge/logFacts.ts";
import { own } from "../knowledge/own.ts";
import type { Span } from "../syntax/span.ts";

/** A field of a line; the spans are offsets in the text given. */
export interface ReadField {
  readonly name: string;
  readonly value: string;
  readonly facts: FieldFacts;
  /** Of the value. */
  readonly at: Span;
  /** Of the name and the value, where the name stands before it. */
  readonly whole: Span;
}

/** Characters of a line behind the start of a match in which pairs are looked for. */
const longest = 2000;
const pair = /(?<![\w.])(\.?[a-z][\w.]{0,30})=("[^"]{0,300}"|(?:\(nil\)|[^\s,()]){0,200})/g;

/** Stretches of one kind looked at in a line: a spinning stream has both of its connections in one. */
const mostStretches = 8;

/** The fields that a line of this kind holds; `expression` is its `re`, global and with indices of groups. Empty where it is of another kind. */
export function fieldsIn(line: LineFacts, expression: RegExp, text: string): readonly ReadField[] {
  expression.lastIndex = 0;
  const found: ReadField[] = [];
  for (let i = 0, match = expression.exec(text); match !== null && i < mostStretches; i++, match = expression.exec(text)) {
    found.push(...groupsIn(line, match, text));
    // pairs reach to the end of the line
    if (line.pairs !== undefined) return [...found, ...pairsIn(line.pairs, text, match.index)];
    if (match[0] === "") break;
  }
  return found;
}

function groupsIn(line: LineFacts, match: RegExpExecArray, text: string): readonly ReadField[] {
  return (line.groups ?? []).flatMap((facts, i): ReadField[] => {
    const [start, end] = match.indices?.[i + 1] ?? [0, 0];
    if (end === start) return [];
    const whole = { start: start - labelBefore(text, start, facts.name), end };
    return [{ name: facts.name, value: text.slice(start, end), facts, at: { start, end }, whole }];
  });
}

/** Length of the label that stands before a value, such as "ip " or "caller: ": the name of the field, or its last word. */
function labelBefore(text: string, start: number, name: string): number {
  const before = label.exec(text.slice(Math.max(0, start - 40), start));
  const word = before?.[1];
  return word !== undefined && (word === name || name.endsWith(` ${word}`)) ? (before?.[0].length ?? 0) : 0;
}

const label = /(?<![\w.])([\w.-]{1,30})(?:: ?|=| |\()[('[]?$/;

/** A name that is there twice is the same thing, or another one on the other side: both are fields. */
function pairsIn(known: Readonly<Record<string, FieldFacts>>, text: string, from: number): readonly ReadField[] {
  const found: ReadField[] = [];
  for (const match of text.slice(from, from + longest).matchAll(pair)) {
    const [whole, name = "", value = ""] = match;
    const facts = own(known, name);
    if (facts === undefined || value === "") continue;
    const start = from + match.index;
    const end = start + whole.length;
    found.push({ name, value, facts, at: { start: end - value.length, end }, whole: { start, end } });
  }
  return found;
}
