/** The place that a hover is asked for, with what its note is made from. */
import { entryOf } from "../../knowledge/grammar.ts";
import type { GrammarEntry } from "../../knowledge/grammarEntry.ts";
import { proxyKinds } from "../../model/interpretation/wordIssues.ts";
import type { Model } from "../../model/model.ts";
import type { Part } from "../../model/parts/part.ts";
import type { PlaceInConfig } from "../../model/parts/parts.ts";
import type { Statement } from "../../model/statement.ts";
import { type Description, describeWord } from "./describe.ts";

export interface Asked {
  readonly model: Model;
  readonly uri: string;
  /** Of the file, from 0 on. */
  readonly lineNumber: number;
  readonly branch: string | undefined;
  readonly place: PlaceInConfig;
  readonly part: Part;
}

/** A word of the grammar: its class, and the words of its entry. */
export interface GrammarName {
  readonly grammarClass: string;
  readonly words: string;
}

const listed: ReadonlySet<string> = new Set(["bind", "server", "server-template", "default-server"]);

/** The statement's own entry; undefined where the grammar knows none. */
export function statementName({ place }: Asked): GrammarName | undefined {
  const { interpretation, placed, statement } = place;
  const { kind } = placed.section;
  const first = statement?.words[0]?.value ?? "";
  if (statement === undefined || interpretation === undefined) return undefined;
  if (statement.offset === 0 && kind !== "preamble") return { grammarClass: "header", words: kind };
  const proxy = proxyKinds.has(kind);
  if (proxy && listed.has(first)) return { grammarClass: "proxy", words: first };
  const { ruleset } = interpretation;
  const entry = interpretation.entry ?? formerEntry(statement, proxy ? (first === "option" ? "option" : "proxy") : kind);
  if (entry === undefined) return undefined;
  if (ruleset !== undefined) return { grammarClass: entry.words.endsWith(" inspect-delay") ? "ruleset" : ruleset, words: entry.words };
  if (proxy) return { grammarClass: first === "option" ? "option" : "proxy", words: entry.words };
  return { grammarClass: kind, words: entry.words };
}

/** Of a word that the release in use does not take, such as one that was removed. */
function formerEntry({ words }: Statement, grammarClass: string): GrammarEntry | undefined {
  const names = words.slice(grammarClass === "option" ? 1 : 0, 3).map(({ value }) => value);
  for (let count = names.length; count > 0; count--) {
    const entry = entryOf(grammarClass, names.slice(0, count).join(" "));
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** What a part belongs to: the call that it is an argument of, the parameter before it, or the statement. */
export function ownerName(asked: Asked): GrammarName | undefined {
  const { part, place } = asked;
  const { call } = part;
  if (call !== undefined && call.kind !== "word") return { grammarClass: call.kind, words: call.name };
  const compared = part.role === "pattern" ? criterionBefore(asked) : undefined;
  if (compared !== undefined) return { grammarClass: "fetch", words: compared.text };
  const parameter = place.parts.findLast(
    ({ role, word, span }) => role === "parameter" && word <= part.word && span.start <= part.span.start,
  );
  if (parameter?.of !== undefined) return { grammarClass: parameter.of, words: parameter.text };
  return statementName(asked);
}

/** The criterion of the condition that a flag or a value stands in. */
export function criterionBefore({ part, place }: Asked): Part | undefined {
  return place.parts.findLast(
    ({ role, span, call }) => (role === "criterion" || role === "fetch") && call === undefined && span.end <= part.span.start,
  );
}

export function described(name: GrammarName | undefined, branch: string | undefined): Description | undefined {
  return name && describeWord(name.grammarClass, name.words, branch);
}
