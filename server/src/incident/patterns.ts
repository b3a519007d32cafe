/** The line shapes of server/knowledge/crash-patterns, compiled once; readers ask for them by id. */
import { knowledge } from "../knowledge/knowledge.ts";
import { once } from "../knowledge/once.ts";

const expressions = once(() => new Map<string, RegExp>(knowledge.crashPatterns.map(({ id, re }) => [id, new RegExp(re)])));

/** Match of a pattern with the positions of its groups. */
export type PatternMatch = RegExpExecArray;

/** Applies one pattern to a text without its envelope. */
export function matchPattern(id: string, text: string): PatternMatch | undefined {
  const expression = expressions().get(id);
  if (expression === undefined) throw new Error(`no crash pattern ${id}`);
  return expression.exec(text) ?? undefined;
}

/** Prefixes by the code of their first character, so that a line asks only those that can be its own. */
const prefixes = once((): readonly (readonly RegExp[])[] => {
  const patterns = knowledge.crashPatterns
    .filter(({ role }) => role === "prefix")
    .map(({ id, starts }) => ({ first: new RegExp(`^[${starts ?? "\\s\\S"}]`), expression: expressions().get(id) as RegExp }));
  return Array.from({ length: 128 }, (_, code) =>
    patterns.filter(({ first }) => first.test(String.fromCharCode(code))).map(({ expression }) => expression),
  );
});

/** What a log system put before the text, in the order of the patterns' file. */
export function matchPrefix(text: string): PatternMatch | undefined {
  for (const expression of prefixes()[text.charCodeAt(0)] ?? []) {
    const match = expression.exec(text);
    if (match !== null && match[0] !== "") return match;
  }
  return undefined;
}
