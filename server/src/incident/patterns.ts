/** The line shapes of server/knowledge/crash-patterns, compiled once; readers ask for them by id. */
import { type CrashPattern, knowledge } from "../knowledge/knowledge.ts";

const expressions = new Map<string, RegExp>(knowledge.crashPatterns.map(({ id, re }) => [id, new RegExp(re)]));

/** Match of a pattern with the positions of its groups. */
export type PatternMatch = RegExpExecArray;

/** Applies one pattern to a text without its envelope. */
export function matchPattern(id: string, text: string): PatternMatch | undefined {
  const expression = expressions.get(id);
  if (expression === undefined) throw new Error(`no crash pattern ${id}`);
  return expression.exec(text) ?? undefined;
}

/** Patterns of one role, in the order of their files. */
export function patternsOf(role: CrashPattern["role"]): readonly RegExp[] {
  return knowledge.crashPatterns.filter((pattern) => pattern.role === role).map(({ id }) => expressions.get(id) as RegExp);
}
