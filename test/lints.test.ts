/** Lint pages: every code has one, and every example gives exactly the findings it is marked with. */
import { describe, expect, test } from "vitest";
import { findLint, knowledge } from "../server/src/knowledge/knowledge.ts";
import { lintCodes } from "../server/src/lints/codes.ts";
import { examplesOf, hitsOf, placed } from "./support/lintPages.ts";

const gravity = ["hint", "information", "warning", "error"];

describe.each(knowledge.lints)("$id", (lint) => {
  const examples = examplesOf(lint);

  test("every example has its repaired form", () => {
    expect(examples.map(({ fixed }) => fixed)).toEqual(examples.map((_, i) => i % 2 === 1));
    examples.forEach((example, i) => {
      if (example.fixed) expect(example.release).toEqual(examples[i - 1]?.release);
    });
  });

  test.each(examples.filter(({ fixed }) => !fixed))("gives what is marked:\n$text", (example) => {
    expect(example.expected.some((mark) => mark.endsWith(` ${lint.id}`))).toBe(true);
    expect(hitsOf(example).map(placed).sort()).toEqual([...example.expected].sort());
  });

  test.each(examples.filter(({ fixed }) => fixed))("gives nothing once repaired:\n$text", (example) => {
    expect(hitsOf(example).map(placed)).toEqual([]);
  });

  test("has the severity of its gravest finding", () => {
    const severities = examples.flatMap(hitsOf).flatMap(({ code, severity }) => (code === lint.id ? [gravity.indexOf(severity)] : []));
    expect(gravity[Math.max(...severities)]).toBe(lint.severity);
  });
});

describe("the list of codes", () => {
  test("has a page for each code, and no other", () => {
    expect(knowledge.lints.map(({ id }) => id).sort()).toEqual([...lintCodes].sort());
    expect(findLint("Unknown-Keyword")?.id).toBe("unknown-keyword");
    expect(findLint("unknown")).toBeUndefined();
  });
});
