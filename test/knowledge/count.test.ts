/** What the documents say of the size of the catalogue is counted. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { knowledge } from "../../server/src/knowledge/knowledge.ts";
import { isInDevelopmentOnly } from "../../server/src/knowledge/rows.ts";

const bugs = knowledge.advisories.filter(({ effect }) => effect !== "environment");
const unreleased = bugs.filter(isInDevelopmentOnly).length;
const released = bugs.length - unreleased;

test.each([
  ["README.md", `${released} bugs, each with a page in both languages (and ${unreleased} more that only development versions had)`],
  ["docs/features.md", `${released} bugs`],
  ["CHANGELOG.md", `${released} known bugs`],
])("%s: %s", (file, words) => {
  expect(readFileSync(path.resolve(import.meta.dirname, "../..", file), "utf8")).toContain(words);
});
