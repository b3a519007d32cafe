/** Lint pages: every code has one, every example gives exactly the findings it is marked with, and nothing else is emitted. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { findLint, knowledge } from "../server/src/knowledge/knowledge.ts";
import { lintCodes } from "../server/src/lints/codes.ts";
import { examplesOf, hitsOf, placed } from "./support/lintPages.ts";

const source = path.resolve(import.meta.dirname, "../server/src");
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

  test("has every code that the lints write out", () => {
    expect(writtenOut().filter((code) => !lintCodes.some((known) => known === code))).toEqual([]);
    expect(writtenOut().length).toBeGreaterThan(10);
  });
});

/** Codes that stand in the source as they are; those put together ("undefined-…") are shown by the examples. */
function writtenOut(): readonly string[] {
  const files = readdirSync(path.join(source, "lints")).map((file) => path.join(source, "lints", file));
  const texts = files.filter((file) => !file.endsWith("codes.ts")).map((file) => readFileSync(file, "utf8"));
  const literals = texts.flatMap((text) => [...text.matchAll(/(?:code: |Hit\([^";]*)"([a-z]+-[a-z-]+)"/g)].map(([, code = ""]) => code));
  const issues = /export type Issue =([\s\S]*?);\n\n/.exec(readFileSync(path.join(source, "model/issue.ts"), "utf8"))?.[1] ?? "";
  const ids = [...issues.matchAll(/id: ("[^;]*");/g)].flatMap(([, list = ""]) =>
    [...list.matchAll(/"([a-z-]+)"/g)].map(([, id = ""]) => id),
  );
  return [...new Set([...literals, ...ids.filter((id) => !renamed.has(id))])];
}

/** Issues whose findings bear another code (shapeOf in wording.ts). */
const renamed = new Set(["unknown-word", "misplaced-word", "deprecated-word", "word-of-other-release", "removed-word", "unknown-sample"]);
