/** Semantic tokens: stretches of a line with a type and modifiers, by the names that the protocol gives them. */
import type { Span } from "../../syntax/span.ts";

/** Types that we give, all of them standard ones, so that every theme has a colour for each. */
export const tokenTypes = [
  "number",
  "function",
  "type",
  "macro",
  "string",
  "namespace",
  "keyword",
  "class",
  "parameter",
  "variable",
  "property",
  "enumMember",
  "method",
  "comment",
  "regexp",
  "operator",
] as const;
export type TokenType = (typeof tokenTypes)[number];

export const tokenModifiers = ["declaration", "readonly", "deprecated", "modification", "defaultLibrary"] as const;
export type TokenModifier = (typeof tokenModifiers)[number];

/** What a token is drawn as. */
export interface TokenStyle {
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

export interface Token extends TokenStyle {
  readonly line: number;
  readonly span: Span;
}

/** The next best type for an editor that does not know one. */
export const substitutes: Readonly<Partial<Record<TokenType, TokenType>>> = {
  class: "type",
  namespace: "type",
  type: "variable",
  method: "function",
  function: "variable",
  macro: "keyword",
  enumMember: "property",
  property: "variable",
  parameter: "variable",
  regexp: "string",
  operator: "keyword",
};
