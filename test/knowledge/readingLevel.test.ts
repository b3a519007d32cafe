/** What the linter of the catalogue says of texts that are hard to read. The catalogue itself is checked whenever it is compiled. */
import { describe, expect, test } from "vitest";
import { refuseHard } from "../../scripts/compileAdvisories.ts";
import { bounds, gradeOfSentences, hardToRead, sentencesOf, syllablesOf } from "../../scripts/readingLevel.ts";

const words = (count: number, word = "cat") =>
  `The ${Array(count - 1)
    .fill(word)
    .join(" ")}.`;

describe("English", () => {
  test.each([
    ["a sentence at the bound", words(bounds.en), 0],
    ["one above it", words(bounds.en + 1), 1],
    ["code is one word", `The \`${Array(50).fill("a").join(" ")}\` ends.`, 0],
    ["two sentences", `${words(20)} ${words(20)}`, 0],
    ["a colon starts a sentence where a capital follows", `${words(20).slice(0, -1)}: ${words(20)}`, 0],
    [
      "an abbreviation ends none",
      `${words(20)} ${words(20).replace(" cat", ", e.g. Tom").slice(0, -1)} ${words(20).replace("The", "the")}`,
      1,
    ],
    ["numbers alone are no words", `It is ${Array(60).fill("2.4.1").join(", ")}.`, 0],
    ["fenced blocks are not read", `\`\`\`haproxy\n${words(60)}\n\`\`\``, 0],
    ["items are texts of their own", `- ${words(20)}\n- ${words(20)}`, 0],
    ["filler", "Please note that it stops.", 1],
    ["filler inside", "It stops in order to start.", 1],
    ["a note is none", "The parser leaves a note that it met one.", 0],
    ["note that", "Stop it. Note that it starts.", 1],
  ])("%s", (_, text, problems) => {
    expect(hardToRead(text, "en")).toHaveLength(problems);
  });

  test("a grade rises with long words", () => {
    const plain = "The cat sat on the mat and ate. ".repeat(8);
    const stiff = "Organisational responsibilities necessitate comprehensive documentation. ".repeat(10);
    expect(hardToRead(plain, "en")).toEqual([]);
    expect(hardToRead(stiff, "en").join()).toMatch(/grade \d+/);
    expect(gradeOfSentences(sentencesOf(plain, "en"))).toBeLessThan(4);
    expect(gradeOfSentences(["Too few words."])).toBeUndefined();
  });

  test.each([
    ["cat", 1],
    ["table", 2],
    ["release", 2],
    ["memory", 3],
    ["configuration", 5],
    ["stick-table", 3],
    ["the", 1],
  ])("%s has %i syllables", (word, count) => {
    expect(syllablesOf(word)).toBe(count);
  });
});

describe("Chinese", () => {
  test.each([
    ["a sentence at the bound", `${"字".repeat(bounds["zh-cn"])}。`, 0],
    ["one above it", `${"字".repeat(bounds["zh-cn"] + 1)}。`, 1],
    ["two sentences", `${"字".repeat(50)}。${"字".repeat(50)}。`, 0],
    ["a name is one character", `${"字".repeat(bounds["zh-cn"] - 1)}haproxy。`, 0],
    ["filler", "值得注意的是，它会停止。", 1],
  ])("%s", (_, text, problems) => {
    expect(hardToRead(text, "zh-cn")).toHaveLength(problems);
  });
});

test("the linter names the file", () => {
  expect(() => refuseHard("a.md", "en", [undefined, words(60)])).toThrow(/^a\.md: a sentence of 60 words/);
  expect(() => refuseHard("a.md", "en", [words(6)])).not.toThrow();
});
