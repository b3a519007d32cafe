/** Conditions of `.if`: what they mean as a tree, and where HAProxy stops reading. */
import { describe, expect, test } from "vitest";
import { type MacroDialect, type MacroExpression, readMacroCondition } from "../../server/src/syntax/macroCondition.ts";

const argumentCounts: Readonly<Record<string, number>> = { defined: 1, streq: 2 };
const modern: MacroDialect = { operators: true, argumentsOf: (name) => argumentCounts[name] };
const early: MacroDialect = { ...modern, operators: false };

function shown(expression: MacroExpression): string {
  switch (expression.kind) {
    case "or":
    case "and":
      return `(${expression.items.map(shown).join(` ${expression.kind} `)})`;
    case "not":
      return `not ${shown(expression.item)}`;
    case "literal":
      return String(expression.value);
    case "call":
      return `${expression.name}[${expression.args.join("|")}]`;
    default:
      return "hidden";
  }
}

function read(text: string, dialect = modern): string {
  const result = readMacroCondition(text, dialect);
  return "expression" in result ? shown(result.expression) : `${result.problem.kind} ${result.problem.at}`;
}

describe("from 2.5 on", () => {
  test.each([
    ["", "false"],
    ["0", "false"],
    ["-0x0", "false"],
    ["0x10", "true"],
    ["1 && 0 || 1", "((true and false) or true)"],
    ["!1", "not true"],
    ["! ! 1", "true"],
    ["!(0||1)", "not (false or true)"],
    ["defined(A)", "defined[A]"],
    ["defined", "defined[]"],
    ["streq(a,b)", "streq[a|b]"],
    ["streq(a, b)&&1", "(streq[a| b] and true)"],
    ["streq(\"a,b\",'c)')", "streq[a,b|c)]"],
    ["streq(a\\ b,c\\d)", "streq[a b|c\\d]"],
    ["streq(,)", "streq[|]"],
    ["streq(\uE000,b)", "streq[\uE000|b]"],
    ["\uE000", "hidden"],
  ])("%j", (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    [" ", "not-a-condition 1"],
    ["1 &&", "not-a-condition 4"],
    ["|| 1", "not-a-condition 0"],
    ["other(a)", "not-a-condition 0"],
    ["1 && other", "not-a-condition 5"],
    ["(1", "unclosed-parenthesis 0"],
    ["streq(a,b", "unclosed-parenthesis 0"],
    ["streq(a)", "bad-arguments 0"],
    ["streq(a,b,c)", "bad-arguments 0"],
    ["streq", "bad-arguments 0"],
    ["defined(a,b)", "bad-arguments 0"],
    ["1 1", "text-behind 2"],
    ["08", "text-behind 1"],
    ["defined (A)", "text-behind 8"],
    ["(", "not-a-condition 1"],
    ["!", "not-a-condition 1"],
  ])("refused: %j", (text, expected) => expect(read(text)).toBe(expected));

  test("any depth ends", () => expect(read("(".repeat(5000))).toMatch(/^not-a-condition/));
});

describe("in 2.4", () => {
  test.each([
    ["1", "true"],
    ["defined(A) whatever", "defined[A]"],
    ["!defined(A)", "not-a-condition 0"],
    ["(1)", "not-a-condition 0"],
    ["1x", "not-a-condition 0"],
  ])("%j", (text, expected) => expect(read(text, early)).toBe(expected));
});
