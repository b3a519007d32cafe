/** The grammar's notation written out for people: one text, and a place in it for everything that can be an argument. */
import { describe, expect, test } from "vitest";
import { sampleArguments } from "../../server/src/features/notation/sampleArguments.ts";
import { written, writtenText } from "../../server/src/features/notation/written.ts";
import { argumentsOf, entriesOf } from "../../server/src/knowledge/grammar.ts";
import { type Node, parseNotation, strayIn } from "../../server/src/knowledge/notation.ts";
import { grammarClasses } from "../support/grammarClasses.ts";

describe("texts", () => {
  test.each([
    ["<time>", "<time>"],
    ["<new:server> <address?> ...", "<name> <address>[:<port>]"],
    ["a | b", "{ a | b }"],
    ["[a | b]", "[a | b]"],
    ["(a | b)* size <size> (a | b | c <int:1..9>)*", "size <size> [a | b | c <1..9>]*"],
    ["status | !status", "[!]status"],
    ["(a | <empty>) [cond]", "[a] [{ if | unless } <condition>]"],
    ["200 | 400 | 403 | 404 | 500 | 503", "<status>"],
    ["<int:1..2147483647>", "<1..>"],
    ["...", ""],
  ])("%s", (notation, text) => {
    expect(writtenText(notation)).toBe(text);
  });

  test("of samples have commas; what the grammar leaves open is told by the registry", () => {
    expect(writtenText(sampleArguments("fetch", "req.hdr", "3.2"), ",")).toBe("[<header>[,<number>]]");
    expect(writtenText(sampleArguments("converter", "word", "3.2"), ",")).toBe("<number>,<text>[,<number>]");
    expect(writtenText(sampleArguments("converter", "no_such", "3.2"), ",")).toBe("");
  });
});

test("every word and type of every notation has a place in its text", () => {
  const notations = grammarClasses.flatMap((name) =>
    entriesOf(name).flatMap((entry) => ["2.4", undefined].map((b) => argumentsOf(entry, b))),
  );
  expect(notations.length).toBeGreaterThan(3000);
  for (const notation of new Set(notations)) {
    const root = parseNotation(notation);
    const { text, parameters, indexOf } = written(root, { glue: " ", mostWords: 8 });
    expect(leavesOf(root).filter((leaf) => !indexOf.has(leaf))).toEqual([]);
    expect(parameters.every(({ start, end }) => start < end && end <= text.length)).toBe(true);
  }
});

function leavesOf(node: Node): readonly Node[] {
  if (node.kind === "sequence" || node.kind === "choice") return node.items.flatMap(leavesOf);
  if (node.kind === "optional" || node.kind === "many") return leavesOf(node.item);
  return node.kind === "rest" || (node.kind === "type" && node.type === "empty") ? [] : [node];
}

test("types may have digits in their names, and what is no part of the notation is found", () => {
  expect(parseNotation("<base64>")).toEqual({ kind: "type", type: "base64", parameter: undefined });
  expect([strayIn("<digest> (<var> | <base64>) [<int:0..9>] ..."), strayIn("<a b>"), strayIn("a < b")]).toEqual(["", "< >", "<"]);
});
