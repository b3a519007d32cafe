/** Highlighting of a crash log by what was read from it: only what belongs to an incident gets a token. */
import type { FactRole, Incident } from "../../incident/incident.ts";
import type { Token, TokenType } from "./token.ts";

const typeOfRole: Readonly<Partial<Record<FactRole, TokenType>>> = {
  address: "number",
  function: "function",
  pool: "type",
  signal: "macro",
  release: "string",
  file: "namespace",
  number: "number",
  lua: "function",
};

/** Tokens in document order, none overlapping. */
export function logTokens(incidents: readonly Incident[]): readonly Token[] {
  const tokens = incidents.flatMap(({ facts }) =>
    facts.flatMap(({ role, at }): Token[] => {
      const type = typeOfRole[role];
      return type === undefined ? [] : [{ line: at.line, span: at.span, type, modifiers: [] }];
    }),
  );
  tokens.sort((a, b) => a.line - b.line || a.span.start - b.span.start);
  return tokens.filter((token, i) => {
    const before = tokens[i - 1];
    return before === undefined || before.line !== token.line || before.span.end <= token.span.start;
  });
}
