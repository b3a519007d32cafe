/** What completion puts in as the usual arguments is made of what the grammar takes. */
import { expect, test } from "vitest";
import { argumentsOf, entriesOf } from "../../server/src/knowledge/grammar.ts";
import { type Node, parseNotation } from "../../server/src/knowledge/notation.ts";
import { grammarClasses } from "../support/grammarClasses.ts";

function wordsIn(node: Node): readonly string[] {
  if (node.kind === "word") return [node.text];
  if (node.kind === "sequence" || node.kind === "choice") return node.items.flatMap(wordsIn);
  return node.kind === "optional" || node.kind === "many" ? wordsIn(node.item) : [];
}

const entries = grammarClasses.flatMap((name) => entriesOf(name).map((entry) => ({ name, entry })));
const usual = entries.filter(({ entry }) => entry.usually !== undefined);

test.each(usual.map(({ name, entry }) => [name, entry.words, entry] as const))("%s: %s", (_, __, entry) => {
  const known = new Set(wordsIn(parseNotation(argumentsOf(entry, undefined))));
  expect(wordsIn(parseNotation(entry.usually ?? "")).filter((word) => !known.has(word))).toEqual([]);
});

test("there are some", () => expect(usual.length).toBeGreaterThan(5));
